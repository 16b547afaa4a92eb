//! `testing::Clock`: all timed waits of a pipeline follow the clock, on every engine, and end when
//! a test advances the clock.

mod clocks;
mod engines;
mod newest;
mod stops;
mod throttles;
mod timeouts;
mod waits;

use std::time::{Duration, Instant};

use pipeline::Context;
use pipeline::testing::Clock;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Makes a clock, and a context that uses it.
fn clocked() -> (Clock, Context) {
    let clock = Clock::new();
    let context = Context::new().with_clock(&clock);
    (clock, context)
}

/// Returns a function that returns the time by which the clock was advanced.
fn passed_by(clock: &Clock) -> impl Fn() -> Duration + Clone + Send + Sync + 'static {
    let (start, clock) = (clock.now(), clock.clone());
    move || Instant::duration_since(&clock.now(), start)
}
