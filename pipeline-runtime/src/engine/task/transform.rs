//! `transform` of futures: a body that is given the stream, and sends what it makes of it.

use futures_core::Stream;

use super::items::Items;
use super::out::Out;
use super::port::Port;
use crate::context::Context;
use crate::edge::Closed;
use crate::run::worker::Worker;

/// Where the body of a `transform` sends.
///
/// It is counted as a chain of methods is: by the items that go in and those that come out.
pub struct Transformed<O, E> {
    to: Port<O>,
    worker: Worker<E>,
}

impl<O, E, A, D> Out<O, E, A, D> {
    /// The stream and the way out, for a body that is given the whole stream.
    pub fn transform<S: Stream>(self, items: Items<S, E>) -> (Items<S, E>, Transformed<O, E>) {
        let (to, worker) = self.into_parts();
        worker.counters().methods.lead_out();
        (items.of_transform(), Transformed { to, worker })
    }
}

impl<O, E> Transformed<O, E> {
    /// The context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// Hands `item` to the next stage, when there is room.
    ///
    /// # Errors
    ///
    /// [`Closed`], if nobody reads: the body is to return.
    pub async fn send(&mut self, item: O) -> Result<(), Closed> {
        // It stays in hand where this is dropped or fails, and then counts as dropped.
        self.worker.counters().held.set(1);
        if self.worker.must_stop() {
            return Err(Closed);
        }
        self.to.send(item, &self.worker).await?;
        self.worker.counters().held.set(0);
        Ok(())
    }

    /// What a body made that does not yield.
    ///
    /// # Errors
    ///
    /// None: it gives `Ok`, as the end of the worker's block.
    pub async fn give(&mut self, made: O) -> Result<(), E> {
        let _ = self.send(made).await;
        Ok(())
    }

    /// [`give`](Transformed::give), of a body that may fail.
    ///
    /// # Errors
    ///
    /// That of the body.
    pub async fn try_give(&mut self, made: Result<O, E>) -> Result<(), E> {
        self.give(made?).await
    }

    /// [`try_give`](Transformed::try_give), of a body that names its own error type.
    ///
    /// # Errors
    ///
    /// That of the body.
    pub async fn try_give_into<X>(&mut self, made: Result<O, X>) -> Result<(), E>
    where
        E: From<X>,
    {
        self.give(made?).await
    }
}
