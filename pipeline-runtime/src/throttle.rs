//! `throttle`: at most so many items in a time.

use std::collections::VecDeque;
use std::time::Duration;

use crate::current::Current;
use crate::supply::Each;
use crate::sync::Arc;
use crate::sync::thread::Instant;
use crate::time::Time;

/// The items of `items`, at most `most` of them in any stretch of `time`.
///
/// The first `most` pass at once; each further one when the one `most` before it is `time` ago. So
/// the moments of the last `most` items are kept.
///
/// # Panics
///
/// If `most` is 0.
pub fn throttle<I: IntoIterator>(items: I, most: usize, time: Duration) -> Throttle<I::IntoIter> {
    assert!(
        most > 0,
        "a throttle of no items lets nothing through: `throttle(0, ...)`"
    );
    let current = Current::get();
    let clock = current
        .as_ref()
        .map(|current| current.context().time().clone());
    Throttle {
        items: Each::of(items),
        most,
        time,
        passed: VecDeque::new(),
        clock: clock.unwrap_or_default(),
        current,
    }
}

/// See [`throttle`].
pub struct Throttle<I> {
    items: Each<I>,
    most: usize,
    time: Duration,
    /// When the last items passed, at most `most` of them.
    passed: VecDeque<Instant>,
    clock: Time,
    current: Option<Arc<Current>>,
}

impl<I: Iterator> Iterator for Throttle<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        // First of all: without a further item there is nothing to wait for.
        let item = self.items.next()?;
        if self.passed.len() == self.most {
            let first = self.passed.pop_front()?;
            if let Some(current) = &self.current {
                current.pause(self.time.saturating_sub(self.clock.since(first)));
                if current.must_stop() {
                    current.drop_items(1);
                    return None;
                }
            }
        }
        sabotage!(PassedUnnoted => return Some(item));
        self.passed.push_back(self.clock.now());
        Some(item)
    }
}
