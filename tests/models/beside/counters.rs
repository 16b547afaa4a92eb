//! A stopwatch that looks at no clock, and a counter that orders nothing.

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Default)]
pub(crate) struct Stopwatch;

impl Stopwatch {
    pub(crate) fn time<R>(&self, wait: impl FnOnce() -> R) -> R {
        wait()
    }
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn batch(&self) -> CountBatch<'_> {
        CountBatch(self)
    }
}

pub(crate) struct CountBatch<'c>(&'c Counter);

impl CountBatch<'_> {
    pub(crate) fn add(&mut self, more: u64) {
        self.0.add(more);
    }
}
