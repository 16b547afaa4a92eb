//! Drops values that belong to users: items, results, errors, payloads of panics. Such a drop may panic, while
//! the runtime may be unwinding already.

use std::any::Any;
use std::mem;
use std::panic::{self, AssertUnwindSafe};

/// Drops `value`, and swallows a panic of that drop.
pub(crate) fn drop_quietly<T>(value: T) {
    call_quietly(|| drop(value));
}

/// Calls `call`, and swallows its panic.
pub(crate) fn call_quietly(call: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(call)) {
        discard(payload);
    }
}

/// Drops the payload of a panic. That drop may panic, too.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    // The payload of that second panic is leaked: its drop may panic again, and so on without end.
    if let Err(another) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
}
