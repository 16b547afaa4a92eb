//! What the current thread works for, where no argument says it.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crossbeam_channel::Select;

use crate::context::Context;
use crate::tally::Tally;
use crate::worker::Member;

/// The worker that a thread is.
#[derive(Clone)]
pub(crate) struct Current {
    context: Context,
    member: Member,
}

thread_local! {
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

/// Some hundred years: nobody can add more to a clock's time.
const LONGEST: Duration = Duration::from_secs(1 << 32);

impl Current {
    /// Makes this the thread's until the guard is dropped.
    pub(crate) fn enter(context: &Context, member: &Member) -> Entered {
        let context = context.clone();
        let member = member.clone();
        CURRENT.set(Some(Current { context, member }));
        Entered
    }

    /// That of this thread; none where a pipeline runs in the drop of another of its locals.
    pub(crate) fn get() -> Option<Self> {
        let current = CURRENT.try_with(|current| current.borrow().clone());
        current.ok().flatten()
    }

    /// Whether to begin no further item.
    pub(crate) fn must_stop(&self) -> bool {
        self.context.is_stopped() || self.member.is_unwanted()
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.member.tally
    }

    /// Waits for `time`, but not beyond the moment when the worker must stop.
    pub(crate) fn pause(&self, time: Duration) {
        let end = Instant::now() + time.min(LONGEST);
        while !self.must_stop() {
            let mut select = Select::new();
            select.recv(self.context.quit());
            for edge in self.member.wanted() {
                select.recv(edge.hung_up());
            }
            if select.ready_deadline(end).is_err() {
                return;
            }
        }
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
    Current::get().map(|current| current.context)
}

pub(crate) struct Entered;

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(None);
    }
}
