//! A clock that stands still until a test advances it.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::block_on;
use crate::context::time::Wakeup;
use crate::run::foreign;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, lock};

/// A clock that stands still until a test advances it, for the pipelines of a
/// [context](crate::Context::with_clock). With it, a test need not wait for a minute to see what
/// happens after a minute.
///
/// Cheap to clone: all clones are one clock. Deadlines, timeouts,
/// [`drain_within`](crate::Context::drain_within), `batch_within`, `debounce`, `sample`,
/// `throttle`, and the waits between the attempts of a `retry` use this clock, on threads and as
/// futures on any executor. It takes precedence over
/// [`with_sleep`](crate::AsyncPipeline::with_sleep). Reports still measure the system's time. A
/// sleep or a tokio timer in a body also uses the system's time. In
/// [`schedules`](super::schedules), make the clock inside the model. There too, it moves only when
/// the test advances it.
///
/// ```
/// use std::time::Duration;
///
/// # use pipeline_runtime as pipeline;
/// use pipeline::{Context, testing::Clock};
///
/// let clock = Clock::new();
/// let context = Context::new().with_clock(&clock).with_deadline(Duration::from_hours(1));
/// clock.advance(Duration::from_mins(59));
/// assert!(!context.is_cancelled());
/// clock.advance(Duration::from_mins(1));
/// assert!(context.is_cancelled());
/// ```
///
/// # When to advance it
///
/// A wait lasts from the moment when it begins. So a stage that begins its wait after an
/// [`advance`](Clock::advance) waits for the whole time, and the test hangs. To avoid this race,
/// first wait until the stage is waiting, with [`wait_for_sleepers`](Clock::wait_for_sleepers) or
/// its [async version](Clock::wait_for_sleepers_async):
///
/// ```
/// # use std::time::Duration;
/// # use pipeline_runtime::testing::Clock;
/// # fn test(clock: &Clock) {
/// clock.wait_for_sleepers(1); // the batch has its first item
/// clock.advance(Duration::from_mins(1)); // it leaves
/// # }
/// ```
///
/// *Sleepers* are the workers that wait for a time and do nothing else. A worker is a sleeper in
/// these cases:
///
/// - Its batch has begun and is not full.
/// - It has an item for `debounce` or `sample`.
/// - Its throttle holds an item back.
/// - It waits to try an item again.
/// - Its body waits, and has a `timeout`.
///
/// A wait for a deadline is not counted. A deadline is a moment that is fixed by
/// [`with_deadline`](crate::Context::with_deadline), so there is no race.
///
/// Only the test can know two things:
///
/// - Whether all items that it sent have arrived. The first item of a batch makes a sleeper, while
///   other items may still be on their way. Items that were put into the batch's stream before the
///   advance are in the batch. A generator that is asked for another item has put all earlier items
///   into its stream, and can tell the test.
/// - Whether the effects of an advance have happened. `advance` wakes the sleepers whose time has
///   come, no longer counts them, and returns at once. The test must wait for their items, or for
///   the end of the run. The same holds if something else ends a wait, such as the item that fills
///   a batch: wait for its effect before you count sleepers again.
///
/// An advance is one step, not many small ones. After an advance of ten seconds, a throttle of one
/// item per second lets one more item through, not ten.
#[derive(Clone)]
pub struct Clock {
    state: Arc<Mutex<State>>,
}

struct State {
    now: Instant,
    /// The number of the next wait.
    next: u64,
    /// The waits, by time and by the number of the wait.
    waits: BTreeMap<(Instant, u64), Wait>,
    /// Tasks that wait until there are so many sleepers.
    watchers: BTreeMap<u64, (usize, Waker)>,
}

struct Wait {
    call: Wakeup,
    sleeps: bool,
}

impl State {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn sleepers(&self) -> usize {
        self.waits.values().filter(|wait| wait.sleeps).count()
    }

    /// Removes the watchers for whose number there are enough sleepers now, and returns them.
    fn watchers(&mut self) -> BTreeMap<u64, (usize, Waker)> {
        let sleepers = self.sleepers();
        self.watchers
            .extract_if(.., |_, (count, _)| *count <= sleepers)
            .collect()
    }
}

