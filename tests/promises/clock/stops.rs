//! Deadlines, and other ways to stop a run that waits.

use std::time::Duration;

use crossbeam_channel::{bounded, unbounded};
use pipeline::{Context, Error, pipeline};
use pipeline_tests::Watchdog;

use super::engines::{Engine, declared, on_every_engine};
use super::{HOUR, MINUTE, SECOND, clocked};

fn exceeded<T>(outcome: Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::DeadlineExceeded { .. }))
}

/// Declares an endless pipeline, which sends a message when it has begun.
macro_rules! endless {
    ($begun:ident) => {
        declared!([$begun]
            let slow = generator(0_u32..)
                >> inspect(move |_| {
                    let _ = $begun.try_send(());
                })
                >> throttle(1, Duration::MAX);
            slow >> count()
        )
    };
}

#[test]
fn a_deadline_passes_by_the_clock_and_not_before() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let hour = context.with_deadline(HOUR);
        assert_eq!(hour.deadline(), Some(clock.now() + HOUR));
        let (begun, begins) = bounded(1);
        let outcome = engine.run(endless!(begun), &hour, || {
            begins.recv().unwrap();
            clock.advance(HOUR - Duration::from_nanos(1));
            assert!(!hour.is_cancelled());
            // The throttle holds the second item, and the run waits for its deadline.
            clock.wait_for_sleepers(1);
            clock.advance(Duration::from_nanos(1));
        });
        assert!(exceeded(outcome));
        assert!(hour.is_cancelled() && !context.is_cancelled());
        assert_eq!(clock.sleepers(), 0);
    });
}

#[test]
fn a_deadline_does_not_depend_on_when_the_run_begins() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let hour = context.with_deadline(HOUR);
        let (begun, _begins) = bounded(1);
        // The clock is advanced before the run waits, after it, or in between.
        let outcome = engine.run(endless!(begun), &hour, || clock.advance(HOUR));
        assert!(exceeded(outcome));
        let (begun, begins) = bounded(1);
        assert!(exceeded(engine.run_alone(endless!(begun), &hour)));
        assert!(begins.is_empty(), "what is over starts nothing");
    });
}

#[test]
fn the_earliest_deadline_is_in_force() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let near = context.with_deadline(2 * HOUR).with_deadline(HOUR);
        let (begun, begins) = bounded(1);
        let outcome = engine.run(endless!(begun), &near.with_deadline(3 * HOUR), || {
            begins.recv().unwrap();
            clock.advance(HOUR);
        });
        assert!(exceeded(outcome));
    });
}

#[test]
fn a_drain_has_its_time_by_the_clock() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (begun, begins) = bounded(1);
        let outcome = engine.run(endless!(begun), &context, || {
            begins.recv().unwrap();
            clock.wait_for_sleepers(1);
            context.drain_within(MINUTE);
            clock.advance(59 * SECOND);
            assert!(!context.is_cancelled());
            clock.advance(SECOND);
        });
        assert!(exceeded(outcome));
    });
}

#[test]
fn a_drain_deadline_ends_what_makes_items() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let hour = context.with_drain_deadline(HOUR);
        assert_eq!(hour.deadline(), None);
        let (begun, begins) = bounded(1);
        let endless = declared!([begun]
            let made = generator(0_u32..)
                >> inspect(move |_| {
                    let _ = begun.try_send(());
                });
            made >> stage(|n| n) >> count()
        );
        let outcome = engine.run(endless, &hour, || {
            begins.recv().unwrap();
            clock.advance(HOUR - Duration::from_nanos(1));
            assert!(!hour.is_draining());
            clock.advance(Duration::from_nanos(1));
        });
        assert!(outcome.expect("a drain is a good end") > 0);
        assert!(hour.is_draining() && !hour.is_cancelled() && !context.is_draining());
    });
}

#[test]
fn a_deadline_cancels_what_a_drain_deadline_has_not_ended() {
    on_every_engine(|engine| {
        for drains_below in [true, false] {
            let (clock, context) = clocked();
            let both = if drains_below {
                context.with_deadline(2 * HOUR).with_drain_deadline(HOUR)
            } else {
                context.with_drain_deadline(HOUR).with_deadline(2 * HOUR)
            };
            let (begun, begins) = bounded(1);
            let outcome = engine.run(endless!(begun), &both, || {
                begins.recv().unwrap();
                // The throttle holds an item.
                clock.wait_for_sleepers(1);
                clock.advance(HOUR);
                assert!(both.is_draining() && !both.is_cancelled());
                clock.advance(HOUR);
            });
            assert!(exceeded(outcome));
        }
    });
}

#[test]
fn a_drain_deadline_that_has_passed_makes_nothing() {
    on_every_engine(|engine| {
        let (_clock, context) = clocked();
        let (begun, _begins) = bounded(1);
        let over = context.with_drain_deadline(Duration::ZERO);
        assert_eq!(engine.run_alone(endless!(begun), &over).unwrap(), 0);
    });
}

