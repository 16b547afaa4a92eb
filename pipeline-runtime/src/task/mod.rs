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
//! Each item that is taken spends from a [budget](crate::budget), and so does each that a method or
//! a body makes by itself: a job that never waits lets others run after some. How many depends on how
//! soon it is its turn again: see [`Job`](job::Job).
//!
//! # What an item costs
//!
//! Where an edge has one sender, items go through a ring that takes no lock ([`feed`]); else through a
//! [queue] with one lock. A lone reader takes no lock for them, nor does it tell of each that there is
//! room for another ([`room`]). What a stage does for an item needs no future of its own unless it
//! waits ([`out`]).

#![expect(
    clippy::inline_always,
    reason = "an item's way through a stage is some ten nanoseconds: a call is a tenth of that"
)]

mod adaptors;
mod alarm;
mod alone;
mod batch;
mod blocking;
mod clock;
mod consumers;
mod crew;
mod each;
mod feed;
mod feedback;
mod giving;
mod inbox;
mod items;
mod job;
mod order;
mod out;
mod pipeline;
mod policy;
mod port;
mod queue;
mod receiver;
mod room;
mod route;
mod run;
mod sender;
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
mod waiters;
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
    pub use super::giving::Giving;
    pub use super::inbox::AsyncInbox;
    pub use super::items::{BoxFuture, BoxStream, Items, SendStream, Site, async_items_of};
    pub use super::out::Out;
    pub use super::policy::{Attempt, Attempts, Dispose, Keep, KeptLetters, Letters, Tries};
    pub use super::receiver::Receiver;
    pub use super::route::{Route, Routes, Sent};
    pub use super::run::{Get, Loop, Run};
    pub use super::sender::Sender;
    pub use super::sink::Sink;
    pub use super::source::{IntoItems, Made, Maker, Reading, Source};
    pub use super::split::{Parted, Split};
    pub use super::stage::{Generator, One, Shared, Sharing, Stage};
    pub use super::taking::{Next, Taking};
    pub use super::tee::{Branches, Tee};
    pub use super::throttle::Throttle;
    pub use super::zip::Zip;
}
