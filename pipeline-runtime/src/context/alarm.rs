//! A thread that waits where a task cannot: for quit channels, and for times if there is no timer.
//!
//! All runs of futures that need this thread share it. Each run has an `Arc<Alarm>`, and the drop
//! of the last one joins the thread. So the thread has ended when the last of these runs has ended.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use crate::context::{AwaitedQuit, Context};
use crate::run::foreign;
use crate::sync::channel::{self, Select};
use crate::sync::stack::Stack;
use crate::sync::thread::{self, Instant, JoinHandle};
use crate::sync::{Arc, Mutex, Weak, global, lock};

global! {
    /// The alarm that is alive, if any.
    static ALIVE: Mutex<Weak<Alarm>> = Mutex::new(Weak::new());
}

pub(crate) struct Alarm {
    reactor: Arc<Reactor>,
    thread: Option<JoinHandle<()>>,
}

impl Alarm {
    /// Returns a share of the thread. Starts the thread if it does not run.
    ///
    /// # Errors
    ///
    /// If the thread cannot be started.
    pub(crate) fn share() -> io::Result<Arc<Self>> {
        let mut alive = lock(&ALIVE);
        if let Some(alarm) = alive.upgrade() {
            return Ok(alarm);
        }
        let alarm = Arc::new(Alarm::start()?);
        *alive = Arc::downgrade(&alarm);
        Ok(alarm)
    }

    fn start() -> io::Result<Self> {
        let (notifier, notified) = channel::bounded(1);
        let reactor = Arc::new(Reactor {
            registered: Mutex::default(),
            notifier,
        });
        let live = {
            let reactor = Arc::clone(&reactor);
            move || reactor.run(&notified)
        };
        let thread = thread::spawn("pipeline clock".to_owned(), Stack::default(), live)?;
        Ok(Alarm {
            reactor,
            thread: Some(thread),
        })
    }

    /// Returns a future that is ready when `time` has passed.
    pub(crate) fn nap(&self, time: Duration) -> AlarmNap {
        let mut registered = lock(&self.reactor.registered);
        registered.naps_made += 1;
        AlarmNap {
            key: (Instant::now() + time, registered.naps_made),
            reactor: Arc::clone(&self.reactor),
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        lock(&self.reactor.registered).is_over = true;
        self.reactor.notify();
        // A waker may drop its task on the alarm's own thread, and with the task the last share. A
        // thread must not join itself.
        let other = self.thread.take().filter(|thread| !thread.is_current());
        if let Some(Err(payload)) = other.map(JoinHandle::join) {
            foreign::discard(payload);
        }
    }
}

/// The state that the alarm's thread shares with the runs.
struct Reactor {
    registered: Mutex<Registrations>,
    /// Wakes the thread after a registration.
    notifier: channel::Sender<()>,
}

/// What the alarm's thread waits for.
#[derive(Default)]
struct Registrations {
    /// Wakers of the tasks that wait, by time and by the number of the wait.
    naps: BTreeMap<(Instant, u64), Waker>,
    naps_made: u64,
    /// Each quit channel once, with the number of runs that wait for it.
    quits: BTreeMap<usize, (AwaitedQuit, usize)>,
    is_over: bool,
}

impl Reactor {
    /// Makes the thread read the registrations again.
    fn notify(&self) {
        // If the channel is full, the thread will wake anyway.
        let _ = self.notifier.try_send(());
    }

    /// The loop of the alarm's thread.
    fn run(&self, notified: &channel::Receiver<()>) {
        while !lock(&self.registered).is_over {
            let next = self.wake_due();
            let quits = self.quits();
            if let Some(quit) = ready(notified, &quits, next) {
                foreign::call_quietly(|| quit.look());
                self.forget(quit);
            }
            // This may be the last clone of a channel, and the messages in it are foreign code.
            foreign::drop_quietly(quits);
            let _ = notified.try_recv();
        }
    }

