//! What the expansion of `pipeline!` runs on.
//!
//! Use the `pipeline` crate: it re-exports what users call. The words that expansions use live in
//! [`private`]; their docs show the loop behind each, so that an expansion can be read.
//!
//! # How a run ends
//!
//! Every wait of this crate ends when its pipeline must end. Threads wait in these places:
//!
//! * **an edge**, full or empty: its other end is a thread of the same acyclic graph. Each thread
//!   looks at the cancel flag between items and drops its ends of the edges when it returns, so a
//!   blocked neighbour wakes, returns and frees the next: a cascade, with no `select!` per item. Only
//!   where stages may wait for each other, so that nobody's end frees them, a thread that has to
//!   sleep at an edge selects with the quit signal;
//! * **a foreign channel** (`receive`): a select with the context's quit signal and with the
//!   stage's own output, which tells when nobody wants its items any more;
//! * **a time or a turn** (a backoff, a throttle, an ordered fan-out's credit, a loop's `feedback`):
//!   such a select too;
//! * **the end of the run**: the thread that called `run` waits for the others, and for deadlines
//!   and quit channels, which it lets act;
//! * **a user's code**, which this crate cannot interrupt. The join waits for it.
//!
//! Futures wait for the same, and are dropped where they wait: see the docs of the module `task`.

#![deny(unsafe_code)]

mod awaited;
mod batch;
mod body;
mod budget;
mod builder;
mod channel;
mod context;
mod current;
mod cycle;
mod edge;
mod error;
mod fan_out;
mod feedback;
mod filling;
mod foreign;
mod generator;
mod graph;
mod halt;
mod hints;
mod inbox;
mod inline;
mod joins;
mod lanes;
mod methods;
mod order;
mod orphans;
mod pipeline;
mod places;
mod policy;
mod pool;
pub mod private;
mod queue;
mod rate;
mod report;
#[allow(
    unsafe_code,
    reason = "the memory of an edge: each use says why it is right"
)]
mod ring;
mod route;
mod run;
mod scope;
mod sink;
mod source;
mod split;
mod stack;
mod stage;
mod supply;
mod sync;
mod tally;
mod task;
mod tee;
#[cfg(feature = "testing")]
pub mod testing;
mod throttle;
mod time;
mod until_stopped;
mod weight;
mod window;
mod worker;
mod zip;

pub use crate::context::{Cancelled, Context};
pub use crate::error::{BoxError, Error, Payload};
pub use crate::graph::{Capacity, Graph, GraphEdge, GraphStage, Transport};
pub use crate::inbox::Inbox;
pub use crate::pipeline::{Pipeline, Running};
pub use crate::policy::{Backoff, Failure};
pub use crate::report::{Report, StageReport, StreamReport};
pub use crate::task::AsyncPipeline;
#[cfg(feature = "tokio")]
pub use crate::task::AsyncRunning;
