//! What the current thread works for, where no argument says it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::context::Context;
use crate::halt::Halt;
use crate::orphans::Orphans;
use crate::sync::{Arc, local};
use crate::tally::Tally;
use crate::task::Clock;
use crate::time::End;
use crate::worker::Member;

/// The worker that a thread is, or whose task it polls.
pub(crate) struct Current {
    halt: Halt,
    member: Member,
    /// How tasks wait for a time; threads sleep.
    clock: Option<Arc<Clock>>,
}

local! {
    static CURRENT: RefCell<Option<Arc<Current>>> = const { RefCell::new(None) };
    /// How many items a task may go on with before it lets others run.
    static BREATH: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Some hundred years: nobody can add more to a clock's time.
pub(crate) const LONGEST: Duration = Duration::from_secs(1 << 32);

impl Current {
    pub(crate) fn new(halt: &Halt, member: &Member, clock: Option<&Arc<Clock>>) -> Arc<Self> {
        Arc::new(Current {
            halt: halt.clone(),
            member: member.clone(),
            clock: clock.cloned(),
        })
    }

    /// Makes this the thread's until the guard is dropped, for `breath` items of a task.
    pub(crate) fn enter(self: &Arc<Self>, breath: u32) -> Entered {
        Entered {
            before: CURRENT.with(|current| current.replace(Some(Arc::clone(self)))),
            breath: BREATH.with(|left| left.replace(breath)),
        }
    }

    /// That of this thread; none where a pipeline runs in the drop of another of its locals.
    pub(crate) fn get() -> Option<Arc<Self>> {
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

    pub(crate) fn tally(&self) -> &Arc<Tally> {
        &self.member.tally
    }

    /// What the bodies of its run left behind.
    pub(crate) fn orphans(&self) -> &Orphans {
        self.halt.orphans()
    }

    pub(crate) fn context(&self) -> &Context {
        self.halt.context()
    }

    pub(crate) fn clock(&self) -> Option<&Arc<Clock>> {
        self.clock.as_ref()
    }

    /// Waits for `time`, but not beyond the moment when the worker must stop.
    pub(crate) fn pause(&self, time: Duration) {
        let clock = self.context().time();
        let ring = End::new(clock.now() + time.min(LONGEST), clock).ring();
        // A wait for the right time is none for an item, nor is it work.
        let waited = &self.tally().waited_for_output;
        waited.time(|| self.member.await_signal(ring.rings(), &self.halt));
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
    Current::get().map(|current| current.context().clone())
}

/// Takes a breath for one more item; whether there was one.
#[inline]
pub(crate) fn breathe() -> bool {
    let left = BREATH.with(Cell::get);
    if left == u32::MAX {
        return true;
    }
    BREATH.with(|breath| breath.set(left.saturating_sub(1)));
    left > 0
}

/// For how many more items there is breath.
#[inline]
pub(crate) fn breath() -> u32 {
    BREATH.with(Cell::get)
}

/// Takes breaths for so many items at once, of which there is [`breath`] for each.
#[inline]
pub(crate) fn breathe_for(items: u32) {
    let left = BREATH.with(Cell::get);
    if left != u32::MAX {
        BREATH.with(|breath| breath.set(left.saturating_sub(items)));
    }
}

/// For a thread, which the system interrupts.
pub(crate) const ENDLESS: u32 = u32::MAX;

pub(crate) struct Entered {
    before: Option<Arc<Current>>,
    breath: u32,
}

impl Drop for Entered {
    fn drop(&mut self) {
        BREATH.with(|left| left.set(self.breath));
        // What was current is dropped outside of the cell: it may be the last to hold a context.
        let before = self.before.take();
        drop(CURRENT.with(|current| current.replace(before)));
    }
}
