//! How tasks wait for a time: by a test's clock, as they were told, by tokio's timer, or by a thread of
//! the run.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::current::LONGEST;
use crate::stack::Stack;
use crate::sync::thread::{self, Instant, JoinHandle};
use crate::sync::{Arc, Mutex, channel, lock};
use crate::time::{End, Time};

/// A wait for a time.
pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;
/// What makes one.
pub(crate) type MakeSleep = Arc<dyn Fn(Duration) -> Sleep + Send + Sync>;

/// The clock of a run.
pub(crate) struct Clock {
    time: Time,
    given: Option<MakeSleep>,
    /// Started for the first wait.
    alarm: Mutex<Option<Alarm>>,
}

impl Clock {
    pub(crate) fn new(time: &Time, given: Option<MakeSleep>) -> Arc<Self> {
        Arc::new(Clock {
            time: time.clone(),
            given,
            alarm: Mutex::default(),
        })
    }

    pub(crate) fn time(&self) -> &Time {
        &self.time
    }

    /// What time it is by the clock that waits go by; a sleep that the user gave tells no time.
    pub(crate) fn now(&self) -> Instant {
        #[cfg(all(feature = "tokio", not(pipeline_schedules)))]
        if self.given.is_none() && !self.time.is_tested() && is_tokios() {
            // It may be paused.
            return tokio::time::Instant::now().into_std();
        }
        self.time.now()
    }

    /// A future that is ready when `time` has passed.
    ///
    /// # Errors
    ///
    /// Nobody said how to wait, and there is no thread to be had for it.
    pub(crate) fn sleep(&self, time: Duration) -> io::Result<Sleep> {
        match self.time.nap(time.min(LONGEST)) {
            Some(nap) => Ok(Box::pin(nap)),
            None => self.sleep_by_system(time),
        }
    }

    /// A future that is ready at a run's deadline; it is `now` by the system.
    ///
    /// # Errors
    ///
    /// As of [`sleep`](Clock::sleep).
    pub(crate) fn sleep_until(&self, end: &End, now: Instant) -> io::Result<Sleep> {
        match end.nap() {
            Some(nap) => Ok(Box::pin(nap)),
            None => self.sleep_by_system(end.at.saturating_duration_since(now)),
        }
    }

    /// By the system's time, however it is waited for.
    fn sleep_by_system(&self, time: Duration) -> io::Result<Sleep> {
        let time = time.min(LONGEST);
        if let Some(make) = &self.given {
            return Ok(make(time));
        }
        #[cfg(feature = "tokio")]
        if is_tokios() {
            return Ok(Box::pin(tokio::time::sleep(time)));
        }
        let mut alarm = lock(&self.alarm);
        let alarm = match &mut *alarm {
            Some(alarm) => alarm,
            none => none.insert(Alarm::start()?),
        };
        Ok(Box::pin(alarm.nap(time)))
    }

    /// Waits for the end of its thread; to be called when nobody waits for it any more.
    pub(crate) fn close(&self) {
        let alarm = lock(&self.alarm).take();
        drop(alarm);
    }
}

/// Whether waits go by tokio's timer.
#[cfg(feature = "tokio")]
fn is_tokios() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// A thread that wakes tasks when their time has come.
struct Alarm {
    due: Arc<Due>,
    thread: Option<JoinHandle<()>>,
    /// The thread ends with it.
    rope: Option<channel::Sender<()>>,
}

#[derive(Default)]
struct Due {
    /// By time, and by the number of the wait.
    tasks: Mutex<BTreeMap<(Instant, u64), Waker>>,
    next: Mutex<u64>,
}

impl Alarm {
    fn start() -> io::Result<Self> {
        let due = Arc::<Due>::default();
        let (rope, bell) = channel::bounded(1);
        let ring = {
            let due = Arc::clone(&due);
            move || due.ring(&bell)
        };
        let thread = thread::spawn("pipeline clock".to_owned(), Stack::default(), ring)?;
        Ok(Alarm {
            due,
            thread: Some(thread),
            rope: Some(rope),
        })
    }

    fn nap(&self, time: Duration) -> Nap {
        let mut next = lock(&self.due.next);
        *next += 1;
        Nap {
            key: (Instant::now() + time, *next),
            due: Arc::clone(&self.due),
            rope: self.rope.clone(),
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        // Naps have ropes too: one that was kept must not keep the thread.
        lock(&self.due.next).clone_from(&u64::MAX);
        if let Some(rope) = self.rope.take() {
            let _ = rope.try_send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Due {
    /// The thread's life.
    fn ring(&self, bell: &channel::Receiver<()>) {
        while *lock(&self.next) != u64::MAX {
            match self.wake_due() {
                Some(next) => drop(bell.recv_deadline(next)),
                None => drop(bell.recv()),
            }
        }
    }

    /// Wakes those whose time has come, and says when the next will.
    fn wake_due(&self) -> Option<Instant> {
        let now = Instant::now();
        let due = {
            let mut tasks = lock(&self.tasks);
            let later = tasks.split_off(&(now, u64::MAX));
            std::mem::replace(&mut *tasks, later)
        };
        due.into_values().for_each(Waker::wake);
        lock(&self.tasks).keys().next().map(|&(time, _)| time)
    }
}

/// A wait that the alarm ends.
struct Nap {
    key: (Instant, u64),
    due: Arc<Due>,
    rope: Option<channel::Sender<()>>,
}

impl Future for Nap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.key.0 <= Instant::now() {
            return Poll::Ready(());
        }
        // A waker is foreign code: dropped outside of the lock.
        let known = lock(&self.due.tasks).insert(self.key, cx.waker().clone());
        drop(known);
        sabotage!(NapUnrung => return Poll::Pending);
        // Where it rings already, once is enough.
        self.rope.as_ref().map(|rope| rope.try_send(()));
        Poll::Pending
    }
}

impl Drop for Nap {
    fn drop(&mut self) {
        let known = lock(&self.due.tasks).remove(&self.key);
        drop(known);
    }
}
