//! What a stage of futures does when its body fails.

use std::convert::Infallible;

use super::port::{Port, SharedPort, timed};
use crate::run::worker::Worker;
use crate::stage::policy::{Disposal, Nowhere, Post};

/// What becomes of a failure, as a task does it.
pub trait Dispose<E>: Disposal<E> {
    /// Waits while the stream of failures is full.
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

/// Sends what is sent of a failure. Where nobody reads the failures, they are counted all the same.
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

/// What sends failures from tasks.
pub enum LetterPort<T> {
    /// Each worker has a sender of its own.
    Own(Port<T>),
    /// All workers have one in common.
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
