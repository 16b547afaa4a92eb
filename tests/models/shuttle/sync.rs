//! The runtime's `sync`, as shuttle plays it: every operation is in one order for all threads.

#[path = "../../../pipeline-runtime/src/sync/apart.rs"]
mod apart;
pub(crate) mod thread;

pub(crate) use self::apart::Apart;

pub(crate) use shuttle::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
pub(crate) use shuttle::sync::{Arc, Mutex, MutexGuard};

use std::cell::UnsafeCell;
use std::sync::PoisonError;

pub(crate) const IS_MODEL: bool = true;

/// Nothing is ever late here, so nothing is to be held back.
pub(crate) fn fence(_: Ordering) {}

/// They do nothing here anyway.
pub(crate) fn without_fences() {}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Slot<T>(UnsafeCell<T>);

impl<T> Slot<T> {
    pub(crate) fn new(value: T) -> Self {
        Slot(UnsafeCell::new(value))
    }

    pub(crate) fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        read(self.0.get())
    }

    pub(crate) fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        write(self.0.get())
    }
}
