//! A flag that wakes those that wait for it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::task::Waker;

use super::channel::{self, Receiver, Sender};
use super::{AtomicBool, Mutex, Ordering, lock};

/// A flag. Raising it also wakes every `select!` and every task that waits for it.
pub(crate) struct Signal {
    raised: AtomicBool,
    /// Dropped when the signal is raised. This disconnects the waiters, which makes them ready.
    hold: Mutex<Option<Sender<Infallible>>>,
    waiters: Receiver<Infallible>,
    tasks: Mutex<Tasks>,
}

/// Tasks to wake, each of them once.
#[derive(Default)]
struct Tasks {
    next: u64,
    wakers: BTreeMap<u64, Waker>,
}

impl Signal {
    pub(crate) fn new() -> Self {
        let (hold, waiters) = channel::bounded(0);
        Signal {
            raised: AtomicBool::new(false),
            hold: Mutex::new(Some(hold)),
            waiters,
            tasks: Mutex::default(),
        }
    }

    /// Raises the signal. Returns whether this was the first call.
    pub(crate) fn raise(&self) -> bool {
        let first = !self.raised.swap(true, Ordering::SeqCst);
        if first {
            drop(lock(&self.hold).take());
            let tasks = std::mem::take(&mut lock(&self.tasks).wakers);
            tasks.into_values().for_each(Waker::wake);
        }
        first
    }

    #[inline]
    pub(crate) fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire)
    }

    /// Returns a channel that disconnects when the signal is raised, and never yields an item.
    pub(crate) fn waiter(&self) -> &Receiver<Infallible> {
        &self.waiters
    }

    /// Wakes the task when the signal is raised, or at once if it is raised already. Returns a key
    /// for [`forget`](Signal::forget).
    pub(crate) fn wake(&self, task: &Waker) -> u64 {
        let task = task.clone();
        let key = {
            let mut tasks = lock(&self.tasks);
            tasks.next += 1;
            let key = tasks.next;
            tasks.wakers.insert(key, task.clone());
            key
        };
        // Checked after the insertion: `raise` sets the flag before it takes the list, so either
        // `raise` finds the task in the list, or the flag is seen here.
        if self.is_raised() {
            task.wake();
        }
        key
    }

    /// Removes a task from the list of those to wake.
    pub(crate) fn forget(&self, key: u64) {
        let task = lock(&self.tasks).wakers.remove(&key);
        drop(task);
    }
}

/// Remembers which task was registered to be woken by signals, so that it is registered only once.
#[derive(Default)]
pub(crate) struct Listener {
    known: Option<Waker>,
}

impl Listener {
    /// Calls `tell`, unless this task was registered the last time.
    pub(crate) fn listen(&mut self, task: &Waker, tell: impl FnOnce(&Waker)) {
        if !self
            .known
            .as_ref()
            .is_some_and(|known| known.will_wake(task))
        {
            tell(task);
            self.known = Some(task.clone());
        }
    }
}
