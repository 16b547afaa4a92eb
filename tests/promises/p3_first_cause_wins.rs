//! Promise 3: the first failure is the run's error, even if drops panic later.
//!
//! When a stage fails, the items that are left in its edges are dropped. If such a drop panics, the
//! panic is a later failure. It is added to the first failure and does not replace it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossbeam_channel::bounded;
use futures::executor::block_on;
use pipeline::{Backoff, Context, Error, Report, pipeline};
use pipeline_tests::{Item, Ledger, Watchdog, threads, until, wait_until};

#[derive(Debug, PartialEq)]
struct Injected;

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("injected")
    }
}

impl std::error::Error for Injected {}

fn is_injected(error: &Error) -> bool {
    matches!(error, Error::Failed { source, .. } if source.downcast_ref() == Some(&Injected))
}

fn is_the_drops(error: &Error) -> bool {
    matches!(error, Error::Panicked { message, .. } if message == Item::DROP_PANICKED)
}

/// Checks that the error is the injected one of `stage`, and that the panic of the drop is in its
/// `others`.
fn check<T>(outcome: Result<T, Error>, stage: &str) {
    let error = outcome.err().expect("a body errs");
    assert!(is_injected(&error), "the first cause is lost: {error:?}");
    assert_eq!(error.stage(), Some(stage));
    let [other] = error.others() else {
        panic!("the drop's panic is lost: {error:?}");
    };
    assert!(is_the_drops(other), "{other:?}");
}

/// Two items, the second of which panics when it is dropped, and a flag that says whether it was
/// sent.
struct Two {
    ledger: Ledger,
    sent: AtomicBool,
}

impl Two {
    fn new() -> Self {
        Two {
            ledger: Ledger::default(),
            sent: AtomicBool::new(false),
        }
    }

    fn first(&self) -> Item {
        self.ledger.item(0)
    }

    fn second(&self) -> Item {
        self.ledger.item(1).armed()
    }

    fn mark_sent(&self) {
        self.sent.store(true, Ordering::SeqCst);
    }

    /// Fails when the second item waits in the edge.
    fn fail(&self, _first: Item) -> Result<Item, Injected> {
        wait_until(|| self.sent.load(Ordering::SeqCst));
        Err(Injected)
    }
}

#[test]
fn a_stages_error_wins_over_the_drop_of_what_it_had_not_read() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let staged = made >> stage(|item| two.fail(item)?);
        staged >> sink(|items| items.count())
    })
    .run();
    check(outcome, "staged");
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn a_fan_outs_error_wins_over_the_drop_of_what_it_had_not_read() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let worked = made >> fan_out(1, |item| two.fail(item)?);
        worked >> sink(|items| items.count())
    })
    .run();
    check(outcome, "worked");
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn a_yielding_stages_error_wins_over_the_drop_of_what_it_had_not_read() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let staged = made >> stage(|item| yield two.fail(item)?);
        staged >> sink(|items| items.count())
    })
    .run();
    check(outcome, "staged");
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn a_stage_with_methods_is_no_exception() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let staged = made >> stage(|item| two.fail(item)?) >> filter(|_| true);
        staged >> sink(|items| items.count())
    })
    .run();
    check(outcome, "staged");
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn a_sinks_error_is_kept_beside_the_drop_of_what_it_had_not_read() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        made >> sink(|items| {
            for item in items {
                two.fail(item)?;
            }
        })
    })
    .run();
    // The sink owns its stream, so the stream is dropped before the sink returns its error.
    let error = outcome.expect_err("the sink errs");
    assert_eq!(error.stage(), Some("output"));
    let all: Vec<&Error> = error.others().iter().chain([&error]).collect();
    assert!(
        all.iter().any(|error| is_injected(error)),
        "the error is lost: {error:?}"
    );
    assert!(
        all.iter().any(|error| is_the_drops(error)),
        "the panic is lost: {error:?}"
    );
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn a_bodys_panic_wins_over_the_drop_of_what_its_stage_had_not_read() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let staged = made >> stage(|item| two.fail(item).expect("the body panics"));
        staged >> sink(|items| items.count())
    })
    .run();
    let error = outcome.expect_err("a body panics");
    assert_eq!(error.stage(), Some("staged"));
    assert_eq!(
        error.to_string(),
        "stage `staged` panicked: the body panics: Injected"
    );
    assert_eq!(two.ledger.live(), 0);
}

#[test]
fn an_error_wins_over_the_drop_of_what_the_body_owns() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let outcome = pipeline!({
        let staged = generator(0..3)
            >> stage({
                let owned = ledger.item(0).armed();
                move |x: usize| {
                    let owned = &owned;
                    if x == owned.number {
                        Err(Injected)?;
                    }
                    x
                }
            });
        staged >> sink(|items| items.count())
    })
    .run();
    check(outcome, "staged");
    assert_eq!(ledger.live(), 0);
}

