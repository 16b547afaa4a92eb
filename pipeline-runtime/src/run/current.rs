//! The worker that the current thread runs, for code that is not given it as an argument.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::context::Context;
use crate::context::clock::Clock;
use crate::context::time::{End, LONGEST, after};
use crate::context::{Callers, RunId};
use crate::edge::Edge;
use crate::report::counters::Counters;
use crate::report::state::Pause;
use crate::run::budget::{Budget, Spending};
use crate::run::orphans::Orphans;
use crate::run::stopper::Stopper;
use crate::run::trace::{InSpan, WorkerSpan};
use crate::sync::{Arc, local};

/// The worker that a thread runs, or whose task the thread polls.
#[derive(Clone)]
pub(crate) struct Current {
    stopper: Arc<Stopper>,
    counters: Arc<Counters>,
    /// Clock by which tasks wait for a time. `None` on threads, which sleep.
    clock: Option<Arc<Clock>>,
    /// Runs that wait for this thread, apart from its own run. Set for a thread that works for a
    /// task.
    callers: Callers,
    span: WorkerSpan,
}

local! {
    /// A stack, because a body may poll a task whose body polls another task. The innermost worker
    /// is the last.
    static CURRENT: RefCell<Vec<Arc<Current>>> = const { RefCell::new(Vec::new()) };
    /// The run that this thread was started for. Unlike `CURRENT`, it can still be read while other
    /// thread-locals of this thread are dropped.
    static HOME: Cell<RunId> = const { Cell::new(0) };
}

impl Current {
    pub(crate) fn new(
        stopper: &Arc<Stopper>,
        counters: &Arc<Counters>,
        clock: Option<&Arc<Clock>>,
        span: &WorkerSpan,
    ) -> Arc<Self> {
        Arc::new(Current {
            stopper: Arc::clone(stopper),
            counters: Arc::clone(counters),
            clock: clock.cloned(),
            callers: Callers::new(),
            span: span.clone(),
        })
    }

    /// A copy for another thread of this worker. The runs that wait for the current thread then
    /// also wait for that thread.
    pub(crate) fn beside(&self) -> Arc<Self> {
        let callers = callers(self.context());
        Arc::new(Current {
            callers,
            ..self.clone()
        })
    }

    /// Makes this the current worker of the thread until the guard is dropped. Meanwhile the thread
    /// spends from `budget`.
    pub(crate) fn enter(self: &Arc<Self>, budget: Option<Budget>) -> Entered {
        // `CURRENT` may already be destroyed while another thread-local is dropped. Then the thread
        // has no current worker.
        let is_current = CURRENT
            .try_with(|current| current.borrow_mut().push(Arc::clone(self)))
            .is_ok();
        Entered {
            is_current,
            _spending: Spending::from(budget),
            _in_span: self.span.enter(),
        }
    }

    /// Returns the current worker of this thread. `None` outside of any worker, and while the
    /// thread's `CURRENT` is being destroyed.
    pub(crate) fn get() -> Option<Arc<Self>> {
        let current = CURRENT.try_with(|current| current.borrow().last().cloned());
        current.ok().flatten()
    }

    /// Returns whether the worker must not begin another item.
    pub(crate) fn must_stop(&self) -> bool {
        self.stopper.must_stop()
    }

    /// Returns whether the worker fills no edge.
    pub(crate) fn is_last(&self) -> bool {
        self.stopper.is_last()
    }

    /// Returns the edge that the worker fills, if it is exactly one.
    pub(crate) fn only_filled(&self) -> Option<Arc<Edge>> {
        match &**self.stopper.fills() {
            [only] => Some(Arc::clone(only)),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }

    /// Futures that the bodies of this run have left behind.
    pub(crate) fn orphans(&self) -> &Orphans {
        self.stopper.stop_token().orphans()
    }

    pub(crate) fn context(&self) -> &Context {
        self.stopper.context()
    }

    pub(crate) fn clock(&self) -> Option<&Arc<Clock>> {
        self.clock.as_ref()
    }

    /// Waits for `time`, or until the worker must stop.
    pub(crate) fn pause(&self, time: Duration, why: Pause) {
        let clock = self.context().time();
        let ring = End::new(after(clock.now(), time.min(LONGEST)), clock).ring();
        self.counters.begin_pause(why);
        self.stopper.await_signal(ring.rings());
        self.counters.end_pause();
    }
}

/// Waits for `time`, or until the worker of this thread must stop.
pub(crate) fn pause(time: Duration, why: Pause) {
    if !time.is_zero() {
        Current::get().inspect(|current| current.pause(time, why));
    }
}

/// Records that this thread was started for the run of `context`. Must be called first in such a
/// thread.
pub(crate) fn settle(context: &Context) {
    HOME.with(|home| home.set(context.run_id()));
}

/// Like [`settle`], until the guard is dropped. For a thread that polls the end of the run of
/// `context`, and thereby code of the user: its sleep, and the drops of the values of sinks.
#[cfg(feature = "tokio")]
pub(crate) fn settle_for_now(context: &Context) -> Settled {
    Settled(HOME.with(|home| home.replace(context.run_id())))
}

/// A guard. Its drop settles the thread for the run that it was settled for before.
#[cfg(feature = "tokio")]
pub(crate) struct Settled(RunId);

#[cfg(feature = "tokio")]
impl Drop for Settled {
    fn drop(&mut self) {
        HOME.with(|home| home.set(self.0));
    }
}

/// Returns the runs that cannot end while the current thread waits: those in whose bodies the
/// thread is, the one that started the thread, and the callers of all these. While the
/// thread-locals of the thread are dropped, only the run that started it is known, and its callers
/// if that run is below `target`.
pub(crate) fn callers(target: &Context) -> Callers {
    let mut callers = Callers::new();
    // `CURRENT` may already be destroyed while another thread-local is dropped.
    let _ = CURRENT.try_with(|current| {
        for current in &*current.borrow() {
            callers.extend(&current.callers);
            callers.extend(current.context().callers());
            callers.insert(current.context().run_id());
        }
    });
    let home = HOME.with(Cell::get);
    if home != 0 && callers.insert(home) {
        callers.extend(target.callers_below(home));
    }
    callers
}

/// Returns the context of the pipeline that this thread works for.
pub(crate) fn context() -> Option<Context> {
    Current::get().map(|current| current.context().clone())
}

pub(crate) struct Entered {
    is_current: bool,
    _spending: Spending,
    _in_span: InSpan,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if self.is_current {
            // Dropped outside of the cell, because this may be the last owner of a context.
            drop(CURRENT.try_with(|current| current.borrow_mut().pop()));
        }
    }
}

/// Returns a context for one run, below `context` if it is given, and below the context of the
/// pipeline that this thread works for.
pub(crate) fn surrounding(context: Option<&Context>) -> Context {
    let current = self::context();
    let mut parents: Vec<&Context> = context.into_iter().chain(&current).collect();
    parents.dedup_by(|one, other| one.is(other));
    Context::of_run(&parents)
}
