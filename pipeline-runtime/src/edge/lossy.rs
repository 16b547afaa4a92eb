//! Streams that may lose items, on purpose: `capacity = n, full = drop_oldest`.
//!
//! At most `n` items wait, in one queue that all senders fill. When `n` items wait, a send does not
//! wait for the reader: the [policy](LossPolicy) says which item is lost. Every lost item is
//! counted, and its sender drops it.
//!
//! The reader claims one item at a time. Until an item is claimed, it can still be lost, or merged
//! with a newer one.
//!
//! # Locks
//!
//! User code runs without the lock of the queue, so it never blocks the reader. `merge` runs under
//! a second lock, its own, which only senders take: the merged item must stay the newest, so no other sender
//! may put an item in meanwhile. If `merge` panics, its two items are lost, and the queue keeps all
//! others.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::flow::{Flow, LossPolicy};
use super::hang_up::{Edge, Unsent};
use super::wait::{Seat, Wants};
use crate::sync::{Arc, Mutex, lock};

type Merge<T> = Box<dyn Fn(T, T) -> T + Send>;

/// The items of a stream that may lose some.
pub(crate) struct Lossy<T> {
    full: LossPolicy,
    /// Maximum number of waiting items.
    most: usize,
    queue: Mutex<VecDeque<T>>,
    /// Merges two items into one. Set once the type of the items is known: when the stages that
    /// make them are started. Locked by the sender that puts an item in, if items are merged.
    merge: Mutex<Option<Merge<T>>>,
}

/// Result of putting an item in.
enum Put<T> {
    /// The item was handled. If the stream was full, contains the item that is lost.
    Done(Option<T>),
    /// The item has to be merged, and the merge function is not set yet.
    NotYet,
}

impl<T> Lossy<T> {
    pub(super) fn new(full: LossPolicy, most: u64) -> Arc<Self> {
        Arc::new(Lossy {
            full,
            most: usize::try_from(most).unwrap_or(usize::MAX),
            queue: Mutex::default(),
            merge: Mutex::default(),
        })
    }

    /// Sets the merge function, and wakes the senders that waited for it.
    pub(super) fn set_merge(&self, merge: impl Fn(T, T) -> T + Send + Sync + 'static, flow: &Flow) {
        *lock(&self.merge) = Some(Box::new(merge));
        flow.room.wake_all();
    }

    /// Puts `item` in, and calls `published`. Is pending only if an item has to be merged and
    /// [`set_merge`](Lossy::set_merge) has not been called yet.
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
            // No number of taken items wakes this sender: only `set_merge` or the end of the last
            // receiver does.
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
        let merge = lock(&self.merge);
        let newest = {
            let mut queue = lock(&self.queue);
            if queue.len() < self.most {
                queue.extend(item.take());
                return Put::Done(None);
            }
            if merge.is_none() {
                return Put::NotYet;
            }
            queue.pop_back()
        };
        if let (Some(merge), Some(old), Some(new)) = (&*merge, newest, item.take()) {
            edge.count_lost();
            let merged = merge(old, new);
            lock(&self.queue).push_back(merged);
        }
        Put::Done(None)
    }
}

/// The receiver's side of a stream that may lose items.
pub(crate) struct LossyReader<T> {
    pub(super) lossy: Arc<Lossy<T>>,
    /// The claimed item, which can no longer be lost or merged.
    claimed: Option<T>,
}

impl<T> LossyReader<T> {
    pub(super) fn new(lossy: &Arc<Lossy<T>>) -> Self {
        LossyReader {
            lossy: Arc::clone(lossy),
            claimed: None,
        }
    }

    /// Claims one item, if there is any. Returns the number of claimed items: 0 or 1.
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

    /// Takes the claimed item.
    pub(super) fn take(&mut self) -> Option<T> {
        self.claimed.take()
    }

    /// Takes all remaining items.
    pub(super) fn drain(&mut self) -> Vec<T> {
        let waiting = std::mem::take(&mut *lock(&self.lossy.queue));
        self.claimed.take().into_iter().chain(waiting).collect()
    }
}