impl Clock {
    /// Returns a clock that stands still at the present moment.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::{Context, testing::Clock};
    ///
    /// let clock = Clock::new();
    /// let context = Context::new().with_clock(&clock); // for `run_with`
    /// assert!(!context.is_cancelled());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        let state = State {
            now: Instant::now(),
            next: 0,
            waits: BTreeMap::new(),
            watchers: BTreeMap::new(),
        };
        let state = Arc::new(Mutex::new(state));
        Clock { state }
    }

    /// Returns the moment when the clock was made, plus all its advances.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::testing::Clock;
    ///
    /// let clock = Clock::new();
    /// let start = clock.now();
    /// clock.advance(Duration::from_secs(5));
    /// assert_eq!(clock.now() - start, Duration::from_secs(5));
    /// ```
    #[must_use]
    pub fn now(&self) -> Instant {
        lock(&self.state).now
    }

    /// Lets `time` pass at once, and wakes the workers whose time has come. See [when to advance
    /// it](Clock#when-to-advance-it).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::{Context, testing::Clock};
    ///
    /// let clock = Clock::new();
    /// let minute = Context::new().with_clock(&clock).with_deadline(Duration::from_secs(60));
    /// clock.advance(Duration::from_secs(60));
    /// assert!(minute.is_cancelled());
    /// ```
    ///
    /// # Panics
    ///
    /// If the new time is later than an [`Instant`](std::time::Instant) can be.
    pub fn advance(&self, time: Duration) {
        let due = {
            let mut state = lock(&self.state);
            let now = state.now + time;
            state.now = now;
            let later = state.waits.split_off(&(now, u64::MAX));
            std::mem::replace(&mut state.waits, later)
        };
        for wait in due.into_values() {
            // A waker is foreign code. Even if it panics, the other waits must end.
            foreign::call_quietly(|| wait.call.call());
        }
    }

    /// Returns how many workers wait for a time by this clock now.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use std::time::Duration;
    ///
    /// use pipeline::testing::{self, Clock};
    /// use pipeline::{Context, pipeline};
    ///
    /// const MINUTE: Duration = Duration::from_secs(60);
    ///
    /// let clock = Clock::new();
    /// let context = Context::new().with_clock(&clock);
    /// let run = || {
    ///     pipeline!({
    ///         let numbers = generator(0..2) >> throttle(1, MINUTE);
    ///         numbers >> stage(|n| n) >> count()
    ///     })
    ///     .run_with(&context)
    /// };
    /// let test = || {
    ///     clock.wait_for_sleepers(1); // the second number waits
    ///     assert_eq!(clock.sleepers(), 1);
    ///     clock.advance(MINUTE);
    /// };
    /// let (outcome, ()) = testing::beside(run, test);
    /// assert_eq!(outcome?, 2);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn sleepers(&self) -> usize {
        lock(&self.state).sleepers()
    }

    /// Waits until at least `count` workers wait for a time by this clock. If that never happens,
    /// for example because the run has ended, this blocks forever.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use std::time::Duration;
    ///
    /// use pipeline::testing::{self, Clock};
    /// use pipeline::{Context, pipeline};
    ///
    /// const MINUTE: Duration = Duration::from_secs(60);
    ///
    /// let clock = Clock::new();
    /// let context = Context::new().with_clock(&clock);
    /// let run = || {
    ///     pipeline!({
    ///         let numbers = generator(0..2) >> throttle(1, MINUTE);
    ///         numbers >> stage(|n| n) >> count()
    ///     })
    ///     .run_with(&context)
    /// };
    /// let test = || {
    ///     clock.wait_for_sleepers(1); // the second number waits
    ///     clock.advance(MINUTE);
    /// };
    /// let (outcome, ()) = testing::beside(run, test);
    /// assert_eq!(outcome?, 2);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn wait_for_sleepers(&self, count: usize) {
        block_on(self.wait_for_sleepers_async(count));
    }

    /// Like [`wait_for_sleepers`](Clock::wait_for_sleepers), for a task.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use std::time::Duration;
    ///
    /// use pipeline::testing::{self, Clock};
    /// use pipeline::{Context, pipeline};
    ///
    /// const MINUTE: Duration = Duration::from_secs(60);
    ///
    /// let clock = Clock::new();
    /// let context = Context::new().with_clock(&clock);
    /// let run = || {
    ///     pipeline!({
    ///         let numbers = generator(0..2) >> throttle(1, MINUTE);
    ///         numbers >> stage(|n| n) >> count()
    ///     })
    ///     .run_with(&context)
    /// };
    /// let test = || {
    ///     testing::block_on(clock.wait_for_sleepers_async(1)); // the second number waits
    ///     clock.advance(MINUTE);
    /// };
    /// let (outcome, ()) = testing::beside(run, test);
    /// assert_eq!(outcome?, 2);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn wait_for_sleepers_async(
        &self,
        count: usize,
    ) -> impl Future<Output = ()> + Send + Sync + use<> {
        let number = lock(&self.state).number();
        Sleepers {
            clock: self.clone(),
            number,
            count,
        }
    }

    /// Returns a bell that rings at the moment `at`. If `sleeps`, its wait is counted as a sleeper.
    pub(crate) fn bell(&self, at: Instant, sleeps: bool) -> Bell {
        Bell {
            key: (at, lock(&self.state).number()),
            clock: self.clone(),
            sleeps,
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Clock::new()
    }
}

/// Two clocks are equal if they are clones of each other.
impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}

impl Eq for Clock {}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock")
            .field("now", &self.now())
            .field("sleepers", &self.sleepers())
            .finish_non_exhaustive()
    }
}

/// A moment that one thread or task waits for, until the bell is dropped.
pub(crate) struct Bell {
    clock: Clock,
    key: (Instant, u64),
    sleeps: bool,
}

impl Bell {
    /// Returns whether the moment has come. If not, `call` is called when it comes, in place of the
    /// one of an earlier call.
    pub(crate) fn has_rung(&self, call: Wakeup) -> bool {
        let sleeps = self.sleeps;
        // Wakers are foreign code, so they are cloned, dropped and called outside of the lock.
        let (known, watchers) = {
            let mut state = lock(&self.clock.state);
            if self.key.0 <= state.now {
                return true;
            }
            let known = state.waits.insert(self.key, Wait { call, sleeps });
            (known, state.watchers())
        };
        drop(known);
        for (_, task) in watchers.into_values() {
            foreign::call_quietly(|| task.wake());
        }
        false
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        let known = lock(&self.clock.state).waits.remove(&self.key);
        drop(known);
    }
}

/// See [`Clock::wait_for_sleepers`].
struct Sleepers {
    clock: Clock,
    number: u64,
    count: usize,
}

impl Future for Sleepers {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let task = cx.waker().clone();
        let known = {
            let mut state = lock(&self.clock.state);
            if state.sleepers() >= self.count {
                return Poll::Ready(());
            }
            state.watchers.insert(self.number, (self.count, task))
        };
        drop(known);
        Poll::Pending
    }
}

impl Drop for Sleepers {
    fn drop(&mut self) {
        let known = lock(&self.clock.state).watchers.remove(&self.number);
        drop(known);
    }
}
