//! A receive that waits for an item ends when its items are no longer needed.
//!
//! The senders of the channels stay alive and send nothing. So a receive that waited for its
//! channel only would never end, and the watchdog would abort the test.

use std::sync::mpsc;
use std::{fs, thread};

use crossbeam_channel as channel;
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Watchdog, wait_until};

/// Waits until the thread `name` sleeps, as a receive does while its channel is empty.
fn wait_until_asleep(name: &str) {
    wait_until(|| {
        let tasks = fs::read_dir("/proc/self/task").expect("the threads are listed");
        tasks
            // A thread that has ended in the meantime has no file.
            .filter_map(|task| fs::read_to_string(task.ok()?.path().join("stat")).ok())
            .any(|stat| stat.contains(&format!("({name}) S ")))
    });
}

/// Calls `act` on another thread as soon as the thread `name` sleeps.
fn once_asleep<T>(name: &str, act: impl FnOnce() + Send, run: impl FnOnce() -> T) -> T {
    thread::scope(|threads| {
        threads.spawn(|| {
            wait_until_asleep(name);
            act();
        });
        run()
    })
}

#[test]
fn a_borrowed_crossbeam_receiver_ends_on_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let (_open, items) = channel::bounded::<u32>(4);
    let context = Context::new();
    let ended = once_asleep(
        "borrowed",
        || context.cancel(),
        || {
            pipeline!({
                let items = receive(name = "borrowed", &items);
                let items = items >> stage(|n| n);
                items >> count()
            })
            .run_with(&context)
        },
    );
    assert!(matches!(ended, Err(Error::Cancelled { .. })), "{ended:?}");
}

#[test]
fn an_owned_crossbeam_receiver_ends_on_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded::<u32>();
    let running = pipeline!(move || {
        let items = receive(name = "owned", items);
        let items = items >> fan_out(2, |n| n);
        items >> count()
    })
    .spawn();
    wait_until_asleep("owned");
    running.cancel();
    let ended = running.join();
    assert!(matches!(ended, Err(Error::Cancelled { .. })), "{ended:?}");
    assert!(
        open.send(1).is_err(),
        "the receiver is dropped with its run"
    );
}

#[test]
fn a_std_receiver_ends_on_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = mpsc::channel::<u32>();
    let running = pipeline!(move || {
        let items = receive(name = "std", items);
        let items = items >> stage(|n| n);
        items >> count()
    })
    .spawn();
    wait_until_asleep("std");
    running.cancel();
    let ended = running.join();
    assert!(matches!(ended, Err(Error::Cancelled { .. })), "{ended:?}");
    assert!(
        open.send(1).is_err(),
        "the receiver is dropped with its run"
    );
}

#[test]
fn a_receive_in_its_own_consumer_ends_on_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let (_open, crossbeam) = channel::bounded::<u32>(0);
    let (_open_too, std) = mpsc::channel::<u32>();
    let running = pipeline!(move || {
        let first = receive(name = "fused", crossbeam) >> map(|n| n + 1) >> sum::<u32>();
        let second = receive(std) >> count();
        (first, second)
    })
    .spawn();
    wait_until_asleep("fused");
    running.cancel();
    assert!(running.join().is_err_and(|error| error.is_cancelled()));
}

#[test]
fn a_receive_ends_when_its_handle_is_dropped() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::bounded::<u32>(0);
    let running = pipeline!(move || {
        let items = receive(name = "dropped", items);
        items >> sink(|items| items.count())
    })
    .spawn();
    wait_until_asleep("dropped");
    drop(running);
    assert!(
        open.send(1).is_err(),
        "the receiver is dropped with its run"
    );
}

#[test]
fn a_receive_ends_when_another_stage_fails() {
    let _watchdog = Watchdog::of_this_test();
    let (_open, items) = channel::bounded::<u32>(0);
    let ended = pipeline!({
        let items = receive(name = "victim", &items) >> count();
        let failing = generator([1])
            >> stage(|_| {
                wait_until_asleep("victim");
                Err::<(), _>("five")?
            });
        let failing = failing >> count();
        (items, failing)
    });
    let error = ended.run().expect_err("a stage fails");
    assert_eq!(error.stage(), Some("failing"));
}

#[test]
fn a_receive_ends_with_its_consumer_through_idle_stages() {
    let _watchdog = Watchdog::of_this_test();
    for taken in [0, 1, 3] {
        for capacity in [0, 1, 64] {
            let (open, items) = channel::unbounded();
            (0..taken).for_each(|n| open.send(n).expect("the receiver is there"));
            let count = pipeline!({
                let items = receive(capacity = capacity, &items);
                let staged = items >> stage(capacity = capacity, |n| n);
                let worked = staged >> fan_out(2, capacity = capacity, |n| n);
                worked >> take(taken) >> count()
            })
            .run()
            .expect("nothing fails");
            assert_eq!(count, taken);
            // The sender was alive all the time.
            drop(open);
        }
    }
}

#[test]
fn a_std_receive_ends_with_its_consumer_through_idle_stages() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = mpsc::channel();
    (0..3).for_each(|n| open.send(n).expect("the receiver is there"));
    let count = pipeline!(move || {
        receive(items) >> stage(|n| n) >> fan_out(2, |n| n) >> take(3) >> count()
    })
    .run()
    .expect("nothing fails");
    assert_eq!(count, 3);
    drop(open);
}

