//! What a stage of futures does when its body fails.

use std::time::Duration;

use super::port::Port;
use crate::policy::{Backoff, Failure, Once, Retry, Skip, Stop};
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

impl<B: Backoff> Attempt for Retry<B> {
    fn further(&self) -> u32 {
        self.further
    }

    fn wait(&self, attempt: u32) -> Duration {
        self.backoff.after(attempt)
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

impl<I: Clone, B: Backoff> Attempts<I> for Retry<B> {
    fn copy(&self, item: &I) -> Option<I> {
        Some(item.clone())
    }
}

/// What becomes of a failure.
pub trait Dispose<E> {
    /// Whether a failure ends the run at once.
    #[doc(hidden)]
    const STOPS: bool = false;

    #[doc(hidden)]
    fn dispose(&mut self, error: E, worker: &Worker<E>) -> impl Future<Output = ()> + Send;
}

impl<E: Send> Dispose<E> for Stop {
    const STOPS: bool = true;

    async fn dispose(&mut self, _: E, _: &Worker<E>) {}
}

impl<E: Send> Dispose<E> for Skip {
    async fn dispose(&mut self, _: E, _: &Worker<E>) {}
}

/// It is an item of another stream.
pub struct Letters<E>(pub(crate) Port<Failure<E>>);

impl<E> Clone for Letters<E> {
    fn clone(&self) -> Self {
        Letters(self.0.clone())
    }
}

impl<E: Send> Dispose<E> for Letters<E> {
    async fn dispose(&mut self, cause: E, worker: &Worker<E>) {
        let stage = worker.stage();
        // Where nobody reads the failures, they are counted all the same.
        let _ = self.0.send(Failure { stage, cause }, worker).await;
    }
}
