//! The scope that a run's threads live in, and their join.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use crate::engine::threads::segment::Opening;
use crate::run::error::Error;
use crate::run::wiring::Wiring;
use crate::run::worker::Worker;
use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::stack::Stack;
use crate::sync::thread::{self, ScopedJoinHandle};

/// Starts and joins the stages of a run. Each method starts the threads of one stage at once.
/// Segments are the exception: their stages start after all other stages, in a nested scope.
pub struct Scope<'scope, 'env: 'scope, E> {
    threads: &'scope thread::Scope<'scope, 'env>,
    wiring: Wiring<E>,
    /// Stack size of the threads that this scope starts, if the stage names one.
    stack: Stack,
    started: Rc<Started<'scope, E>>,
    life: Rc<Life>,
}

/// The threads and segments of a scope.
struct Started<'scope, E> {
    handles: RefCell<Vec<ScopedJoinHandle<'scope, ()>>>,
    /// Segments whose stages have not been started.
    segments: RefCell<Vec<Opening<'scope, E>>>,
}

/// Tells when the last thread of a run has ended.
pub(crate) struct Life {
    /// Sender that each thread holds a clone of. The channel disconnects when the last thread has
    /// ended.
    alive: RefCell<Option<Sender<Infallible>>>,
    ended: Receiver<Infallible>,
}

impl<E> Deref for Scope<'_, '_, E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

impl Life {
    fn new() -> Rc<Self> {
        let (alive, ended) = channel::bounded(0);
        Rc::new(Life {
            alive: RefCell::new(Some(alive)),
            ended,
        })
    }
}

/// The run ended without a value. The scope knows the cause.
pub struct Stopped;

pub(crate) fn scope<'env, T, E: Send + 'env>(
    wiring: &Wiring<E>,
    wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Stopped>,
) -> Result<T, Error<E>> {
    let state = wiring.state();
    thread::scope(|threads| {
        let scope = Scope::new(threads, wiring, Life::new());
        let wired = panic::catch_unwind(AssertUnwindSafe(|| wire(&scope)));
        let value = wired.unwrap_or_else(|payload| {
            // An option's expression panicked, or the drop of a value that no stage takes.
            state.fail(Error::panicked("pipeline", payload));
            scope.join().and(Err(Stopped))
        });
        state
            .outcome()
            .and(value.map_err(|Stopped| state.stopped()))
    })
}

/// Opens the scope of a segment inside the surrounding scope and runs `wire` in it. `life` is that
/// of the surrounding scope's threads. `rest` starts whatever must start after the segment, and
/// waits for the end of the run.
pub(crate) fn scope_of_segment<'env, E: Send + 'env>(
    wiring: &Wiring<E>,
    life: &Rc<Life>,
    wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>),
    rest: &dyn Fn(),
) {
    thread::scope(|threads| {
        let scope = Scope::new(threads, wiring, Rc::clone(life));
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| wire(&scope))) {
            scope.state().fail(Error::panicked("pipeline", payload));
        }
        scope.start_segments(rest);
        scope.join_threads();
    });
}

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    fn new(
        threads: &'scope thread::Scope<'scope, 'env>,
        wiring: &Wiring<E>,
        life: Rc<Life>,
    ) -> Self {
        Scope {
            threads,
            wiring: wiring.clone(),
            stack: Stack::default(),
            started: Rc::new(Started {
                handles: RefCell::default(),
                segments: RefCell::default(),
            }),
            life,
        }
    }

    /// Returns the same scope with threads whose stacks have `bytes` bytes.
    #[must_use]
    pub fn stack_size(&self, bytes: usize) -> Scope<'scope, 'env, E> {
        Scope {
            threads: self.threads,
            wiring: self.wiring.clone(),
            stack: Stack::of(bytes),
            started: Rc::clone(&self.started),
            life: Rc::clone(&self.life),
        }
    }

    /// Waits until every thread of the scope has ended. Meanwhile, applies the deadlines and quit
    /// channels of the run's context.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the run has no value. The scope then returns the first failure.
    pub fn join(&self) -> Result<(), Stopped> {
        self.start_segments(&|| {
            self.state().all_started();
            drop(self.life.alive.take());
            self.state().context().watch(&self.life.ended);
        });
        self.join_threads();
        self.state().end_orphans();
        self.state().tell_of_last_drops();
        if self.state().has_ended_well() {
            Ok(())
        } else {
            Err(Stopped)
        }
    }

    /// Queues `opening`: its segment starts after all other stages.
    pub(crate) fn start_later(&self, opening: Opening<'scope, E>) {
        self.started.segments.borrow_mut().push(opening);
    }

    /// Starts the segments, each in the scope of the one before, then calls `rest`. Because the
    /// scopes are nested, the values that a segment owns live until the run has ended. The last
    /// segment starts first: its workers are inserted into the report after those of the other
    /// segments, so the places of those stay valid.
    fn start_segments(&self, rest: &dyn Fn()) {
        let next = self.started.segments.borrow_mut().pop();
        match next {
            None => rest(),
            Some(opening) => opening.open(&self.life, &|| self.start_segments(rest)),
        }
    }

    /// Joins each thread explicitly. The implicit join of `thread::scope` waits only for the
    /// closures, and may return while a thread still exists in the kernel.
    fn join_threads(&self) {
        while let Some(handle) = self.started.handles.borrow_mut().pop() {
            let joined = handle.join();
            debug_assert!(joined.is_ok(), "workers catch their panics");
        }
    }

    /// Returns the sender that a thread of the run must hold until it ends.
    pub(crate) fn alive(&self) -> Option<Sender<Infallible>> {
        self.life.alive.borrow().clone()
    }

    /// Starts the thread of `worker`, which fills `outputs`. `index` is the worker's number if its
    /// stage has several workers.
    pub(crate) fn spawn(
        &self,
        worker: Worker<E>,
        index: Option<usize>,
        outputs: impl Send + 'scope,
        work: impl FnOnce(&Worker<E>) -> Result<(), E> + Send + 'scope,
    ) {
        if self.state().is_cancelled() || !self.state().has_work_for(&worker) {
            return;
        }
        let stage = worker.stage();
        let stack = self.stack.or(worker.stack());
        let alive = self.alive();
        self.start(
            stage,
            index,
            stack,
            Box::new(move || {
                worker.run(outputs, work);
                drop(alive);
            }),
        );
    }

    /// Takes a box so that the standard library's code for spawning is compiled once, not for each
    /// type of closure.
    fn start(
        &self,
        stage: &'static str,
        index: Option<usize>,
        stack: Stack,
        live: Box<dyn FnOnce() + Send + 'scope>,
    ) {
        match thread::spawn_scoped(self.threads, thread_name(stage, index), stack, live) {
            Ok(handle) => self.started.handles.borrow_mut().push(handle),
            Err(error) => self.state().fail(Error::spawn(stage, error)),
        }
    }
}

/// Returns the name of a thread. Linux shows 15 bytes of it, so a long stage name is cut to leave
/// room for the worker's number.
fn thread_name(stage: &str, index: Option<usize>) -> String {
    const SHOWN: usize = 15;
    let number = index.map_or(String::new(), |index| format!("#{index}"));
    let length = stage.floor_char_boundary(SHOWN.saturating_sub(number.len()));
    format!("{}{number}", &stage[..length])
}
