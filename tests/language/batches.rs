//! `batch`, `batch_within` and `throttle`: every item arrives once, in order and in time.

use std::time::{Duration, Instant};

use crossbeam_channel as channel;
use futures::executor::block_on;
use pipeline::{Error, pipeline};
use pipeline_tests::{Watchdog, conserves};

const NEVER: Duration = Duration::MAX;

#[test]
fn the_last_batch_has_what_is_left() {
    let batches = pipeline!({ generator(0..7) >> batch(3) >> collect::<Vec<_>>() }).run();
    assert_eq!(batches.unwrap(), [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
    let whole = pipeline!({ generator(0..4) >> batch(2) >> collect::<Vec<_>>() }).run();
    assert_eq!(whole.unwrap(), [[0, 1], [2, 3]]);
    let none = pipeline!({ generator(0..0) >> batch(2) >> count() }).run();
    assert_eq!(none.unwrap(), 0);
}

#[test]
fn the_last_batch_ends_with_its_input() {
    // Neither `map_while` nor `batch` is fused: if asked again, they would continue after the end.
    let batches = pipeline!({
        let five = generator(0..10) >> map_while(|n| (n % 6 != 5).then_some(n));
        five >> batch(3) >> collect::<Vec<_>>()
    });
    assert_eq!(batches.run().unwrap(), [vec![0, 1, 2], vec![3, 4]]);
    let batches = pipeline!({
        let five =
            generator(0..10) >> fan_out(1, |n| n) >> scan((), |(), n| (n % 6 != 5).then_some(n));
        five >> batch(3) >> stage(|batch| batch.len()) >> collect::<Vec<_>>()
    });
    assert_eq!(batches.run().unwrap(), [3, 2]);
}

#[test]
fn batches_pass_between_any_stages() {
    let sums = pipeline!({
        let batches = generator(0..100) >> fan_out(2, ordered, |n: u32| n) >> batch(10);
        let sums = batches >> fan_out(2, ordered, |batch| batch.iter().sum::<u32>());
        let sums: Vec<u32> = sums >> batch(5);
        sums >> map(|sums| sums.len()) >> collect::<Vec<_>>()
    })
    .run();
    assert_eq!(sums.unwrap(), [5, 5]);
}

#[test]
fn a_batch_of_pairs_is_handed_over_though_one_stream_is_silent() {
    let _watchdog = Watchdog::of_this_test();
    let (send, receive) = channel::unbounded();
    (0..3).for_each(|n| send.send(n).unwrap());
    let pairs = pipeline!({
        let silent = receive(receive);
        let ended = generator(0..2);
        zip(silent, ended) >> batch(5) >> collect::<Vec<_>>()
    })
    .run();
    assert_eq!(pairs.unwrap(), [[(0, 0), (1, 1)]]);
    drop(send);
}

#[test]
fn a_batch_is_handed_over_in_time_though_nothing_more_arrives() {
    let _watchdog = Watchdog::of_this_test();
    let (send, receive) = channel::unbounded();
    let (tell, told) = channel::unbounded();
    let running = pipeline!(move || {
        let batches = receive(receive) >> batch_within(100, Duration::from_millis(1));
        batches >> for_each(move |batch: Vec<u32>| tell.send(batch).unwrap())
    })
    .spawn();
    for round in 0..3 {
        send.send(round).unwrap();
        // The channel is still open, and empty.
        assert_eq!(told.recv().unwrap(), [round]);
    }
    drop(send);
    running.join().unwrap();
}

#[test]
fn a_full_batch_does_not_wait_for_its_time() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let batches = generator(0..10) >> batch_within(4, NEVER);
        let lengths = batches >> stage(|batch| batch.len());
        lengths >> collect::<Vec<_>>()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), [4, 4, 2]);
    conserves(&report);
}

