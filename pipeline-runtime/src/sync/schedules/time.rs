//! The clock of a model. It stands still or jumps, at random, also to the end of a timed wait.

use std::ops::Add;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use shuttle::rand::{Rng, thread_rng};

shuttle::lazy_static! {
    /// Nanoseconds since the start. Shuttle does not see this variable, because it orders nothing.
    static ref NOW: AtomicU64 = AtomicU64::new(0);
}

/// The model's counterpart of [`std::time::Instant`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(unreachable_pub, reason = "a context's deadline is one")]
pub struct Instant(Duration);

/// Longer than any wait that counts as quick.
const JUMP: Duration = Duration::from_millis(20);

impl Instant {
    pub(crate) fn now() -> Self {
        if thread_rng().gen_bool(0.02) {
            Instant(passed()).and(JUMP).come();
        }
        Instant(passed())
    }

    /// Advances the clock to this time, unless it is later already.
    pub(super) fn come(self) {
        let nanos = u64::try_from(self.0.as_nanos()).unwrap_or(u64::MAX);
        NOW.fetch_max(nanos, Ordering::Relaxed);
    }

    /// Returns whether this time has come. Does not move the clock, which [`now`](Instant::now) may
    /// do.
    pub(super) fn is_over(self) -> bool {
        self.0 <= passed()
    }

    fn and(self, more: Duration) -> Self {
        Instant(self.0.saturating_add(more))
    }

    pub(crate) fn elapsed(self) -> Duration {
        Instant::now().saturating_duration_since(self)
    }

    pub(crate) fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    pub(crate) fn checked_add(self, more: Duration) -> Option<Self> {
        self.0.checked_add(more).map(Instant)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, more: Duration) -> Self {
        self.and(more)
    }
}

fn passed() -> Duration {
    Duration::from_nanos(NOW.load(Ordering::Relaxed))
}
