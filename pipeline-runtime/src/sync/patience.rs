//! A wait that looks for a while before it sleeps, the same on both sides.

use std::time::Duration;

use super::thread::{Instant, Patience};

impl Patience {
    /// Returns what `look` finds, or else the result of `wait`. `last` is how long the last wait took, and becomes
    /// how long this one takes: after a long wait, this one looks only briefly.
    pub(crate) fn look_or_wait<R>(
        self,
        last: &mut Duration,
        look: impl Fn() -> Option<R>,
        wait: impl FnOnce() -> R,
    ) -> R {
        let start = Instant::now();
        let mut patience = self.after(*last);
        let mut found = None;
        while found.is_none() && patience.pause() {
            found = look();
        }
        let found = found.unwrap_or_else(wait);
        *last = start.elapsed();
        found
    }
}
