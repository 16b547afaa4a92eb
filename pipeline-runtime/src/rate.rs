//! When the next item may pass: what `throttle` counts by, on threads and as futures.
//!
//! The limit is a sliding-window log: item number `i` may pass when item number `i - most` passed
//! `time` ago. A log of every item would take memory for `most` moments. For more than [`GROUPS`] items
//! the log has one moment for each group of neighbours, that of the last item of the group, and a group
//! begins when the same group of the window before passed `time` ago. So the limit holds, and an
//! item waits at most a [`GROUPS`]th of `time` longer than the full log would have it wait.
//!
//! Timers wake late. Where each item is counted from when it passed, the next ones pay for that, and the
//! rate falls. A window of [`LATENESS`] or more does count so, because there it costs little: its limit is
//! exact. In a shorter one an item that the timer let through late is counted from when it was due, as in
//! the virtual scheduling of the GCRA (ITU-T I.371): the next ones make up for it, by [`LATENESS`] at most.
//! Only lateness is made up for: a pause of the source or of the reader is not.

use std::time::Duration;

use crate::current::LONGEST;
use crate::sync::thread::Instant;

/// How many moments are kept at most.
const GROUPS: usize = 1024;

/// The shortest window whose limit is exact, and how much is made up for in shorter ones. tokio's
/// timer is up to 2 ms late, a thread of a busy machine some milliseconds.
const LATENESS: Duration = Duration::from_millis(10);

/// At most so many items in any stretch of a time.
pub(crate) struct RateLimit {
    most: usize,
    time: Duration,
    /// The time between two items, if they are spread evenly.
    apart: Duration,
    /// When the last item of each group passed, in this window or in the one before.
    passed: Vec<Instant>,
    /// The group of the next item.
    group: usize,
    /// How far it is filled: each item fills it by the number of groups, and it is full at `most`.
    filled: usize,
    /// The next item begins its group.
    begins: bool,
    /// When the group could begin.
    opened: Option<Instant>,
    /// The item before, as it counts for the next.
    last: Option<Instant>,
    /// When the next item could pass, and whether it waits for that.
    due: Option<(Instant, bool)>,
    /// How late the timer was, as far as that is not made up for.
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

    /// How long the next item is to wait, if it is there `now`.
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

    /// Whether an item that could have passed so long ago is late because others were.
    fn makes_up_for(&self, ago: Duration) -> bool {
        let window = if self.apart.is_zero() {
            self.time
        } else {
            self.apart
        };
        ago <= LATENESS.min(self.late.saturating_add(window))
    }

    /// The next item passes, `now` that it has waited.
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

    /// Groups differ by one item at most, and have `most` together.
    fn fill(&mut self) {
        let groups = self.most.min(GROUPS);
        let left = self.most - self.filled;
        self.begins = left <= groups;
        if left > groups {
            self.filled += groups;
        } else {
            // What an item fills beyond the end fills the next group.
            self.filled = groups - left;
            self.group = (self.group + 1) % groups;
        }
    }
}

/// The moment `time` after `moment`; where there is none, one that is far from `now`.
fn later(moment: Instant, time: Duration, now: Instant) -> Instant {
    moment.checked_add(time).unwrap_or_else(|| now + LONGEST)
}