#[test]
fn an_error_wins_over_the_drop_of_another_sinks_value() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let (value_is_made, go) = bounded::<()>(0);
    let outcome = pipeline!({
        let kept = generator([ledger.item(0).armed()])
            >> sink(move |items| {
                let kept: Vec<Item> = items.collect();
                drop(value_is_made);
                kept
            });
        let staged = generator(0..3)
            >> stage(|x| {
                let _ = go.recv();
                Err(Injected)?;
                x
            });
        (kept, staged >> count())
    })
    .run();
    let error = outcome.map(drop).expect_err("a body errs");
    assert!(is_injected(&error), "the first cause is lost: {error:?}");
    assert_eq!(ledger.live(), 0);
}

/// If this test failed, it would abort the process with all other tests.
#[test]
fn drops_of_what_waits_for_its_turn_are_all_caught() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let outcome = pipeline!({
        let made = generator((0..8).map(|number| ledger.item(number)));
        let worked = made
            >> fan_out(2, ordered, |item| {
                if item.number == 0 {
                    // Meanwhile, the other worker makes items, which wait for the first to have its
                    // turn.
                    wait_until(|| ledger.made() == 15);
                    Err(Injected)?
                } else {
                    ledger.item(item.number).armed()
                }
            });
        worked >> count()
    })
    .run();
    let error = outcome.expect_err("a body errs");
    assert!(is_injected(&error), "the first cause is lost: {error:?}");
    assert_eq!(ledger.live(), 0);
}

/// A backoff that is dropped on the thread which starts the stages. Its drop blocks until its stage
/// has ended.
struct Slow(ThreadId);

impl Clone for Slow {
    fn clone(&self) -> Self {
        Slow(self.0)
    }
}

impl Backoff for Slow {
    fn after(&self, _: u32) -> Duration {
        Duration::ZERO
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        if thread::current().id() == self.0 {
            wait_until(|| !threads().contains(&"outlived#0".to_owned()));
        }
    }
}

#[test]
fn a_drop_is_told_of_also_when_the_workers_have_ended_before_all_are_started() {
    let _watchdog = Watchdog::of_this_test();
    let two = Two::new();
    let starter = thread::current().id();
    let outcome = pipeline!({
        let made = generator(capacity = 1, {
            yield two.first();
            yield two.second();
            two.mark_sent();
        });
        let outlived = made
            >> fan_out(1, on_error = retry(1, Slow(starter)), |item| {
                two.fail(item)?
            });
        outlived >> sink(|items| items.count())
    })
    .run();
    check(outcome, "outlived");
    assert_eq!(two.ledger.live(), 0);
}

/// What ends the run while the body of the stage `late` is at work.
#[derive(Clone, Copy, Debug)]
enum First {
    Cancel,
    Failure,
}

/// How the body of the stage `late` ends after that.
#[derive(Clone, Copy, Debug)]
enum Late {
    Error,
    Panic,
}

impl First {
    fn strike(self, context: &Context) -> Result<(), &'static str> {
        match self {
            First::Cancel => context.cancel(),
            First::Failure => Err("first")?,
        }
        Ok(())
    }
}

impl Late {
    fn strike(self) -> Result<u32, &'static str> {
        match self {
            Late::Error => Err("late"),
            Late::Panic => panic!("late"),
        }
    }
}

#[test]
fn a_failure_after_the_end_of_the_run_is_kept_beside_its_cause() {
    let _watchdog = Watchdog::of_this_test();
    for first in [First::Cancel, First::Failure] {
        for late in [Late::Error, Late::Panic] {
            let at_work = AtomicBool::new(false);
            let on_threads = pipeline!(|ctx| {
                let struck = generator([0])
                    >> stage(|_| {
                        wait_until(|| at_work.load(Ordering::SeqCst));
                        first.strike(&ctx)?
                    });
                struck >> for_each(drop);
                let late = generator([0])
                    >> stage(|_| {
                        at_work.store(true, Ordering::SeqCst);
                        wait_until(|| ctx.is_cancelled());
                        late.strike()?
                    });
                late >> count()
            });
            check_late(on_threads.run_reported(), first, late);
            let at_work = Arc::new(AtomicBool::new(false));
            let works = Arc::clone(&at_work);
            let as_futures = pipeline!(async move |ctx| {
                let struck = generator([0])
                    >> stage(async |_| {
                        until(|| at_work.load(Ordering::SeqCst)).await;
                        first.strike(&ctx)?
                    });
                struck >> for_each(drop);
                let late = generator([0])
                    >> stage(blocking, |_| {
                        works.store(true, Ordering::SeqCst);
                        wait_until(|| ctx.is_cancelled());
                        late.strike()?
                    });
                late >> count()
            });
            check_late(block_on(as_futures.run_reported()), first, late);
        }
    }
}

fn check_late((outcome, report): (Result<usize, Error>, Report), first: First, late: Late) {
    let error = outcome.expect_err("it fails");
    let [other] = error.others() else {
        panic!("the later failure is lost: {error:?}");
    };
    match first {
        First::Cancel => assert!(error.is_cancelled(), "{error:?}"),
        First::Failure => assert_eq!(error.stage(), Some("struck")),
    }
    let told = match late {
        Late::Error => "stage `late` failed: late",
        Late::Panic => "stage `late` panicked: late",
    };
    assert_eq!(format!("{other:#}"), told);
    let late = report.stage("late").expect("it has a row");
    assert_eq!(
        (late.taken, late.failed, late.dropped),
        (1, 1, 0),
        "{report}"
    );
}