/// Only the time limit ends this batch.
#[test]
fn a_batch_leaves_in_time_though_items_never_cease() {
    let _watchdog = Watchdog::of_this_test();
    let batches = pipeline!({
        let first = generator(std::iter::repeat(1));
        let second = generator(std::iter::repeat(2)) >> stage(|n| n);
        let items = fan_in(first, second) >> batch_within(usize::MAX, Duration::from_millis(1));
        items >> take(3) >> count()
    });
    assert_eq!(batches.run().unwrap(), 3);
}

/// When its time is over, a reader of a rendezvous withdraws. A sender may hand over an item at the
/// same moment.
#[test]
fn verbs_of_time_read_a_rendezvous() {
    let _watchdog = Watchdog::of_this_test();
    for _ in 0..300 {
        let (batches, newest, samples) = pipeline!({
            let items = generator(capacity = 0, 0..65) >> batch_within(8, Duration::ZERO);
            let newest = generator(capacity = 0, 0..65) >> debounce(Duration::ZERO);
            let samples = generator(capacity = 0, 0..65) >> sample(Duration::ZERO);
            (
                items >> flatten() >> count(),
                newest >> last(),
                samples >> last(),
            )
        })
        .run()
        .unwrap();
        assert_eq!((batches, newest, samples), (65, Some(64), Some(64)));
    }
}

#[test]
fn batches_in_time_come_behind_every_verb() {
    let _watchdog = Watchdog::of_this_test();
    let counts = pipeline!({
        let (left, right) = generator(0..100) >> tee();
        let left = left >> filter(|n| n % 2 == 0) >> batch_within(7, NEVER);
        let (even, odd) = right >> split(|n| n % 2 == 0);
        let right = fan_in(even, odd) >> batch_within(7, NEVER);
        let left = left >> fan_out(2, |batch: Vec<i32>| batch.len());
        (left >> sum::<usize>(), right >> flatten() >> count())
    })
    .run();
    assert_eq!(counts.unwrap(), (50, 100));
}

#[test]
fn a_batch_that_a_failure_cut_short_is_not_handed_over() {
    let _watchdog = Watchdog::of_this_test();
    let mut seen = 0;
    let outcome: Result<(), Error> = pipeline!({
        let numbers = generator(0..10)
            >> stage(|n| {
                if n == 5 {
                    Err("five")?;
                }
                n
            });
        numbers >> batch(4) >> for_each(|batch: Vec<u32>| seen += batch.len())
    })
    .run();
    assert_eq!(outcome.unwrap_err().stage(), Some("numbers"));
    assert!(seen <= 4);
}

/// A stage whose body fails at the third item, and a method that would add items at the end.
macro_rules! adding {
    ({$($header:tt)*} {$($kind:tt)*} $to:ident $method:ident($($argument:tt)*)) => {
        pipeline!($($header)* {
            let numbers = generator(0..10_u32)
                >> stage($($kind)* |n| if n == 2 { Err("two")? } else { n })
                >> $method($($argument)*);
            numbers >> for_each(move |n| $to.send(n).expect("it is read later"))
        })
    };
}

/// Returns the items that the stage sends, on all engines.
macro_rules! handed_over {
    ({$($kind:tt)*} $method:ident($($argument:tt)*)) => {{
        let (to, from) = channel::unbounded();
        let to_threads = to.clone();
        let threads = adding!({move ||} {} to_threads $method($($argument)*));
        threads.run().unwrap_err();
        let to_task = to.clone();
        let task = adding!({async move} {$($kind)*} to_task $method($($argument)*));
        block_on(task.run()).unwrap_err();
        let runtime = tokio::runtime::Builder::new_multi_thread().build();
        runtime.unwrap().block_on(async {
            let tasks = adding!({async move} {$($kind)*} to $method($($argument)*));
            tasks.spawn().join().await.unwrap_err();
        });
        from.into_iter().collect::<Vec<_>>()
    }};
}

