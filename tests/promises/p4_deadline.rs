//! Promise 4: a deadline cancels the run and all runs below it, and the error says so. A stage that
//! does not end can be found by name.

use std::time::{Duration, Instant};

use crossbeam_channel as channel;
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Watchdog, conserves, wait_until};

/// This time passes while the test runs, at no particular moment.
const SOON: Duration = Duration::from_millis(2);

const NEVER: Duration = Duration::MAX;

fn exceeded<T>(outcome: Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::DeadlineExceeded { .. }))
}

#[test]
fn a_pipeline_that_would_never_end_ends() {
    let _watchdog = Watchdog::of_this_test();
    let soon = Context::new().with_deadline(SOON);
    let (outcome, report) = pipeline!({
        generator(0_u64..) >> fan_out(3, |n| n) >> fold(0, |sum: u64, n| sum.wrapping_add(n))
    })
    .run_reported_with(&soon);
    assert!(exceeded(outcome));
    conserves(&report);
    assert!(soon.is_cancelled());
}

#[test]
fn every_wait_of_the_runtime_ends() {
    let _watchdog = Watchdog::of_this_test();
    let soon = || Context::new().with_deadline(SOON);
    let (_silent, channel) = channel::bounded::<u32>(0);
    assert!(exceeded(
        pipeline!({ receive(&channel) >> count() }).run_with(&soon())
    ));
    let backoff = pipeline!({
        generator([1])
            >> stage(on_error = retry(1, NEVER), |n: u32| {
                Err::<u32, _>("always")?;
                n
            })
            >> count()
    });
    assert!(exceeded(backoff.run_with(&soon())));
    let throttle = pipeline!({ generator(0..10) >> throttle(1, NEVER) >> count() });
    assert!(exceeded(throttle.run_with(&soon())));
    let batch = pipeline!({ receive(&channel) >> batch_within(10, NEVER) >> count() });
    assert!(exceeded(batch.run_with(&soon())));
}

#[test]
fn a_pipeline_inside_a_body_inherits_it() {
    let _watchdog = Watchdog::of_this_test();
    // Long enough for the body to be called before the deadline.
    let soon = Context::new().with_deadline(Duration::from_millis(300));
    let (_silent, silent) = channel::bounded::<u32>(0);
    let inner_says = std::sync::Mutex::new(None);
    let outcome = pipeline!({
        let counts = generator([()])
            >> stage(|()| {
                let inner = pipeline!({ receive(&silent) >> count() }).run();
                let exceeded = matches!(inner, Err(Error::DeadlineExceeded { .. }));
                *inner_says.lock().unwrap() = Some(exceeded);
                inner?
            });
        counts >> sum::<usize>()
    })
    .run_with(&soon);
    assert!(exceeded(outcome));
    assert_eq!(inner_says.into_inner().unwrap(), Some(true));
}

#[test]
fn a_childs_deadline_leaves_its_parent_alone() {
    let _watchdog = Watchdog::of_this_test();
    let above = Context::new();
    let below = above.with_deadline(SOON);
    assert!(exceeded(
        pipeline!({ generator(0_u64..) >> for_each(|_| ()) }).run_with(&below)
    ));
    assert!(!above.is_cancelled());
    let whole = pipeline!({ generator(0..3) >> count() }).run_with(&above);
    assert_eq!(whole.unwrap(), 3);
}

#[test]
fn the_earliest_of_several_is_in_force() {
    let far = Context::new().with_deadline(Duration::from_secs(3600));
    let near = far.with_deadline(Duration::from_secs(60));
    let kept = near.with_deadline(Duration::from_secs(7200));
    assert!(near.deadline() < far.deadline());
    assert_eq!(kept.deadline(), near.deadline());
    assert!(kept.deadline().unwrap() > Instant::now());
    assert_eq!(Context::new().with_deadline(NEVER).deadline(), None);
}

#[test]
fn one_that_has_passed_starts_nothing() {
    let over = Context::new().with_deadline(Duration::ZERO);
    assert!(over.check().is_err());
    let (outcome, report) =
        pipeline!({ generator(0..10) >> fan_out(2, |n| n) >> count() }).run_reported_with(&over);
    assert!(exceeded(outcome));
    assert_eq!(
        report.stages.iter().map(|stage| stage.taken).sum::<u64>(),
        0
    );
}

#[test]
fn what_came_before_it_is_the_cause() {
    let _watchdog = Watchdog::of_this_test();
    let far = Context::new().with_deadline(Duration::from_secs(3600));
    let failed = pipeline!({ generator(0..) >> try_for_each(|_: u32| None::<()>) }).run_with(&far);
    assert_eq!(failed.unwrap(), None);
    far.cancel();
    let cancelled = pipeline!({ generator(0..) >> count() }).run_with(&far);
    assert!(cancelled.is_err_and(|error| error.is_cancelled()));
}

