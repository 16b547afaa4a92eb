//! The clock itself: which runs use it, how far it can be advanced, and which waits it counts.

use std::iter::successors;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, Wake, Waker};
use std::time::Duration;

use crossbeam_channel::unbounded;
use pipeline::testing::{Clock, beside};
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Hand, Watchdog};

use super::engines::{declared, on_every_engine};
use super::{HOUR, MINUTE, clocked, passed_by};

/// About a hundred years.
const AGE: Duration = Duration::from_hours(100 * 365 * 24);

#[test]
fn time_stands_still_but_for_what_it_is_advanced_by() {
    let clock = Clock::new();
    let start = clock.now();
    let same = clock.clone();
    clock.advance(HOUR);
    same.advance(MINUTE);
    clock.advance(Duration::ZERO);
    assert_eq!(clock.now(), start + HOUR + MINUTE);
    assert_eq!(clock, same);
    assert_ne!(clock, Clock::default());
}

#[test]
fn two_clocks_do_not_disturb_each_other() {
    on_every_engine(|engine| {
        let ((one, of_one), (other, of_other)) = (clocked(), clocked());
        let of_other = of_other.with_deadline(2 * HOUR);
        let slow = || declared!([] generator(0..2_u32) >> throttle(1, HOUR) >> count());
        let mut ended_first = None;
        let outcome = engine.run(slow(), &of_other, || {
            other.wait_for_sleepers(1);
            let outcome = engine.run(slow(), &of_one, || {
                one.wait_for_sleepers(1);
                one.advance(HOUR);
            });
            ended_first = Some(outcome.unwrap());
            assert_eq!((one.sleepers(), other.sleepers()), (0, 1));
            assert!(!of_other.is_cancelled());
            other.advance(HOUR);
        });
        assert_eq!(ended_first, Some(2));
        assert_eq!(outcome.unwrap(), 2);
    });
}

#[test]
fn the_nearest_clock_is_the_one_that_counts() {
    let ((near, _), (_, far)) = (clocked(), clocked());
    let context = far.with(1).with_clock(&near).child().with(2);
    near.advance(HOUR);
    assert_eq!(
        context.with_deadline(HOUR).deadline(),
        Some(near.now() + HOUR)
    );
}

/// The inner run uses the clock of the context that is passed to it, not the clock of the outer
/// run.
#[test]
fn a_pipeline_in_a_body_goes_by_the_clock_that_it_is_given() {
    let _watchdog = Watchdog::of_this_test();
    let ((outer, context), (inner, given)) = (clocked(), clocked());
    let pipeline = pipeline!({
        let counts = generator([1])
            >> stage(|n: u32| {
                let slow = pipeline!({ generator([n, n]) >> throttle(1, HOUR) >> count() });
                slow.run_with(&given)?
            });
        counts >> sum::<usize>()
    });
    let ((), outcome) = beside(
        || {
            inner.wait_for_sleepers(1);
            assert_eq!(outer.sleepers(), 0);
            inner.advance(HOUR);
        },
        || pipeline.run_with(&context),
    );
    assert_eq!(outcome.unwrap(), 2);
}

/// Both deadlines stop the inner run, each by its own clock.
#[test]
fn a_pipeline_below_two_clocks_has_the_deadlines_of_both() {
    let _watchdog = Watchdog::of_this_test();
    for strikes_outer in [true, false] {
        let ((outer, context), (inner, given)) = (clocked(), clocked());
        let context = context.with_deadline(HOUR);
        let given = given.with_deadline(HOUR);
        let (tell, told) = unbounded();
        let pipeline = pipeline!({
            let ends = generator([1])
                >> stage(|_: u32| {
                    let stuck = pipeline!({ generator(0..) >> throttle(1, AGE) >> count() });
                    let outcome = stuck.run_with(&given);
                    let exceeded = matches!(outcome, Err(Error::DeadlineExceeded { .. }));
                    tell.send(exceeded).unwrap();
                });
            ends >> count()
        });
        let ((), outcome) = beside(
            || {
                inner.wait_for_sleepers(1);
                let strikes = if strikes_outer { &outer } else { &inner };
                strikes.advance(HOUR);
                assert_eq!(told.recv(), Ok(true));
            },
            || pipeline.run_with(&context),
        );
        assert_eq!(outcome.is_err(), strikes_outer, "{outcome:?}");
    }
}

