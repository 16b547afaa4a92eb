//! How many items may wait in an edge.
//!
//! What `capacity = n` says is exact. Without it the bound is a window that follows the items: it
//! begins at [`DEFAULT_CAPACITY`], and doubles, to [`most`](Window::most) at the most, each time that
//! as many items as it holds went through within [`QUICK`]. It halves again when that took longer
//! than [`SLOW`]. So it holds no more than passes in about a tenth of a millisecond: of integers
//! thousands, of files that are read from a disk as many as it began with.

use std::time::Duration;

use crate::sync::IS_MODEL;
use crate::sync::thread::Instant;

/// How many items may wait in an edge at first, where its declaration names no `capacity`.
///
/// Small enough that whole files may be items.
pub(crate) const DEFAULT_CAPACITY: usize = 64;

/// How many items a window ever holds; a model has no time for as many.
const MOST: usize = if IS_MODEL { 256 } else { 16_384 };

/// How many bytes of memory a window grows to, not counting what its items point to.
const MOST_BYTES: usize = 256 << 10;

/// A whole window that passes within this time was too small for the switch of threads it costs.
const QUICK: Duration = Duration::from_micros(100);

/// A whole window that takes longer than this holds more than it has to.
const SLOW: Duration = Duration::from_millis(1);

/// The bound of one edge.
pub(crate) struct Window {
    least: usize,
    size: usize,
    most: usize,
    /// When it was last used up.
    since: Option<Instant>,
}

impl Window {
    /// As many as `capacity` says, always.
    pub(crate) fn exactly(capacity: usize) -> Self {
        Window::between(capacity, capacity)
    }

    /// As many items of type `T` as pass quickly.
    pub(crate) fn growing<T>() -> Self {
        let fit = MOST_BYTES / size_of::<T>().max(1);
        Window::between(DEFAULT_CAPACITY, fit.clamp(DEFAULT_CAPACITY, MOST))
    }

    fn between(least: usize, most: usize) -> Self {
        Window {
            least,
            size: least,
            most,
            since: None,
        }
    }

    /// How many items may wait now.
    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// How many items may ever wait.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// There was no room: as many items as it holds went in since this was last said.
    pub(crate) fn used_up(&mut self) {
        if self.least < self.most {
            self.used_up_at(Instant::now());
        }
    }

    fn used_up_at(&mut self, now: Instant) {
        let Some(since) = self.since.replace(now) else {
            return;
        };
        let took = now.saturating_duration_since(since);
        if took <= QUICK {
            self.size = (self.size * 2).min(self.most);
        } else if took > SLOW {
            self.size = (self.size / 2).max(self.least);
        }
    }
}
