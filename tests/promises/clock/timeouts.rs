//! `timeout` with a test clock. Only async bodies can have a timeout.

use std::future::pending;
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::{Either, select};
use pipeline::testing::beside;
use pipeline::{Error, Failure, TimedOut, pipeline};
use pipeline_tests::{Watchdog, conserves};

use super::{HOUR, MINUTE, SECOND, clocked};

#[test]
fn a_body_fails_when_its_time_is_over_and_not_before() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async {
        generator([1, 2])
            >> stage(timeout = MINUTE, async |_: u32| pending::<u32>().await)
            >> count()
    });
    let script = || {
        clock.wait_for_sleepers(1);
        clock.advance(MINUTE - SECOND);
        assert_eq!(clock.sleepers(), 1);
        clock.advance(SECOND);
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    let Err(Error::Failed { stage, source, .. }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(stage, "output.stage");
    assert_eq!(
        source.downcast_ref::<TimedOut>().map(|late| late.after),
        Some(MINUTE)
    );
    assert_eq!(source.to_string(), "the body took longer than 60s");
}

#[test]
fn a_body_that_is_done_in_time_gives_its_value() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let values = pipeline!(async {
        let tried = generator(0..3_u32)
            >> fan_out(3, ordered, timeout = MINUTE, async |n| {
                if n == 1 {
                    clock.wait_for_sleepers_async(0).await;
                }
                n + 1
            });
        tried >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(values.run_with(&context)).unwrap(), [1, 2, 3]);
    assert_eq!(clock.sleepers(), 0);
}

/// The failures of a stage: the item's number, and whether the body timed out.
type Failed = Vec<(u32, bool)>;

fn late(failure: Failure<pipeline::BoxError, u32>) -> (u32, bool) {
    (failure.item, failure.cause.is::<TimedOut>())
}

#[test]
fn a_timeout_is_a_failure_of_its_item() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async {
        let (ok, failed) = generator(0..4_u32)
            >> stage(keep, timeout = MINUTE, async |n| match n {
                1 => pending().await,
                2 => Err("no")?,
                n => n,
            });
        (
            ok >> collect::<Vec<_>>(),
            failed >> map(late) >> collect::<Vec<_>>(),
        )
    });
    let script = || {
        clock.wait_for_sleepers(1);
        clock.advance(MINUTE);
    };
    let ((), (outcome, report)) = beside(script, || block_on(run.run_reported_with(&context)));
    let (ok, failed): (Vec<u32>, Failed) = outcome.unwrap();
    assert_eq!(ok, [0, 3]);
    assert_eq!(failed, [(1, true), (2, false)]);
    assert_eq!(report.stage("ok+failed").unwrap().failed, 2);
    conserves(&report);
}

#[test]
fn a_body_without_a_question_mark_can_be_skipped_for_its_timeout() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async {
        let quick = generator(0..3_u32)
            >> fan_out(2, on_error = skip, timeout = MINUTE, async |n| {
                if n == 1 {
                    pending::<()>().await;
                }
                n
            });
        quick >> sum::<u32>()
    });
    let script = || {
        clock.wait_for_sleepers(1);
        clock.advance(MINUTE);
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    assert_eq!(outcome.unwrap(), 2);
}

#[test]
fn each_attempt_has_the_whole_time() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let attempts = AtomicUsize::new(0);
    let run = pipeline!(async {
        let tried = generator([7_u32])
            >> stage(
                on_error = retry(2, HOUR, |error| error.is::<TimedOut>()),
                timeout = MINUTE,
                async |n| {
                    if attempts.fetch_add(1, Ordering::Relaxed) < 2 {
                        pending::<()>().await;
                    }
                    n
                },
            );
        tried >> count()
    });
    let script = || {
        for _ in 0..2 {
            for time in [MINUTE, HOUR] {
                clock.wait_for_sleepers(1);
                clock.advance(time - SECOND);
                assert_eq!(clock.sleepers(), 1);
                clock.advance(SECOND);
            }
        }
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    assert_eq!(outcome.unwrap(), 1);
    assert_eq!(attempts.into_inner(), 3);
}

