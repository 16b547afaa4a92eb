//! Loom's `Arc`, with the functions that it lacks.

use std::marker::PhantomData;
use std::ops::Deref;

#[derive(Default)]
pub(crate) struct Arc<T>(loom::sync::Arc<T>);

impl<T> Arc<T> {
    pub(crate) fn new(value: T) -> Self {
        Arc(loom::sync::Arc::new(value))
    }

    pub(crate) fn ptr_eq(this: &Self, other: &Self) -> bool {
        loom::sync::Arc::ptr_eq(&this.0, &other.0)
    }

    pub(crate) fn downgrade(_: &Self) -> Weak<T> {
        Weak(PhantomData)
    }
}

impl<T> Clone for Arc<T> {
    fn clone(&self) -> Self {
        Arc(loom::sync::Arc::clone(&self.0))
    }
}

impl<T> Deref for Arc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A pointer that is always gone. Only loops of edges have weak pointers, and no model has a loop.
pub(crate) struct Weak<T>(PhantomData<T>);

impl<T> Weak<T> {
    #[allow(clippy::unused_self, reason = "the signature is std's")]
    pub(crate) fn upgrade(&self) -> Option<Arc<T>> {
        None
    }
}
