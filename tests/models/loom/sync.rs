//! The runtime's `sync`, simulated by loom.

mod arc;
#[path = "../../../pipeline-runtime/src/sync/cache_padded.rs"]
mod cache_padded;
pub(crate) mod channel;
#[allow(dead_code, reason = "a model has no kernel")]
#[path = "../../../pipeline-runtime/src/sync/fence.rs"]
mod fence;
#[allow(
    dead_code,
    clippy::drop_non_drop,
    reason = "what needs no model, or is without a drop in this one"
)]
#[path = "../../../pipeline-runtime/src/sync/signal.rs"]
mod signal;
pub(crate) mod thread;

pub(crate) use self::arc::{Arc, Weak};
pub(crate) use self::cache_padded::CachePadded;
pub(crate) use self::fence::{LightFence, heavy_fence, prepare_fences};
pub(crate) use self::signal::{Listener, Signal};

pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
pub(crate) use loom::sync::{Mutex, MutexGuard};
pub(crate) use std::sync::OnceLock;

use std::cell::Cell;
use std::sync::{PoisonError, TryLockError};

use loom::cell::UnsafeCell;

pub(crate) const IS_MODEL: bool = true;

thread_local! {
    // The thread that runs a test plays all threads of its model.
    static HAS_FENCES: Cell<bool> = const { Cell::new(true) };
}

/// Enables fences, at the start of each run of a model.
pub(crate) fn with_fences() {
    HAS_FENCES.set(true);
}

/// Disables fences for the rest of this run: code that needs none must be right without.
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

/// Locks a mutex if nobody holds it.
pub(crate) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// A cell whose accesses loom checks for races.
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
