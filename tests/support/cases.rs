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
    is_exact: bool,
    /// Cases are left out unless this is part of their names.
    filter: Option<String>,
    passed: usize,
    failed: usize,
    left_out: usize,
}

impl Cases {
    /// As `cargo test` calls it: the first argument that is no flag is the filter, and with `--exact`
    /// the whole name.
    #[must_use]
    pub fn from_arguments() -> Self {
        print_panics_of_the_main_thread_only();
        Cases {
            watchdog: Watchdog::new(),
            is_exact: env::args().any(|word| word == "--exact"),
            filter: env::args().skip(1).find(|word| !word.starts_with('-')),
            passed: 0,
            failed: 0,
            left_out: 0,
        }
    }

    /// Runs one case, which fails if it panics.
    pub fn run(&mut self, name: impl Into<String>, case: impl FnOnce()) {
        let name = name.into();
        if self.filter.as_ref().is_some_and(|part| {
            if self.is_exact {
                name != *part
            } else {
                !name.contains(part)
            }
        }) {
            self.left_out += 1;
            return;
        }
        self.watchdog.begin(name.clone());
        if panic::catch_unwind(AssertUnwindSafe(case)).is_ok() {
            self.passed += 1;
        } else {
            eprintln!("FAILED: {name}\n  {}\n", command(&name));
            self.failed += 1;
        }
    }

    /// So many were run by another process, which watched over each and said which of them failed.
    pub fn add(&mut self, count: usize, all_passed: bool) {
        if all_passed {
            self.passed += count;
        } else {
            self.failed += count;
        }
    }

    /// What is waited for from here on watches over itself.
    pub fn unwatched(&mut self) {
        self.watchdog.rest();
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

/// What runs that very case.
fn command(name: &str) -> String {
    let program = env::current_exe().unwrap_or_default();
    let program = program.file_stem().unwrap_or_default().to_string_lossy();
    // Cargo adds a hash.
    let test = program.rsplit_once('-').map_or(&*program, |(test, _)| test);
    let profile = if cfg!(debug_assertions) {
        ""
    } else {
        " --release"
    };
    // Cargo sets it for the tests that it runs.
    let package = env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "pipeline-tests".to_owned());
    format!("cargo test{profile} -p {package} --test {test} -- --exact '{name}'")
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
