//! The runtime's `sync`, as loom plays it.

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
    // All threads of a model are played by the one that runs its test.
    static HAS_FENCES: Cell<bool> = const { Cell::new(true) };
}

/// Each run of a model begins with them.
pub(crate) fn with_fences() {
    HAS_FENCES.set(true);
}

/// From here on this run's fences do nothing: what needs none must be right without.
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
