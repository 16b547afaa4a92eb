//! How tasks wait for a time: by a test's clock, by a sleep that the user gave, by tokio's timer,
//! or on the thread of the [alarm](crate::context::alarm).

use std::io;
use std::pin::Pin;
use std::time::Duration;

use crate::context::alarm::Alarm;
use crate::context::time::LONGEST;
use crate::context::time::TimeSource;
use crate::context::time::{End, Time};
use crate::run::foreign;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, lock};

/// A future that is ready when a time has passed.
pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;
/// A function that makes a [`Sleep`].
pub(crate) type MakeSleep = Arc<dyn Fn(Duration) -> Sleep + Send + Sync>;

/// The clock of a run of futures.
pub(crate) struct Clock {
    time: Time,
    given: Option<MakeSleep>,
    /// Share of the alarm's thread. Taken by the first wait that needs it.
    alarm: Mutex<Option<Arc<Alarm>>>,
    #[cfg(feature = "tokio")]
    timer: timer::Known,
}

impl Clock {
    pub(crate) fn new(time: &Time, given: Option<MakeSleep>) -> Arc<Self> {
        Arc::new(Clock {
            time: time.clone(),
            given,
            alarm: Mutex::default(),
            #[cfg(feature = "tokio")]
            timer: timer::Known::default(),
        })
    }

    pub(crate) fn time(&self) -> &Time {
        &self.time
    }

    /// Returns the current time, by the clock that the waits use. A sleep that the user gave has no
    /// clock, so the system's time is used for it.
    pub(crate) fn now(&self) -> Instant {
        #[cfg(all(feature = "tokio", not(pipeline_schedules)))]
        if self.given.is_none() && !self.time.is_tested() && self.timer.is_there() {
            // Tokio's time may be paused.
            return tokio::time::Instant::now().into_std();
        }
        self.time.now()
    }

    /// Returns a future that is ready when `time` has passed.
    ///
    /// # Errors
    ///
    /// If there is neither a sleep nor a timer, and the alarm's thread cannot be started.
    pub(crate) fn sleep(&self, time: Duration) -> io::Result<Sleep> {
        match self.time.nap(time.min(LONGEST)) {
            Some(nap) => Ok(Box::pin(nap)),
            None => self.sleep_by_system(time),
        }
    }

    /// Returns a future that is ready at a run's deadline. `now` is the system's time.
    ///
    /// # Errors
    ///
    /// As for [`sleep`](Clock::sleep).
    pub(crate) fn sleep_until(&self, end: &End, now: Instant) -> io::Result<Sleep> {
        match end.nap() {
            Some(nap) => Ok(Box::pin(nap)),
            None => self.sleep_by_system(end.at.saturating_duration_since(now)),
        }
    }

    /// Returns a future that is ready when `time` has passed by the system's time, or by tokio's.
    fn sleep_by_system(&self, time: Duration) -> io::Result<Sleep> {
        let time = time.min(LONGEST);
        if let Some(make) = &self.given {
            return Ok(make(time));
        }
        #[cfg(feature = "tokio")]
        if self.timer.is_there() {
            return Ok(Box::pin(timer::Wait::new(time)));
        }
        let mut alarm = lock(&self.alarm);
        let alarm = match &mut *alarm {
            Some(alarm) => alarm,
            none => none.insert(Alarm::share()?),
        };
        Ok(Box::pin(alarm.nap(time)))
    }

    /// Releases the share of the alarm's thread. To be called when nobody waits for a time any
    /// more.
    pub(crate) fn close(&self) {
        let alarm = lock(&self.alarm).take();
        drop(alarm);
    }
}

impl TimeSource for Clock {
    fn now(&self) -> Instant {
        Clock::now(self)
    }

    fn is_tested(&self) -> bool {
        self.time.is_tested()
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        // The user's sleep is foreign code.
        foreign::drop_quietly(self.given.take());
    }
}

/// Waits by tokio's timer, and finds out whether the current runtime has one.
#[cfg(feature = "tokio")]
mod timer {
    use std::panic;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use tokio::runtime::{Handle, Id};

    use crate::run::foreign;
    use crate::sync::{Mutex, global, lock};

    global! {
        /// Runtimes that are known to have no timer. Tokio does not use an id twice.
        static UNTIMED: Mutex<Vec<Id>> = Mutex::new(Vec::new());
    }

    /// A wait by tokio's timer. A poll after the deadline is ready even if the runtime has not
    /// checked its timers yet. A single-threaded runtime checks them once in 61 polls of tasks.
    pub(super) struct Wait(Pin<Box<tokio::time::Sleep>>);

    impl Wait {
        pub(super) fn new(time: Duration) -> Self {
            Wait(Box::pin(tokio::time::sleep(time)))
        }
    }

    impl Future for Wait {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            if self.0.deadline() <= tokio::time::Instant::now() {
                return Poll::Ready(());
            }
            self.0.as_mut().poll(cx)
        }
    }

    /// The runtime that a run was last polled on, and whether that runtime has a timer.
    #[derive(Default)]
    pub(super) struct Known(Mutex<Option<(Id, bool)>>);

    impl Known {
        pub(super) fn is_there(&self) -> bool {
            let Ok(runtime) = Handle::try_current() else {
                return false;
            };
            let id = runtime.id();
            let known = *lock(&self.0);
            if let Some((_, is_there)) = known.filter(|(known, _)| *known == id) {
                return is_there;
            }
            let is_there = ask(id);
            *lock(&self.0) = Some((id, is_there));
            is_there
        }
    }

    /// Finds out whether the current runtime has a timer. Without one, tokio panics, and the panic
    /// hook prints this. So each runtime is asked only once.
    fn ask(runtime: Id) -> bool {
        if lock(&UNTIMED).contains(&runtime) {
            return false;
        }
        let asked = panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)));
        let Err(payload) = asked else { return true };
        foreign::discard(payload);
        lock(&UNTIMED).push(runtime);
        false
    }
}
