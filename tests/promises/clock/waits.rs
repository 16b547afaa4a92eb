//! `batch_within`, throttles and backoffs with a test clock.

use std::sync::atomic::{AtomicUsize, Ordering};

use crossbeam_channel::unbounded;
use futures::executor::block_on;
use futures::{StreamExt, join, stream};
use pipeline::pipeline;
use pipeline::testing::beside;
use pipeline_tests::{Hand, Watchdog};

use super::engines::{declared, on_every_engine};
use super::{HOUR, MINUTE, SECOND, clocked, passed_by};

#[test]
fn a_batch_leaves_when_its_time_has_passed_and_not_before() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let passed = passed_by(&clock);
        let declared = declared!([tell, passed]
            let slow = generator(0..6) >> throttle(2, HOUR);
            let batches = slow >> batch_within(10, MINUTE);
            batches >> for_each(move |batch: Vec<u32>| tell.send((batch, passed())).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            // The throttle holds an item back, and the batch holds those that passed.
            clock.wait_for_sleepers(2);
            clock.advance(59 * SECOND);
            assert_eq!(clock.sleepers(), 2);
            clock.advance(SECOND);
            assert_eq!(told.recv().unwrap(), (vec![0, 1], MINUTE));
            clock.advance(59 * MINUTE);
            clock.wait_for_sleepers(2);
            clock.advance(MINUTE);
            assert_eq!(told.recv().unwrap(), (vec![2, 3], HOUR + MINUTE));
            // The last items leave when the stream ends.
            clock.advance(HOUR);
            assert_eq!(told.recv().unwrap(), (vec![4, 5], 2 * HOUR + MINUTE));
        });
        outcome.unwrap();
        assert_eq!(clock.sleepers(), 0);
    });
}

/// A batch can also read from an edge that is not a ring buffer.
#[test]
fn a_batch_goes_by_the_clock_behind_a_rendezvous() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let declared = declared!([]
            let slow = generator(0..4) >> throttle(2, HOUR);
            let passed = slow >> stage(capacity = 0, |n: u32| n);
            passed >> batch_within(10, MINUTE) >> collect::<Vec<_>>()
        );
        let batches = engine.run(declared, &context, || {
            clock.wait_for_sleepers(2);
            clock.advance(MINUTE);
            clock.wait_for_sleepers(1);
            clock.advance(HOUR);
        });
        assert_eq!(batches.unwrap().concat(), [0, 1, 2, 3]);
    });
}

#[test]
fn a_batch_goes_by_the_clock_in_a_loop() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let passed = passed_by(&clock);
        let declared = declared!([passed]
            let open = generator([0_u32]) >> feedback(again, bound = 10, full = fail);
            let batches = open >> batch_within(10, MINUTE);
            let items = batches >> flatten() >> map(|n| n + 1);
            let (again, out) = items >> split(|n| *n < 4);
            out >> map(move |n| (n, passed())) >> collect::<Vec<_>>()
        );
        let rounds = engine.run(declared, &context, || {
            for _ in 0..4 {
                clock.wait_for_sleepers(1);
                clock.advance(MINUTE);
            }
        });
        assert_eq!(rounds.unwrap(), [(4, 4 * MINUTE)]);
    });
}

#[test]
fn a_throttle_lets_through_by_the_clock() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let passed = passed_by(&clock);
        let declared = declared!([passed]
            let slow = generator(0..7) >> throttle(2, MINUTE);
            slow >> map(move |_| passed()) >> collect::<Vec<_>>()
        );
        let moments = engine.run(declared, &context, || {
            for _ in 0..2 {
                clock.wait_for_sleepers(1);
                clock.advance(59 * SECOND);
                assert_eq!(clock.sleepers(), 1);
                clock.advance(SECOND);
            }
            clock.wait_for_sleepers(1);
            // More than the remaining time, in one step.
            clock.advance(HOUR);
        });
        let minutes = [0, 0, 1, 1, 2, 2, 62].map(|minutes| minutes * MINUTE);
        assert_eq!(moments.unwrap(), minutes);
    });
}

