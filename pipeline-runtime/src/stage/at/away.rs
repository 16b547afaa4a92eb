//! The home's side of a stage at another place: its worker sends the items of the stage's stream
//! away, and yields the outputs that come back.
//!
//! # Credit
//!
//! At most [`CREDIT`] chunks are on their way, of some [`CREDIT_BYTES`] in total. So the number of
//! items is bounded at home, at the broker and at the places, however slow any of them is: without
//! credit, the worker takes no further item, and back-pressure reaches its producers.
//!
//! The bound is from end to end: a chunk is on its way until its outputs have been given to the
//! next stage. So workers in other processes never wait for room, and the reply that an ordered
//! stage waits for always comes. Bounds between neighbours could not guarantee that.

use std::collections::{BTreeMap, BTreeSet};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::codec::{Codec, Decoding, Encoded};
use crate::cluster::{HomePort, Summary};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::error::BoxError;
use crate::run::worker::Worker;
use crate::stage::feed::{Feed, Inlet, Streams};
use crate::sync::Arc;

/// Maximum number of chunks on their way.
const CREDIT: usize = 256;
/// While the chunks on their way have as many bytes, no further item is taken.
const CREDIT_BYTES: usize = 64 * 1024 * 1024;
/// A chunk that is not full is sent only while fewer chunks than this are on their way.
const FEW: usize = 64;
/// Maximum number of items in a chunk, and of bytes in a chunk of several items.
const MOST_ITEMS: u32 = 256;
const MOST_BYTES: usize = 256 * 1024;
/// Target time for the work on a chunk: long compared with the cost of sending it, and short enough
/// that all workers end at about the same time.
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

/// Yields the outputs that come back from another place.
pub struct Returning<I, O> {
    inlet: Inlet<I>,
    counters: Arc<Counters>,
    port: Arc<HomePort>,
    codec_away: Codec<I>,
    codec_back: Codec<O>,
    /// Items of the next chunk so far.
    chunk: Encoded,
    /// Number of items that the next chunk should have.
    chunk_size: u32,
    next_number: u64,
    /// Chunks that were sent, and whose outputs were not all yielded yet.
    on_their_way: BTreeMap<u64, SentChunk>,
    /// Number of bytes in these chunks.
    bytes_on_their_way: usize,
    /// Processes that have replied.
    processes: BTreeSet<u64>,
    /// Number of the reply whose turn it is, if replies are used in order.
    in_order: Option<u64>,
    /// The reply whose outputs are being yielded.
    current: Option<(u64, Decoding<O>)>,
    /// Whether the stream has not ended.
    has_more: bool,
    has_failed: bool,
}

struct SentChunk {
    items: u32,
    bytes: usize,
}

impl<I, O> Unpin for Returning<I, O> {}

impl<I, O> Returning<I, O> {
    /// Returns the next output of the current reply.
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

    /// Accepts a reply.
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

    /// Adapts the size of chunks to the time that the work on one took. The size grows to twice its
    /// value at most, because the first items may be quick by chance.
    fn adapt(&mut self, items: u32, worked: Duration) {
        let each = (worked / items.max(1)).as_nanos().max(1);
        let fits = u32::try_from(WORK.as_nanos() / each).unwrap_or(u32::MAX);
        let most = (self.chunk_size * 2).min(MOST_ITEMS);
        self.chunk_size = fits.clamp(1, most);
    }

    fn has_credit(&self) -> bool {
        self.on_their_way.len() < CREDIT && self.bytes_on_their_way < CREDIT_BYTES
    }

    /// Adds an item of the stream to the next chunk, or begins another chunk with it.
    fn take(&mut self, item: &I) -> Result<(), BoxError> {
        self.counters.methods.held.add(1);
        let before = self.chunk.bytes.len();
        self.chunk.push(self.codec_away, item)?;
        if self.chunk.items > 1 && self.chunk.len() > MOST_BYTES {
            let last = self.chunk.split_last(before);
            self.send();
            self.chunk = last;
        }
        self.send_full();
        Ok(())
    }

    /// Sends the next chunk if it is full. Without credit, it waits: [`take`](Returning::take) may
    /// have sent another one.
    fn send_full(&mut self) {
        let is_full = self.chunk.items >= self.chunk_size || self.chunk.len() >= MOST_BYTES;
        if is_full && self.has_credit() {
            self.send();
        }
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
            self.send_full();
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
            // The run is cancelled, which ends this wait.
            self.has_failed = true;
            self.port.fail(error);
            Poll::Pending
        })
    }

    fn clear(&mut self) {
        self.current = None;
    }
}
