//! Tests that the two implementations of the runtime's `sync` behave alike. Otherwise a model would
//! say nothing about the implementation that ships.
//!
//! Operations that do not wait have the same result in both, one by one. For small programs of
//! several threads, the model has each outcome that the system was seen to have, and no outcome
//! that is wrong.

mod operations;
mod programs;
mod sync;

use std::sync::{Arc, Mutex};

use shuttle::scheduler::RandomScheduler;
use shuttle::{Config, Runner};

/// Runs `model` in `count` schedules, and returns all its outcomes.
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
