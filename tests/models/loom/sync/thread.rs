//! Threads that sleep as soon as they may, and may wake up once for no reason.

use std::cell::Cell;
use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;

use loom::sync::Notify;

pub(crate) use crate::clock::Instant;
pub(crate) use loom::thread::{spawn, yield_now};

/// Wakes a thread. Loom's own handle would also wake a thread that waits for a lock.
struct Unpark(Notify);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.notify();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.notify();
    }
}

loom::thread_local! {
    static CURRENT: Arc<Unpark> = Arc::new(Unpark(Notify::new()));
    static CLOCK: Cell<Duration> = Cell::new(Duration::ZERO);
    static IS_LONG: Cell<bool> = Cell::new(false);
}

fn current() -> Arc<Unpark> {
    CURRENT.with(Arc::clone)
}

/// Returns a waker that wakes the current thread from [`park_until`].
pub(crate) fn waker() -> Waker {
    Waker::from(current())
}

/// Sleeps until this thread is woken. With an `end`, returns at once: other threads may act before
/// this one continues, as between any two steps of a model.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => current().0.wait(),
        Some(end) => CLOCK.with(|clock| clock.set(clock.get().max(end.since_start()))),
    }
}

/// Returns the time of this thread.
pub(crate) fn passed() -> Duration {
    CLOCK.with(Cell::get)
}

/// Never looks again before a sleep.
pub(crate) struct Patience;

#[allow(clippy::unused_self, reason = "the signatures are the runtime's")]
impl Patience {
    pub(crate) fn of_one() -> Self {
        Patience
    }

    pub(crate) fn of_many() -> Self {
        Patience
    }

    pub(crate) fn none() -> Self {
        Patience
    }

    pub(crate) fn after(self, _: Duration) -> Self {
        self
    }

    pub(crate) fn is_young(&self) -> bool {
        false
    }

    pub(crate) fn pause(&mut self) -> bool {
        false
    }
}

/// Returns true every second time that a thread asks.
pub(crate) fn is_long(_: Duration) -> bool {
    IS_LONG.with(|long| long.replace(!long.get()))
}
