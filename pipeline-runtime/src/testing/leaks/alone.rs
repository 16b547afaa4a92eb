//! Runs a test once more, alone in a process of its own.

use std::cell::Cell;
use std::os::unix::process::parent_id;
use std::process::{Command, Output, Stdio};
use std::sync::Once;
use std::{env, panic, process, thread};

/// Environment variable of such a process: the id of the process that started it. A process that
/// such a process starts is not one.
const ALONE: &str = "PIPELINE_TEST_ALONE";

/// Printed by such a process when it has reached the first check.
const COME: &str = "pipeline::testing: this process is for one test alone";

thread_local! {
    /// Whether the test of this thread has passed alone.
    static HAS_PASSED: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether the current test has passed alone. The first call in a test runs it alone.
///
/// Returns false in the process that runs the test alone, and outside of any test. There, the
/// caller must look for leaks itself.
pub(super) fn has_passed() -> bool {
    if is_alone() {
        static SAID: Once = Once::new();
        SAID.call_once(|| println!("{COME}"));
        return false;
    }
    let thread = thread::current();
    match thread.name() {
        None | Some("main") => return false,
        Some(_) if HAS_PASSED.get() => {}
        Some(test) => HAS_PASSED.set(passes(test)),
    }
    HAS_PASSED.get()
}

fn is_alone() -> bool {
    env::var(ALONE).is_ok_and(|parent| parent == parent_id().to_string())
}

/// Runs `test` alone, and returns whether it passed. Returns false if there is no such test.
fn passes(test: &str) -> bool {
    let output = run(test);
    let status = output.status;
    let printed = String::from_utf8_lossy(&output.stdout);
    if !status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        eprintln!("`{test}` fails in a process of its own ({status}):\n{printed}{errors}");
        // Everything has been printed. `panic!` would print a message that looks like one of this
        // call.
        panic::resume_unwind(Box::new(FailsAlone));
    }
    printed.contains(COME)
}

struct FailsAlone;

/// Runs the standard test harness with `test` as its only test.
fn run(test: &str) -> Output {
    let program = env::current_exe().expect("this program has a path");
    let mut alone = Command::new(program);
    alone
        .args([test, "--exact", "--include-ignored"])
        .args(["--nocapture", "--test-threads=1"])
        .env(ALONE, process::id().to_string())
        .stdin(Stdio::null());
    alone.output().expect("this program runs once more")
}