#[test]
fn a_wait_begins_when_it_is_come_to() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        clock.advance(HOUR);
        let passed = passed_by(&clock);
        let declared = declared!([passed]
            generator(0..2_u32) >> throttle(1, HOUR) >> map(move |_| passed()) >> last()
        );
        let last = engine.run(declared, &context, || {
            clock.wait_for_sleepers(1);
            clock.advance(HOUR - Duration::from_nanos(1));
            assert_eq!(clock.sleepers(), 1);
            clock.advance(Duration::from_nanos(1));
        });
        assert_eq!(last.unwrap(), Some(HOUR));
    });
}

#[test]
fn a_hundred_years_pass_at_once() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let declared = declared!([]
            let slow = generator(0..3_u32) >> throttle(1, AGE) >> stage(|n| n);
            slow >> batch_within(2, AGE) >> collect::<Vec<_>>()
        );
        let ages = context.with_deadline(3 * AGE);
        let batches = engine.run(declared, &ages, || {
            for sleepers in [2, 1] {
                clock.wait_for_sleepers(sleepers);
                clock.advance(AGE);
            }
        });
        assert_eq!(batches.unwrap().concat(), [0, 1, 2]);
        clock.advance(AGE);
        assert!(ages.is_cancelled());
    });
}

#[test]
fn a_wait_for_ever_is_longer_than_a_hundred_years() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let context = context.with_deadline(Duration::MAX);
        let declared = declared!([] generator(0..2_u32) >> throttle(1, Duration::MAX) >> count());
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(1);
            clock.advance(AGE);
            assert_eq!(clock.sleepers(), 1);
            context.cancel();
        });
        assert!(outcome.unwrap_err().is_cancelled());
    });
}

#[test]
#[should_panic(expected = "overflow")]
fn a_clock_goes_no_further_than_an_instant() {
    Clock::new().advance(Duration::MAX);
}

#[test]
fn a_batch_that_was_filled_waits_no_more() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let declared = declared!([tell]
            let slow = generator(0..4) >> throttle(2, MINUTE) >> stage(|n: u32| n);
            slow >> batch_within(3, HOUR) >> for_each(move |batch| tell.send(batch).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(2);
            clock.advance(MINUTE);
            assert_eq!(told.recv().unwrap(), [0, 1, 2]);
            assert_eq!(told.recv().unwrap(), [3]);
        });
        outcome.unwrap();
        assert_eq!(clock.sleepers(), 0);
    });
}

/// The bodies count the sleepers. No other worker waits for a time then.
#[test]
fn a_worker_with_an_item_in_hand_is_no_sleeper() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let sleepers = {
            let clock = clock.clone();
            move || clock.sleepers()
        };
        let filled = declared!([sleepers]
            let batches = generator(0..2) >> throttle(1, HOUR) >> batch_within(2, 2 * HOUR);
            batches >> map(move |batch: Vec<u32>| (batch.len(), sleepers())) >> last()
        );
        let debounced = declared!([sleepers]
            let newest = generator(0..2) >> throttle(1, HOUR) >> debounce(2 * HOUR);
            newest >> map(move |n: u32| (n as usize, sleepers())) >> last()
        );
        let sampled = declared!([sleepers]
            let newest = generator(0..2) >> throttle(1, HOUR) >> sample(9 * HOUR);
            newest >> map(move |n: u32| (n as usize, sleepers())) >> last()
        );
        for (declared, last) in [(filled, 2), (debounced, 1), (sampled, 1)] {
            let outcome = engine.run(declared, &context, || {
                clock.wait_for_sleepers(2);
                clock.advance(HOUR);
            });
            assert_eq!(outcome.unwrap(), Some((last, 0)));
        }
    });
}

#[test]
fn a_future_that_is_dropped_sleeps_no_more() {
    let (clock, context) = clocked();
    let slow = pipeline!(async { generator(0..2) >> throttle(1, HOUR) >> count() });
    let mut run = Box::pin(slow.run_with(&context));
    let hand = Hand::default();
    let sleeps = || clock.sleepers() == 1 && !hand.is_called();
    assert!(hand.poll_until(&mut run, sleeps).is_none());
    // The run is woken when its time has come, and not earlier.
    clock.advance(MINUTE);
    assert!(!hand.is_called());
    drop(run);
    assert_eq!(clock.sleepers(), 0);
    clock.advance(HOUR);
}

