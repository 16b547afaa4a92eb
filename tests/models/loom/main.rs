//! The promises of an edge, in every order that the memory model allows, by loom.
//!
//! An order is a choice of everything that may vary: which thread runs, which value a load reads,
//! and whether a sleeper wakes up for no reason. Only the number of interruptions of a thread that
//! could continue is bounded, because the search would not end otherwise. `LOOM_MAX_PREEMPTIONS`
//! sets another bound, and then there is no limit on the time.

use loom::model::Builder;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

mod sync;

#[path = "../beside/clock.rs"]
mod clock;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/counters.rs"]
mod counters;
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
#[path = "../promises/mod.rs"]
mod promises;
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

/// How many orders a model has. Here, each model runs in as many as there is time for.
#[derive(Clone, Copy)]
enum Size {
    Small,
    Large,
}

/// Maximum number of interruptions of threads that could continue.
const MOST_INTERRUPTIONS: usize = 4;

fn most_time() -> Duration {
    let millis = match env::var("MODELS").as_deref() {
        Ok("long") => 30_000,
        Ok("short") => 150,
        _ => 600,
    };
    Duration::from_millis(millis)
}

/// Runs a model in its orders, and fails if one of them fails: first in all orders with one
/// interruption, then in all with two, and so on until the time is over.
fn check(_: Size, model: impl Fn() + Send + Sync + 'static) {
    let (model, orders) = (Arc::new(model), Arc::new(AtomicUsize::new(0)));
    let run = move |loom: Builder| {
        let (model, counted) = (Arc::clone(&model), Arc::clone(&orders));
        loom.check(move || {
            sync::with_fences();
            counted.fetch_add(1, Ordering::Relaxed);
            model();
        });
        orders.load(Ordering::Relaxed)
    };
    let mut loom = builder();
    if loom.preemption_bound.is_some() {
        println!("{} orders", run(loom));
        return;
    }
    let start = Instant::now();
    for interruptions in 1..=MOST_INTERRUPTIONS {
        let left = most_time().saturating_sub(start.elapsed());
        loom.preemption_bound = Some(interruptions);
        loom.max_duration = Some(left);
        let orders = run(loom);
        loom = builder();
        if start.elapsed() >= most_time() {
            println!("{orders} orders, not all of those with {interruptions} interruptions");
            return;
        }
        if interruptions == MOST_INTERRUPTIONS {
            println!("{orders} orders: all with up to {interruptions} interruptions");
        }
    }
}

fn builder() -> Builder {
    let mut loom = Builder::new();
    loom.max_branches = 10_000;
    // Number of orders between two looks at the time.
    loom.checkpoint_interval = 50;
    loom
}
