//! The books of an edge, and nothing that orders what threads do.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::sync::Arc;

pub(crate) struct Edge {
    left: AtomicUsize,
}

impl Edge {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Edge {
            left: AtomicUsize::new(0),
        })
    }

    /// How many items were put in and not taken out.
    pub(crate) fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }

    pub(crate) fn leave(&self, items: usize) {
        self.left.fetch_add(items, Ordering::Relaxed);
    }

    pub(crate) fn discard<T>(&self, items: impl IntoIterator<Item = T>) {
        items.into_iter().for_each(drop);
    }

    pub(crate) fn hang_up(&self) {}
}

#[derive(Debug)]
pub(crate) struct Closed;
