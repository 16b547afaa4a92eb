//! How a worker takes its items from several streams, or by time. Both engines share these types.
//!
//! A [`Feed`] only looks, and says what it would wait for. The engine waits: with
//! [`BlockingFeed`](crate::engine::threads::feed::BlockingFeed) a thread, with
//! [`AsyncFeed`](crate::engine::task::AsyncFeed) a task.
//!
//! A feed may hold items while it waits for others. It counts them in the worker's counters
//! (`methods.held`), so that they count as dropped when the worker ends.

mod concat;
mod feedback;
mod inlet;
mod latest;
mod merge_by;
mod newest;
mod pace;
mod prefer;
mod within;
mod zip;

pub use self::concat::{Concat, Concatenated};
pub(crate) use self::feedback::Feedback;
pub use self::inlet::Inlet;
pub(crate) use self::inlet::is_at_home;
pub use self::latest::{Latest, Pairs};
pub use self::merge_by::{MergeBy, Merging};
pub use self::newest::{Newest, Passing};
pub use self::pace::{Pace, Periods, Quiet};
pub use self::prefer::{Prefer, Preferring};
pub use self::within::{Batches, Within};
pub use self::zip::Zip;

use std::task::{Poll, Waker};

use crate::context::time::TimeSource;
use crate::edge::Edge;
use crate::edge::supply::FoldStep;
use crate::run::worker::Worker;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// Streams that one worker reads together, or one stream that it reads by time.
pub trait Streams {
    /// The items of the feed.
    type Item;
    /// The items that come from other threads.
    type Crossing;
    /// The feed, which the worker reads.
    type Feed: Feed<Item = Self::Item>;

    /// Opens the streams, once, for the worker that reads them.
    #[doc(hidden)]
    fn open<E>(self, worker: &Worker<E>) -> Self::Feed;

    /// Returns the edges that are read.
    #[doc(hidden)]
    fn edges(&self) -> Vec<Arc<Edge>>;
}

/// The items of a worker, for an engine that knows how to wait.
pub trait Feed {
    /// The items of the feed.
    type Item;

    /// Returns the next item; `None` at the end. Without a waker, only looks.
    ///
    /// To ask for an item means that all items before it are done.
    #[doc(hidden)]
    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<Self::Item>>;

    /// Returns the next item, if it is ready and paid for from the budget.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_ready(&mut self) -> Option<Self::Item> {
        None
    }

    /// Folds over the ready items: see
    /// [`Supply::try_fold_ready`](crate::edge::supply::Supply::try_fold_ready).
    #[doc(hidden)]
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        _: impl FoldStep<A, Self::Item>,
    ) -> (A, Option<Self::Item>) {
        (start, None)
    }

    /// Returns when the feed stops waiting for a further item, and [expires](Feed::expire).
    #[doc(hidden)]
    fn due(&self) -> Option<Instant> {
        None
    }

    /// Returns the item that the feed yields when it is [due](Feed::due).
    #[doc(hidden)]
    fn expire(&mut self) -> Option<Self::Item> {
        None
    }

    /// Drops the items that the feed holds.
    #[doc(hidden)]
    fn clear(&mut self) {}
}

/// Number of ready items that a feed takes between two looks at the clock: those of some
/// microseconds.
const MOST_READY: u32 = 64;

/// When a feed yields the items it holds, if nothing else comes.
struct Timer {
    source: Arc<dyn TimeSource>,
    due: Option<Instant>,
    /// Number of ready items taken since the last look at the clock.
    ready: u32,
}

impl Timer {
    fn new<E>(worker: &Worker<E>) -> Self {
        Timer {
            source: worker.time_source(),
            due: None,
            ready: 0,
        }
    }

    /// Counts a taken item. Now and then looks at the clock, and returns whether the feed is
    /// overdue. By a test's clock it never is: all items that were put in before the clock was
    /// advanced come first.
    fn is_late(&mut self) -> bool {
        self.ready += 1;
        if self.ready < MOST_READY {
            return false;
        }
        self.ready = 0;
        !self.source.is_tested() && self.due.is_some_and(|due| due <= self.source.now())
    }
}
