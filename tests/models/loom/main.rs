//! The promises of an edge in every order that the memory model allows, by loom.
//!
//! An order is every choice there is: who goes on, which of the values a load may read, and whether
//! a sleeper wakes for no reason. Only interruptions of a thread that could go on are bounded, as
//! there would be no end else; `LOOM_MAX_PREEMPTIONS` sets another bound.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

mod sync;

#[path = "../beside/body.rs"]
mod body;
#[path = "../beside/clock.rs"]
mod clock;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/cycle.rs"]
mod cycle;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/edge.rs"]
mod edge;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/foreign.rs"]
mod foreign;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/lanes.rs"]
mod lanes;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/order.rs"]
mod order;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/pool.rs"]
mod pool;
#[path = "../promises/mod.rs"]
mod promises;
#[allow(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the signatures are the runtime's"
)]
#[path = "../beside/queue.rs"]
mod queue;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/ring.rs"]
mod ring;
#[allow(dead_code, unreachable_pub, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/supply.rs"]
mod supply;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/tally.rs"]
mod tally;
#[path = "../beside/task.rs"]
mod task;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/time.rs"]
mod time;
#[path = "../../../pipeline-runtime/src/window.rs"]
mod window;
#[allow(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the signatures are the runtime's"
)]
#[path = "../beside/worker.rs"]
mod worker;

/// How many orders a model has.
#[derive(Clone, Copy)]
enum Size {
    Small,
    Large,
}

impl Size {
    /// How often threads are interrupted, in the orders that are run: wherever that may be.
    fn interruptions(self) -> usize {
        match (self, is_long()) {
            (Size::Small, true) => 3,
            (Size::Small, false) | (Size::Large, true) => 2,
            (Size::Large, false) => 1,
        }
    }
}

fn is_long() -> bool {
    env::var_os("MODELS").is_some_and(|size| size == "long")
}

fn most_time() -> Duration {
    if is_long() {
        Duration::from_mins(10)
    } else {
        Duration::from_secs(5)
    }
}

/// Runs a model in its orders, and fails where one does.
fn check(size: Size, model: impl Fn() + Send + Sync + 'static) {
    let mut loom = loom::model::Builder::new();
    loom.preemption_bound.get_or_insert(size.interruptions());
    loom.max_branches = 10_000;
    // Some models have more than anybody waits for; they say how far they came.
    loom.max_duration.get_or_insert(most_time());
    let orders = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&orders);
    let start = Instant::now();
    loom.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let took = start.elapsed();
    println!("{} orders in {took:.1?}", orders.load(Ordering::Relaxed));
}
