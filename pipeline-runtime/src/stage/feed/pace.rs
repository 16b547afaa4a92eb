//! When the newest item passes, for `debounce` and `sample`.

use std::time::Duration;

use crate::sync::thread::Instant;

/// When the newest item passes.
pub trait Pace {
    /// Whether a newer item starts the wait again.
    #[doc(hidden)]
    const RESTARTS: bool;

    /// Returns whether the newest item also passes while further items are ready, once its time has
    /// come.
    #[doc(hidden)]
    fn passes_ready(&self) -> bool;

    /// Returns when an item passes that is taken `now`, unless a newer one comes. `None` means
    /// later than an [`Instant`] can be.
    #[doc(hidden)]
    fn end(&self, now: Instant) -> Option<Instant>;
}

/// The newest item passes when no further item has come for this time.
pub struct Quiet(pub(crate) Duration);

impl Pace for Quiet {
    const RESTARTS: bool = true;

    /// A ready item starts the wait again.
    fn passes_ready(&self) -> bool {
        false
    }

    fn end(&self, now: Instant) -> Option<Instant> {
        now.checked_add(self.0)
    }
}

/// The newest item passes at the end of each period of `time`. The first period began at `start`.
pub struct Periods {
    pub(crate) start: Instant,
    pub(crate) time: Duration,
}

impl Pace for Periods {
    const RESTARTS: bool = false;

    /// With periods of no time, an item passes if no further item is ready.
    fn passes_ready(&self) -> bool {
        !self.time.is_zero()
    }

    fn end(&self, now: Instant) -> Option<Instant> {
        let time = self.time.as_nanos();
        let passed = now.saturating_duration_since(self.start).as_nanos();
        let Some(into_period) = passed.checked_rem(time) else {
            // Periods of no time end at once.
            return Some(now);
        };
        let left = u64::try_from(time - into_period).ok()?;
        now.checked_add(Duration::from_nanos(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_a_whole_number_of_times_after_the_start() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let periods = Periods {
            start,
            time: Duration::from_millis(10),
        };
        assert_eq!(periods.end(start), Some(after(10)));
        assert_eq!(periods.end(after(3)), Some(after(10)));
        assert_eq!(periods.end(after(10)), Some(after(20)));
        assert_eq!(periods.end(after(1_000_001)), Some(after(1_000_010)));
    }

    #[test]
    fn a_period_of_no_time_ends_at_once() {
        let start = Instant::now();
        let time = Duration::ZERO;
        assert_eq!(Periods { start, time }.end(start), Some(start));
    }

    #[test]
    fn a_period_may_never_end() {
        let start = Instant::now();
        let time = Duration::MAX;
        assert_eq!(Periods { start, time }.end(start), None);
        assert_eq!(Quiet(time).end(start), None);
    }
}
