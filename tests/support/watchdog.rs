//! What ends a test that hangs, and says which.

use std::env;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use pipeline::Context;

use super::threads::{standing, wait_until};

/// Far above what any case needs on a slow machine: it decides about hanging, not about speed.
const LIMIT: Duration = Duration::from_mins(2);

/// [`LIMIT`], or as many seconds as `WATCHDOG` says: for .ci/sabotage, whose cases shall hang.
fn limit() -> Duration {
    let said = env::var("WATCHDOG").ok();
    said.map_or(LIMIT, |seconds| {
        Duration::from_secs(seconds.parse().expect("a number"))
    })
}

/// Aborts the process when one case takes for ever. A thread that is there from the first case to
/// the last, so that it is part of every baseline.
pub struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the run of the case is below.
static RUN: Mutex<Option<Context>> = Mutex::new(None);

fn run_now() -> MutexGuard<'static, Option<Context>> {
    RUN.lock().expect("nothing panics while it is held")
}

/// Gives a context for a run, which a watchdog asks where that stands.
#[must_use]
pub fn watched_context() -> Context {
    let context = Context::new();
    *run_now() = Some(context.clone());
    context
}

/// The run of the last [`watched_context`] has ended.
pub fn forget_context() {
    run_now().take();
}

#[derive(Default)]
struct Shared(Mutex<State>);

impl Shared {
    /// Without what `std` does to wait for a lock, as that is out of a sanitizer's sight.
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
    /// # Panics
    ///
    /// If its thread cannot be started.
    #[must_use]
    pub fn new() -> Self {
        Watchdog::with_limit(limit())
    }

    /// For a process that another one's watchdog waits for: the inner one knows more to tell.
    ///
    /// # Panics
    ///
    /// If its thread cannot be started.
    #[must_use]
    pub fn of_a_child() -> Self {
        Watchdog::with_limit(limit() / 2)
    }

    fn with_limit(limit: Duration) -> Self {
        let shared: Arc<Shared> = Arc::default();
        let watched = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("watchdog".to_owned())
            // Its own size, whatever a test makes the default.
            .stack_size(1 << 20)
            .spawn(move || watch(&watched, limit))
            .expect("the watchdog's thread starts");
        // It takes its name, and allocates, when it begins to run: from here on it is as it will be
        // in every baseline.
        wait_until(|| shared.lock().watching);
        Watchdog {
            shared,
            thread: Some(thread),
        }
    }

    /// For a test that the standard harness runs: watches until it is dropped.
    #[must_use]
    pub fn of_this_test() -> Self {
        let watchdog = Watchdog::new();
        let test = thread::current().name().unwrap_or("a test").to_owned();
        watchdog.begin(test);
        watchdog
    }

    /// The case of that name begins now, and the one before it has ended.
    pub fn begin(&self, case: String) {
        let mut state = self.shared.lock();
        state.case = case;
        state.began = Some(Instant::now());
    }

    /// The last case has ended, and the next begins who knows when.
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

/// What can be known of a case that hangs.
fn tell_where(case: &str) {
    eprintln!("`{case}` hangs, with these threads:");
    standing().iter().for_each(|thread| eprintln!("  {thread}"));
    if let Some(context) = &*run_now() {
        eprintln!("inside their bodies: {:?}", context.busy_stages());
    }
}
