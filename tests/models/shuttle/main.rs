//! The promises of an edge in random orders, by shuttle: the models that loom runs, and larger
//! ones.
//!
//! Here, all threads see an operation at once. Bugs that need weaker orderings are for loom to
//! find.

use std::env;

mod sync;

#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "what needs no model"
)]
#[path = "../../../pipeline-runtime/src/edge/mod.rs"]
mod edge;
#[path = "../beside/error.rs"]
mod error;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/run/foreign.rs"]
mod foreign;
// `larger` uses its macro, too.
#[macro_use]
#[path = "../promises/mod.rs"]
mod promises;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/counters.rs"]
mod counters;
mod larger;
#[path = "../beside/stopper.rs"]
mod stopper;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/time.rs"]
mod time;

/// Modules at the paths where the runtime has them.
mod context {
    pub(crate) use super::time;
}
mod report {
    pub(crate) use super::counters;
}
mod run {
    pub(crate) use super::{error, foreign, stopper};
}

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

/// How many orders a model has.
#[derive(Clone, Copy)]
enum Size {
    Small,
    Large,
    /// Too many for loom to come to an end.
    Huge,
}

impl Size {
    /// Returns how many of them are run here, by each scheduler.
    fn orders(self) -> usize {
        let base = match self {
            Size::Small => 2_000,
            Size::Large => 5_000,
            Size::Huge => 300,
        };
        match env::var("MODELS").as_deref() {
            Ok("long") => 20 * base,
            Ok("short") => base / 4,
            _ => base,
        }
    }
}

/// Runs a model in random orders, and in orders that have few interruptions, at the worst places.
fn check(size: Size, model: impl Fn() + Send + Sync + 'static) {
    let model = std::sync::Arc::new(model);
    let again = std::sync::Arc::clone(&model);
    run(RandomScheduler::new(size.orders()), move || model());
    run(PctScheduler::new(3, size.orders()), move || {
        // This scheduler wants at least two threads.
        let beside = shuttle::thread::spawn(shuttle::thread::yield_now);
        again();
        beside.join().expect("it does nothing");
    });
}

fn run(scheduler: impl Scheduler + 'static, model: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    // Relaxed operations are models of stronger ones here: see the docs of this module.
    config.silence_warnings = true;
    Runner::new(scheduler, config).run(model);
}
