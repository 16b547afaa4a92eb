//! A value on cache lines of its own.

use std::ops::Deref;

/// A value that one thread writes and others read, on two cache lines of its own.
///
/// A write takes its cache line away from all other cores, and processors fetch lines in pairs.
/// Without the padding, each write would slow down the readers of the values beside this one.
#[derive(Default)]
#[repr(align(128))]
pub(crate) struct CachePadded<T>(pub(crate) T);

impl<T> Deref for CachePadded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
