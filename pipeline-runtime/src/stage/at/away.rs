//! A stage at another place, at home: its worker sends the items of its stream away, and gives what comes back.
//!
//! # Credit
//!
//! At most [`CREDIT`] chunks are on their way, of some [`CREDIT_BYTES`] together. So the number of items is bounded, here, at
//! the broker and at the places, however slow anybody is: the worker takes no further item, and its producers wait. The bound is from end to end: a chunk is on its way
//! until what was made of it has been given to the next stage. Bounds between neighbours would not do: workers elsewhere
//! never wait for room, so the reply that an ordered stage waits for always comes.

use std::collections::{BTreeMap, BTreeSet};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::codec::{Codec, Decoding, Encoded};
use crate::cluster::{HomePort, Summary};
use crate::edge::{Edge, Receiver};
use crate::error::BoxError;
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::stage::feed::{Feed, Inlet, Streams};
use crate::sync::Arc;

/// How many chunks may be on their way.
const CREDIT: usize = 256;
/// How many bytes the items of these chunks may have. One chunk may have more.
const CREDIT_BYTES: usize = 64 * 1024 * 1024;
/// A chunk that is not full is sent only while fewer are on their way.
const FEW: usize = 64;
/// How many items a chunk has at most, and how many bytes.
const MOST_ITEMS: u32 = 256;
const MOST_BYTES: usize = 256 * 1024;
/// How long the work on a chunk is to take: long against the cost of sending it, short so that all workers end at about the
/// same time.
const WORK: Duration = Duration::from_millis(5);

/// The stream to a stage at another place.
pub struct Away<I, O> {
    pub(super) from: Receiver<I>,
    pub(super) port: Arc<HomePort>,
    pub(super) codecs: (Codec<I>, Codec<O>),
    pub(super) is_ordered: bool,
}

impl<I, O> Streams for Away<I, O> {
    type Item = O;
    type Crossing = I;
    type Feed = Returning<I, O>;

    fn open<E>(self, worker: &Worker<E>) -> Returning<I, O> {
        let (codec_away, codec_back) = self.codecs;
        // This process does none of the stage's work.
        worker.counters().processes.subtract(1);
        Returning {
            inlet: Inlet::open(self.from, worker),
            counters: Arc::clone(worker.counters()),
            port: self.port,
            codec_away,
            codec_back,
            chunk: Encoded::default(),
            chunk_size: 1,
            next_number: 0,
            on_their_way: BTreeMap::new(),
            bytes_on_their_way: 0,
            processes: BTreeSet::new(),
            in_order: self.is_ordered.then_some(0),
            current: None,
            has_more: true,
            has_failed: false,
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.from.edge())]
    }
}

/// What comes back from another place.
pub struct Returning<I, O> {
    inlet: Inlet<I>,
    counters: Arc<Counters>,
    port: Arc<HomePort>,
    codec_away: Codec<I>,
    codec_back: Codec<O>,
    /// The items that the next chunk has so far.
    chunk: Encoded,
    /// How many items it is to have.
    chunk_size: u32,
    next_number: u64,
    /// The chunks that were sent.
    on_their_way: BTreeMap<u64, SentChunk>,
    /// How many bytes these have.
    bytes_on_their_way: usize,
    /// Those that have answered.
    processes: BTreeSet<u64>,
    /// The number of the reply whose turn it is, if they are given in order.
    in_order: Option<u64>,
    /// The reply whose items are given.
    current: Option<(u64, Decoding<O>)>,
    /// The stream has not ended.
    has_more: bool,
    has_failed: bool,
}

struct SentChunk {
    items: u32,
    bytes: usize,
}

impl<I, O> Unpin for Returning<I, O> {}

