//! The scope in which a run's threads live, and their join.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::thread::{self, ScopedJoinHandle};

use crate::edge::{Receiver, Sender};
use crate::error::Error;
use crate::fan_out::FanOut;
use crate::generator::Generator;
use crate::inbox::{Inbox, Receive};
use crate::run::{State, Worker};
use crate::sink::{Value, sink, try_sink};
use crate::source::{Inline, Items, Source, TryInline};
use crate::stage::Stage;
use crate::sync::Arc;

/// Where stages are started and joined. Each method starts the threads of one stage at once.
pub struct Scope<'scope, 'env: 'scope, E> {
    threads: &'scope thread::Scope<'scope, 'env>,
    state: Arc<State<E>>,
    handles: RefCell<Vec<ScopedJoinHandle<'scope, ()>>>,
}

pub(crate) fn scope<'env, T, E: Send + 'env>(
    state: &Arc<State<E>>,
    wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Error<E>>,
) -> Result<T, Error<E>> {
    thread::scope(|threads| {
        let scope = Scope {
            threads,
            state: Arc::clone(state),
            handles: RefCell::default(),
        };
        match panic::catch_unwind(AssertUnwindSafe(|| wire(&scope))) {
            Ok(outcome) => outcome,
            // An option's expression, or the drop of what a stage with no thread would have owned.
            Err(payload) => {
                state.fail(Error::panicked("pipeline", payload));
                scope.join().and_then(|()| Err(Error::cancelled()))
            }
        }
    })
}

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// A stage that makes items: finished by naming how, as in `.items(|| 0..10)`.
    pub fn generator<O>(
        &self,
        name: &'static str,
        to: Sender<O>,
    ) -> Generator<'_, 'scope, 'env, O, E> {
        Generator::new(self, name, to)
    }

    /// A stage of one worker: finished by its body, as in `.map(|x| x + 1)`.
    pub fn stage<S: Source<E>, O>(
        &self,
        name: &'static str,
        from: S,
        to: Sender<O>,
    ) -> Stage<'_, 'scope, 'env, S, O, E> {
        Stage::new(self, name, from, to)
    }

    /// A stage of `workers` workers that share the stream: finished by its body.
    ///
    /// # Panics
    ///
    /// If there are no workers.
    pub fn fan_out<I, O>(
        &self,
        name: &'static str,
        workers: usize,
        from: Receiver<I>,
        to: Sender<O>,
    ) -> FanOut<'_, 'scope, 'env, I, O, E> {
        FanOut::new(self, name, workers, from, to)
    }

    /// A stage of one worker that makes a stream into a value.
    pub fn sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E> + Send + 'scope,
        V: Send + 'scope,
        F: FnOnce(Items<S::Iter, E>) -> V + Send + 'scope,
    {
        sink(self, name, from, body)
    }

    /// A [`sink`](Scope::sink) that may fail.
    pub fn try_sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E> + Send + 'scope,
        V: Send + 'scope,
        F: FnOnce(Items<S::Iter, E>) -> Result<V, E> + Send + 'scope,
    {
        try_sink(self, name, from, body)
    }

    /// Items made by the worker that reads them.
    pub fn items<I, F>(&self, make: F) -> Inline<F>
    where
        I: IntoIterator,
        F: FnOnce() -> I + Send + 'scope,
    {
        Inline(make)
    }

    /// [`items`](Scope::items) whose making may fail.
    pub fn try_items<I, F>(&self, make: F) -> TryInline<F>
    where
        I: IntoIterator,
        F: FnOnce() -> Result<I, E> + Send + 'scope,
    {
        TryInline(make)
    }

    /// What arrives on `channel`, received by the worker that reads it.
    pub fn receive<C: Inbox>(&self, channel: C) -> Receive<C> {
        Receive(channel)
    }

    /// Waits until every thread of the scope has ended.
    ///
    /// # Errors
    ///
    /// What [`Run::scope`](crate::private::Run::scope) says.
    pub fn join(&self) -> Result<(), Error<E>> {
        // An explicit join waits for the thread itself; the scope's own waits for its closure only.
        while let Some(handle) = self.handles.borrow_mut().pop() {
            let joined = handle.join();
            debug_assert!(joined.is_ok(), "workers catch their panics");
        }
        self.state.outcome()
    }

    pub(crate) fn state(&self) -> &Arc<State<E>> {
        &self.state
    }

    /// Starts a thread that lives as `worker`, number `index` of its stage if that has several.
    pub(crate) fn spawn(
        &self,
        worker: Worker<E>,
        index: Option<usize>,
        work: impl FnOnce(&Worker<E>) -> Result<(), E> + Send + 'scope,
    ) {
        if self.state.is_cancelled() {
            return;
        }
        let stage = worker.stage();
        let thread = thread::Builder::new().name(thread_name(stage, index));
        match thread.spawn_scoped(self.threads, move || worker.run(work)) {
            Ok(handle) => self.handles.borrow_mut().push(handle),
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
