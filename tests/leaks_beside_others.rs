//! In a test of the standard harness, `testing::assert_no_leaks` checks in a child process that
//! runs this test alone.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{env, fs, thread};

use pipeline::testing;

/// Set in processes that run the tests that leak.
const LEAKS: &str = "TESTS_THAT_LEAK";

/// Runs one of these tests alone, with flags as if there were other tests. Returns whether it
/// passes, and its output.
fn run(test: &str) -> (bool, String) {
    let program = env::current_exe().expect("this program has a path");
    let Output { status, stdout, .. } = Command::new(program)
        .args([test, "--exact", "--ignored", "--test-threads=2"])
        .env(LEAKS, "1")
        .output()
        .expect("it runs");
    (
        status.success(),
        String::from_utf8_lossy(&stdout).into_owned(),
    )
}

/// Runs one of these tests, which passes. It writes to `notes` what it does in its own process.
fn run_noted(test: &str, notes: &Path) {
    let program = env::current_exe().expect("this program has a path");
    let status = Command::new(program)
        .args([test, "--exact", "--ignored", "--test-threads=2"])
        .env(LEAKS, notes)
        .stdout(Stdio::null())
        .status();
    assert!(status.expect("it runs").success());
}

/// Returns whether this thread runs a test of the standard harness, which may run others
/// concurrently.
fn is_beside_others() -> bool {
    thread::current().name() != Some("main")
}

fn is_alone() -> bool {
    env::var_os("PIPELINE_TEST_ALONE").is_some()
}

fn leave_a_thread(name: &str) {
    let thread = thread::Builder::new().name(name.to_owned());
    let (begins, begun) = std::sync::mpsc::channel();
    let left = thread.spawn(move || {
        begins.send(()).expect("it is waited for");
        loop {
            thread::park();
        }
    });
    left.expect("a thread starts");
    begun.recv().expect("it begins");
}

#[test]
fn what_is_left_here_does_not_count() {
    if is_beside_others() {
        let value = testing::assert_no_leaks(|| {
            if !is_alone() {
                leave_a_thread("beside");
            }
            7
        });
        assert_eq!(value, 7);
    }
}

#[test]
fn what_is_left_in_its_own_process_does() {
    // `run` starts a test, and that test starts a process of its own. This must work inside another
    // `assert_no_leaks`.
    let (passes, said) = testing::assert_no_leaks(|| run("leaky::leaves_a_thread"));
    assert!(!passes, "{said}");
    for part in [
        "`leaky::leaves_a_thread` fails in a process of its own",
        "this is left behind:\n  thread `left`",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // The child processes ran no other test, and this test was not run by them.
    assert_eq!(said.matches("running 1 test\n").count(), 2, "{said}");
    assert_eq!(said.matches("begins\n").count(), 1, "{said}");
}

#[test]
fn a_test_has_one_such_process() {
    let notes = Path::new(env!("CARGO_TARGET_TMPDIR")).join("a_test_has_one_such_process");
    fs::write(&notes, "").expect("it is written");
    run_noted("leaky::calls_three_times", &notes);
    assert_eq!(fs::read_to_string(&notes).expect("it is there"), "012");
}

#[test]
fn a_panic_is_told_of() {
    let (passes, said) = run("leaky::panics");
    assert!(!passes, "{said}");
    assert!(said.contains("nothing is left, but it panics"), "{said}");
}

#[test]
fn the_first_call_tells_of_all() {
    let (passes, said) = run("leaky::leaves_a_thread_at_the_third_call");
    assert!(!passes, "{said}");
    assert!(said.contains("thread `third`"), "{said}");
    assert_eq!(said.matches("call 0\n").count(), 1, "{said}");
}

#[test]
fn a_fault_that_leaves_something_is_told_of() {
    let (passes, said) = run("leaky::leaves_a_thread_at_a_fault");
    assert!(!passes, "{said}");
    let expected = "at point \"here\", pass 0: error: this is left behind:\n  thread `at fault`\n";
    assert!(said.contains(expected), "{said}");
    // The call that started the child process had injected another fault.
    assert!(!said.contains("without a fault"), "{said}");
}

#[test]
fn a_failure_before_it_is_told_of() {
    let (passes, said) = run("leaky::fails_before");
    assert!(!passes, "{said}");
    assert!(said.contains("not even begun"), "{said}");
}

#[test]
fn a_thread_whose_name_is_no_tests_looks_itself() {
    let thread = thread::Builder::new().name("nobodys".to_owned());
    let looks = thread.spawn(|| testing::assert_no_leaks(|| leave_a_thread("nobodys own")));
    let payload = looks
        .expect("a thread starts")
        .join()
        .expect_err("one is left");
    let said = payload.downcast::<String>().expect("it says what");
    assert!(said.contains("thread `nobodys own`"), "{said}");
}

#[test]
fn it_runs_here_once_and_gives_its_value() {
    let mut calls = 0;
    for call in 0..3 {
        let value = testing::assert_no_leaks(|| {
            calls += 1;
            testing::assert_no_leaks(|| calls * 2)
        });
        assert_eq!(value, 2 * (call + 1));
    }
    assert_eq!(calls, 3);
}

/// These tests do nothing unless one of the tests above starts them.
mod leaky {
    use std::env;
    use std::fs::File;
    use std::io::Write;

    use pipeline::testing;

    use super::{LEAKS, is_alone, leave_a_thread};

    #[test]
    #[ignore = "it leaks: another test runs it"]
    fn leaves_a_thread() {
        if env::var_os(LEAKS).is_some() {
            testing::assert_no_leaks(|| {
                println!("begins");
                leave_a_thread("left");
            });
        }
    }

    #[test]
    #[ignore = "it fails: another test runs it"]
    fn panics() {
        if env::var_os(LEAKS).is_some() {
            testing::assert_no_leaks(|| panic!("nothing is left, but it panics"));
        }
    }

    #[test]
    #[ignore = "it leaks: another test runs it"]
    fn leaves_a_thread_at_a_fault() {
        if env::var_os(LEAKS).is_some() {
            testing::each_fault(|faults| {
                testing::assert_no_leaks(|| {
                    if faults.pass("here").is_err() {
                        leave_a_thread("at fault");
                    }
                });
            });
        }
    }

    #[test]
    #[ignore = "it leaks: another test runs it"]
    fn leaves_a_thread_at_the_third_call() {
        if env::var_os(LEAKS).is_some() {
            for call in 0..3 {
                testing::assert_no_leaks(|| {
                    println!("call {call}");
                    if call == 2 {
                        leave_a_thread("third");
                    }
                });
            }
        }
    }

    #[test]
    #[ignore = "another test runs it"]
    fn calls_three_times() {
        if let Some(notes) = env::var_os(LEAKS) {
            for call in 0..3 {
                testing::assert_no_leaks(|| {
                    if is_alone() {
                        let notes = File::options().append(true).open(&notes);
                        write!(notes.expect("it is there"), "{call}").expect("it is written");
                    }
                });
            }
        }
    }

    #[test]
    #[ignore = "it fails: another test runs it"]
    fn fails_before() {
        if env::var_os(LEAKS).is_some() {
            assert!(!is_alone(), "not even begun");
            testing::assert_no_leaks(|| ());
        }
    }
}