#[test]
fn who_waits_for_sleepers_is_woken_by_the_last_of_them() {
    let (clock, context) = clocked();
    let slow = || pipeline!(async { generator(0..2) >> throttle(1, HOUR) >> count() });
    let mut runs = [(); 2].map(|()| Box::pin(slow().run_with(&context)));
    let [two, dropped] = [Hand::default(), Hand::default()];
    let mut waits = Box::pin(clock.wait_for_sleepers_async(2));
    assert!(two.poll(&mut waits).is_pending());
    let mut never = Box::pin(clock.wait_for_sleepers_async(2));
    assert!(dropped.poll(&mut never).is_pending());
    drop(never);
    let hand = Hand::default();
    assert!(
        hand.poll_until(&mut runs[0], || clock.sleepers() == 1)
            .is_none()
    );
    assert!(!two.is_called());
    assert!(
        hand.poll_until(&mut runs[1], || clock.sleepers() == 2)
            .is_none()
    );
    assert!(two.is_called() && !dropped.is_called());
    assert!(two.poll(&mut waits).is_ready());
    // A wait for zero sleepers is ready at once.
    let none = pin!(clock.wait_for_sleepers_async(0));
    let mut nobody = Task::from_waker(Waker::noop());
    assert_eq!(none.poll(&mut nobody), Poll::Ready(()));
}

struct Panicking;

impl Wake for Panicking {
    fn wake(self: Arc<Self>) {
        panic!("the waker panics");
    }
}

#[test]
fn a_waker_that_panics_takes_no_wake_up_from_others() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let slow = || pipeline!(async { generator(0..2) >> throttle(1, HOUR) >> count() });
    let mut runs = [(); 2].map(|()| Box::pin(slow().run_with(&context)));
    let panicking = Waker::from(Arc::new(Panicking));
    let mut watching = Box::pin(clock.wait_for_sleepers_async(1));
    let watched = watching.as_mut().poll(&mut Task::from_waker(&panicking));
    assert!(watched.is_pending());
    let hand = Hand::default();
    for (run, count) in runs.iter_mut().zip(1..) {
        let sleeps = || clock.sleepers() == count && !hand.is_called();
        assert!(hand.poll_until(run, sleeps).is_none());
    }
    let [one, other] = &mut runs;
    let polled = one.as_mut().poll(&mut Task::from_waker(&panicking));
    assert!(polled.is_pending());
    assert!(!hand.is_called());
    clock.advance(HOUR);
    assert!(hand.is_called());
    for run in [one, other] {
        let ended = hand.poll_until(run, || false);
        assert!(matches!(ended, Some(Ok(2))), "{ended:?}");
    }
}

#[test]
fn waits_near_the_last_instant_are_cut_short() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let halves = successors(Some(Duration::MAX), |step| Some(*step / 2));
        for step in halves.take_while(|step| *step > HOUR) {
            if clock.now().checked_add(step).is_some() {
                clock.advance(step);
            }
        }
        let throttled = declared!([]
            generator(0..2_u32) >> throttle(1, Duration::MAX) >> stage(|n| n) >> count()
        );
        let tried = declared!([]
            let tried = generator(0..1_u32)
                >> stage(on_error = retry(1, Duration::MAX), |n: u32| {
                    if n == 0 {
                        Err("never")?;
                    }
                    n
                });
            tried >> count()
        );
        for declared in [throttled, tried] {
            let context = context.child();
            let outcome = engine.run(declared, &context, || {
                clock.wait_for_sleepers(1);
                context.cancel();
            });
            assert!(outcome.unwrap_err().is_cancelled());
        }
    });
}

/// A deadline is not a sleeper. It passes whether or not a run waits for it.
#[test]
fn who_waits_for_a_deadline_is_not_counted() {
    let (clock, context) = clocked();
    let context: Context = context.with_deadline(HOUR);
    let stuck = pipeline!(async { generator(futures::stream::pending::<u32>()) >> count() });
    let mut run = Box::pin(stuck.run_with(&context));
    let hand = Hand::default();
    assert!(hand.poll(&mut run).is_pending());
    assert_eq!(clock.sleepers(), 0);
    clock.advance(HOUR);
    assert!(hand.is_called());
    let ended = hand.poll_until(&mut run, || false);
    assert!(matches!(ended, Some(Err(Error::DeadlineExceeded { .. }))));
}
