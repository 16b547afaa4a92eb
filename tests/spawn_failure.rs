//! Promise 1, where the system gives no more threads: the run ends with the stage that got none,
//! and the threads that were started before it are gone.
//!
//! Each case runs in a process of its own, whose address space holds the stacks of so many threads
//! and not of one more. The stacks are large, so that nothing else decides which thread it is.

use std::error::Error as _;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, io};

use pipeline::{Error, Pipeline, pipeline, testing};
use pipeline_tests::{Cases, Ledger, Watchdog, wait_until};

/// Names the case in the process that runs it.
const CASE: &str = "SPAWN_FAILURE_CASE";
/// How many threads that process can have beside its own two.
const ROOM: &str = "SPAWN_FAILURE_ROOM";

const STACK: usize = 128 << 20;

/// Each case with how many threads there is room for.
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
    // Half a stack is for all else: the program, its libraries and its heap.
    let kibibytes = (room * STACK + STACK / 2) / 1024;
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {kibibytes}; exec \"$0\"")])
        .arg(program)
        .env(CASE, case)
        .env(ROOM, room.to_string())
        .env("RUST_MIN_STACK", STACK.to_string())
        // A thread's own heap would take its share of the address space.
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
    // Which threads run how far when the missing one is asked for is a matter of chance.
    for _ in 0..20 {
        testing::assert_no_leaks(|| case(room));
    }
}

/// An endless pipeline of `workers + 3` threads: only a failure ends it.
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

/// The outcome is that `stage` got no thread, and nothing else.
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

/// The stage that gets no thread where there is room for so many, of `endless(3, …)`.
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

/// The thread that runs the pipeline for a handle may be the one that is missing.
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

/// The threads that are missing are those of a pipeline in a body.
fn nested(room: usize) {
    let ledger = Ledger::default();
    let outer_runs = AtomicBool::new(false);
    let outcome = pipeline!({
        let made = generator((0..).map(|number| ledger.item(number)));
        let passed = made
            >> stage(|item| {
                // The outer threads are all there, so that the next one is an inner one.
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
        // The inner pipeline asks for its threads at once.
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

/// A fan-out asks for no further thread when one was refused.
fn as_many_as_can_be_counted(_: usize) {
    let ledger = Ledger::default();
    let outcome = endless(usize::MAX, 1, ledger.clone()).run();
    check(outcome, "worked");
    assert_eq!(ledger.live(), 0);
}
