//! The rate limit of `throttle`, on threads and as futures: it computes when the next item may
//! pass.
//!
//! The limit is a sliding-window log: item number `i` may pass when item number `i - most` passed
//! `time` ago. A log of every item would store `most` times. If `most` is more than [`GROUPS`], the
//! log stores one time for each group of neighbouring items: the time of the group's last item. A
//! group may begin when the same group of the window before passed `time` ago. So the limit holds,
//! and an item waits at most a [`GROUPS`]th of `time` longer than with the full log.
//!
//! Timers wake late. If each item were counted from the moment when it passed, each delay would
//! move all later items, and the rate would fall. If `time` is [`LATENESS`] or more, this costs
//! little: items are counted in this way, and the limit is exact. If `time` is shorter, an item
//! that the timer let through late is counted from the moment when it was due, as in the virtual
//! scheduling of the GCRA (ITU-T I.371). The next items then make up for the delay, by [`LATENESS`]
//! at most. Only the delay of a timer is made up for, not a pause of the source or of the reader.

use std::time::Duration;

use crate::context::time::{LONGEST, after};
use crate::sync::thread::Instant;

/// Maximum number of stored times.
const GROUPS: usize = 1024;

/// The shortest `time` whose limit is exact, and the longest delay that is made up for with a
/// shorter one. tokio's timer is up to 2 ms late, a thread of a busy machine some milliseconds.
const LATENESS: Duration = Duration::from_millis(10);

/// Limit of `most` items in any interval of length `time`.
pub(crate) struct RateLimit {
    most: usize,
    time: Duration,
    /// Time between two items, if they are spread evenly.
    apart: Duration,
    /// For each group, when its last item passed, in this window or in the one before.
    passed: Vec<Instant>,
    /// Group of the next item.
    group: usize,
    /// How full that group is. Each item adds the number of groups, and the group is full at
    /// `most`.
    filled: usize,
    /// Whether the next item is the first of its group.
    begins: bool,
    /// When the group could begin.
    opened: Option<Instant>,
    /// Time from which the item before is counted, if items are spread evenly.
    last: Option<Instant>,
    /// When the next item could pass, and whether it waits until then.
    due: Option<(Instant, bool)>,
    /// Delay of timers that was not made up for yet.
    late: Duration,
}

impl RateLimit {
    /// # Panics
    ///
    /// If `most` is 0.
    pub(crate) fn new(most: usize, time: Duration) -> Self {
        assert!(
            most > 0,
            "a throttle of no items lets nothing through: `throttle(0, ...)`"
        );
        RateLimit {
            most,
            time,
            apart: Duration::ZERO,
            passed: Vec::new(),
            group: 0,
            filled: 0,
            begins: true,
            opened: None,
            last: None,
            due: None,
            late: Duration::ZERO,
        }
    }

    /// Spreads the items evenly over the time.
    pub(crate) fn spread_evenly(&mut self) {
        let nanos = self.time.as_nanos() / self.most as u128;
        self.apart = u64::try_from(nanos).map_or(LONGEST, Duration::from_nanos);
    }

    /// Returns how long the next item has to wait, if it is there `now`.
    pub(crate) fn wait(&mut self, now: Instant) -> Duration {
        if self.begins {
            let before = self.passed.get(self.group);
            self.opened = before.map(|&passed| later(passed, self.time, now));
        }
        let spread = self.last.map(|last| later(last, self.apart, now));
        let due = self.opened.max(spread).unwrap_or(now);
        let wait = due.saturating_duration_since(now);
        let is_late = self.makes_up_for(now.saturating_duration_since(due));
        let due = if is_late { due } else { due.max(now) };
        self.due = Some((due, !wait.is_zero()));
        wait
    }

    /// Returns whether an item that could have passed `ago` is late because earlier items were
    /// late.
    fn makes_up_for(&self, ago: Duration) -> bool {
        let window = if self.apart.is_zero() {
            self.time
        } else {
            self.apart
        };
        ago <= LATENESS.min(self.late.saturating_add(window))
    }

    /// Records that the next item passes `now`, after its wait.
    pub(crate) fn pass(&mut self, now: Instant) {
        let (due, has_waited) = self.due.take().unwrap_or((now, false));
        let late = now.saturating_duration_since(due);
        let late = if late <= LATENESS {
            late
        } else {
            Duration::ZERO
        };
        self.late = if has_waited {
            late
        } else {
            self.late.min(late)
        };
        let counted = |window: Duration| {
            let is_exact = window >= LATENESS || late.is_zero();
            if is_exact { now } else { due }
        };
        let passed = counted(self.time);
        self.last = (!self.apart.is_zero()).then(|| counted(self.apart));
        match self.passed.get_mut(self.group) {
            Some(of_group) => *of_group = passed,
            None => self.passed.push(passed),
        }
        self.fill();
    }

    /// Moves on to the next item's place. Groups differ by at most one item, and have `most` items
    /// in total.
    fn fill(&mut self) {
        let groups = self.most.min(GROUPS);
        let left = self.most - self.filled;
        self.begins = left <= groups;
        if left > groups {
            self.filled += groups;
        } else {
            // The part that did not fit into this group goes into the next.
            self.filled = groups - left;
            self.group = (self.group + 1) % groups;
        }
    }
}

/// Returns the moment `time` after `moment`. If there is none, returns one that is far from `now`.
fn later(moment: Instant, time: Duration, now: Instant) -> Instant {
    moment
        .checked_add(time)
        .unwrap_or_else(|| after(now, LONGEST))
}