#[test]
fn a_receive_ends_with_its_consumer_after_it_fell_asleep() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    open.send(1).expect("the receiver is there");
    let first = pipeline!({
        let items = receive(name = "sleeper", &items);
        let staged = items >> stage(|n| n) >> filter(|_| true);
        let worked = staged >> fan_out(3, |n| n);
        worked
            >> sink(|mut items| {
                let first = items.next();
                wait_until_asleep("sleeper");
                first
            })
    })
    .run()
    .expect("nothing fails");
    assert_eq!(first, Some(1));
    drop(open);
}

#[test]
fn a_receive_ends_through_a_fan_in_whose_other_input_lives() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    let (open_too, others) = channel::unbounded::<u32>();
    open.send(1).expect("the receiver is there");
    let count = pipeline!({
        let items = receive(&items);
        let near = receive(&others);
        let far = items >> stage(|n| n) >> fan_out(2, |n| n);
        let both = fan_in(near, far);
        both >> take(1) >> count()
    })
    .run()
    .expect("nothing fails");
    assert_eq!(count, 1);
    drop((open, open_too));
}

#[test]
fn a_receive_ends_through_fan_ins_of_fan_ins() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    let (open_too, silent) = channel::unbounded();
    let (open_three, idle) = channel::unbounded::<u32>();
    open.send(1).expect("the receiver is there");
    let first = pipeline!({
        let a = receive(&items);
        let b = receive(&silent) >> stage(|n| n);
        let c = receive(&idle);
        let ab = fan_in(a, b);
        let ab = ab >> stage(|n: u32| n);
        let all = fan_in(ab, c);
        all >> stage(|n| n) >> next()
    })
    .run()
    .expect("nothing fails");
    assert_eq!(first, Some(1));
    drop((open, open_too, open_three));
}

/// When one input ends by itself, the other input continues.
#[test]
fn one_ended_input_does_not_end_a_fan_in() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    let (open_too, others) = channel::unbounded();
    drop(open);
    let _: &channel::Receiver<u32> = &items;
    (0..100).for_each(|n| open_too.send(n).expect("the receiver is there"));
    drop(open_too);
    let sum = pipeline!({
        let a = receive(&items);
        let b = receive(&others);
        fan_in(a, b) >> sum::<u32>()
    })
    .run()
    .expect("nothing fails");
    assert_eq!(sum, 4950);
}

#[test]
fn a_receive_ends_with_its_channel() {
    let _watchdog = Watchdog::of_this_test();
    let (to_crossbeam, crossbeam) = channel::bounded(0);
    let (to_std, std) = mpsc::channel();
    let running = pipeline!(move || {
        let a = receive(crossbeam) >> collect::<Vec<u32>>();
        let b = receive(std) >> stage(|n| n) >> collect::<Vec<u32>>();
        (a, b)
    })
    .spawn();
    for n in 0..5 {
        to_crossbeam.send(n).expect("the receiver is there");
        to_std.send(n).expect("the receiver is there");
    }
    drop((to_crossbeam, to_std));
    let (a, b) = running.join().expect("nothing fails");
    assert_eq!((a, b), ((0..5).collect(), (0..5).collect()));
}

#[test]
fn what_a_cancelled_receive_did_not_take_stays_with_the_channels_owner() {
    const SENT: u32 = 100;
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 16] {
        let (open, items) = channel::unbounded();
        (0..SENT).for_each(|n| open.send(n).expect("the receiver is there"));
        let error = pipeline!(|ctx| {
            let items = receive(capacity = capacity, &items);
            items
                >> for_each(|n| {
                    if n == 5 {
                        ctx.cancel();
                    }
                })
        })
        .run()
        .expect_err("it is cancelled");
        assert!(error.is_cancelled());
        let left: Vec<u32> = items.try_iter().collect();
        // The channel has the last numbers, without a gap. Of the earlier numbers, one is in each
        // worker and some are in the edge.
        let first = SENT - u32::try_from(left.len()).expect("few items");
        assert_eq!(left, (first..SENT).collect::<Vec<u32>>());
        let most = 6 + u32::try_from(capacity).expect("a small number") + 1;
        assert!((6..=most).contains(&first), "took {first} of {most}");
    }
}

#[test]
fn nothing_is_taken_after_cancel_returned() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    let context = Context::new();
    let send_late = || {
        context.cancel();
        (0..10).for_each(|n| open.send(n).expect("the receiver is there"));
    };
    let ended = once_asleep("late", send_late, || {
        pipeline!({
            let items = receive(name = "late", &items);
            items >> count()
        })
        .run_with(&context)
    });
    assert!(ended.is_err_and(|error| error.is_cancelled()));
    assert_eq!(items.try_iter().collect::<Vec<_>>(), Vec::from_iter(0..10));
}

#[test]
fn a_run_cancelled_before_it_begins_takes_nothing() {
    let _watchdog = Watchdog::of_this_test();
    let (open, items) = channel::unbounded();
    open.send(1).expect("the receiver is there");
    let context = Context::new();
    context.cancel();
    let ended = pipeline!({ receive(&items) >> count() }).run_with(&context);
    assert!(ended.is_err_and(|error| error.is_cancelled()));
    assert_eq!(items.len(), 1);
}
