//! A flag that wakes whoever waits for it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::task::Waker;

use super::channel::{self, Receiver, Sender};
use super::{AtomicBool, Mutex, Ordering, lock};

/// A flag whose raising also wakes every `select!` and every task that waits for it.
pub(crate) struct Signal {
    raised: AtomicBool,
    /// Dropped when the signal is raised: a receiver that disconnects is ready.
    hold: Mutex<Option<Sender<Infallible>>>,
    waiters: Receiver<Infallible>,
    tasks: Mutex<Tasks>,
}

/// Tasks that are woken once.
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

    /// Returns whether this call was the one that raised it.
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

    /// Disconnects when the signal is raised; never gives an item.
    pub(crate) fn waiter(&self) -> &Receiver<Infallible> {
        &self.waiters
    }

    /// Has the task woken when it is raised, at once if it is already; gives what it is
    /// [forgotten](Signal::forget) by.
    pub(crate) fn wake(&self, task: &Waker) -> u64 {
        let task = task.clone();
        let key = {
            let mut tasks = lock(&self.tasks);
            tasks.next += 1;
            let key = tasks.next;
            tasks.wakers.insert(key, task.clone());
            key
        };
        // Looked at after that: whoever raises it takes the list later.
        if self.is_raised() {
            task.wake();
        }
        key
    }

    /// Does not wake a task after all.
    pub(crate) fn forget(&self, key: u64) {
        let task = lock(&self.tasks).wakers.remove(&key);
        drop(task);
    }
}

/// A task that signals wake: each is told of it once, and again if it is another.
#[derive(Default)]
pub(crate) struct Listener {
    known: Option<Waker>,
}

impl Listener {
    /// Calls `tell` if it is the first time that this task listens.
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
