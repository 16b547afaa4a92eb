//! The clock of a model. Each thread has its own time, which passes only in timed sleeps.

use std::ops::Add;
use std::time::Duration;

use crate::sync::thread::passed;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(Duration);

impl Instant {
    pub(crate) fn now() -> Self {
        Instant(passed())
    }

    pub(crate) fn since_start(self) -> Duration {
        self.0
    }

    pub(crate) fn elapsed(self) -> Duration {
        Instant::now().saturating_duration_since(self)
    }

    pub(crate) fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, more: Duration) -> Self {
        Instant(self.0 + more)
    }
}
