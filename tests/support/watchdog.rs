//! Ends a test that hangs, and prints its name and the state of its threads.

use std::env;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use pipeline::Context;

use super::threads::{standing, wait_until};

/// Much longer than any case takes on a slow machine, because this limit is about hanging and not
/// about speed.
const LIMIT: Duration = Duration::from_mins(2);

/// Returns [`LIMIT`], or the number of seconds in `WATCHDOG`. .ci/sabotage sets it, because some of
/// its cases are expected to hang.
fn limit() -> Duration {
    let said = env::var("WATCHDOG").ok();
    said.map_or(LIMIT, |seconds| {
        Duration::from_secs(seconds.parse().expect("a number"))
    })
}

/// Aborts the process if a case does not end. Its thread lives from the first case to the last, so
/// that it is part of every baseline.
pub struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// The context of the current case's run.
static RUN: Mutex<Option<Context>> = Mutex::new(None);

fn run_now() -> MutexGuard<'static, Option<Context>> {
    RUN.lock().expect("nothing panics while it is held")
}

/// Makes a context for a run. If the run hangs, a watchdog prints which of its stages are busy.
#[must_use]
pub fn watched_context() -> Context {
    let context = Context::new();
    *run_now() = Some(context.clone());
    context
}

/// Drops the context of the last [`watched_context`], because its run has ended.
pub fn forget_context() {
    run_now().take();
}

#[derive(Default)]
struct Shared(Mutex<State>);

impl Shared {
    /// Locks without the waiting of `std`, which sanitizers do not see.
    fn lock(&self) -> MutexGuard<'_, State> {
        loop {
            match self.0.try_lock() {
                Ok(state) => return state,
                Err(_) => thread::yield_now(),
            }
        }
    }
}

#[derive(Default)]
struct State {
    watching: bool,
    case: String,
    began: Option<Instant>,
    over: bool,
}

impl Watchdog {
    /// Makes a watchdog.
    ///
    /// # Panics
    ///
    /// Panics if the thread cannot be started.
    #[must_use]
    pub fn new() -> Self {
        Watchdog::with_limit(limit())
    }

    /// Makes a watchdog with half of the limit, for a child process of a process that has a
    /// watchdog. The watchdog of the child must be the first to strike, because it can print more.
    ///
    /// # Panics
    ///
    /// Panics if the thread cannot be started.
    #[must_use]
    pub fn of_a_child() -> Self {
        Watchdog::with_limit(limit() / 2)
    }

    fn with_limit(limit: Duration) -> Self {
        let shared: Arc<Shared> = Arc::default();
        let watched = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("watchdog".to_owned())
            // A size of its own, because a test may change the default.
            .stack_size(1 << 20)
            .spawn(move || watch(&watched, limit))
            .expect("the watchdog's thread starts");
        // The thread sets its name and allocates when it begins to run. From here on, it is the
        // same in every baseline.
        wait_until(|| shared.lock().watching);
        Watchdog {
            shared,
            thread: Some(thread),
        }
    }

    /// Makes a watchdog for a test of the standard harness. It watches until it is dropped.
    #[must_use]
    pub fn of_this_test() -> Self {
        let watchdog = Watchdog::new();
        let test = thread::current().name().unwrap_or("a test").to_owned();
        watchdog.begin(test);
        watchdog
    }

    /// Begins to watch the case `case`, and ends the watch over the case before it.
    pub fn begin(&self, case: String) {
        let mut state = self.shared.lock();
        state.case = case;
        state.began = Some(Instant::now());
    }

    /// Ends the watch over the last case, until the next begins.
    pub fn rest(&self) {
        self.shared.lock().began = None;
    }
}

impl Default for Watchdog {
    fn default() -> Self {
        Watchdog::new()
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.lock().over = true;
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

fn watch(shared: &Shared, limit: Duration) {
    shared.lock().watching = true;
    loop {
        let left = {
            let state = shared.lock();
            if state.over {
                return;
            }
            let spent = state.began.map_or(Duration::ZERO, |began| began.elapsed());
            let left = limit.saturating_sub(spent);
            if left.is_zero() {
                tell_where(&state.case);
                std::process::abort();
            }
            left
        };
        thread::park_timeout(left);
    }
}

/// Prints what is known about a case that hangs.
fn tell_where(case: &str) {
    eprintln!("`{case}` hangs, with these threads:");
    standing().iter().for_each(|thread| eprintln!("  {thread}"));
    if let Some(context) = &*run_now() {
        eprintln!("inside their bodies: {:?}", context.busy_stages());
    }
}
