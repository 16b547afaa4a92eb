//! `transform` of futures: bodies that are given the whole stream and send what they make of it.

use futures_core::Stream;

use super::items::Items;
use super::out::Out;
use super::port::Port;
use crate::context::Context;
use crate::edge::Closed;
use crate::run::worker::Worker;

/// The output of the body of a `transform`.
///
/// A transform is counted as a chain of methods is: by the items that go in and the items that come
/// out.
pub struct Transformed<O, E> {
    to: Port<O>,
    worker: Worker<E>,
}

impl<O, E, A, D> Out<O, E, A, D> {
    /// Returns the stream and the output, for a body that is given the whole stream.
    pub fn transform<S: Stream>(self, items: Items<S, E>) -> (Items<S, E>, Transformed<O, E>) {
        let (to, worker) = self.into_parts();
        worker.counters().methods.lead_out();
        (items.of_transform(), Transformed { to, worker })
    }
}

impl<O, E> Transformed<O, E> {
    /// Returns the context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// Sends `item` to the next stage. Waits until there is room.
    ///
    /// # Errors
    ///
    /// [`Closed`] if no receiver is left. The body should then return.
    pub async fn send(&mut self, item: O) -> Result<(), Closed> {
        // If the send fails or its future is dropped, the item stays in hand, and counts as
        // dropped.
        self.worker.counters().held.set(1);
        if self.worker.must_stop() {
            return Err(Closed);
        }
        self.to.send(item, &self.worker).await?;
        self.worker.counters().held.set(0);
        Ok(())
    }

    /// Sends the result of a body that does not yield.
    ///
    /// # Errors
    ///
    /// None. Returns `Ok` as the result of the worker's block.
    pub async fn give(&mut self, made: O) -> Result<(), E> {
        let _ = self.send(made).await;
        Ok(())
    }

    /// Like [`give`](Transformed::give), for a body that may fail.
    ///
    /// # Errors
    ///
    /// The error of the body.
    pub async fn try_give(&mut self, made: Result<O, E>) -> Result<(), E> {
        self.give(made?).await
    }

    /// Like [`try_give`](Transformed::try_give), for a body that names its own error type.
    ///
    /// # Errors
    ///
    /// The error of the body.
    pub async fn try_give_into<X>(&mut self, made: Result<O, X>) -> Result<(), E>
    where
        E: From<X>,
    {
        self.give(made?).await
    }
}
