//! The thread that waits where a task cannot: for quit channels, and for times where there is no timer.
//!
//! All runs of futures that need the thread share it. Each run has an `Arc<Alarm>`; the drop of the last one
//! joins the thread. So the thread has ended when the last of these runs has.

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
    /// The one that is alive.
    static ALIVE: Mutex<Weak<Alarm>> = Mutex::new(Weak::new());
}

pub(crate) struct Alarm {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

impl Alarm {
    /// A share of the thread. The first call starts the thread.
    ///
    /// # Errors
    ///
    /// The thread could not be started.
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
        let (rope, bell) = channel::bounded(1);
        let desk = Arc::new(Desk {
            orders: Mutex::default(),
            rope,
        });
        let live = {
            let desk = Arc::clone(&desk);
            move || desk.serve(&bell)
        };
        let thread = thread::spawn("pipeline clock".to_owned(), Stack::default(), live)?;
        Ok(Alarm {
            desk,
            thread: Some(thread),
        })
    }

    /// A future that is ready when `time` has passed.
    pub(crate) fn nap(&self, time: Duration) -> AlarmNap {
        let mut orders = lock(&self.desk.orders);
        orders.naps_made += 1;
        AlarmNap {
            key: (Instant::now() + time, orders.naps_made),
            desk: Arc::clone(&self.desk),
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        lock(&self.desk.orders).is_over = true;
        self.desk.ring();
        // A waker may drop its task, and with it the last share, on this very thread.
        let other = self.thread.take().filter(|thread| !thread.is_current());
        if let Some(Err(payload)) = other.map(JoinHandle::join) {
            foreign::discard(payload);
        }
    }
}

/// What the thread is to do.
struct Desk {
    orders: Mutex<Orders>,
    /// Rings when there is something new.
    rope: channel::Sender<()>,
}

#[derive(Default)]
struct Orders {
    /// By time, and by the number of the wait.
    naps: BTreeMap<(Instant, u64), Waker>,
    naps_made: u64,
    /// Each quit channel once, with the number of runs that it may stop.
    quits: BTreeMap<usize, (AwaitedQuit, usize)>,
    is_over: bool,
}

impl Desk {
    fn ring(&self) {
        // A full channel rings already.
        let _ = self.rope.try_send(());
    }

    /// The thread's life.
    fn serve(&self, bell: &channel::Receiver<()>) {
        while !lock(&self.orders).is_over {
            let next = self.wake_due();
            let quits = self.quits();
            if let Some(quit) = ready(bell, &quits, next) {
                foreign::call_quietly(|| quit.look());
                self.forget(quit);
            }
            // This may be the last clone of a channel: its messages are foreign code.
            foreign::drop_quietly(quits);
            let _ = bell.try_recv();
        }
    }

    /// Wakes those whose time has come, and says when the next will.
    fn wake_due(&self) -> Option<Instant> {
        let now = Instant::now();
        let due = {
            let mut orders = lock(&self.orders);
            let later = orders.naps.split_off(&(now, u64::MAX));
            std::mem::replace(&mut orders.naps, later)
        };
        for task in due.into_values() {
            // A waker is foreign code. If it panics, the tasks of other runs must be woken all the same.
            foreign::call_quietly(|| task.wake());
        }
        lock(&self.orders).naps.keys().next().map(|&(time, _)| time)
    }

    fn quits(&self) -> Vec<AwaitedQuit> {
        let orders = lock(&self.orders);
        orders
            .quits
            .values()
            .map(|(quit, _)| quit.clone())
            .collect()
    }

    /// Forgets a channel that has stopped its context: it would be ready for ever.
    fn forget(&self, quit: &AwaitedQuit) {
        if quit.is_spent() {
            let known = lock(&self.orders).quits.remove(&quit.key());
            drop(known);
        }
    }
}

/// Waits until the bell rings, a channel is ready or `end` has come. Returns the channel, if one is ready.
fn ready<'q>(
    bell: &channel::Receiver<()>,
    quits: &'q [AwaitedQuit],
    end: Option<Instant>,
) -> Option<&'q AwaitedQuit> {
    let mut select = Select::new();
    select.recv(bell);
    for quit in quits {
        quit.register(&mut select);
    }
    let ready = match end {
        Some(end) => select.ready_deadline(end).ok()?,
        None => select.ready(),
    };
    // The first is the bell.
    quits.get(ready.checked_sub(1)?)
}

/// A future that the thread wakes when its time has passed.
pub(crate) struct AlarmNap {
    key: (Instant, u64),
    desk: Arc<Desk>,
}

impl Future for AlarmNap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<()> {
        if self.key.0 <= Instant::now() {
            return Poll::Ready(());
        }
        // A waker is foreign code: made and dropped outside of the lock.
        let task = cx.waker().clone();
        let (known, is_next) = {
            let mut orders = lock(&self.desk.orders);
            let known = orders.naps.insert(self.key, task);
            let next = orders.naps.keys().next();
            (known, next == Some(&self.key))
        };
        drop(known);
        if is_next {
            self.desk.ring();
        }
        Poll::Pending
    }
}

impl Drop for AlarmNap {
    fn drop(&mut self) {
        let known = lock(&self.desk.orders).naps.remove(&self.key);
        drop(known);
    }
}

/// The quit channels of one run, as the thread waits for them.
pub(crate) struct Watching {
    keys: Vec<usize>,
    alarm: Arc<Alarm>,
}

impl Watching {
    /// Has the thread wait for the quit channels of `context`; none, if there are none.
    ///
    /// # Errors
    ///
    /// As of [`Alarm::share`].
    pub(crate) fn of(context: &Context) -> io::Result<Option<Self>> {
        let quits = context.awaited_quits();
        if quits.is_empty() {
            return Ok(None);
        }
        let alarm = Alarm::share()?;
        let keys = quits.iter().map(AwaitedQuit::key).collect();
        {
            let mut orders = lock(&alarm.desk.orders);
            for quit in quits {
                orders.quits.entry(quit.key()).or_insert((quit, 0)).1 += 1;
            }
        }
        alarm.desk.ring();
        Ok(Some(Watching { keys, alarm }))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // What the channels hold is foreign code: dropped outside of the lock.
        let mut gone = Vec::new();
        let mut orders = lock(&self.alarm.desk.orders);
        for key in &self.keys {
            let Some((_, runs)) = orders.quits.get_mut(key) else {
                continue;
            };
            *runs -= 1;
            if *runs == 0 {
                gone.extend(orders.quits.remove(key));
            }
        }
        drop(orders);
        if !gone.is_empty() {
            self.alarm.desk.ring();
        }
        foreign::drop_quietly(gone);
    }
}
