//! Promise 4: a drain ends generators and receives. All items that were made are processed, and
//! `run` returns its value.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crossbeam_channel as channel;
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Watchdog, conserves};

/// The item at which the run is drained.
const AT: u64 = 1000;

/// `$head` makes the numbers from 0 on. A body drains the run at one of them. All numbers that were
/// made must arrive, and the run must return its value.
macro_rules! ends_at_a_drain {
    ($name:ident, $($head:tt)+) => {
        #[test]
        fn $name() {
            let _watchdog = Watchdog::of_this_test();
            let (outcome, report) = pipeline!(|ctx| {
                let passed = $($head)+ >> stage(name = "passed", |n: u64| {
                    if n == AT {
                        ctx.drain();
                    }
                    n
                });
                passed >> sink(|numbers| numbers.collect::<Vec<u64>>())
            })
            .run_reported();
            conserves(&report);
            let numbers = outcome.unwrap();
            let passed = report.stage("passed").unwrap();
            assert_eq!(passed.given, numbers.len() as u64, "{report}");
            assert!(report.streams.iter().all(|stream| stream.left == 0), "{report}");
            assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
            assert!(numbers.len() as u64 > AT);
        }
    };
}

ends_at_a_drain!(a_generator_of_an_iterator_ends, generator(0..));

ends_at_a_drain!(
    a_generator_that_yields_ends,
    generator({
        let mut n = 0;
        loop {
            yield n;
            n += 1;
        }
    })
);

ends_at_a_drain!(
    a_generator_with_methods_ends,
    generator(0_u64..) >> map(|n| n / 2) >> step_by(2)
);

ends_at_a_drain!(
    a_generator_behind_a_fan_out_ends,
    generator(0_u64..) >> fan_out(3, ordered, |n| n)
);

ends_at_a_drain!(
    generators_of_a_fan_in_end,
    generator(0_u64..) >> fan_out(1, |n| n) >> filter(|_| true)
);

/// The numbers up to the drain, and some more.
fn numbers() -> impl Iterator<Item = u64> {
    0..AT + 10
}

#[test]
fn a_receive_that_waits_ends() {
    let _watchdog = Watchdog::of_this_test();
    let (send, receive) = channel::unbounded();
    numbers().for_each(|n| send.send(n).unwrap());
    let running =
        pipeline!(move || { receive(receive) >> fan_out(2, |n| n) >> collect::<Vec<u64>>() })
            .spawn();
    // All numbers were taken, so the receive waits for further ones, which never arrive.
    pipeline_tests::wait_until(|| send.is_empty());
    running.drain();
    let mut got = running.join().unwrap();
    got.sort_unstable();
    assert!(got.into_iter().eq(numbers()));
    drop(send);
}

#[test]
fn a_receive_from_a_channel_of_std_ends() {
    let _watchdog = Watchdog::of_this_test();
    let (send, receive) = mpsc::channel();
    numbers().for_each(|n| send.send(n).unwrap());
    let outcome = pipeline!(move |ctx| {
        receive(receive)
            >> inspect(|&n| {
                if n == AT {
                    ctx.drain();
                }
            })
            >> count()
    })
    .run();
    assert_eq!(outcome.unwrap() as u64, AT + 1);
    drop(send);
}

#[test]
fn a_batch_that_is_not_full_is_handed_over() {
    let _watchdog = Watchdog::of_this_test();
    let batches = pipeline!(|ctx| {
        generator(0..)
            >> inspect(|&n| {
                if n == 6 {
                    ctx.drain();
                }
            })
            >> batch(4)
            >> collect::<Vec<_>>()
    })
    .run()
    .unwrap();
    assert_eq!(batches, [vec![0, 1, 2, 3], vec![4, 5, 6]]);
}

#[test]
fn what_runs_inside_a_body_is_finished_like_its_item() {
    let _watchdog = Watchdog::of_this_test();
    let sums = pipeline!(|ctx| {
        let sums = generator(0..)
            >> stage(|n: u64| {
                ctx.drain();
                let inside =
                    pipeline!({ generator(0..=n + 10) >> fan_out(2, |n| n) >> sum::<u64>() });
                let given = pipeline!({ generator(0..10_u64) >> fan_out(2, |n| n) >> count() });
                (inside.run()?, given.run_with(&ctx.child())?)
            });
        sums >> collect::<Vec<_>>()
    })
    .run()
    .unwrap();
    // All items that were made before the drain, each of them complete.
    let whole = |(n, &(sum, given)): (usize, &(u64, usize))| {
        let last = n as u64 + 10;
        sum == last * (last + 1) / 2 && given == 10
    };
    assert!(
        !sums.is_empty() && sums.iter().enumerate().all(whole),
        "{sums:?}"
    );
}

#[test]
fn what_already_runs_inside_a_body_hears_nothing_of_a_drain() {
    let _watchdog = Watchdog::of_this_test();
    let counts = pipeline!(|outer| {
        let counts = generator([()])
            >> stage(|()| {
                let inside = pipeline!({
                    let numbers = generator({
                        for n in 0..10 {
                            outer.drain();
                            yield n;
                        }
                    });
                    numbers >> fan_out(2, |n: u32| n) >> count()
                });
                inside.run()?
            });
        counts >> collect::<Vec<_>>()
    })
    .run()
    .unwrap();
    assert_eq!(counts, [10]);
}

