//! What a stage of futures does when its body fails.

use std::time::Duration;

use super::port::Port;
use crate::policy::{CopyFn, Failure, Once, Retry, Skip, Stop, Worth};
use crate::worker::Worker;

/// How often a body is called for one item.
pub trait Attempt {
    /// How many attempts may follow the first.
    #[doc(hidden)]
    fn further(&self) -> u32;

    /// The wait after failed attempt number `attempt`.
    #[doc(hidden)]
    fn wait(&self, attempt: u32) -> Duration;
}

impl Attempt for Once {
    fn further(&self) -> u32 {
        0
    }

    fn wait(&self, _: u32) -> Duration {
        Duration::ZERO
    }
}

impl<I, B, W> Attempt for Retry<I, B, W> {
    fn further(&self) -> u32 {
        self.further
    }

    fn wait(&self, attempt: u32) -> Duration {
        (self.after)(&self.backoff, attempt)
    }
}

/// Attempts at items of type `I`, of which each needs one.
pub trait Attempts<I>: Attempt {
    #[doc(hidden)]
    fn copy(&self, item: &I) -> Option<I>;
}

impl<I> Attempts<I> for Once {
    fn copy(&self, _: &I) -> Option<I> {
        None
    }
}

impl<I, B, W> Attempts<I> for Retry<I, B, W> {
    fn copy(&self, item: &I) -> Option<I> {
        Some((self.copy)(item))
    }
}

/// Attempts that errors of type `E` end.
pub trait Tries<E>: Attempt {
    /// Whether another may follow one that ended so.
    #[doc(hidden)]
    fn is_worth(&self, error: &E) -> bool;
}

impl<E> Tries<E> for Once {
    fn is_worth(&self, _: &E) -> bool {
        false
    }
}

impl<I, E, B, W: Worth<E>> Tries<E> for Retry<I, B, W> {
    fn is_worth(&self, error: &E) -> bool {
        self.worth.is_worth(error)
    }
}

/// What becomes of a failure.
pub trait Dispose<E> {
    /// Whether a failure ends the run at once.
    #[doc(hidden)]
    const STOPS: bool = false;

    /// Whether failures leave the stage, in its order if it has one.
    #[doc(hidden)]
    const SENDS: bool = false;

    #[doc(hidden)]
    fn dispose(&mut self, error: E, worker: &Worker<E>) -> impl Future<Output = ()> + Send;

    /// The item in hand is done.
    #[doc(hidden)]
    fn forget(&mut self) {}
}

/// What is kept of items of type `I`, until their bodies have ended.
pub trait Keep<I> {
    /// An item was taken.
    #[doc(hidden)]
    fn keep(&mut self, _: &I) {}
}

impl<E: Send> Dispose<E> for Stop {
    const STOPS: bool = true;

    async fn dispose(&mut self, _: E, _: &Worker<E>) {}
}

impl<I> Keep<I> for Stop {}

impl<E: Send> Dispose<E> for Skip {
    async fn dispose(&mut self, _: E, _: &Worker<E>) {}
}

impl<I> Keep<I> for Skip {}

/// It is an item of another stream.
pub struct Letters<E>(pub(crate) Port<Failure<E>>);

impl<E> Clone for Letters<E> {
    fn clone(&self) -> Self {
        Letters(self.0.clone())
    }
}

impl<E: Send> Dispose<E> for Letters<E> {
    const SENDS: bool = true;

    async fn dispose(&mut self, cause: E, worker: &Worker<E>) {
        // Where nobody reads the failures, they are counted all the same.
        let _ = self.0.send(Failure::new(cause, (), worker), worker).await;
    }
}

impl<E, I> Keep<I> for Letters<E> {}

/// It is an item of another stream, with the item that it is of.
pub struct KeptLetters<E, I> {
    to: Port<Failure<E, I>>,
    item: Option<I>,
    copy: CopyFn<I>,
}

impl<E, I> KeptLetters<E, I> {
    pub(crate) fn new(to: Port<Failure<E, I>>, copy: CopyFn<I>) -> Self {
        let item = None;
        KeptLetters { to, item, copy }
    }
}

impl<E, I> Clone for KeptLetters<E, I> {
    fn clone(&self) -> Self {
        KeptLetters::new(self.to.clone(), self.copy)
    }
}

impl<E: Send, I: Send> Dispose<E> for KeptLetters<E, I> {
    const SENDS: bool = true;

    /// # Panics
    ///
    /// If no item was kept.
    async fn dispose(&mut self, cause: E, worker: &Worker<E>) {
        let item = self.item.take();
        let item = item.expect("each item is kept before its body is called");
        let _ = self
            .to
            .send(Failure::new(cause, item, worker), worker)
            .await;
    }

    fn forget(&mut self) {
        self.item = None;
    }
}

impl<E, I> Keep<I> for KeptLetters<E, I> {
    fn keep(&mut self, item: &I) {
        self.item = Some((self.copy)(item));
    }
}
