//! Streams that may lose items, on purpose: `capacity = n, full = drop_oldest`.
//!
//! At most `n` items wait, in one queue that all senders fill. When `n` items wait, a send does not wait for the
//! reader: the [policy](LossPolicy) says which item is lost. Every lost item is counted, and dropped by the sender.
//!
//! The reader claims one item at a time. An item that it has not claimed can still be lost, or merged with a newer one.
//!
//! # Locks
//!
//! The user's code runs without the lock of the queue, so it never holds up the reader. `merge` runs under a lock that
//! only senders take: the item that it makes is the newest, so no other sender may put one in meanwhile. If `merge`
//! panics, its two items are gone, and the queue still has all others.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::flow::{Flow, LossPolicy};
use super::hang_up::{Edge, Unsent};
use super::wait::{Seat, Wants};
use crate::sync::{Arc, Mutex, OnceLock, lock};

type Merge<T> = Box<dyn Fn(T, T) -> T + Send + Sync>;

/// The items of a stream that may lose some.
pub(crate) struct Lossy<T> {
    full: LossPolicy,
    /// How many items may wait.
    most: usize,
    queue: Mutex<VecDeque<T>>,
    /// Makes one item of two. Set when the type of the items is known: as soon as the stages that make them are started.
    merge: OnceLock<Merge<T>>,
    /// Which sender may put an item in, if items are merged.
    turn: Mutex<()>,
}

/// What became of an item that a sender puts in.
enum Put<T> {
    /// The stream has it, or had no room for it: this item is lost.
    Done(Option<T>),
    /// It has to be merged, and nobody has said how yet.
    NotYet,
}

impl<T> Lossy<T> {
    pub(super) fn new(full: LossPolicy, most: u64) -> Arc<Self> {
        Arc::new(Lossy {
            full,
            most: usize::try_from(most).unwrap_or(usize::MAX),
            queue: Mutex::default(),
            merge: OnceLock::new(),
            turn: Mutex::default(),
        })
    }

    /// Says how two items become one. Wakes senders that came before that was known.
    pub(super) fn set_merge(&self, merge: impl Fn(T, T) -> T + Send + Sync + 'static, flow: &Flow) {
        let _ = self.merge.set(Box::new(merge));
        flow.room.wake_all();
    }

    /// Puts `item` in, and calls `published`. It is pending only until [`set_merge`](Lossy::set_merge), and only if there
    /// is something to merge.
    ///
    /// # Panics
    ///
    /// If `merge` panics.
    pub(super) fn poll_put(
        &self,
        item: &mut Option<T>,
        seat: &mut Seat,
        waker: Option<&Waker>,
        edge: &Edge,
        published: impl FnOnce(),
    ) -> Poll<Result<(), Unsent>> {
        let mut put = self.put(item, edge);
        if let (Put::NotYet, Some(waker)) = (&put, waker) {
            // No number of taken items makes room: only `set_merge` wakes it, or the end of the last receiver.
            let never = Wants {
                much: u64::MAX,
                one: u64::MAX,
            };
            edge.flow().room.register(seat, never, waker, false);
            put = self.put(item, edge);
        }
        let Put::Done(lost) = put else {
            return Poll::Pending;
        };
        if seat.is_some() {
            edge.flow().room.leave(seat);
        }
        published();
        Poll::Ready(lost.map_or(Ok(()), |lost| edge.lose(lost)))
    }

    fn put(&self, item: &mut Option<T>, edge: &Edge) -> Put<T> {
        if self.full == LossPolicy::Merge {
            return self.put_or_merge(item, edge);
        }
        let Some(new) = item.take() else {
            return Put::Done(None);
        };
        let mut queue = lock(&self.queue);
        if queue.len() < self.most {
            queue.push_back(new);
            return Put::Done(None);
        }
        if self.full == LossPolicy::DropNewest {
            return Put::Done(Some(new));
        }
        let oldest = queue.pop_front();
        queue.push_back(new);
        Put::Done(oldest)
    }

    fn put_or_merge(&self, item: &mut Option<T>, edge: &Edge) -> Put<T> {
        let _turn = lock(&self.turn);
        let newest = {
            let mut queue = lock(&self.queue);
            if queue.len() < self.most {
                queue.extend(item.take());
                return Put::Done(None);
            }
            if self.merge.get().is_none() {
                return Put::NotYet;
            }
            queue.pop_back()
        };
        if let (Some(merge), Some(old), Some(new)) = (self.merge.get(), newest, item.take()) {
            edge.count_lost();
            let merged = merge(old, new);
            lock(&self.queue).push_back(merged);
        }
        Put::Done(None)
    }
}

/// The end of a stream that may lose items, as the receiver knows it.
pub(crate) struct LossyReader<T> {
    pub(super) lossy: Arc<Lossy<T>>,
    /// The item that nobody can lose any more.
    claimed: Option<T>,
}

impl<T> LossyReader<T> {
    pub(super) fn new(lossy: &Arc<Lossy<T>>) -> Self {
        LossyReader {
            lossy: Arc::clone(lossy),
            claimed: None,
        }
    }

    /// Claims one item, if there is any; how many it has claimed now.
    pub(super) fn claim(&mut self) -> u64 {
        if self.claimed.is_none() {
            self.claimed = lock(&self.lossy.queue).pop_front();
        }
        self.claimed()
    }

    pub(super) fn claimed(&self) -> u64 {
        u64::from(self.claimed.is_some())
    }

    pub(super) fn has_items(&self) -> bool {
        self.claimed.is_some() || !lock(&self.lossy.queue).is_empty()
    }

    /// The item that it has claimed.
    pub(super) fn take(&mut self) -> Option<T> {
        self.claimed.take()
    }

    /// Takes all that is left.
    pub(super) fn drain(&mut self) -> Vec<T> {
        let waiting = std::mem::take(&mut *lock(&self.lossy.queue));
        self.claimed.take().into_iter().chain(waiting).collect()
    }
}
