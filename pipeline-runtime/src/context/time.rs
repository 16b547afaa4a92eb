//! The time that a run goes by: the system's, or that of a test's clock.
//!
//! Whatever a pipeline does by time asks here: deadlines, batches in time, throttles, backoffs. What
//! measures (reports, windows, patience) looks at the system's time.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::thread::{self, Instant, Thread};
#[cfg(feature = "testing")]
use crate::testing::clock::{Bell, Clock};

/// What stands for a test's clock where there is none: all of it is compiled away.
#[cfg(not(feature = "testing"))]
mod never;
#[cfg(not(feature = "testing"))]
use self::never::{Bell, Clock};

/// Some hundred years: nobody can add more to a clock's time.
pub(crate) const LONGEST: Duration = Duration::from_secs(1 << 32);

/// What says how late it is.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Time {
    /// The system, if there is none.
    clock: Option<Clock>,
}

impl Time {
    #[cfg(feature = "testing")]
    pub(crate) fn of(clock: &Clock) -> Self {
        let clock = Some(clock.clone());
        Time { clock }
    }

    /// The first of them that is not the system's.
    pub(crate) fn first_of<'t>(mut times: impl Iterator<Item = &'t Time>) -> Self {
        let tested = times.find(|time| time.clock.is_some());
        tested.cloned().unwrap_or_default()
    }

    /// Whether it is that of a test, which wants to know who waits for nothing else.
    pub(crate) fn is_tested(&self) -> bool {
        self.clock.is_some()
    }

    pub(crate) fn now(&self) -> Instant {
        self.when(Instant::now())
    }

    /// What time it is when it is `system` by the system.
    pub(crate) fn when(&self, system: Instant) -> Instant {
        self.clock.as_ref().map_or(system, Clock::now)
    }

    /// How a task waits until `time` has passed; the system has other ways.
    pub(crate) fn nap(&self, time: Duration) -> Option<Nap> {
        let clock = self.clock.as_ref();
        let bell = clock.map(|clock| clock.bell(clock.now() + time, true));
        bell.map(Nap)
    }
}

/// What tells the workers of a run the time.
pub(crate) trait TimeSource: Send + Sync {
    fn now(&self) -> Instant;

    /// Whether it is the clock of a test.
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
    /// Who waits for it does nothing else: a sleeper, as a test counts them.
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

    /// The end of a wait that is no part of what a pipeline does by time.
    pub(crate) fn of_patience(time: Duration) -> Self {
        End::new(Instant::now() + time, &Time::default())
    }

    /// One that a run waits for beside its work.
    pub(crate) fn of_run(at: Instant, time: &Time) -> Self {
        End {
            sleeps: false,
            ..End::new(at, time)
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.time.now() >= self.at
    }

    /// The moment by the system's time, if it goes by that.
    pub(crate) fn of_system(&self) -> Option<Instant> {
        self.time.clock.is_none().then_some(self.at)
    }

    /// What a thread can select from until it is over.
    pub(crate) fn ring(&self) -> TimeSignal {
        let Some(bell) = self.bell() else {
            return TimeSignal {
                rings: channel::at(self.at),
                _bell: None,
            };
        };
        let (rope, rings) = channel::bounded(0);
        // If it has rung, the rope is gone.
        bell.has_rung(Wakeup::Channel(rope));
        TimeSignal {
            rings,
            _bell: Some(bell),
        }
    }

    /// How a task waits for it; the system has other ways.
    pub(crate) fn nap(&self) -> Option<Nap> {
        self.bell().map(Nap)
    }

    fn bell(&self) -> Option<Bell> {
        let clock = self.time.clock.as_ref();
        clock.map(|clock| clock.bell(self.at, self.sleeps))
    }
}

/// A channel that is ready at the end of a wait: it has a message, or disconnects.
pub(crate) struct TimeSignal {
    rings: Receiver<Instant>,
    _bell: Option<Bell>,
}

impl TimeSignal {
    pub(crate) fn rings(&self) -> &Receiver<Instant> {
        &self.rings
    }
}

/// The sleep of a thread that somebody unparks, which is late at its end, if it has one.
pub(crate) struct ThreadSleep<'e> {
    end: Option<&'e End>,
    _bell: Option<Bell>,
}

impl<'e> ThreadSleep<'e> {
    pub(crate) fn until(end: Option<&'e End>) -> Self {
        let bell = end.and_then(End::bell);
        // If it has rung, the sleep is late.
        bell.as_ref()
            .map(|bell| bell.has_rung(Wakeup::Thread(thread::current())));
        ThreadSleep { end, _bell: bell }
    }

    pub(crate) fn is_late(&self) -> bool {
        self.end.is_some_and(End::is_over)
    }

    /// Lets the thread sleep until it is unparked, or late; or for no reason.
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

/// How someone who waits is told that the time has come.
pub(crate) enum Wakeup {
    Task(Waker),
    Thread(Thread),
    /// It disconnects.
    Channel(Sender<Instant>),
}

impl Wakeup {
    #[cfg_attr(not(feature = "testing"), expect(dead_code, reason = "nobody calls"))]
    pub(crate) fn call(self) {
        match self {
            Wakeup::Task(task) => task.wake(),
            Wakeup::Thread(thread) => thread.unpark(),
            Wakeup::Channel(rope) => drop(rope),
        }
    }
}
