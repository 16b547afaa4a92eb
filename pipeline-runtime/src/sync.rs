//! Every synchronisation primitive of the runtime, in one place.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering, fence};
pub(crate) use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use crossbeam_channel::{Receiver, Sender};
use std::convert::Infallible;

/// Locks, whatever a panicking holder left: no critical section of this crate runs foreign code.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A flag whose raising also wakes every `select!` that waits for it.
pub(crate) struct Signal {
    raised: AtomicBool,
    /// Dropped when the signal is raised: a receiver that disconnects is ready.
    hold: Mutex<Option<Sender<Infallible>>>,
    waiters: Receiver<Infallible>,
}

impl Signal {
    pub(crate) fn new() -> Self {
        let (hold, waiters) = crossbeam_channel::bounded(0);
        Signal {
            raised: AtomicBool::new(false),
            hold: Mutex::new(Some(hold)),
            waiters,
        }
    }

    /// Returns whether this call was the one that raised it.
    pub(crate) fn raise(&self) -> bool {
        let first = !self.raised.swap(true, Ordering::SeqCst);
        if first {
            drop(lock(&self.hold).take());
        }
        first
    }

    #[inline]
    pub(crate) fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire)
    }

    /// Disconnects when the signal is raised; never gives an item.
    pub(crate) fn waiter(&self) -> &Receiver<Infallible> {
        &self.waiters
    }
}