#[test]
fn each_attempt_comes_after_its_backoff() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, attempts) = unbounded();
        let passed = passed_by(&clock);
        let declared = declared!([tell, passed]
            let tried = generator([1])
                >> stage(on_error = retry(3, |attempt| 2_u32.pow(attempt) * SECOND), move |n: u32| {
                    tell.send(passed()).unwrap();
                    if passed() < 6 * SECOND {
                        Err("not yet")?;
                    }
                    n
                });
            tried >> count()
        );
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(1);
            clock.advance(2 * SECOND);
            clock.wait_for_sleepers(1);
            clock.advance(3 * SECOND);
            assert_eq!(clock.sleepers(), 1);
            clock.advance(SECOND);
        });
        assert_eq!(outcome.unwrap(), 1);
        let attempts: Vec<_> = attempts.try_iter().collect();
        // The third attempt comes four seconds after the second.
        assert_eq!(attempts, [0, 2, 6].map(|seconds| seconds * SECOND));
    });
}

#[test]
fn workers_of_a_stage_are_sleepers_each() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let passed = passed_by(&clock);
        let declared = declared!([passed]
            let tried = generator(0..3)
                >> fan_out(3, on_error = retry(1, HOUR), move |n: u32| {
                    if passed() < HOUR {
                        Err("not yet")?;
                    }
                    n
                });
            tried >> count()
        );
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(3);
            clock.advance(HOUR);
        });
        assert_eq!(outcome.unwrap(), 3);
    });
}

#[test]
fn the_future_that_runs_a_pipeline_may_wait_for_its_sleepers() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let passed = passed_by(&clock);
    let run = pipeline!(async {
        generator(0..3) >> throttle(1, HOUR) >> map(|_| passed()) >> collect::<Vec<_>>()
    })
    .run_with(&context);
    let (moments, ()) = block_on(async {
        join!(run, async {
            for _ in 0..2 {
                clock.wait_for_sleepers_async(1).await;
                clock.advance(HOUR);
            }
        })
    });
    assert_eq!(moments.unwrap(), [0, 1, 2].map(|hours| hours * HOUR));
}

#[test]
fn a_pipeline_of_threads_in_a_body_goes_by_the_clock_around_it() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let outer = pipeline!({
        let counts = generator(0..2)
            >> stage(|n: u32| {
                let slow = pipeline!({ generator([n, n]) >> throttle(1, HOUR) >> count() });
                slow.run()?
            });
        counts >> sum::<usize>()
    });
    let ((), outcome) = beside(
        || {
            for _ in 0..2 {
                clock.wait_for_sleepers(1);
                clock.advance(HOUR);
            }
        },
        || outer.run_with(&context),
    );
    assert_eq!(outcome.unwrap(), 4);
}

#[test]
fn a_pipeline_of_futures_in_a_body_goes_by_the_clock_around_it() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let outer = pipeline!(async {
        let counts = generator(0..2)
            >> stage(async |n: u32| {
                let slow = pipeline!(async { generator([n, n]) >> throttle(1, HOUR) >> count() });
                slow.run().await?
            });
        counts >> sum::<usize>()
    });
    let ((), outcome) = beside(
        || {
            for _ in 0..2 {
                clock.wait_for_sleepers(1);
                clock.advance(HOUR);
            }
        },
        || block_on(outer.run_with(&context)),
    );
    assert_eq!(outcome.unwrap(), 4);
}

/// Many workers fill the edge faster than the batch empties it. The batch yields to the other tasks
/// before it has taken all ready items.
#[test]
fn a_batch_takes_all_that_came_before_the_advance() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let (tell, told) = unbounded();
    let ready = AtomicUsize::new(0);
    let batches = pipeline!(async {
        let made = generator(stream::iter(0..16).chain(stream::pending()));
        let items = made
            >> fan_out(16, capacity = 20_000, |_| {
                for n in 0..1000 {
                    yield n;
                }
                ready.fetch_add(1, Ordering::Relaxed);
            });
        let batches = items >> batch_within(20_000, MINUTE);
        batches >> for_each(|batch: Vec<u32>| tell.send(batch.len()).unwrap())
    });
    let mut run = Box::pin(batches.run_with(&context));
    let hand = Hand::default();
    let sleeps = || ready.load(Ordering::Relaxed) == 16 && clock.sleepers() == 1;
    assert!(hand.poll_until(&mut run, sleeps).is_none());
    clock.advance(MINUTE);
    assert!(hand.poll_until(&mut run, || !told.is_empty()).is_none());
    assert_eq!(told.recv(), Ok(16_000));
}
