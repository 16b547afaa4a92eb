//! The implementation for a model checker: shuttle decides in which order threads run.
//!
//! One thread runs at a time, and at each operation shuttle decides which. All threads see an
//! operation at once. Bugs that need weaker orderings are for loom to find, in `tests/models`.

pub(crate) mod channel;
#[cfg(feature = "tokio")]
pub(crate) mod task;
pub(crate) mod thread;
mod time;
mod wait;

pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
pub(crate) use shuttle::sync::{Mutex, MutexGuard};

use std::sync::{PoisonError, TryLockError};

pub(crate) const IS_MODEL: bool = true;

/// Does nothing: all threads see every operation at once, so there is nothing to order.
pub(crate) fn fence(_: Ordering) {}

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

/// Declares values of which each thread has its own.
#[allow(unused_macros, reason = "not all models have a use for it")]
macro_rules! local {
    ($($(#[$doc:meta])* static $name:ident: $kind:ty = const { $value:expr };)*) => {
        shuttle::thread_local! { $($(#[$doc])* static $name: $kind = $value;)* }
    };
}
pub(crate) use local;

/// Declares values that all threads share, created anew in each schedule.
#[allow(unused_macros, reason = "not all models have a use for it")]
macro_rules! global {
    ($($(#[$doc:meta])* static $name:ident: $kind:ty = $value:expr;)*) => {
        shuttle::lazy_static! { $($(#[$doc])* static ref $name: $kind = $value;)* }
    };
}
pub(crate) use global;