    /// Wakes the tasks whose time has come. Returns the time of the next wait.
    fn wake_due(&self) -> Option<Instant> {
        let now = Instant::now();
        let due = {
            let mut registered = lock(&self.registered);
            let later = registered.naps.split_off(&(now, u64::MAX));
            std::mem::replace(&mut registered.naps, later)
        };
        for task in due.into_values() {
            // A waker is foreign code. Even if it panics, the tasks of other runs must be woken.
            foreign::call_quietly(|| task.wake());
        }
        lock(&self.registered)
            .naps
            .keys()
            .next()
            .map(|&(time, _)| time)
    }

    fn quits(&self) -> Vec<AwaitedQuit> {
        let registered = lock(&self.registered);
        registered
            .quits
            .values()
            .map(|(quit, _)| quit.clone())
            .collect()
    }

    /// Removes a channel that has stopped its context. It would stay ready forever.
    fn forget(&self, quit: &AwaitedQuit) {
        if quit.is_spent() {
            let known = lock(&self.registered).quits.remove(&quit.key());
            drop(known);
        }
    }
}

/// Waits until the thread is notified, a channel is ready, or `end` has come. Returns the channel,
/// if one is ready.
fn ready<'q>(
    notified: &channel::Receiver<()>,
    quits: &'q [AwaitedQuit],
    end: Option<Instant>,
) -> Option<&'q AwaitedQuit> {
    let mut select = Select::new();
    select.recv(notified);
    for quit in quits {
        quit.register(&mut select);
    }
    let ready = match end {
        Some(end) => select.ready_deadline(end).ok()?,
        None => select.ready(),
    };
    // Index 0 is `notified`.
    quits.get(ready.checked_sub(1)?)
}

/// A future that the alarm's thread wakes when its time has passed.
pub(crate) struct AlarmNap {
    key: (Instant, u64),
    reactor: Arc<Reactor>,
}

impl Future for AlarmNap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<()> {
        if self.key.0 <= Instant::now() {
            return Poll::Ready(());
        }
        // A waker is foreign code, so it is cloned and dropped outside of the lock.
        let task = cx.waker().clone();
        let (known, is_next) = {
            let mut registered = lock(&self.reactor.registered);
            let known = registered.naps.insert(self.key, task);
            let next = registered.naps.keys().next();
            (known, next == Some(&self.key))
        };
        drop(known);
        if is_next {
            self.reactor.notify();
        }
        Poll::Pending
    }
}

impl Drop for AlarmNap {
    fn drop(&mut self) {
        let known = lock(&self.reactor.registered).naps.remove(&self.key);
        drop(known);
    }
}

/// A guard: the alarm's thread waits for the quit channels of one run until it is dropped.
pub(crate) struct Watching {
    keys: Vec<usize>,
    alarm: Arc<Alarm>,
}

impl Watching {
    /// Makes the thread wait for the quit channels of `context`. Returns `None` if there are no
    /// such channels.
    ///
    /// # Errors
    ///
    /// As for [`Alarm::share`].
    pub(crate) fn of(context: &Context) -> io::Result<Option<Self>> {
        let quits = context.awaited_quits();
        if quits.is_empty() {
            return Ok(None);
        }
        let alarm = Alarm::share()?;
        let keys = quits.iter().map(AwaitedQuit::key).collect();
        {
            let mut registered = lock(&alarm.reactor.registered);
            for quit in quits {
                registered.quits.entry(quit.key()).or_insert((quit, 0)).1 += 1;
            }
        }
        alarm.reactor.notify();
        Ok(Some(Watching { keys, alarm }))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // Messages in the channels are foreign code, so the channels are dropped outside of the
        // lock.
        let mut gone = Vec::new();
        let mut registered = lock(&self.alarm.reactor.registered);
        for key in &self.keys {
            let Some((_, runs)) = registered.quits.get_mut(key) else {
                continue;
            };
            *runs -= 1;
            if *runs == 0 {
                gone.extend(registered.quits.remove(key));
            }
        }
        drop(registered);
        if !gone.is_empty() {
            self.alarm.reactor.notify();
        }
        foreign::drop_quietly(gone);
    }
}
