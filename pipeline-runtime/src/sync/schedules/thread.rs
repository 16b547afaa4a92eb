//! Threads of a model. How often they look before they sleep, and how their clock runs, is random.

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
    /// Number of living threads that [`spawn`] and [`spawn_scoped`] started.
    static ref LIVING: AtomicUsize = AtomicUsize::new(0);
}

/// Returns the number of living threads of pipelines.
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

/// Handle of a thread, whose owner must join it.
///
/// A join yields until the thread has finished. It does not block, because in a task, the task's
/// own waker would end a blocking wait, too.
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
        // The thread may still run its last steps, in which it waits for nothing.
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

    /// Returns whether the thread is the current one, which must not wait for itself.
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

/// Handle of a thread in a scope: see [`JoinHandle`].
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

/// Returns a waker that wakes the current thread from [`park_until`].
pub(crate) fn waker() -> Waker {
    WAKER.with(Waker::clone)
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Sleeps until this thread is unparked. With an `end`, may return at any time.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => park(),
        Some(end) => super::wait::park_until(end),
    }
}

/// Returns a random answer.
pub(crate) fn is_long(_: Duration) -> bool {
    thread_rng().gen_range(0..2) == 0
}

/// A random number of looks.
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
