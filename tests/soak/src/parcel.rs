//! Items that are counted when they are made and when they are dropped.

use std::sync::atomic::{AtomicU64, Ordering};

static LIVE: AtomicU64 = AtomicU64::new(0);
static ARRIVED: AtomicU64 = AtomicU64::new(0);

/// An item that owns memory, of many sizes.
pub(crate) struct Parcel {
    pub(crate) number: u64,
    contents: Box<[u64]>,
}

impl Parcel {
    pub(crate) fn new(number: u64) -> Self {
        LIVE.fetch_add(1, Ordering::SeqCst);
        let size = number * 37 % 61;
        let contents = (0..size).map(|_| number).collect();
        Parcel { number, contents }
    }

    pub(crate) fn check(&self) {
        assert!(self.contents.iter().all(|&word| word == self.number));
    }

    /// Counts the parcel as arrived at the end of its pipeline.
    pub(crate) fn arrive(&self) {
        self.check();
        ARRIVED.fetch_add(1, Ordering::SeqCst);
    }
}

impl Clone for Parcel {
    fn clone(&self) -> Self {
        self.check();
        Parcel::new(self.number)
    }
}

impl Drop for Parcel {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Returns the number of parcels that are not dropped.
pub(crate) fn live() -> u64 {
    LIVE.load(Ordering::SeqCst)
}

/// Returns the number of parcels that have arrived since the start of the process.
pub(crate) fn arrived() -> u64 {
    ARRIVED.load(Ordering::SeqCst)
}