#[test]
fn a_drain_deadline_does_not_go_into_bodies() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let hour = context.with_drain_deadline(HOUR);
    let counts = pipeline!(|ctx| {
        let counts = generator(0..)
            >> stage(|_: u32| {
                clock.advance(HOUR);
                pipeline_tests::wait_until(|| ctx.is_draining());
                pipeline!(|ctx| { generator(0..100) >> filter(|_| !ctx.is_draining()) >> count() })
                    .run()?
            });
        counts >> map(|count| assert_eq!(count, 100)) >> count()
    });
    assert!(counts.run_with(&hour).expect("a drain is a good end") > 0);
}

#[test]
fn a_deadline_of_a_handle_goes_by_the_clock() {
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let running = pipeline!(move || { generator(0..) >> throttle(1, Duration::MAX) >> count() })
        .spawn_with(&context);
    clock.wait_for_sleepers(1);
    running.drain_within(HOUR);
    clock.advance(HOUR);
    assert!(exceeded(running.join()));
}

/// A deadline uses the clock of the context on which it was set.
#[test]
fn a_deadline_above_the_clock_goes_by_the_system() {
    on_every_engine(|engine| {
        if engine == Engine::OwnSleep {
            // On this engine, the wait for a deadline by the system would never end.
            return;
        }
        // This deadline passes in real time, whatever deadline by the clock the context below it
        // has: an earlier one, a later one, or none.
        for (ahead, own) in [
            (Duration::ZERO, Duration::from_nanos(1)),
            (2 * HOUR, HOUR),
            (2 * HOUR, Duration::MAX),
        ] {
            let (clock, _) = clocked();
            clock.advance(ahead);
            let soon = Context::new().with_deadline(Duration::from_millis(2));
            let below = soon.with_clock(&clock).with_deadline(own);
            let (begun, _begins) = bounded(1);
            assert!(exceeded(engine.run_alone(endless!(begun), &below)));
            assert!(soon.is_cancelled());
        }
    });
}

#[test]
fn a_deadline_by_the_clock_passes_long_before_one_by_the_system() {
    on_every_engine(|engine| {
        if engine == Engine::PausedTokio {
            // Here tokio's time is the system's time, and it advances by itself when all tasks
            // wait.
            return;
        }
        let (clock, _) = clocked();
        let far = Context::new().with_deadline(HOUR).with_clock(&clock);
        clock.advance(2 * HOUR);
        assert!(!far.is_cancelled());
        let (begun, begins) = bounded(1);
        let near = far.with_deadline(MINUTE);
        let outcome = engine.run(endless!(begun), &near, || {
            begins.recv().unwrap();
            clock.advance(MINUTE);
        });
        assert!(exceeded(outcome) && !far.is_cancelled());
    });
}

/// A way to stop a run that waits.
#[derive(Clone, Copy, Debug)]
enum Stop {
    Cancel,
    CancelAbove,
    Quit,
}

#[test]
fn a_cancel_ends_all_waits_though_time_stands_still() {
    on_every_engine(|engine| {
        for stop in [Stop::Cancel, Stop::CancelAbove, Stop::Quit] {
            println!("{stop:?}");
            let (clock, above) = clocked();
            let context = above.with_deadline(HOUR);
            let (quit, messages) = bounded::<()>(1);
            context.quit_on(messages);
            let declared = declared!([]
                let tried = generator(0..2)
                    >> stage(on_error = retry(1, HOUR), |n: u32| {
                        if n == 1 {
                            Err("once more")?;
                        }
                        n
                    });
                let batches = tried >> batch_within(10, HOUR);
                let slow = generator(0..2_u32) >> throttle(1, HOUR) >> stage(capacity = 0, |n| n);
                let slow = slow >> batch_within(10, HOUR);
                fan_in(batches, slow) >> count()
            );
            let outcome = engine.run(declared, &context, || {
                // The waits of the backoff, the throttle, and both batches.
                clock.wait_for_sleepers(4);
                match stop {
                    Stop::Cancel => context.cancel(),
                    Stop::CancelAbove => above.cancel(),
                    Stop::Quit => quit.send(()).unwrap(),
                }
            });
            assert!(outcome.unwrap_err().is_cancelled());
            assert_eq!(clock.sleepers(), 0);
        }
    });
}

#[test]
fn a_drain_ends_a_batch_though_time_stands_still() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let declared = declared!([tell]
            let endless = generator(0_u32..) >> throttle(2, HOUR);
            let batches = endless >> stage(|n| n) >> batch_within(10, HOUR);
            batches >> for_each(move |batch| tell.send(batch).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(2);
            context.drain();
            // The items that the throttle holds were made already, and leave when their time has
            // come.
            clock.advance(HOUR);
        });
        outcome.unwrap();
        assert_eq!(told.iter().flatten().take(2).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(clock.sleepers(), 0);
    });
}

#[test]
fn a_reader_that_ends_ends_a_wait_though_time_stands_still() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let declared = declared!([]
            let slow = generator(0..10_u32) >> throttle(2, HOUR);
            let passed = slow >> fan_out(2, |n| n);
            passed >> take(2) >> count()
        );
        assert_eq!(engine.run_alone(declared, &context).unwrap(), 2);
        assert_eq!(clock.sleepers(), 0);
    });
}
