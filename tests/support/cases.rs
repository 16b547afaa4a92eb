//! A runner for tests that look at the whole process, so that their cases must not run side by
//! side as those of the standard harness do.

use std::panic::{self, AssertUnwindSafe, Location};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

use super::watchdog::Watchdog;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// How many panics there were, on any thread, caught or not.
#[must_use]
pub fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}

/// Runs cases one after another, on the main thread.
pub struct Cases {
    watchdog: Watchdog,
    /// Cases are left out unless this is part of their names.
    filter: Option<String>,
    passed: usize,
    failed: usize,
    left_out: usize,
}

impl Cases {
    /// As `cargo test` calls it: the first argument that is no flag is the filter.
    #[must_use]
    pub fn from_arguments() -> Self {
        print_panics_of_the_main_thread_only();
        Cases {
            watchdog: Watchdog::new(),
            filter: env::args().skip(1).find(|word| !word.starts_with('-')),
            passed: 0,
            failed: 0,
            left_out: 0,
        }
    }

    /// Runs one case, which fails if it panics.
    pub fn run(&mut self, name: impl Into<String>, case: impl FnOnce()) {
        let name = name.into();
        if self
            .filter
            .as_ref()
            .is_some_and(|part| !name.contains(part))
        {
            self.left_out += 1;
            return;
        }
        self.watchdog.begin(name.clone());
        if panic::catch_unwind(AssertUnwindSafe(case)).is_ok() {
            self.passed += 1;
        } else {
            eprintln!("FAILED: {name}\n");
            self.failed += 1;
        }
    }

    /// Says how it went.
    #[must_use]
    pub fn end(self) -> ExitCode {
        let Cases {
            passed,
            failed,
            left_out,
            ..
        } = self;
        println!("{passed} passed, {failed} failed, {left_out} left out");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The panics of stages are what such tests are about, thousands of them: on threads of their own, or,
/// where they are futures, from what strikes them.
fn print_panics_of_the_main_thread_only() {
    panic::set_hook(Box::new(|panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        let strikes = ["support/faults/probe.rs", "support/items.rs"];
        let place = panic.location().map_or("", Location::file);
        let is_strike = strikes.iter().any(|strike| place.contains(strike));
        if thread::current().name() == Some("main") && !is_strike {
            eprintln!("{panic}");
        }
    }));
}