#[test]
fn its_error_says_so() {
    let over = Context::new().with_deadline(Duration::ZERO);
    let outcome = pipeline!({ generator(0..10) >> count() }).run_with(&over);
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "the pipeline's deadline has passed");
    assert!(error.stage().is_none() && !error.is_cancelled());
}

#[test]
fn the_stage_that_a_cancelled_run_waits_for_is_named() {
    let _watchdog = Watchdog::of_this_test();
    let (open, gate) = channel::bounded::<()>(0);
    let context = Context::new();
    let outcome = std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            pipeline!({
                let made = generator(0..100);
                let stuck = made
                    >> fan_out(2, |n: u32| {
                        let _ = gate.recv();
                        n
                    });
                let counted = stuck >> stage(|n| n) >> sum::<u32>();
                counted
            })
            .run_with(&context)
        });
        wait_until(|| context.busy_stages() == ["stuck"]);
        context.cancel();
        // The other stages have ended or wait for this one, so only this one is busy.
        wait_until(|| context.busy_stages() == ["stuck"]);
        drop(open);
        run.join().unwrap()
    });
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert!(context.busy_stages().is_empty());
}

/// A deadlock of which the compiler only warned must not make the run hang.
#[test]
fn even_a_pipeline_that_locked_up_ends() {
    let _watchdog = Watchdog::of_this_test();
    let soon = Context::new().with_deadline(SOON);
    let (outcome, report) = pipeline!({
        let (a, b) = generator(0..100_000_u32)
            >> route(|n| {
                a(n);
                if n % 1000 == 0 {
                    b(n);
                }
            });
        zip(a, b, allow = deadlock) >> count()
    })
    .run_reported_with(&soon);
    assert!(exceeded(outcome));
    conserves(&report);
}

#[test]
fn a_loop_that_would_not_end_ends_without_a_value() {
    let _watchdog = Watchdog::of_this_test();
    let soon = Context::new().with_deadline(SOON);
    let outcome = pipeline!({
        let left = generator(0..3_u32) >> feedback(x, bound = 100, full = fail);
        let right = generator(0..1_u32) >> feedback(y, bound = 100, full = fail);
        // The zip holds the second item of the left, and waits for an item of the right.
        let pairs = zip(left, right, allow = deadlock);
        let (x, y, out) = pairs
            >> route(|(a, b)| {
                if a > 1000 {
                    x(a);
                    y(b);
                }
                out(a);
            });
        out >> count()
    })
    .run_with(&soon);
    assert!(exceeded(outcome));
}

#[test]
fn a_stage_below_a_context_in_two_ways_is_named_once() {
    let _watchdog = Watchdog::of_this_test();
    fn nest(depth: u32, root: &Context, ctx: &Context) -> Vec<&'static str> {
        let limited = ctx.with_deadline(NEVER);
        pipeline!(|ctx| {
            let named = generator([depth])
                >> stage(|depth| match depth {
                    1 => root.busy_stages(),
                    _ => nest(depth - 1, root, ctx),
                });
            named >> flatten() >> collect()
        })
        .run_with(&limited)
        .unwrap()
    }
    let root = Context::new();
    let mut busy = nest(13, &root, &root);
    // The generator of a run that has begun may have made its last item without having ended.
    busy.retain(|stage| *stage == "named");
    assert_eq!(busy, ["named"; 13]);
}

#[test]
fn a_drain_deadline_drains() {
    let _watchdog = Watchdog::of_this_test();
    let soon = Context::new().with_drain_deadline(SOON);
    let (outcome, report) =
        pipeline!({ generator(0_u64..) >> fan_out(3, |n| n) >> count() }).run_reported_with(&soon);
    outcome.expect("a drain is a good end");
    conserves(&report);
    assert!(soon.is_draining() && !soon.is_cancelled());

    let soon = Context::new().with_drain_deadline(SOON);
    let outcome = pipeline!(async { generator(0_u64..) >> fan_out(3, |n| n) >> count() });
    pipeline::testing::block_on(outcome.run_with(&soon)).expect("a drain is a good end");
}

#[test]
fn one_given_to_a_context_above_is_in_force_below() {
    let _watchdog = Watchdog::of_this_test();
    let above = Context::new();
    let mut below = above.clone();
    for _ in 0..100 {
        below = below.child();
    }
    above.drain_within(Duration::ZERO);
    assert!(below.is_draining() && below.is_cancelled());
    assert_eq!(below.deadline(), above.deadline());
    assert!(above.child().is_cancelled());
}
