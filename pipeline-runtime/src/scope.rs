//! The scope in which a run's threads live, and their join.

use std::cell::RefCell;
use std::convert::Infallible;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use crate::error::Error;
use crate::stack::Stack;
use crate::sync::Arc;
use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::thread::{self, ScopedJoinHandle};
use crate::worker::{State, Worker};

/// Where stages are started and joined. Each method starts the threads of one stage at once.
pub struct Scope<'scope, 'env: 'scope, E> {
    threads: &'scope thread::Scope<'scope, 'env>,
    state: Arc<State<E>>,
    /// How large stacks are to be, if the stage that is started says it.
    stack: Stack,
    started: Rc<Started<'scope>>,
    ended: Receiver<Infallible>,
}

/// The threads of a scope.
struct Started<'scope> {
    handles: RefCell<Vec<ScopedJoinHandle<'scope, ()>>>,
    /// Each thread has a copy: when all are dropped, the last has ended.
    alive: RefCell<Option<Sender<Infallible>>>,
}

/// The run ended without a value; its scope knows why.
pub struct Stopped;

pub(crate) fn scope<'env, T, E: Send + 'env>(
    state: &Arc<State<E>>,
    wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Stopped>,
) -> Result<T, Error<E>> {
    thread::scope(|threads| {
        let (alive, ended) = channel::bounded(0);
        let scope = Scope {
            threads,
            state: Arc::clone(state),
            stack: Stack::default(),
            started: Rc::new(Started {
                handles: RefCell::default(),
                alive: RefCell::new(Some(alive)),
            }),
            ended,
        };
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

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// The same scope, where threads have stacks of so many bytes.
    #[must_use]
    pub fn stack_size(&self, bytes: usize) -> Scope<'scope, 'env, E> {
        Scope {
            threads: self.threads,
            state: Arc::clone(&self.state),
            stack: Stack::of(bytes),
            started: Rc::clone(&self.started),
            ended: self.ended.clone(),
        }
    }

    /// Waits until every thread of the scope has ended; meanwhile lets deadlines and quit channels
    /// of its context act.
    ///
    /// # Errors
    ///
    /// [`Stopped`], if there is no value: the scope then returns the first cause.
    pub fn join(&self) -> Result<(), Stopped> {
        self.state.close_cycles();
        drop(self.started.alive.take());
        self.state.context().watch(&self.ended);
        // An explicit join waits for the thread itself; the scope's own waits for its closure only.
        while let Some(handle) = self.started.handles.borrow_mut().pop() {
            let joined = handle.join();
            debug_assert!(joined.is_ok(), "workers catch their panics");
        }
        self.state.halt().orphans().end();
        self.state.tell_of_last_drops();
        if self.state.has_ended_well() {
            Ok(())
        } else {
            Err(Stopped)
        }
    }

    pub(crate) fn state(&self) -> &Arc<State<E>> {
        &self.state
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
        if self.state.is_cancelled() {
            return;
        }
        let stage = worker.stage();
        let stack = self.stack.or(worker.stack());
        let alive = self.started.alive.borrow().clone();
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
            Err(error) => self.state.fail(Error::spawn(stage, error)),
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
