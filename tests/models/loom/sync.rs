//! The runtime's `sync`, as loom plays it.

#[path = "../../../pipeline-runtime/src/sync/apart.rs"]
mod apart;
pub(crate) mod channel;
pub(crate) mod thread;

pub(crate) use self::apart::Apart;

pub(crate) use loom::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};

use std::cell::Cell;
use std::sync::{PoisonError, TryLockError};

use loom::cell::UnsafeCell;

pub(crate) const IS_MODEL: bool = true;

thread_local! {
    // All threads of a model are played by the one that runs its test.
    static HAS_FENCES: Cell<bool> = const { Cell::new(true) };
}

/// From here on this test's fences do nothing.
///
/// Where the kernel puts barriers into sleepers' partners, an item has none of its own; so what need
/// not sleep must be right without.
pub(crate) fn without_fences() {
    HAS_FENCES.set(false);
}

pub(crate) fn fence(ordering: Ordering) {
    if HAS_FENCES.get() {
        loom::sync::atomic::fence(ordering);
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Locks what nobody has.
pub(crate) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Loom sees who touches it, and whether that is in order.
pub(crate) struct Slot<T>(UnsafeCell<T>);

impl<T> Slot<T> {
    pub(crate) fn new(value: T) -> Self {
        Slot(UnsafeCell::new(value))
    }

    pub(crate) fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        self.0.with(read)
    }

    pub(crate) fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        self.0.with_mut(write)
    }
}
