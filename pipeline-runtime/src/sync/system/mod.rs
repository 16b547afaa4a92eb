//! The implementation that ships: the standard library's primitives, and crossbeam's channels.

pub(crate) mod channel;
mod listed;
#[cfg(feature = "tokio")]
pub(crate) mod task;
pub(crate) mod thread;

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering, fence};
pub(crate) use std::sync::{Mutex, MutexGuard};
pub(crate) use std::thread_local as local;

/// Declares values that all threads share.
#[allow(unused_macros, reason = "not all models have a use for it")]
macro_rules! global {
    ($($(#[$doc:meta])* static $name:ident: $kind:ty = $value:expr;)*) => {
        $($(#[$doc])* static $name: $kind = $value;)*
    };
}
pub(crate) use global;

use std::sync::{PoisonError, TryLockError};

/// Whether threads are only simulated, as in a model.
pub(crate) const IS_MODEL: bool = false;

/// Locks a mutex, even if it is poisoned: no critical section of this crate runs user code while
/// the data under the lock is inconsistent.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    if cfg!(sanitized) {
        return lock_in_sight(mutex);
    }
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

/// Locks a mutex under a sanitizer, which sees how a free lock is taken, but not how `std` waits
/// for one.
fn lock_in_sight<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    loop {
        match try_lock(mutex) {
            Some(guard) => return guard,
            None => std::thread::yield_now(),
        }
    }
}
