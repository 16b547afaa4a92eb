//! Threads, and how one waits for another: it looks for a while, and then sleeps.

use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;
use std::{hint, io};

use super::listed::Listed;
use crate::sync::stack::Stack;

use std::thread::{self, Builder};
pub(crate) use std::thread::{Scope, Thread, current, park, scope, yield_now};
pub(crate) use std::time::Instant;

/// Handle of a thread, whose owner must join it.
pub(crate) struct JoinHandle<T>(thread::JoinHandle<(T, Listed)>);

impl<T> JoinHandle<T> {
    /// Waits until the thread has ended and the kernel no longer lists it.
    pub(crate) fn join(self) -> thread::Result<T> {
        let (made, listed) = self.0.join()?;
        listed.await_end();
        Ok(made)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// Returns whether the thread is the current one, which must not wait for itself.
    pub(crate) fn is_current(&self) -> bool {
        self.0.thread().id() == current().id()
    }
}

/// Handle of a thread in a scope, whose owner must join it.
pub(crate) struct ScopedJoinHandle<'scope, T>(thread::ScopedJoinHandle<'scope, (T, Listed)>);

impl<T> ScopedJoinHandle<'_, T> {
    /// Waits until the thread has ended and the kernel no longer lists it.
    pub(crate) fn join(self) -> thread::Result<T> {
        let (made, listed) = self.0.join()?;
        listed.await_end();
        Ok(made)
    }
}

/// Starts a thread with this name. Its owner must join it.
pub(crate) fn spawn<T: Send + 'static>(
    name: String,
    stack: Stack,
    live: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    let live = move || (live(), Listed::current());
    builder(name, stack).spawn(live).map(JoinHandle)
}

/// [`spawn`], for a thread that may borrow values that outlive the scope.
pub(crate) fn spawn_scoped<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: String,
    stack: Stack,
    live: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    let live = move || (live(), Listed::current());
    let handle = builder(name, stack).spawn_scoped(scope, live);
    handle.map(ScopedJoinHandle)
}

fn builder(name: String, stack: Stack) -> Builder {
    let builder = Builder::new().name(name);
    match stack.bytes() {
        None => builder,
        Some(bytes) => builder.stack_size(bytes),
    }
}

thread_local! {
    static WAKER: Waker = unparks_current();
}

fn unparks_current() -> Waker {
    Waker::from(Arc::new(Unpark(current())))
}

/// Returns a waker that wakes the current thread from [`park_until`].
pub(crate) fn waker() -> Waker {
    // `WAKER` may be gone already while the thread's locals are dropped.
    WAKER
        .try_with(Waker::clone)
        .unwrap_or_else(|_| unparks_current())
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// Sleeps until this thread is unparked, or until `end`. May also return for no reason.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => park(),
        Some(end) => std::thread::park_timeout(end.saturating_duration_since(Instant::now())),
    }
}

/// A thread that waited longer than this the last time is likely to do so again. It soon goes to
/// sleep, and leaves the core to the threads that make what it waits for.
const LONG: Duration = Duration::from_micros(50);

/// Returns whether a wait was longer than a thread should look before it sleeps.
pub(crate) fn is_long(wait: Duration) -> bool {
    wait > LONG
}

/// How long to look before going to sleep.
///
/// First the thread spins, each time twice as long, for 3 µs in all. Then it yields to other
/// threads: where stages share a core, these may make the awaited item meanwhile. So it does not
/// keep a core from other threads.
pub(crate) struct Patience {
    step: u32,
    yields: u32,
}

impl Patience {
    /// Number of steps that take some 100 ns together.
    const YOUNG: u32 = 3;
    const PAUSES: u32 = 7;

    /// Creates the patience to wait for one item, which may be on its way.
    pub(crate) fn of_one() -> Self {
        Patience {
            step: 0,
            yields: 32,
        }
    }

    /// Creates the patience to wait for items that come in bursts. Spinning would be too short for
    /// that.
    pub(crate) fn of_many() -> Self {
        Patience {
            step: Patience::PAUSES,
            yields: 64,
        }
    }

    /// Creates the patience that sleeps at once.
    pub(crate) fn none() -> Self {
        Patience {
            step: Patience::PAUSES,
            yields: 0,
        }
    }

    /// After a [long](LONG) wait, only spins, which costs other threads nothing.
    pub(crate) fn after(self, last: Duration) -> Self {
        if is_long(last) {
            Patience { step: 0, yields: 0 }
        } else {
            self
        }
    }

    /// Returns whether the wait is still too short to be worth two looks at the clock.
    pub(crate) fn is_young(&self) -> bool {
        self.step < Patience::YOUNG
    }

    /// Lets some time pass. Returns false when it is time to sleep.
    pub(crate) fn pause(&mut self) -> bool {
        if self.step < Patience::PAUSES {
            for _ in 0..1 << self.step {
                hint::spin_loop();
            }
        } else if self.step < Patience::PAUSES + self.yields {
            yield_now();
        } else {
            return false;
        }
        self.step += 1;
        true
    }
}
