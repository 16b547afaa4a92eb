//! A wait that looks for a while before it sleeps, for both implementations.

use std::time::Duration;

use super::thread::{Instant, Patience};

impl Patience {
    /// Returns the result of `look` if it finds something in time, and otherwise the result of
    /// `wait`.
    ///
    /// `last` is the duration of the last wait, and is set to the duration of this one. After a
    /// long wait, the next one looks only briefly.
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
