//! The engine of futures: the same stages, streams and ends of a run as on threads, but each worker
//! is a future.
//!
//! # How a run ends
//!
//! A worker's future is polled by its [`WorkerTask`](worker_task::WorkerTask). Before each poll,
//! the `WorkerTask` checks whether the worker must stop, because the run is cancelled or no
//! receiver of the worker's outputs is left. If so, it drops the future, wherever the future waits.
//! Both events wake the task. So no other wait in this module checks for them, and no wait outlasts
//! them.
//!
//! A run without a runtime of its own is one future, which polls all of its workers
//! ([`local_executor`]). Dropping that future drops the workers. If each worker has a task of its
//! own, the handle can drop the workers too ([`spawn`]).
//!
//! Each item that a worker takes spends from a [budget](crate::run::budget), and so does each item
//! that a method or a body makes by itself. So a worker that never waits still lets others run. The
//! size of the budget depends on how soon the worker is polled again: see
//! [`WorkerTask`](worker_task::WorkerTask).
//!
//! # Inlining
//!
//! An item passes through a stage in some ten nanoseconds, and a function call takes about one. So
//! the functions on that path are always inlined, but only in optimised builds. Without
//! optimisation, each variable of an inlined function has a place of its own in the frame of the
//! worker's future, and items of 64 KiB would need a stack of 13 MB.

mod adaptors;
mod batch;
mod blocking;
mod by_key;
mod consumers;
mod each;
mod feed;
mod feedback;
mod giving;
mod inbox;
mod items;
mod local_executor;
mod order;
mod out;
mod output;
mod pipeline;
#[cfg(feature = "cluster")]
mod placed;
mod policy;
mod port;
mod route;
mod run;
mod segment;
mod sink;
mod source;
#[cfg(feature = "tokio")]
mod spawn;
#[cfg(not(feature = "tokio"))]
mod spawn_without_tokio;
mod split;
mod stage;
mod taking;
mod tee;
mod throttle;
mod timeout;
mod transform;
mod watch;
mod worker_task;

pub use self::output::{AsyncStreamPipeline, OutputStream};
pub use self::pipeline::AsyncPipeline;
pub use self::segment::AsyncSegment;
#[cfg(feature = "tokio")]
pub use self::spawn::AsyncRunning;

/// Everything that expansions name, and the types that these names return.
pub mod private {
    pub use super::adaptors::{Chained, Cycled, Flattened, Stepped};
    pub use super::batch::Batch;
    pub use super::blocking::Blocking;
    pub use super::by_key::{KeyedReading, WorkerPart};
    pub use super::consumers::Collection;
    pub use super::each::{AwaitedClosure, Each, Skipping};
    pub use super::feed::{AsyncFeed, Reading};
    pub use super::giving::Giving;
    pub use super::inbox::AsyncInbox;
    pub use super::items::{BoxFuture, BoxStream, Items, Next, SendStream, Site, async_items_of};
    pub use super::out::Out;
    pub use super::output::Outside;
    #[cfg(feature = "cluster")]
    pub use super::placed::PlacedReading;
    pub use super::policy::{Deliver, Dispose, LetterPort};
    pub use super::route::{BranchSend, Route, Routes};
    pub use super::run::{Get, Run};
    pub use super::sink::Sink;
    pub use super::source::{IntoItems, Made, Maker, Source};
    pub use super::split::{Parted, Split};
    pub use super::stage::{Generator, Sharing};
    pub use super::taking::Taking;
    pub use super::tee::{Branches, Tee};
    pub use super::throttle::Throttle;
    pub use super::timeout::TimeLimit;
    pub use super::transform::Transformed;
}
