//! Threads that look again a few times or not at all, and whose clocks run as chance has it.

use std::cell::Cell;
use std::time::Duration;

use shuttle::rand::{Rng, thread_rng};

pub(crate) use crate::clock::Instant;
pub(crate) use shuttle::thread::{JoinHandle, Thread, current, spawn, yield_now};

shuttle::thread_local! {
    static CLOCK: Cell<Duration> = Cell::new(Duration::ZERO);
}

/// With an `end`, it may be over at any time.
pub(crate) fn park_until(end: Option<Instant>) {
    let Some(end) = end else {
        return shuttle::thread::park();
    };
    yield_now();
    if thread_rng().gen_bool(0.3) {
        CLOCK.with(|clock| clock.set(clock.get().max(end.since_start())));
    }
}

/// The time of this thread: it stands still, or jumps by as much as makes it slow.
pub(crate) fn passed() -> Duration {
    CLOCK.with(|clock| {
        if thread_rng().gen_bool(0.1) {
            clock.set(clock.get() + Duration::from_micros(600));
        }
        clock.get()
    })
}

/// A look, or some.
pub(crate) struct Patience(u32);

#[allow(clippy::unused_self, reason = "the signatures are the runtime's")]
impl Patience {
    pub(crate) fn of_one() -> Self {
        Patience(thread_rng().gen_range(0..2))
    }

    pub(crate) fn of_many() -> Self {
        Patience(thread_rng().gen_range(0..3))
    }

    pub(crate) fn after(self, _: Duration) -> Self {
        self
    }

    pub(crate) fn is_young(&self) -> bool {
        false
    }

    pub(crate) fn pause(&mut self) -> bool {
        yield_now();
        let goes_on = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        goes_on
    }
}

/// As chance has it.
pub(crate) fn is_long(_: Duration) -> bool {
    thread_rng().gen_range(0..2) == 0
}
