//! The two sides of the runtime's `sync` behave alike: or what holds in a model would say nothing of
//! what ships.
//!
//! Operations that do not wait give the same on both, one by one. Of small programs of several threads,
//! each outcome that the system was seen to have is one that the model has too, and the model has none
//! but those that are right.

mod operations;
mod programs;
mod sync;

use std::sync::{Arc, Mutex};

use shuttle::scheduler::RandomScheduler;
use shuttle::{Config, Runner};

/// Runs `model` in so many schedules, and gives all that came of it.
fn in_schedules<T: Send + 'static>(
    count: usize,
    model: impl Fn() -> T + Send + Sync + 'static,
) -> Vec<T> {
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&outcomes);
    let note = move |outcome| {
        let mut outcomes = noted.lock().expect("no model panics while it is held");
        outcomes.push(outcome);
    };
    let mut config = Config::new();
    config.silence_warnings = true;
    Runner::new(RandomScheduler::new(count), config).run(move || note(model()));
    std::mem::take(&mut *outcomes.lock().expect("no model panics while it is held"))
}
