//! Drops of what belongs to users: items, values, errors, payloads of panics. Such a drop may panic, and
//! where the runtime drops something it may be unwinding already.

use std::any::Any;
use std::mem;
use std::panic::{self, AssertUnwindSafe};

/// Drops `value`; a panic of its drop ends here.
pub(crate) fn drop_quietly<T>(value: T) {
    call_quietly(|| drop(value));
}

/// Calls what may panic; that ends here.
pub(crate) fn call_quietly(call: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(call)) {
        discard(payload);
    }
}

/// Drops what somebody panicked with, whose own drop may panic.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    // What that one panics with is not dropped at all: there need not be an end to it.
    if let Err(another) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
}
