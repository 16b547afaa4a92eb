//! Runs of futures: the same stages, streams and ends as on threads, each worker a future.
//!
//! # How a run ends
//!
//! A worker's future is polled by its [`WorkerTask`](worker_task::WorkerTask), which looks before each poll whether the
//! worker must stop: the run is cancelled, or nobody wants what it makes. Then the future is dropped
//! where it waits, whatever for. The job is woken by both, so no wait of this module looks at
//! either, and none can outlast them.
//!
//! A run without a runtime of its own is one future that polls all its jobs
//! ([`local_executor`]); dropping it drops them. Where each has a task of its own, the handle can drop
//! them too ([`spawn`]).
//!
//! Each item that is taken spends from a [budget](crate::run::budget), and so does each that a method or
//! a body makes by itself: a job that never waits lets others run after some. How many depends on how
//! soon it is its turn again: see [`WorkerTask`](worker_task::WorkerTask).
//!
//! # Inlining
//!
//! An item's way through a stage is some ten nanoseconds, and a call is a tenth of that, so the functions on that way
//! are always inlined. But not without optimisation: there, all variables of the inlined functions would have places of their
//! own in the frame of the worker's future, and items of 64 KiB would need a stack of 13 MB.

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

/// What expansions name, and what their words give.
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
    pub use crate::edge::Receiver;
    pub use crate::edge::Sender;
    pub use crate::edge::in_flight::Loop;
    pub use crate::stage::builder::Stage;
}
