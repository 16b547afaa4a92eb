//! Runs of futures: the same stages, streams and ends as on threads, each worker a future.
//!
//! # How a run ends
//!
//! A worker's future is polled by its [`Job`](job::Job), which looks before each poll whether the
//! worker must stop: the run is cancelled, or nobody wants what it makes. Then the future is dropped
//! where it waits, whatever for. The job is woken by both, so no wait of this module looks at
//! either, and none can outlast them.
//!
//! A run without a runtime of its own is one future that polls all its jobs
//! ([`crew`]); dropping it drops them. Where each has a task of its own, the handle can drop
//! them too ([`spawn`]).
//!
//! Each item that is taken or handed over takes a [breath](crate::current::breathe), and so does each
//! that a method makes by itself: a job that never waits lets others run after some.

mod adaptors;
mod batch;
mod blocking;
mod clock;
mod consumers;
mod crew;
mod each;
mod feedback;
mod inbox;
mod items;
mod job;
mod order;
mod out;
mod pipeline;
mod policy;
mod port;
mod queue;
mod route;
mod run;
mod sink;
mod source;
#[cfg(feature = "tokio")]
mod spawn;
mod split;
mod stage;
mod tee;
mod throttle;
mod watch;
mod zip;

pub(crate) use self::clock::Clock;

pub use self::pipeline::AsyncPipeline;
#[cfg(feature = "tokio")]
pub use self::spawn::AsyncRunning;

/// What expansions name, and what their words give.
pub mod private {
    pub use super::adaptors::{Chained, Cycled, Flattened, Stepped};
    pub use super::batch::{Batch, Batches, Timed};
    pub use super::blocking::Blocking;
    pub use super::consumers::Collection;
    pub use super::each::{Awaited, Each, Skipping};
    pub use super::inbox::AsyncInbox;
    pub use super::items::{Items, Site, async_items_of};
    pub use super::out::Out;
    pub use super::policy::{Attempt, Attempts, Dispose, Letters};
    pub use super::queue::{Receiver, Sender};
    pub use super::route::{Route, Routes, Sent};
    pub use super::run::{Get, Loop, Run};
    pub use super::sink::Sink;
    pub use super::source::{IntoItems, Made, Maker, Reading, Source};
    pub use super::split::{Parted, Split};
    pub use super::stage::{Generator, One, Shared, Sharing, Stage};
    pub use super::tee::{Branches, Tee};
    pub use super::throttle::Throttle;
    pub use super::zip::Zip;
}
