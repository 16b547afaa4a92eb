//! The scope in which a run's threads live, and their join.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use crate::engine::threads::segment::Opening;
use crate::error::Error;
use crate::run::wiring::Wiring;
use crate::run::worker::Worker;
use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::stack::Stack;
use crate::sync::thread::{self, ScopedJoinHandle};

/// Where stages are started and joined. Each method starts the threads of one stage at once, but those of a segment
/// start when all stages beside it have: they live in a scope of their own, within this one.
pub struct Scope<'scope, 'env: 'scope, E> {
    threads: &'scope thread::Scope<'scope, 'env>,
    wiring: Wiring<E>,
    /// How large stacks are to be, if the stage that is started says it.
    stack: Stack,
    started: Rc<Started<'scope, E>>,
    life: Rc<Life>,
}

/// What is started in a scope.
struct Started<'scope, E> {
    handles: RefCell<Vec<ScopedJoinHandle<'scope, ()>>>,
    /// The segments that are still to start.
    segments: RefCell<Vec<Opening<'scope, E>>>,
}

/// Whether threads of a run live.
pub(crate) struct Life {
    /// Each thread has a copy: when all are dropped, the last has ended.
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

/// The run ended without a value; its scope knows why.
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
            // An option's expression, or the drop of a value that nobody will get.
            state.fail(Error::panicked("pipeline", payload));
            scope.join().and(Err(Stopped))
        });
        state
            .outcome()
            .and(value.map_err(|Stopped| state.stopped()))
    })
}

/// The scope of a segment, in the scope around, whose threads have that `life`. `rest` starts what is to start after
/// the segment, and waits for the end of the run.
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

    /// The same scope, where threads have stacks of so many bytes.
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

    /// Waits until every thread of the scope has ended; meanwhile lets deadlines and quit channels
    /// of its context act.
    ///
    /// # Errors
    ///
    /// [`Stopped`], if there is no value: the scope then returns the first cause.
    pub fn join(&self) -> Result<(), Stopped> {
        self.start_segments(&|| {
            self.state().all_started();
            drop(self.life.alive.take());
            self.state().context().watch(&self.life.ended);
        });
        self.join_threads();
        self.state().stop_token().orphans().end();
        self.state().tell_of_last_drops();
        if self.state().has_ended_well() {
            Ok(())
        } else {
            Err(Stopped)
        }
    }

    /// Has `opening` start the stages of a segment when all others are started.
    pub(crate) fn start_later(&self, opening: Opening<'scope, E>) {
        self.started.segments.borrow_mut().push(opening);
    }

    /// Starts the segments, each in the scope of the one before, and then does the `rest`: so what a segment owns
    /// lives until the run has ended. The last comes first, because its stages have the last places in the report.
    fn start_segments(&self, rest: &dyn Fn()) {
        let next = self.started.segments.borrow_mut().pop();
        match next {
            None => rest(),
            Some(opening) => opening.open(&self.life, &|| self.start_segments(rest)),
        }
    }

    /// An explicit join waits for the thread itself; the scope's own waits for its closure only.
    fn join_threads(&self) {
        while let Some(handle) = self.started.handles.borrow_mut().pop() {
            let joined = handle.join();
            debug_assert!(joined.is_ok(), "workers catch their panics");
        }
    }

    /// What a thread of the run holds until it has ended.
    pub(crate) fn alive(&self) -> Option<Sender<Infallible>> {
        self.life.alive.borrow().clone()
    }

    /// Starts a thread that lives as `worker`, number `index` of its stage if that has several, and
    /// fills `outputs`.
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

    /// Boxed, as each kind of function would have the standard library's code for threads anew.
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

/// Linux shows 15 bytes of a thread's name: a long stage name gives way to the worker's number.
fn thread_name(stage: &str, index: Option<usize>) -> String {
    const SHOWN: usize = 15;
    let number = index.map_or(String::new(), |index| format!("#{index}"));
    let length = stage.floor_char_boundary(SHOWN.saturating_sub(number.len()));
    format!("{}{number}", &stage[..length])
}
