//! A stage in a process that serves its place: each worker takes a chunk, gives its items to the
//! body one by one, and answers with the outputs of the body.
//!
//! A worker asks for the next item after it has sent all outputs of the items before. So when it
//! asks and no item of the chunk is left, the worker's own stream holds exactly the outputs of the
//! chunk.

use std::task::{Poll, Waker};

use super::codec::{Codec, Decoding, Encoded};
use crate::cluster::{Delivery, PlacePort, Summary};
use crate::edge::Receiver;
use crate::report::counters::{Counters, SharedCounter};
use crate::run::error::BoxError;
use crate::run::worker::Worker;
use crate::stage::feed::Feed;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// The input of a worker at a place, and its outputs.
pub struct Served<I, O> {
    pub(super) port: Arc<PlacePort>,
    /// Number of the worker.
    pub(super) worker: usize,
    pub(super) codecs: (Codec<I>, Codec<O>),
    /// The worker's outputs. Only this worker fills the stream, which has room for all outputs of a
    /// chunk.
    pub(super) made: Receiver<O>,
}

impl<I, O> Served<I, O> {
    pub(crate) fn open<E>(self, worker: &Worker<E>) -> Serving<I, O> {
        Serving {
            taken: SharedCounter::clone(&worker.counters().taken[0]),
            counters: Arc::clone(worker.counters()),
            port: self.port,
            worker: self.worker,
            codecs: self.codecs,
            made: self.made,
            current: None,
            has_failed: false,
        }
    }
}

/// Yields the items of a worker at a place.
pub struct Serving<I, O> {
    taken: SharedCounter,
    counters: Arc<Counters>,
    port: Arc<PlacePort>,
    worker: usize,
    codecs: (Codec<I>, Codec<O>),
    made: Receiver<O>,
    current: Option<ChunkInHand<I>>,
    has_failed: bool,
}

/// The chunk that a worker works on.
struct ChunkInHand<I> {
    ticket: String,
    number: u64,
    items: Decoding<I>,
    began: Instant,
    /// Counters before the chunk was begun.
    before: Summary,
}

impl<I, O> Unpin for Serving<I, O> {}

impl<I, O> Serving<I, O> {
    fn begin(&mut self, claimed: Delivery) -> Result<(), BoxError> {
        let items = Decoding::of(claimed.chunk.bytes, self.codecs.0)?;
        self.current = Some(ChunkInHand {
            ticket: claimed.ticket,
            number: claimed.chunk.number,
            items,
            began: Instant::now(),
            before: self.counted(),
        });
        Ok(())
    }

    fn counted(&self) -> Summary {
        Summary {
            failed: self.counters.failed.get(),
            retried: self.counters.retried.get(),
            ..Summary::default()
        }
    }

    /// Answers with the outputs of the chunk.
    fn finish(&mut self, current: ChunkInHand<I>) -> Result<(), BoxError> {
        let mut made = Encoded::default();
        while let Poll::Ready(Some(item)) = self.made.poll_receive(u64::MAX, None) {
            // No worker of this process takes the item. The books need it.
            self.made.edge().leave(1);
            made.push(self.codecs.1, &item)?;
        }
        let now = self.counted();
        let summary = Summary {
            failed: now.failed - current.before.failed,
            retried: now.retried - current.before.retried,
            worked: current.began.elapsed(),
            process: self.port.process(),
        };
        let bytes = summary.followed_by(&made.into_bytes());
        self.port.answer(current.ticket, current.number, bytes);
        Ok(())
    }

    fn advance(&mut self, waker: Option<&Waker>) -> Result<Poll<Option<I>>, BoxError> {
        loop {
            if let Some(current) = &mut self.current
                && let Some(item) = current.items.next()
            {
                self.taken.add(1);
                return item.map(|item| Poll::Ready(Some(item)));
            }
            if let Some(current) = self.current.take() {
                self.finish(current)?;
            }
            match self.port.poll_chunk(self.worker, waker) {
                Poll::Ready(Some(claimed)) => self.begin(claimed)?,
                Poll::Ready(None) => return Ok(Poll::Ready(None)),
                Poll::Pending => return Ok(Poll::Pending),
            }
        }
    }
}

impl<I, O> Feed for Serving<I, O> {
    type Item = I;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<I>> {
        if self.has_failed {
            return Poll::Pending;
        }
        self.advance(waker).unwrap_or_else(|error| {
            // The run is cancelled, which ends this wait.
            self.has_failed = true;
            self.port.fail(error);
            Poll::Pending
        })
    }
}