#[test]
fn what_methods_add_at_the_end_does_not_follow_a_failure() {
    let _watchdog = Watchdog::of_this_test();
    assert!(handed_over!({} batch(5)).is_empty());
    assert!(handed_over!({async} batch(5)).is_empty());
    assert!(!handed_over!({} chain([9])).contains(&9));
    assert!(!handed_over!({async} chain([9])).contains(&9));
}

#[test]
fn a_size_of_zero_that_only_the_run_knows_is_a_panic_that_says_so() {
    let zero = "".len();
    let outcome = pipeline!({ generator(0..10) >> batch(zero) >> count() }).run();
    assert!(outcome.unwrap_err().to_string().contains("batch(0)"));
    let outcome = pipeline!({ generator(0..10) >> batch_within(zero, NEVER) >> count() }).run();
    assert!(
        outcome
            .unwrap_err()
            .to_string()
            .contains("batch_within(0, ...)")
    );
    let outcome = pipeline!({ generator(0..10) >> throttle(zero, NEVER) >> count() }).run();
    assert!(
        outcome
            .unwrap_err()
            .to_string()
            .contains("throttle(0, ...)")
    );
}

#[test]
fn no_stretch_of_time_has_more_items_than_the_throttle_lets_through() {
    const MOST: usize = 5;
    const TIME: Duration = Duration::from_millis(10);
    let start = Instant::now();
    let last = pipeline!({
        generator(0..31) >> throttle(MOST, TIME) >> map(|_| Instant::now()) >> last()
    })
    .run()
    .unwrap();
    // Each five items wait for the five before them. A slow machine only makes it longer.
    let took = last.unwrap().duration_since(start);
    assert!(took >= TIME * 6, "{took:?}");
}

#[test]
fn a_throttle_ends_with_its_reader() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let slow = generator(0..10) >> throttle(2, NEVER);
        let passed = slow >> fan_out(2, |n| n);
        passed >> take(2) >> count()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), 2);
    conserves(&report);
}

/// A cancel drops an incomplete batch, so the run returns no value.
#[test]
fn a_run_whose_batch_was_cut_short_is_not_whole() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!(|ctx| {
        let numbers = generator({
            yield 1;
            yield 2;
            ctx.cancel();
        });
        // Items that arrive after the cancel do not belong to the batch.
        numbers >> fan_out(1, |n| n) >> batch(10) >> collect::<Vec<_>>()
    })
    .run_reported();
    conserves(&report);
    match outcome {
        Ok(batches) => assert_eq!(batches, [[1, 2]]),
        Err(error) => assert!(error.is_cancelled()),
    }
}

#[test]
fn a_batch_that_was_dropped_counts_no_more_than_was_taken() {
    let (outcome, report) = pipeline!(|ctx| {
        let numbers = generator(0..100) >> flat_map(|n| vec![n; 10]);
        let watched = numbers
            >> inspect(|&n| {
                if n == 3 {
                    ctx.cancel();
                }
            });
        watched >> batch(1000) >> for_each(drop)
    })
    .run_reported();
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    conserves(&report);
}

#[test]
fn a_throttle_waits_for_no_item_that_does_not_come() {
    let _watchdog = Watchdog::of_this_test();
    let (one, rounds) = pipeline!({
        let one = generator([1]) >> throttle(1, NEVER);
        let open = generator([1]) >> feedback(again, bound = 10, full = fail);
        let slow = open >> throttle(1, NEVER) >> stage(|n| n);
        let (again, out) = slow >> split(|_| false);
        (one >> count(), out >> count())
    })
    .run()
    .unwrap();
    assert_eq!((one, rounds), (1, 1));
}

#[test]
fn who_waits_in_a_throttle_does_not_work() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, told) = channel::unbounded();
    let running = pipeline!(move || {
        let slow = generator(0..) >> throttle(1, NEVER);
        let seen = slow >> stage(|n| tell.send(n)?);
        seen >> count()
    })
    .spawn();
    // The first item has passed. From now on, both stages wait, and neither is inside a body.
    told.recv().unwrap();
    pipeline_tests::wait_until(|| running.busy_stages().is_empty());
    drop(running);
}
