//! The failure policies of stages of futures.

use std::convert::Infallible;

use super::port::{Port, SharedPort, timed};
use crate::run::worker::Worker;
use crate::stage::policy::{Disposal, Nowhere, Post};

/// What a task does with a failure that does not end the run.
pub trait Dispose<E>: Disposal<E> {
    /// Handles the failure. Waits while the stream of failures is full.
    #[doc(hidden)]
    fn dispose(&mut self, cause: E, worker: &Worker<E>) -> impl Future<Output = ()> + Send;
}

impl<E, D> Dispose<E> for D
where
    E: Send,
    D: Disposal<E> + Send,
    D::Letter: Send,
    D::Post: Deliver<D::Letter> + Send,
{
    async fn dispose(&mut self, cause: E, worker: &Worker<E>) {
        if let Some((letter, post)) = self.letter(cause, worker) {
            post.deliver(letter, worker).await;
        }
    }
}

/// Sends the letter of a failure. If that stream has no receiver, the failure is still counted.
pub trait Deliver<L> {
    #[doc(hidden)]
    fn deliver<E: Send>(
        &mut self,
        letter: L,
        worker: &Worker<E>,
    ) -> impl Future<Output = ()> + Send;
}

impl Deliver<Infallible> for Nowhere {
    async fn deliver<E: Send>(&mut self, letter: Infallible, _: &Worker<E>) {
        match letter {}
    }
}

/// The sender of a stream of failures, in tasks.
pub enum LetterPort<T> {
    /// The worker's own sender.
    Own(Port<T>),
    /// One sender for all workers of the stage.
    Shared(SharedPort<T>),
}

impl<T> Post for LetterPort<T> {
    fn shared(self) -> Self {
        match self {
            LetterPort::Own(port) => LetterPort::Shared(SharedPort::new(port)),
            shared @ LetterPort::Shared(_) => shared,
        }
    }
}

impl<T: Send> Deliver<T> for LetterPort<T> {
    async fn deliver<E: Send>(&mut self, letter: T, worker: &Worker<E>) {
        let waited = &worker.counters().waited_for_output;
        let mut letter = Some(letter);
        let _ = timed(waited, |cx| match self {
            LetterPort::Own(port) => port.poll_send(&mut letter, worker, cx),
            LetterPort::Shared(port) => port.poll_send(&mut letter, worker, cx),
        })
        .await;
    }
}

impl<T> Clone for LetterPort<T> {
    fn clone(&self) -> Self {
        match self {
            LetterPort::Own(port) => LetterPort::Own(port.clone()),
            LetterPort::Shared(port) => LetterPort::Shared(port.clone()),
        }
    }
}