/// The body is dropped where it waits, before the failure is sent.
#[test]
fn a_body_that_is_late_is_dropped() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let (held, mut dropped) = oneshot::channel::<()>();
    let held = std::sync::Mutex::new(Some(held));
    let run = pipeline!(async {
        let (ok, failed) = generator([1])
            >> stage(timeout = MINUTE, async |_: u32| {
                let _held = held.lock().unwrap().take();
                pending::<u32>().await
            });
        let failed = failed >> inspect(|_| assert!(dropped.try_recv().is_err()));
        (ok >> count(), failed >> count())
    });
    let script = || {
        clock.wait_for_sleepers(1);
        clock.advance(MINUTE);
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    assert_eq!(outcome.unwrap(), (0, 1));
}

#[test]
fn an_error_type_of_the_header_is_made_of_a_timeout() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async || -> Result<usize, io::Error> {
        let typed = generator([1_u32])
            >> stage(timeout = MINUTE, async |n: u32| -> Result<u32, io::Error> {
                pending::<Result<(), io::Error>>().await?;
                Ok(n)
            });
        typed >> count()
    });
    let script = || {
        clock.wait_for_sleepers(1);
        clock.advance(MINUTE);
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    let error = io::Error::from(outcome.unwrap_err());
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}

#[test]
fn a_cancel_ends_a_body_that_has_a_timeout() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async {
        generator([1]) >> stage(timeout = MINUTE, async |_: u32| pending::<u32>().await) >> count()
    });
    let script = || {
        clock.wait_for_sleepers(1);
        context.cancel();
    };
    let ((), outcome) = beside(script, || block_on(run.run_with(&context)));
    assert!(outcome.unwrap_err().is_cancelled());
    assert_eq!(clock.sleepers(), 0);
}

/// A body can be stopped only at an `.await`. Time that it spends computing is not a wait.
#[test]
fn a_body_that_is_ready_is_not_late() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let run = pipeline!(async {
        let made = generator([1_u32])
            >> stage(timeout = MINUTE, async |n| {
                clock.advance(HOUR);
                n
            });
        made >> count()
    });
    assert_eq!(block_on(run.run_with(&context)).unwrap(), 1);
}

#[test]
fn a_timeout_goes_by_the_system_too() {
    let _watchdog = Watchdog::of_this_test();
    let millisecond = Duration::from_millis(1);
    let run = pipeline!(async move {
        let (ok, failed) = generator(0..4_u32)
            >> fan_out(4, timeout = millisecond, async move |n| {
                let never = pin!(pending::<()>());
                let ready = pin!(std::future::ready(n));
                match select(never, ready).await {
                    Either::Right((n, _)) if n < 2 => n,
                    _ => pending().await,
                }
            });
        (ok >> sum::<u32>(), failed >> count())
    });
    assert_eq!(block_on(run.run()).unwrap(), (1, 2));
}

#[test]
fn tasks_have_timeouts_too() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let step = 10;
    let run = pipeline!(async move |ctx| {
        let numbers = generator(0..4_u32);
        let (ok, failed) = numbers
            >> fan_out(4, timeout = 2 * MINUTE, {
                let more = step.max(1);
                async move |n| {
                    ctx.check()?;
                    match n {
                        0 => pending().await,
                        n => n + more,
                    }
                }
            });
        let (again, late) = ok
            >> fan_out(2, timeout = MINUTE, async |n| match n {
                11 => pending().await,
                n => n + step,
            });
        (again >> sum::<u32>(), fan_in(failed, late) >> count())
    });
    let script = || {
        clock.wait_for_sleepers(2);
        clock.advance(MINUTE);
        clock.advance(MINUTE);
    };
    let tasks = tokio::runtime::Builder::new_multi_thread();
    let tasks = { tasks }.worker_threads(2).build().unwrap();
    let run = || tasks.block_on(async { run.spawn_with(&context).join().await });
    let ((), outcome) = beside(script, run);
    assert_eq!(outcome.unwrap(), (45, 2));
}
