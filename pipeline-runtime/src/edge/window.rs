//! How many items may wait in an edge.
//!
//! A declared `capacity = n` is exact. Without one, the bound is a window that follows the speed of
//! the items. The window starts at [`DEFAULT_CAPACITY`]. Each time as many items as it holds pass
//! within [`QUICK`], it doubles, up to [`most`](Window::most). If that takes more than [four
//! times](HYSTERESIS) as long, it halves. After every [few](Window::at_once) items, the writer
//! checks whether the waiting items would need longer than that. If so, the window shrinks at once,
//! because heavy items may follow light ones.
//!
//! So a window holds the items that pass in some milliseconds: thousands of integers, but only the
//! initial number of files that are read from a disk. A smaller window would not do: where all
//! cores are busy, a thread waits about as long for its turn.

use std::mem;
use std::time::Duration;

use crate::sync::IS_MODEL;
use crate::sync::thread::Instant;

/// Number of items that may wait in an edge at first, if its declaration names no `capacity`.
///
/// Small enough that whole files may be items.
pub(crate) const DEFAULT_CAPACITY: usize = 64;

/// Maximum number of items in a window. Smaller in a model, which has no time for as many.
const MOST: usize = if IS_MODEL { 256 } else { 32_768 };

/// Maximum size of a window in bytes, without the memory that its items point to.
const MOST_BYTES: usize = 256 << 10;

/// A window that passes within this time is too small: it is not worth the switch of threads it
/// costs.
const QUICK: Duration = Duration::from_millis(4);

/// A window that takes more than this many times [`QUICK`] is larger than necessary.
const HYSTERESIS: u32 = 4;

/// How long the reader is observed before its speed is known.
const JUDGED: Duration = Duration::from_micros(200);

/// Number of items that go into a window before the next look at the speed. Only for types that
/// need a drop, because such an item may own much memory. A window of other types never holds more
/// than [`MOST_BYTES`].
const AT_ONCE: u32 = 32;

/// A bound that follows the speed of the items.
pub(crate) struct Window {
    least: usize,
    size: usize,
    most: usize,
    quick: Duration,
    /// When the window was last used up.
    since: Option<Instant>,
    /// Number of items that had been put in by then, modulo 2³².
    counted: u32,
    /// How long the last window took.
    took: Duration,
    /// Time of the last look at the speed, and the number of items taken by then, modulo 2³².
    seen: Option<(Instant, u32)>,
}

impl Window {
    /// Creates a window for items of type `T`, which grows as long as they pass quickly.
    pub(crate) fn growing<T>() -> Self {
        let fit = MOST_BYTES / size_of::<T>().max(1);
        let most = fit.clamp(DEFAULT_CAPACITY, MOST);
        Window::between(DEFAULT_CAPACITY, most, QUICK)
    }

    /// Creates a window of `least` to `most` items, which grows while a whole window passes within
    /// `quick`.
    pub(crate) fn between(least: usize, most: usize, quick: Duration) -> Self {
        Window {
            least,
            size: least,
            most,
            quick,
            since: None,
            counted: 0,
            took: Duration::ZERO,
            seen: None,
        }
    }

    /// Returns the number of items that may wait now.
    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Returns how long it took to use up the window the last time; zero before that is known.
    pub(crate) fn took(&self) -> Duration {
        self.took
    }

    /// Returns how many items of type `T` may go in before the next call of
    /// [`closes`](Window::closes).
    #[inline]
    pub(crate) fn at_once<T>(&self) -> u32 {
        if mem::needs_drop::<T>() && self.size > self.least {
            AT_ONCE
        } else {
            u32::MAX
        }
    }

    /// Shrinks the window if the waiting items would need too long. Returns whether it did.
    ///
    /// `taken` is the number of items that were taken so far, modulo 2³².
    pub(crate) fn closes(&mut self, taken: u32, waiting: u32) -> bool {
        if self.size == self.least {
            self.seen = None;
            return false;
        }
        let now = Instant::now();
        let (since, before) = *self.seen.get_or_insert((now, taken));
        let time = now.saturating_duration_since(since);
        if time < JUDGED {
            return false;
        }
        self.seen = Some((now, taken));
        let passed = u128::from(taken.wrapping_sub(before));
        let within = |limit: Duration| {
            let items = passed * limit.as_nanos() / time.as_nanos();
            usize::try_from(items).unwrap_or(usize::MAX)
        };
        if waiting as usize <= self.least.max(within(self.quick * HYSTERESIS)) {
            return false;
        }
        self.size = within(self.quick).clamp(self.least, self.size);
        true
    }

    /// Records that there was no room after this many items had been put in, modulo 2³².
    pub(crate) fn full_at(&mut self, items: u32) {
        let windows = items.wrapping_sub(self.counted) as usize / self.size.max(1);
        if windows > 0 || self.is_slow() {
            self.counted = items;
            self.used_up(u32::try_from(windows.max(1)).unwrap_or(u32::MAX));
        }
    }

    /// Returns whether the window takes too long, even if it is not used up yet.
    fn is_slow(&self) -> bool {
        let slow = self.quick * HYSTERESIS;
        self.since.is_some_and(|since| since.elapsed() > slow)
    }

    /// Adapts the size: the window was filled `times` times since the last call, or only in part,
    /// but too slowly.
    pub(crate) fn used_up(&mut self, times: u32) {
        let now = Instant::now();
        let Some(since) = self.since.replace(now) else {
            return;
        };
        self.took = now.saturating_duration_since(since) / times;
        if self.took <= self.quick {
            self.size = (self.size * 2).min(self.most);
        } else if self.took > self.quick * HYSTERESIS {
            self.size = (self.size / 2).max(self.least);
        }
    }
}
