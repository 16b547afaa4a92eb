//! Threads, and how one waits for another: it tries again for a while, and then sleeps.

use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;
use std::{hint, io};

use super::listed::Listed;
use crate::sync::stack::Stack;

use std::thread::{self, Builder};
pub(crate) use std::thread::{Scope, Thread, current, park, scope, yield_now};
pub(crate) use std::time::Instant;

/// A thread, whose owner joins it.
pub(crate) struct JoinHandle<T>(thread::JoinHandle<(T, Listed)>);

impl<T> JoinHandle<T> {
    /// Waits until the kernel lists the thread no more.
    pub(crate) fn join(self) -> thread::Result<T> {
        let (made, listed) = self.0.join()?;
        listed.await_end();
        Ok(made)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// Whether the thread is the current one, which must not wait for it.
    pub(crate) fn is_current(&self) -> bool {
        self.0.thread().id() == current().id()
    }
}

/// A thread of a scope, whose owner joins it.
pub(crate) struct ScopedJoinHandle<'scope, T>(thread::ScopedJoinHandle<'scope, (T, Listed)>);

impl<T> ScopedJoinHandle<'_, T> {
    /// Waits until the kernel lists the thread no more.
    pub(crate) fn join(self) -> thread::Result<T> {
        let (made, listed) = self.0.join()?;
        listed.await_end();
        Ok(made)
    }
}

/// A thread of that name, whose owner joins it.
pub(crate) fn spawn<T: Send + 'static>(
    name: String,
    stack: Stack,
    live: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    let live = move || (live(), Listed::current());
    builder(name, stack).spawn(live).map(JoinHandle)
}

/// [`spawn`], for a thread that may borrow what outlives the scope.
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

/// What wakes the current thread from [`park_until`].
pub(crate) fn waker() -> Waker {
    // While the thread's locals are dropped, it may have none of them any more.
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

/// Sleeps until somebody unparks this thread, by `end` if there is one; or for no reason.
pub(crate) fn park_until(end: Option<Instant>) {
    match end {
        None => park(),
        Some(end) => std::thread::park_timeout(end.saturating_duration_since(Instant::now())),
    }
}

/// Who waited longer than this the last time is likely to do so again: it goes to sleep, and leaves
/// the core to whoever makes what it waits for.
const LONG: Duration = Duration::from_micros(50);

/// Whether a wait took longer than it should take to look for its end.
pub(crate) fn is_long(wait: Duration) -> bool {
    wait > LONG
}

/// How long to go on looking before going to sleep.
///
/// First it pauses the core, each time twice as long, 100 ns and then 3 µs in all. Then it lets
/// other threads run: where stages share a core, what is waited for is made meanwhile. It never
/// keeps a core from anybody.
pub(crate) struct Patience {
    step: u32,
    yields: u32,
}

impl Patience {
    /// Steps of some 100 ns together.
    const YOUNG: u32 = 3;
    const PAUSES: u32 = 7;

    /// For one item: it may be on its way.
    pub(crate) fn of_one() -> Self {
        Patience {
            step: 0,
            yields: 32,
        }
    }

    /// For many, of those that come in bursts: there is no use in looking at once.
    pub(crate) fn of_many() -> Self {
        Patience {
            step: Patience::PAUSES,
            yields: 64,
        }
    }

    /// It sleeps at once.
    pub(crate) fn none() -> Self {
        Patience {
            step: Patience::PAUSES,
            yields: 0,
        }
    }

    /// Where the last wait was [long](LONG): only as long as costs no other thread anything.
    pub(crate) fn after(self, last: Duration) -> Self {
        if is_long(last) {
            Patience { step: 0, yields: 0 }
        } else {
            self
        }
    }

    /// Whether the wait is too short yet to be worth two looks at the clock.
    pub(crate) fn is_young(&self) -> bool {
        self.step < Patience::YOUNG
    }

    /// Lets some time pass, unless it is time to sleep.
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
