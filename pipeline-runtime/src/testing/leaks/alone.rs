//! A test that runs once more, alone in a process of its own.

use std::cell::Cell;
use std::os::unix::process::parent_id;
use std::process::{Command, Output, Stdio};
use std::sync::Once;
use std::{env, panic, process, thread};

/// Set in such a process, to the number of the one that started it: what that starts itself is none.
const ALONE: &str = "PIPELINE_TEST_ALONE";

/// Printed by such a process when it has come here.
const COME: &str = "pipeline::testing: this process is for one test alone";

thread_local! {
    /// The test of this thread has.
    static HAS_PASSED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the test that runs here has passed alone: the first call in it finds out.
///
/// It has not where it is alone, nor where there is no test; so it is for the caller to look.
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

/// Whether `test` passes alone, or false if there is no such test.
fn passes(test: &str) -> bool {
    let Output {
        status,
        stdout,
        stderr,
    } = run(test);
    let printed = String::from_utf8_lossy(&stdout);
    if !status.success() {
        let errors = String::from_utf8_lossy(&stderr);
        eprintln!("`{test}` fails in a process of its own ({status}):\n{printed}{errors}");
        // All is said: a message would be taken for that of this call.
        panic::resume_unwind(Box::new(FailsAlone));
    }
    printed.contains(COME)
}

struct FailsAlone;

/// Runs `test` as the standard harness does if it is told to run no other.
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
