//! `testing::Clock`: what a pipeline does by time it does by the clock, whoever runs it, and when the
//! clock is advanced.

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

/// A clock, and a context that goes by it.
fn clocked() -> (Clock, Context) {
    let clock = Clock::new();
    let context = Context::new().with_clock(&clock);
    (clock, context)
}

/// How much the clock has been advanced when it is asked.
fn passed_by(clock: &Clock) -> impl Fn() -> Duration + Clone + Send + Sync + 'static {
    let (start, clock) = (clock.now(), clock.clone());
    move || Instant::duration_since(&clock.now(), start)
}
