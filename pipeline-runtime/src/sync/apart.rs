//! Keeping what threads write away from each other.

use std::ops::Deref;

/// What one thread writes, on cache lines of its own (two, which are fetched in pairs): other threads
/// would have to fetch again what lies beside it.
#[derive(Default)]
#[repr(align(128))]
pub(crate) struct Apart<T>(pub(crate) T);

impl<T> Deref for Apart<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
