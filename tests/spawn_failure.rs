//! Promise 1 when the system cannot start more threads: the run fails, the error names the stage
//! that got no thread, and the threads that were started before it have ended.
//!
//! Each case runs in a child process with a limited address space. The stacks of `room` threads fit
//! into it, and not those of one more. The stacks are so large that nothing else affects which
//! thread is the first that cannot be started.

use std::error::Error as _;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, io};

use pipeline::{Error, Pipeline, pipeline, testing};
use pipeline_tests::{Cases, Ledger, Watchdog, wait_until};

/// Tells the child process which case to run.
const CASE: &str = "SPAWN_FAILURE_CASE";
/// Tells the child process how many threads it may start, in addition to its own two.
const ROOM: &str = "SPAWN_FAILURE_ROOM";

const STACK: usize = 128 << 20;

/// The cases, each with the numbers of threads for which there is space.
const CASES: [(&str, fn(usize), &[usize]); 5] = [
    ("hundreds of workers", hundreds_of_workers, &[0, 1, 2, 8]),
    ("every stage", every_stage, &[0, 1, 2, 3, 4, 5, 6]),
    ("spawn", spawn, &[0, 1, 2, 3, 4, 5, 6, 7]),
    ("nested", nested, &[0, 1, 2, 3, 4, 5]),
    ("as many as can be counted", as_many_as_can_be_counted, &[4]),
];

fn main() -> ExitCode {
    if let Ok(case) = env::var(CASE) {
        run_here(&case);
        return ExitCode::SUCCESS;
    }
    let mut cases = Cases::from_arguments();
    for (case, _, rooms) in CASES {
        for room in rooms {
            cases.run(format!("{case}, room for {room}"), || {
                run_in_a_child(case, *room)
            });
        }
    }
    cases.end()
}

fn run_in_a_child(case: &str, room: usize) {
    // Half a stack is for everything else: the program, its libraries and its heap.
    let kibibytes = (room * STACK + STACK / 2) / 1024;
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {kibibytes}; exec \"$0\"")])
        .arg(program)
        .env(CASE, case)
        .env(ROOM, room.to_string())
        .env("RUST_MIN_STACK", STACK.to_string())
        // Otherwise, each thread's heap would take a part of the address space.
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .expect("a shell is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
}

fn run_here(name: &str) {
    let room = env::var(ROOM).expect("set together with the case");
    let room = room.parse().expect("a number");
    let watchdog = Watchdog::of_a_child();
    watchdog.begin(format!("{name}, room for {room}"));
    let (_, case, _) = CASES
        .iter()
        .find(|(case, ..)| *case == name)
        .expect("a case of that name");
    // It depends on the schedule how far the other threads are when one cannot be started.
    for _ in 0..20 {
        testing::assert_no_leaks(|| case(room));
    }
}

/// Returns an endless pipeline of `workers + 3` threads.
fn endless(workers: usize, capacity: usize, ledger: Ledger) -> Pipeline<'static, usize> {
    pipeline!(move || {
        let made = generator(
            capacity = capacity,
            (0..).map(|number: usize| ledger.item(number)),
        );
        let staged = made >> stage(capacity = capacity, |item| item);
        let worked = staged >> fan_out(workers, capacity = capacity, |item| item);
        worked >> count()
    })
}

/// Checks that the only failure is that `stage` got no thread.
fn check<T>(outcome: Result<T, Error>, stage: &str) {
    let Err(error) = outcome else {
        panic!("there was no room for `{stage}`");
    };
    assert!(matches!(error, Error::Spawn { .. }), "{error:#}");
    assert_eq!(error.stage(), Some(stage));
    assert!(error.others().is_empty(), "one cause: {error:?}");
    let source = error.source().and_then(|source| source.downcast_ref());
    let source: &io::Error = source.expect("the source is what the system said");
    assert!(source.raw_os_error().is_some(), "{source}");
    assert_eq!(error.to_string(), format!("stage `{stage}` got no thread"));
}

/// Returns the stage of `endless(3, …)` that gets no thread if `room` threads can be started.
fn missing(room: usize) -> &'static str {
    match room {
        0 => "made",
        1 => "staged",
        2..5 => "worked",
        5 => "output",
        _ => unreachable!("there is room for all"),
    }
}

fn hundreds_of_workers(room: usize) {
    let ledger = Ledger::default();
    let outcome = endless(500, 1, ledger.clone()).run();
    check(outcome, missing(room.min(2)));
    assert_eq!(ledger.live(), 0);
}

fn every_stage(room: usize) {
    if room == 6 {
        let sum = pipeline!({
            let made = generator(0..100);
            let staged = made >> stage(|x| x);
            let worked = staged >> fan_out(3, |x| x);
            worked >> sum::<u32>()
        });
        assert_eq!(sum.run().unwrap(), 4950);
        return;
    }
    for capacity in [0, 1, 64] {
        let ledger = Ledger::default();
        let outcome = endless(3, capacity, ledger.clone()).run();
        check(outcome, missing(room));
        assert_eq!(ledger.live(), 0);
    }
}

/// A pipeline with a handle needs one more thread, which may be the one that cannot be started.
fn spawn(room: usize) {
    let ledger = Ledger::default();
    let running = endless(3, 1, ledger.clone()).spawn();
    match room {
        0 => {
            assert!(running.is_finished());
            check(running.join(), "pipeline");
        }
        7 => {
            wait_until(|| ledger.made() > 100);
            drop(running);
        }
        _ => check(running.join(), missing(room - 1)),
    }
    assert_eq!(ledger.live(), 0);
}

/// A pipeline in a body cannot start its threads.
fn nested(room: usize) {
    let ledger = Ledger::default();
    let outer_runs = AtomicBool::new(false);
    let outcome = pipeline!({
        let made = generator((0..).map(|number| ledger.item(number)));
        let passed = made
            >> stage(|item| {
                // Wait until all outer threads are started, so that the next one is an inner one.
                wait_until(|| outer_runs.load(Ordering::SeqCst) || room < 3);
                let inner = pipeline!({
                    let inner = generator(Some(item));
                    inner >> fan_out(2, |item| item) >> last()
                });
                inner.run()?
            });
        passed
            >> sink(|items| {
                outer_runs.store(true, Ordering::SeqCst);
                items.count()
            })
    })
    .run();
    match room {
        0 => check(outcome, "made"),
        1 => check(outcome, "passed"),
        // The inner pipeline starts its threads immediately, so either pipeline may fail.
        2 => assert!(outcome.is_err()),
        _ => {
            let error = outcome.expect_err("there is no room for the inner pipeline");
            assert_eq!(error.stage(), Some("passed"), "{error:#}");
            let inner = error.source().and_then(|source| source.downcast_ref());
            let inner: &Error = inner.expect("the source is the inner pipeline's error");
            assert!(matches!(inner, Error::Spawn { .. }), "{inner:#}");
            assert_eq!(
                inner.stage(),
                Some(if room == 3 { "inner" } else { "output.fan_out" })
            );
        }
    }
    assert_eq!(ledger.live(), 0);
}

/// A fan-out starts no further threads after one could not be started.
fn as_many_as_can_be_counted(_: usize) {
    let ledger = Ledger::default();
    let outcome = endless(usize::MAX, 1, ledger.clone()).run();
    check(outcome, "worked");
    assert_eq!(ledger.live(), 0);
}
