//! Drops users' values: items, results, errors and panic payloads. Such a drop may panic while the
//! runtime is already unwinding.

use std::any::Any;
use std::mem;
use std::panic::{self, AssertUnwindSafe};

/// Drops `value`, and swallows a panic of the drop.
pub(crate) fn drop_quietly<T>(value: T) {
    call_quietly(|| drop(value));
}

/// Calls `call`, and swallows a panic of the call.
pub(crate) fn call_quietly(call: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(call)) {
        discard(payload);
    }
}

/// Drops the payload of a panic. This drop may panic, too.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    // Leaks the payload of the second panic. Its drop may panic again, and so on without end.
    if let Err(another) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
}
