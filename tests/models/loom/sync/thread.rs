//! Threads that sleep as soon as they may, and wake for no reason once.

use std::cell::Cell;
use std::time::Duration;

use loom::sync::{Arc, Notify};

pub(crate) use crate::clock::Instant;
pub(crate) use loom::thread::{spawn, yield_now};

/// Loom's own handle would also wake who waits for a lock.
#[derive(Clone)]
pub(crate) struct Thread(Arc<Notify>);

impl Thread {
    pub(crate) fn unpark(&self) {
        self.0.notify();
    }
}

loom::thread_local! {
    static CURRENT: Thread = Thread(Arc::new(Notify::new()));
    static CLOCK: Cell<Duration> = Cell::new(Duration::ZERO);
    static IS_LONG: Cell<bool> = Cell::new(false);
}

pub(crate) fn current() -> Thread {
    CURRENT.with(Thread::clone)
}

/// With an `end`, it is over at once: what others do meanwhile, they do before the thread goes on,
/// as loom lets them between any two of its steps.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => current().0.wait(),
        Some(end) => CLOCK.with(|clock| clock.set(clock.get().max(end.since_start()))),
    }
}

/// The time of this thread.
pub(crate) fn passed() -> Duration {
    CLOCK.with(Cell::get)
}

/// None at all.
pub(crate) struct Patience;

#[allow(clippy::unused_self, reason = "the signatures are the runtime's")]
impl Patience {
    pub(crate) fn of_one() -> Self {
        Patience
    }

    pub(crate) fn of_many() -> Self {
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

/// Every second time that a thread asks.
pub(crate) fn is_long(_: Duration) -> bool {
    IS_LONG.with(|long| long.replace(!long.get()))
}