#[test]
fn a_parents_drain_reaches_its_children_and_a_childs_stays_there() {
    let _watchdog = Watchdog::of_this_test();
    let above = Context::new();
    let (left, right) = (above.child(), above.child());
    let count = || pipeline!({ generator(0..10) >> fan_out(1, |n| n) >> count() });
    left.drain();
    assert_eq!(count().run_with(&left).unwrap(), 0);
    assert_eq!(count().run_with(&right).unwrap(), 10);
    above.drain();
    assert_eq!(count().run_with(&right).unwrap(), 0);
    assert_eq!(count().run_with(&above.child()).unwrap(), 0);
    assert!(above.is_draining() && !above.is_cancelled());
}

#[test]
fn a_cancel_after_a_drain_stops_at_once() {
    let _watchdog = Watchdog::of_this_test();
    let (gate, closed) = channel::bounded::<()>(0);
    let running = pipeline!(move |ctx| {
        let held = generator(0..)
            >> stage(|n: u32| {
                // Blocks until the test drops the gate, after the cancel.
                let _ = closed.recv();
                ctx.check()?;
                n
            });
        held >> count()
    })
    .spawn();
    pipeline_tests::wait_until(|| running.busy_stages() == ["held"]);
    running.drain();
    running.cancel();
    drop(gate);
    assert!(running.join().is_err_and(|error| error.is_cancelled()));
}

#[test]
fn a_drain_that_takes_too_long_becomes_a_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let outcome = pipeline!(|ctx| {
        generator(0..)
            >> for_each(|_| {
                ctx.drain_within(std::time::Duration::from_millis(1));
                pipeline_tests::wait_until(|| ctx.is_cancelled());
            })
    })
    .run();
    assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
}

/// No body checks the deadline, and the run is already waiting when the deadline is set.
#[test]
fn a_drain_of_a_loop_that_does_not_end_becomes_a_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let rounds = AtomicUsize::new(0);
    let context = Context::new();
    let outcome = thread::scope(|threads| {
        threads.spawn(|| {
            pipeline_tests::wait_until(|| rounds.load(Ordering::Relaxed) > 1000);
            context.drain_within(std::time::Duration::from_millis(1));
        });
        let endless = pipeline!({
            let open = generator([()]) >> feedback(again, bound = 10, full = fail);
            let again = open
                >> stage(|()| {
                    rounds.fetch_add(1, Ordering::Relaxed);
                });
        });
        endless.run_with(&context)
    });
    assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
}

#[test]
fn a_message_on_a_drain_channel_drains_and_so_does_its_end() {
    let _watchdog = Watchdog::of_this_test();
    for says in [true, false] {
        let (drain, channel) = channel::bounded(1);
        let context = Context::new();
        context.drain_on(channel);
        let (_never, silent) = channel::bounded::<u32>(0);
        let running = {
            let context = context.child();
            std::thread::spawn(move || {
                pipeline!({ receive(silent) >> fan_out(1, |n| n) >> count() }).run_with(&context)
            })
        };
        if says {
            drain.send("now").unwrap();
        } else {
            drop(drain);
        }
        assert_eq!(running.join().unwrap().unwrap(), 0);
        assert!(context.is_draining());
    }
}

#[test]
fn a_message_on_a_quit_channel_cancels_and_so_does_its_end() {
    let _watchdog = Watchdog::of_this_test();
    for says in [true, false] {
        let (quit, channel) = channel::bounded(1);
        let (_never, silent) = channel::bounded::<u32>(0);
        let running = pipeline!(move |ctx| {
            // The run is already waiting for its end, and must notice the new channel.
            let held = generator([channel]) >> stage(|channel| ctx.quit_on(channel));
            (held >> count(), receive(silent) >> count())
        })
        .spawn();
        if says {
            quit.send(()).unwrap();
        } else {
            drop(quit);
        }
        assert!(running.join().is_err_and(|error| error.is_cancelled()));
    }
}

#[test]
fn a_quit_that_came_before_the_run_starts_nothing() {
    let context = Context::new();
    let (quit, channel) = channel::unbounded();
    context.quit_on(channel);
    quit.send(()).unwrap();
    let (outcome, report) =
        pipeline!({ generator(0..10) >> fan_out(2, |n| n) >> count() }).run_reported_with(&context);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert_eq!(
        report.stages.iter().map(|stage| stage.taken).sum::<u64>(),
        0
    );
}

#[test]
fn a_pipeline_is_spawned_under_a_context_too() {
    let _watchdog = Watchdog::of_this_test();
    let all = Context::new();
    let spawn = || pipeline!(move || { generator(0_u64..) >> fan_out(2, |n| n) >> count() });
    let (one, other) = (spawn().spawn_with(&all.child()), spawn().spawn_with(&all));
    one.drain();
    assert!(one.join().is_ok());
    all.cancel();
    assert!(other.join().is_err_and(|error| error.is_cancelled()));
}

#[test]
fn a_channel_is_heard_by_whoever_asks() {
    let (drain, channel) = channel::bounded(1);
    let context = Context::new();
    context.drain_on(channel);
    assert!(!context.is_draining());
    drain.send(()).unwrap();
    assert!(context.is_draining() && !context.is_cancelled());
}
