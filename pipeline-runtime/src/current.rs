//! What the current thread works for, where no argument says it.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crossbeam_channel as channel;

use crate::context::Context;
use crate::halt::Halt;
use crate::tally::Tally;
use crate::worker::Member;

/// The worker that a thread is.
#[derive(Clone)]
pub(crate) struct Current {
    halt: Halt,
    member: Member,
}

thread_local! {
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

/// Some hundred years: nobody can add more to a clock's time.
const LONGEST: Duration = Duration::from_secs(1 << 32);

impl Current {
    /// Makes this the thread's until the guard is dropped.
    pub(crate) fn enter(halt: &Halt, member: &Member) -> Entered {
        let halt = halt.clone();
        let member = member.clone();
        CURRENT.set(Some(Current { halt, member }));
        Entered
    }

    /// That of this thread; none where a pipeline runs in the drop of another of its locals.
    pub(crate) fn get() -> Option<Self> {
        let current = CURRENT.try_with(|current| current.borrow().clone());
        current.ok().flatten()
    }

    /// Counts `items` as dropped, as far as they can be what was taken.
    pub(crate) fn drop_items(&self, items: usize) {
        let tally = self.tally();
        let done = tally.failed.get() + tally.dropped.get();
        let held = tally.all_taken().saturating_sub(done);
        tally.dropped.add(held.min(items as u64));
    }

    /// Whether to begin no further item.
    pub(crate) fn must_stop(&self) -> bool {
        self.member.must_stop(&self.halt)
    }

    fn tally(&self) -> &Tally {
        &self.member.tally
    }

    /// Waits for `time`, but not beyond the moment when the worker must stop.
    pub(crate) fn pause(&self, time: Duration) {
        let end = Instant::now() + time.min(LONGEST);
        // A wait for the right time is none for an item, nor is it work.
        let waited = &self.tally().waited_for_output;
        waited.time(|| self.member.await_signal(&channel::at(end), &self.halt));
    }
}

/// Waits for `time`, but not beyond the moment when this thread's worker must stop.
pub(crate) fn pause(time: Duration) {
    if !time.is_zero() {
        Current::get().inspect(|current| current.pause(time));
    }
}

/// The context of the pipeline that this thread works for.
pub(crate) fn context() -> Option<Context> {
    Current::get().map(|current| current.halt.context().clone())
}

pub(crate) struct Entered;

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(None);
    }
}
