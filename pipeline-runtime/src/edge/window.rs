//! How many items may wait in an edge.
//!
//! What `capacity = n` says is exact. Without it the bound is a window that follows the items: it
//! begins at [`DEFAULT_CAPACITY`], and doubles, to [`most`](Window::most) at the most, each time that
//! as many items as it holds went through within [`QUICK`]. It halves again when that took more than
//! [four times](HYSTERESIS) as long. The writer checks after every [few](Window::at_once) items
//! whether the items that wait would need longer than that. If so, the window closes at once, because
//! heavy items may follow light ones. So it holds what passes in some milliseconds: of integers
//! thousands, of files that are read from a disk as many as it began with. Less would not do: where
//! all cores are busy, a thread waits about as long for its turn.

use std::mem;
use std::time::Duration;

use crate::sync::IS_MODEL;
use crate::sync::thread::Instant;

/// How many items may wait in an edge at first, where its declaration names no `capacity`.
///
/// Small enough that whole files may be items.
pub(crate) const DEFAULT_CAPACITY: usize = 64;

/// How many items a window ever holds; a model has no time for as many.
const MOST: usize = if IS_MODEL { 256 } else { 32_768 };

/// How many bytes of memory a window grows to, not counting what its items point to.
const MOST_BYTES: usize = 256 << 10;

/// A whole window that passes within this time was too small for the switch of threads it costs.
const QUICK: Duration = Duration::from_millis(4);

/// How many times as long a window takes that holds more than it has to.
const HYSTERESIS: u32 = 4;

/// How long the reader is watched before its speed is known.
const JUDGED: Duration = Duration::from_micros(200);

/// How many items go into a window before the next look at the speed. Only for types that need a drop: such
/// an item may own much memory. A window of other types never holds more than [`MOST_BYTES`].
const AT_ONCE: u32 = 32;

/// The bound of one edge.
pub(crate) struct Window {
    least: usize,
    size: usize,
    most: usize,
    quick: Duration,
    /// When it was last used up.
    since: Option<Instant>,
    /// How many items had gone in then, modulo 2³².
    counted: u32,
    /// How long it had taken.
    took: Duration,
    /// When the speed was looked at last, and how many items had been taken then, modulo 2³².
    seen: Option<(Instant, u32)>,
}

impl Window {
    /// As many items of type `T` as pass quickly.
    pub(crate) fn growing<T>() -> Self {
        let fit = MOST_BYTES / size_of::<T>().max(1);
        let most = fit.clamp(DEFAULT_CAPACITY, MOST);
        Window::between(DEFAULT_CAPACITY, most, QUICK)
    }

    /// At least and at most so many; more while a whole window passes within `quick`.
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

    /// How many items may wait now.
    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// How long it took to be used up the last time: nothing, before that is known.
    pub(crate) fn took(&self) -> Duration {
        self.took
    }

    /// How many items of type `T` may go in before the next call of [`closes`](Window::closes).
    #[inline]
    pub(crate) fn at_once<T>(&self) -> u32 {
        if mem::needs_drop::<T>() && self.size > self.least {
            AT_ONCE
        } else {
            u32::MAX
        }
    }

    /// Whether the window closes, because the items that wait would need too long. `taken` counts the
    /// items that were taken so far, modulo 2³².
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

    /// There was no room, when so many items had gone in, modulo 2³².
    pub(crate) fn full_at(&mut self, items: u32) {
        let windows = items.wrapping_sub(self.counted) as usize / self.size.max(1);
        if windows > 0 || self.is_slow() {
            self.counted = items;
            self.used_up(u32::try_from(windows.max(1)).unwrap_or(u32::MAX));
        }
    }

    /// Whether it takes too long, however much of it is left.
    fn is_slow(&self) -> bool {
        let slow = self.quick * HYSTERESIS;
        self.since.is_some_and(|since| since.elapsed() > slow)
    }

    /// It was filled so many times since this was last said; or once, not all of it, but too slowly.
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
