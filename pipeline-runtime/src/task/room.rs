//! The room that a queue's reader makes, and who waits for it.

use std::task::Waker;

use super::waiters::{Waiters, wake};
use crate::sync::{
    Apart, Arc, AtomicBool, AtomicU64, AtomicUsize, Mutex, MutexGuard, Ordering, lock,
};

/// What the two ends of a queue tell each other without its lock.
///
/// A reader that takes all that waits at once still makes room item by item. It need not tell of each:
/// it tells when half of what may wait is gone, and its job whenever it pauses, whatever for. So a
/// sender sleeps through some items, but never while the reader waits for something.
///
/// Nobody sleeps for good: who goes to sleep looks again after it is on the list, and who tells makes
/// the room before it takes the list.
pub struct Room {
    /// How many items were taken out so far. Only readers write it: the only one, or who has the
    /// queue's lock.
    taken: Apart<AtomicU64>,
    /// Whether the only sender, which takes no lock, is to do so now: who has the lock says so by
    /// [`CALLED`]. The rest is how often that sender asked.
    calls: Apart<AtomicUsize>,
    /// There is such a sender.
    fed: AtomicBool,
    /// Somebody is to be woken; exact for who has the queue's lock.
    is_awaited: AtomicBool,
    /// There is room only for a reader that waits, whatever was taken.
    is_rendezvous: bool,
    sending: Mutex<Sending>,
}

const CALLED: usize = 1;
const ASKED: usize = 2;

#[derive(Default)]
struct Sending {
    waiters: Waiters,
    /// How many of the items that were taken are told of, or were seen by who went to sleep first.
    told: u64,
}

impl Room {
    pub(super) fn new(is_rendezvous: bool) -> Arc<Self> {
        Arc::new(Room {
            is_rendezvous,
            taken: Apart(AtomicU64::new(0)),
            calls: Apart(AtomicUsize::new(0)),
            fed: AtomicBool::new(false),
            is_awaited: AtomicBool::new(false),
            sending: Mutex::default(),
        })
    }

    #[inline]
    pub(super) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Acquire)
    }

    /// One more item is taken; how many were before.
    #[inline]
    pub(super) fn take(&self) -> u64 {
        let taken = self.taken.load(Ordering::Relaxed);
        self.taken.store(taken + 1, Ordering::Release);
        taken
    }

    /// What was put in before the sender asked for the last time is seen after this; and whoever asks
    /// after this sees it.
    pub(super) fn call(&self, calls: bool) {
        if calls {
            self.calls.fetch_or(CALLED, Ordering::AcqRel);
        } else if self.is_called() {
            self.calls.fetch_and(!CALLED, Ordering::AcqRel);
        }
    }

    /// Whether the only sender is called, as far as it knows.
    #[inline]
    pub(super) fn is_called(&self) -> bool {
        self.calls.load(Ordering::Relaxed) & CALLED != 0
    }

    /// Whether the only sender is called, for certain, after what it put in.
    #[inline]
    pub(super) fn was_called(&self) -> bool {
        self.calls.fetch_add(ASKED, Ordering::AcqRel) & CALLED != 0
    }

    pub(super) fn set_fed(&self) {
        self.fed.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_fed(&self) -> bool {
        self.fed.load(Ordering::Relaxed)
    }

    /// Wakes a sender for each item that was taken since this was last called.
    pub(crate) fn tell(&self) {
        if self.is_rendezvous {
            return;
        }
        let mut sending = lock(&self.sending);
        let taken = self.taken();
        let new = taken - sending.told;
        sending.told = taken;
        self.wake_some(sending, usize::try_from(new).unwrap_or(usize::MAX));
    }

    #[inline]
    pub(super) fn is_rendezvous(&self) -> bool {
        self.is_rendezvous
    }

    /// Wakes one sender: a reader waits for it, or another could not use its room.
    pub(super) fn wake_one(&self) {
        self.wake_some(lock(&self.sending), 1);
    }

    pub(super) fn wake_all(&self) {
        self.wake_some(lock(&self.sending), usize::MAX);
    }

    fn wake_some(&self, mut sending: MutexGuard<'_, Sending>, most: usize) {
        if most == 0 {
            return;
        }
        let Some(first) = sending.waiters.one() else {
            return;
        };
        // Mostly it is one, for which no memory is needed.
        let mut others = Vec::new();
        if most > 1 && sending.waiters.are_asleep() {
            others = sending.waiters.some(most - 1);
        }
        let is_awaited = sending.waiters.are_asleep();
        self.is_awaited.store(is_awaited, Ordering::Relaxed);
        drop(sending);
        first.wake();
        wake(others);
    }

    /// Whether a sender is to be woken: to be asked with the queue's lock, with which it went to sleep.
    #[inline]
    pub(super) fn is_awaited(&self) -> bool {
        self.is_awaited.load(Ordering::Relaxed)
    }

    /// A sender waits, with the queue's lock. It is to look afterwards whether there is room.
    pub(super) fn wait(&self, place: &mut Option<u64>, task: &Waker) {
        let mut sending = lock(&self.sending);
        if !sending.waiters.are_asleep() {
            sending.told = self.taken();
        }
        sending.waiters.wait(place, task);
        self.is_awaited.store(true, Ordering::Relaxed);
    }

    /// A sender waits no more; whether it had been woken.
    #[inline]
    pub(super) fn leave(&self, place: &mut Option<u64>) -> bool {
        place.is_some() && lock(&self.sending).waiters.leave(place)
    }
}
