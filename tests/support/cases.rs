//! A test runner that runs cases one at a time. For tests that look at the whole process: the
//! standard harness would run them concurrently.

use std::panic::{self, AssertUnwindSafe, Location};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

use super::watchdog::Watchdog;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Returns the number of panics so far, on all threads, caught or not.
#[must_use]
pub fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}

/// Runs cases one after another on the main thread, and counts the results.
pub struct Cases {
    watchdog: Watchdog,
    is_exact: bool,
    /// Only cases whose name contains this text are run.
    filter: Option<String>,
    passed: usize,
    failed: usize,
    left_out: usize,
}

impl Cases {
    /// Reads the arguments that `cargo test` passes: the first argument that is not a flag is the
    /// filter. With `--exact`, the filter must be the whole name.
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

    /// Runs a case, which fails if it panics.
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

    /// Adds the results of `count` cases that another process ran. That process has its own
    /// watchdog and has printed the failures.
    pub fn add(&mut self, count: usize, all_passed: bool) {
        if all_passed {
            self.passed += count;
        } else {
            self.failed += count;
        }
    }

    /// Stops the watchdog until the next case. Call this before waiting for something that has its
    /// own time limit.
    pub fn unwatched(&mut self) {
        self.watchdog.rest();
    }

    /// Prints the numbers of passed, failed and left out cases, and returns the exit code.
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

/// Returns the command that runs this case alone.
fn command(name: &str) -> String {
    let program = env::current_exe().unwrap_or_default();
    let program = program.file_stem().unwrap_or_default().to_string_lossy();
    // Cargo adds a hash to the file name.
    let test = program.rsplit_once('-').map_or(&*program, |(test, _)| test);
    let profile = if cfg!(debug_assertions) {
        ""
    } else {
        " --release"
    };
    // Cargo sets this variable for the tests that it runs.
    let package = env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "pipeline-tests".to_owned());
    format!("cargo test{profile} -p {package} --test {test} -- --exact '{name}'")
}

/// Hides the panics that tests cause on purpose, of which there are thousands. Stages panic on
/// threads of their own, or, where they are futures, at the places that inject faults.
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
