//! The runtime of the `pipeline!` macro.
//!
//! Use the `pipeline` crate, which re-exports everything for users. The types and functions that
//! expansions use are in [`private`]. Their docs show the loop that each of them stands for, so
//! that an expansion can be read.
//!
//! # How a run ends
//!
//! Every wait of this crate ends when its pipeline must end. Threads wait in these places:
//!
//! * **at an edge** that is empty or full: see the module `edge`. The wait ends when an item or
//!   room comes, when the other end of the edge is gone, and when the worker must stop: the run is
//!   cancelled, or nobody wants the worker's output.
//! * **at a user's channel** (`receive`): a select of the channel, of the same signals, and of the
//!   drain.
//! * **for a time** (a backoff, a throttle): such a select, too.
//! * **for the end of the run**: the thread that called `run` waits for the other threads. It also
//!   waits for deadlines and quit channels, and stops the run when one of them asks for it.
//! * **in a user's code**, which this crate cannot interrupt. The join waits for it.
//!
//! Futures wait in the same places, and are dropped there when they must stop: see the docs of the
//! module `task`.

// On docs.rs, items that need a feature say so.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(unsafe_code)]

#[cfg(feature = "cluster")]
pub mod cluster;
#[cfg(not(feature = "cluster"))]
#[path = "cluster/off.rs"]
mod cluster;
mod context;
mod edge;
mod engine;
mod report;
mod run;
mod stage;
mod sync;
#[cfg(feature = "testing")]
pub mod testing;

pub use crate::context::{Cancelled, Context};
#[cfg(feature = "tokio")]
pub use crate::engine::task::AsyncRunning;
pub use crate::engine::task::{AsyncPipeline, AsyncSegment, AsyncStreamPipeline, OutputStream};
pub use crate::engine::threads::inbox::Inbox;
pub use crate::engine::threads::output::{Output, StreamPipeline};
pub use crate::engine::threads::pipeline::{Pipeline, Running};
pub use crate::engine::threads::segment::Segment;
pub use crate::report::graph::{Capacity, Graph, GraphEdge, GraphStage, WhenFull};
pub use crate::report::state::WorkerState;
pub use crate::report::timeline::{Span, Timeline, WorkerTimeline};
pub use crate::report::{Report, StageReport, StreamReport};
pub use crate::run::error::{BoxError, Error, Payload};
pub use crate::stage::policy::{Backoff, Failure};
pub use crate::stage::timed_out::TimedOut;

/// Everything that an expansion of `pipeline!` may name.
///
/// It is not for use by hand, but meant to be read: `cargo expand` shows these names, and their
/// docs show the loop that each of them stands for.
pub mod private {
    pub use crate::edge::hang_up::Closed;
    pub use crate::edge::in_flight::Loop;
    pub use crate::edge::partition::KeyedReceiver;
    pub use crate::edge::{Receiver, Sender};
    pub use crate::engine::header::{IsSent, Itself, Returned, SentError};
    pub use crate::engine::hints::{Chunks, Hinted, Never, Prints, Sorts, Stream, Tokio};
    pub use crate::engine::threads::batch::{Batch, batch, batch_by_weight};
    pub use crate::engine::threads::body::{Body, Out, Setup};
    pub use crate::engine::threads::by_key::KeyedReading;
    pub use crate::engine::threads::feed::BlockingFeed;
    pub use crate::engine::threads::generator::Generator;
    pub use crate::engine::threads::inbox::{Receive, Received};
    pub use crate::engine::threads::inline::{ByIterator, Inline, Iterates, Made, TryInline};
    pub use crate::engine::threads::output::{Outside, StreamPipeline};
    pub use crate::engine::threads::pipeline::Pipeline;
    #[cfg(feature = "cluster")]
    pub use crate::engine::threads::placed::PlacedReading;
    pub use crate::engine::threads::policy::{Deliver, Dispose, Guarded, LetterSender};
    pub use crate::engine::threads::route::{Route, Routing};
    pub use crate::engine::threads::run::Run;
    pub use crate::engine::threads::scope::{Scope, Stopped};
    pub use crate::engine::threads::segment::{Segment, SegmentRun};
    pub use crate::engine::threads::source::{
        Checked, Items, NumberedItems, Reading, Source, Through, TryMap, TryThrough,
    };
    pub use crate::engine::threads::split::{Split, Test};
    pub use crate::engine::threads::throttle::{Throttle, throttle};
    pub use crate::engine::threads::transform::{Making, Transform, Whole};
    pub use crate::engine::threads::until_stopped::{
        MaybeItems, Plain, UntilStopped, until_stopped,
    };
    pub use crate::report::graph::words as graph;
    pub use crate::run::error::{Cause, Holding, Printed, Std, View};
    pub use crate::run::value::Value;
    pub use crate::run::wiring::Wiring;
    pub use crate::run::worker::Worker;
    #[cfg(feature = "cluster")]
    pub use crate::stage::at::{AtPlace, Away, PlacedPart, Portable, Returning, Served, Serving};
    pub use crate::stage::awaited::{
        Awaited, Kind, async_values, edge_of_values, sender_of_values, values,
    };
    pub use crate::stage::builder::{One, Shared, Stage, Starter};
    pub use crate::stage::by_key::{
        AnyWorker, ByKey, Division, Hashed, Hashing, Located, NeverAway,
    };
    pub use crate::stage::feed::{
        Batches, Concat, Concatenated, Feed, Inlet, Latest, MergeBy, Merging, Newest, Pace, Pairs,
        Passing, Periods, Prefer, Preferring, Quiet, Streams, Within, Zip,
    };
    pub use crate::stage::filling::{Count, Measure, Weight};
    pub use crate::stage::policy::{
        AnyError, Attempt, Attempts, Copied, Disposal, Keep, KeptLetters, Letters, Nowhere, Once,
        Post, Retry, Skip, Stop, Tries, Worth,
    };
    pub use crate::stage::timed_out::Late;

    pub use crate::engine::task::private as tasks;
    pub use crate::engine::task::private::async_items_of;
    pub use crate::engine::task::{AsyncPipeline, AsyncSegment, AsyncStreamPipeline};

    pub use crate::stage::distinct::{Distinct, Key, distinct, distinct_by_key};
    pub use crate::stage::words::{Given, backoff, items_of, keep, never, no_context};
}
