//! The promises of an edge in random orders, by shuttle: the models that loom runs, and larger ones.
//!
//! Here an operation is seen by all threads at once. What depends on less is for loom to find.

use std::env;

mod sync;

#[path = "../beside/body.rs"]
mod body;
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
mod larger;
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
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/stack.rs"]
mod stack;
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

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

/// How many orders a model has.
#[derive(Clone, Copy)]
enum Size {
    Small,
    Large,
    /// So many that loom would not come to an end.
    Huge,
}

impl Size {
    /// How many of them are run here, by each scheduler.
    fn orders(self) -> usize {
        let base = match self {
            Size::Small => 2_000,
            Size::Large => 5_000,
            Size::Huge => 300,
        };
        if env::var_os("MODELS").is_some_and(|size| size == "long") {
            20 * base
        } else {
            base
        }
    }
}

/// Runs a model in random orders, and in such as have few interruptions at the worst of places.
fn check(size: Size, model: impl Fn() + Send + Sync + 'static) {
    let model = std::sync::Arc::new(model);
    let again = std::sync::Arc::clone(&model);
    run(RandomScheduler::new(size.orders()), move || model());
    run(PctScheduler::new(3, size.orders()), move || again());
}

fn run(scheduler: impl Scheduler + 'static, model: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    // Relaxed operations are models of stronger ones here: see above.
    config.silence_warnings = true;
    Runner::new(scheduler, config).run(model);
}
