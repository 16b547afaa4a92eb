//! The time that a run uses: the system's, or that of a test's clock.
//!
//! Everything that a pipeline does by time uses it: deadlines, timed batches, throttles, backoffs.
//! Everything that measures uses the system's time: reports, windows, patience.

use std::iter;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::thread::{self, Instant, Thread};
#[cfg(feature = "testing")]
use crate::testing::clock::{Bell, Clock};

/// Replaces a test's clock without the feature `testing`. All of it is compiled away.
#[cfg(not(feature = "testing"))]
mod never;
#[cfg(not(feature = "testing"))]
use self::never::{Bell, Clock};

/// More than a hundred years. Longer waits are cut to this, so that adding a wait to the system's
/// time cannot overflow.
pub(crate) const LONGEST: Duration = Duration::from_secs(1 << 32);

/// Returns the moment `time` after `now`. If a test has advanced its clock so far that there is no
/// such moment, returns an earlier one.
pub(crate) fn after(now: Instant, time: Duration) -> Instant {
    let mut shorter = iter::successors(Some(time), |time| Some(*time / 2));
    let end = shorter.find_map(|time| now.checked_add(time));
    end.unwrap_or(now)
}

/// A source of the current time.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Time {
    /// The clock of a test. `None` stands for the system's time.
    clock: Option<Clock>,
}

impl Time {
    #[cfg(feature = "testing")]
    pub(crate) fn of(clock: &Clock) -> Self {
        let clock = Some(clock.clone());
        Time { clock }
    }

    /// Returns the first of `times` that is a test's clock, or else the system's time.
    pub(crate) fn first_of<'t>(mut times: impl Iterator<Item = &'t Time>) -> Self {
        let tested = times.find(|time| time.clock.is_some());
        tested.cloned().unwrap_or_default()
    }

    /// Returns whether this is the clock of a test. Such a clock also counts sleepers.
    pub(crate) fn is_tested(&self) -> bool {
        self.clock.is_some()
    }

    pub(crate) fn now(&self) -> Instant {
        self.when(Instant::now())
    }

    /// Returns the current time, where `system` is the system's current time.
    pub(crate) fn when(&self, system: Instant) -> Instant {
        self.clock.as_ref().map_or(system, Clock::now)
    }

    /// Returns a future that is ready when `time` has passed. `None` for the system's time, for
    /// which tasks wait in other ways.
    pub(crate) fn nap(&self, time: Duration) -> Option<Nap> {
        let clock = self.clock.as_ref();
        let bell = clock.map(|clock| clock.bell(after(clock.now(), time), true));
        bell.map(Nap)
    }
}

/// The clock that the workers of a run read.
pub(crate) trait TimeSource: Send + Sync {
    fn now(&self) -> Instant;

    /// Returns whether this is the clock of a test.
    fn is_tested(&self) -> bool;
}

impl TimeSource for Time {
    fn now(&self) -> Instant {
        Time::now(self)
    }

    fn is_tested(&self) -> bool {
        Time::is_tested(self)
    }
}

/// A moment at which a wait ends.
#[derive(PartialEq)]
pub(crate) struct End {
    pub(crate) at: Instant,
    pub(crate) time: Time,
    /// Whether the waiting worker does nothing else. A test counts it as a sleeper.
    sleeps: bool,
}

impl End {
    pub(crate) fn new(at: Instant, time: &Time) -> Self {
        End {
            at,
            time: time.clone(),
            sleeps: true,
        }
    }

    /// The end of a short wait for something else, which always uses the system's time.
    pub(crate) fn of_patience(time: Duration) -> Self {
        End::new(Instant::now() + time, &Time::default())
    }

    /// A moment that a run waits for while its workers work, such as a deadline.
    pub(crate) fn of_run(at: Instant, time: &Time) -> Self {
        End {
            sleeps: false,
            ..End::new(at, time)
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.time.now() >= self.at
    }

    /// Returns the moment by the system's time, if it uses that.
    pub(crate) fn of_system(&self) -> Option<Instant> {
        self.time.clock.is_none().then_some(self.at)
    }

    /// Returns a channel for a thread to select from. The channel is ready when the moment has
    /// come.
    pub(crate) fn ring(&self) -> TimeSignal {
        let Some(bell) = self.bell() else {
            return TimeSignal {
                rings: channel::at(self.at),
                _bell: None,
            };
        };
        let (sender, rings) = channel::bounded(0);
        // If the moment has come, `has_rung` drops the sender, and the channel is disconnected.
        bell.has_rung(Wakeup::Channel(sender));
        TimeSignal {
            rings,
            _bell: Some(bell),
        }
    }

    /// Returns a future that is ready at this moment. `None` for the system's time, for which tasks
    /// wait in other ways.
    pub(crate) fn nap(&self) -> Option<Nap> {
        self.bell().map(Nap)
    }

    fn bell(&self) -> Option<Bell> {
        let clock = self.time.clock.as_ref();
        clock.map(|clock| clock.bell(self.at, self.sleeps))
    }
}

/// A channel that is ready at the end of a wait: it has a message, or is disconnected.
pub(crate) struct TimeSignal {
    rings: Receiver<Instant>,
    _bell: Option<Bell>,
}

impl TimeSignal {
    pub(crate) fn rings(&self) -> &Receiver<Instant> {
        &self.rings
    }
}

/// The sleep of a thread until it is unparked, or until `end`, if there is one.
pub(crate) struct ThreadSleep<'e> {
    end: Option<&'e End>,
    _bell: Option<Bell>,
}

impl<'e> ThreadSleep<'e> {
    pub(crate) fn until(end: Option<&'e End>) -> Self {
        let bell = end.and_then(End::bell);
        // If the moment has come already, `is_late` returns true.
        bell.as_ref()
            .map(|bell| bell.has_rung(Wakeup::Thread(thread::current())));
        ThreadSleep { end, _bell: bell }
    }

    pub(crate) fn is_late(&self) -> bool {
        self.end.is_some_and(End::is_over)
    }

    /// Parks the thread until it is unparked or `end` has come. May also return spuriously.
    pub(crate) fn park(&self) {
        thread::park_until(self.end.and_then(End::of_system));
    }
}

/// A task's wait by a test's clock.
pub(crate) struct Nap(Bell);

impl Future for Nap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.has_rung(Wakeup::Task(cx.waker().clone())) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// How a waiting thread or task is told that the time has come.
pub(crate) enum Wakeup {
    Task(Waker),
    Thread(Thread),
    /// A channel that is disconnected.
    Channel(Sender<Instant>),
}

impl Wakeup {
    #[cfg_attr(not(feature = "testing"), expect(dead_code, reason = "nobody calls"))]
    pub(crate) fn call(self) {
        match self {
            Wakeup::Task(task) => task.wake(),
            Wakeup::Thread(thread) => thread.unpark(),
            Wakeup::Channel(sender) => drop(sender),
        }
    }
}