impl<I, O> Returning<I, O> {
    /// The next item of the reply at hand.
    fn next_returned(&mut self) -> Result<Option<O>, BoxError> {
        let Some((number, items)) = &mut self.current else {
            return Ok(None);
        };
        let number = *number;
        if let Some(item) = items.next() {
            return item.map(Some);
        }
        self.current = None;
        if let Some(sent) = self.on_their_way.remove(&number) {
            self.bytes_on_their_way -= sent.bytes;
            self.counters.methods.held.subtract(u64::from(sent.items));
        }
        Ok(None)
    }

    /// A reply has come.
    fn accept(&mut self, number: u64, bytes: Vec<u8>) -> Result<(), BoxError> {
        let (summary, items) = Summary::split_from(bytes)?;
        self.counters.failed.add(summary.failed);
        self.counters.retried.add(summary.retried);
        if self.processes.insert(summary.process) {
            self.counters.processes.add(1);
        }
        self.counters.repeated.add(self.port.take_repeated());
        let sent = self.on_their_way.get(&number).map_or(1, |sent| sent.items);
        self.adapt(sent, summary.worked);
        if let Some(turn) = &mut self.in_order {
            *turn += 1;
        }
        self.current = Some((number, Decoding::of(items, self.codec_back)?));
        Ok(())
    }

    /// Chooses the size of chunks by how long the work on one took. It grows to twice its size at most, as the first
    /// items may be quick by chance.
    fn adapt(&mut self, items: u32, worked: Duration) {
        let each = (worked / items.max(1)).as_nanos().max(1);
        let fits = u32::try_from(WORK.as_nanos() / each).unwrap_or(u32::MAX);
        let most = (self.chunk_size * 2).min(MOST_ITEMS);
        self.chunk_size = fits.clamp(1, most);
    }

    fn has_credit(&self) -> bool {
        self.on_their_way.len() < CREDIT && self.bytes_on_their_way < CREDIT_BYTES
    }

    /// Takes an item of the stream into the next chunk.
    fn take(&mut self, item: &I) -> Result<(), BoxError> {
        self.counters.methods.held.add(1);
        self.chunk.push(self.codec_away, item)?;
        if self.chunk.items >= self.chunk_size || self.chunk.bytes.len() >= MOST_BYTES {
            self.send();
        }
        Ok(())
    }

    fn send(&mut self) {
        if self.chunk.items == 0 {
            return;
        }
        let chunk = std::mem::take(&mut self.chunk);
        let number = self.next_number;
        self.next_number += 1;
        let (items, bytes) = (chunk.items, chunk.bytes.len());
        self.on_their_way.insert(number, SentChunk { items, bytes });
        self.bytes_on_their_way += bytes;
        self.port.send(number, chunk.into_bytes());
    }

    fn advance(&mut self, waker: Option<&Waker>) -> Result<Poll<Option<O>>, BoxError> {
        loop {
            if let Some(item) = self.next_returned()? {
                return Ok(Poll::Ready(Some(item)));
            }
            let reply = self.port.poll_reply(self.in_order, waker);
            if let Poll::Ready((number, bytes)) = reply {
                self.accept(number, bytes)?;
                continue;
            }
            if self.has_more && self.has_credit() {
                match self.inlet.poll(waker) {
                    Poll::Ready(Some(item)) => {
                        self.take(&item)?;
                        continue;
                    }
                    Poll::Ready(None) => {
                        self.has_more = false;
                        self.send();
                    }
                    Poll::Pending if self.on_their_way.len() < FEW => self.send(),
                    Poll::Pending => {}
                }
            }
            if !self.has_more && self.on_their_way.is_empty() {
                return Ok(Poll::Ready(None));
            }
            return Ok(Poll::Pending);
        }
    }
}

impl<I, O> Feed for Returning<I, O> {
    type Item = O;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<O>> {
        if self.has_failed {
            return Poll::Pending;
        }
        self.advance(waker).unwrap_or_else(|error| {
            // The run is cancelled, and ends this wait.
            self.has_failed = true;
            self.port.fail(error);
            Poll::Pending
        })
    }

    fn clear(&mut self) {
        self.current = None;
    }
}
