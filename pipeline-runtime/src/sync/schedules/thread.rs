//! Threads that look again a few times or not at all, and whose clocks run as chance has it.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};
use std::time::Duration;

use shuttle::rand::{Rng, thread_rng};
use shuttle::thread::JoinHandle as Handle;

use crate::sync::stack::Stack;

pub(crate) use super::time::Instant;
pub(crate) use shuttle::thread::{Scope, Thread, current, park, scope, yield_now};

shuttle::lazy_static! {
    /// How many threads there are that [`spawn`] and [`spawn_scoped`] started.
    static ref LIVING: AtomicUsize = AtomicUsize::new(0);
}

/// How many threads of pipelines are alive.
pub(crate) fn living() -> usize {
    LIVING.load(Ordering::Relaxed)
}

struct Living;

impl Living {
    fn new() -> Self {
        LIVING.fetch_add(1, Ordering::Relaxed);
        Living
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        LIVING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A thread, whose owner joins it.
///
/// Whoever joins looks again and again: in a task, its waker would end a wait for the thread too.
pub(crate) struct JoinHandle<T> {
    handle: Handle<()>,
    result: Arc<Mutex<Option<T>>>,
    is_finished: Arc<AtomicBool>,
}

impl<T> JoinHandle<T> {
    pub(crate) fn join(self) -> std::thread::Result<T> {
        while !self.is_finished() {
            yield_now();
        }
        // It may be on its last steps, and come to no harm there.
        let joined = self.handle.join();
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        match (result.take(), joined) {
            (Some(result), _) => Ok(result),
            (None, joined) => Err(joined.err().unwrap_or_else(|| Box::new("it has no result"))),
        }
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.is_finished.load(Ordering::Relaxed)
    }

    /// Whether the thread is the current one, which must not wait for it.
    pub(crate) fn is_current(&self) -> bool {
        self.handle.thread().id() == current().id()
    }
}

pub(crate) fn spawn<T: Send + 'static>(
    name: String,
    _: Stack,
    live: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    let result = Arc::new(Mutex::new(None));
    let is_finished = Arc::new(AtomicBool::new(false));
    let (given, finished) = (Arc::clone(&result), Arc::clone(&is_finished));
    let living = Living::new();
    let handle = shuttle::thread::Builder::new().name(name).spawn(move || {
        let made = live();
        *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        drop(living);
        finished.store(true, Ordering::Relaxed);
    })?;
    Ok(JoinHandle {
        handle,
        result,
        is_finished,
    })
}

/// See [`JoinHandle`].
pub(crate) struct ScopedJoinHandle<'scope, T>(shuttle::thread::ScopedJoinHandle<'scope, T>);

impl<T> ScopedJoinHandle<'_, T> {
    pub(crate) fn join(self) -> std::thread::Result<T> {
        while !self.0.is_finished() {
            yield_now();
        }
        self.0.join()
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the signature is the system's")]
pub(crate) fn spawn_scoped<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    _name: String,
    _: Stack,
    live: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    let living = Living::new();
    Ok(ScopedJoinHandle(scope.spawn(move || {
        let result = live();
        drop(living);
        result
    })))
}

shuttle::thread_local! {
    static WAKER: Waker = Waker::from(Arc::new(Unpark(current())));
}

/// What wakes the current thread from [`park_until`].
pub(crate) fn waker() -> Waker {
    WAKER.with(Waker::clone)
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// With an `end`, it may be over at any time.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => park(),
        Some(end) => super::wait::park_until(end),
    }
}

/// As chance has it.
pub(crate) fn is_long(_: Duration) -> bool {
    thread_rng().gen_range(0..2) == 0
}

/// A look, or some.
pub(crate) struct Patience(u32);

#[allow(clippy::unused_self, reason = "the signatures are the system's")]
impl Patience {
    pub(crate) fn of_one() -> Self {
        Patience(thread_rng().gen_range(0..2))
    }

    pub(crate) fn of_many() -> Self {
        Patience(thread_rng().gen_range(0..3))
    }

    pub(crate) fn none() -> Self {
        Patience(0)
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
