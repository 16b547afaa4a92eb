//! Promise 8: an idle consumer gets an item as soon as it was sent, even while the producer is busy
//! in its next body.
//!
//! In each test, the next step of the producer waits until the consumer has the item of the
//! previous step.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread::sleep;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded, unbounded};
use pipeline::pipeline;
use pipeline_tests::{Watchdog, wait_until};

const CAPACITIES: [usize; 3] = [0, 1, 64];
const ITEMS: u32 = 200;

/// Waits until the consumer has seen the item before `x`.
fn after_the_one_before(x: u32, seen: &Receiver<u32>) -> u32 {
    if x > 0 {
        assert_eq!(seen.recv(), Ok(x - 1));
    }
    x
}

#[test]
fn from_a_generator() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        pipeline!({
            let made = generator(
                capacity = capacity,
                (0..ITEMS).map(|x| after_the_one_before(x, &seen)),
            );
            made >> fan_out(1, |x| x) >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn from_a_yielding_generator() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        pipeline!({
            let made = generator(capacity = capacity, {
                for x in 0..ITEMS {
                    yield x;
                    assert_eq!(seen.recv(), Ok(x));
                }
            });
            made >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn from_an_ordered_fan_out_of_the_item_whose_turn_it_is() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        pipeline!({
            let made = generator(0..ITEMS);
            let worked = made
                >> fan_out(1, ordered, capacity = capacity, |x| {
                    yield x;
                    assert_eq!(seen.recv(), Ok(x));
                });
            worked >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn from_a_stage_between_two_yields_of_one_body() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        pipeline!({
            let many = generator([0])
                >> stage(capacity = capacity, |_| {
                    for x in 0..ITEMS {
                        yield x;
                        assert_eq!(seen.recv(), Ok(x));
                    }
                });
            many >> filter(|_| true) >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn from_a_stage_with_methods() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        pipeline!({
            let staged = generator(0..ITEMS)
                >> map(|x| x)
                >> stage(capacity = capacity, |x| after_the_one_before(x, &seen))
                >> filter(|_| true);
            staged >> fan_out(1, capacity = capacity, |x| x) >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn through_a_fan_in_whose_other_input_is_silent() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = bounded(1);
        let (silent, never) = bounded::<u32>(0);
        pipeline!({
            let made = generator({
                let _silent = silent;
                for x in 0..ITEMS {
                    yield x;
                    assert_eq!(seen.recv(), Ok(x));
                }
            });
            let never = receive(never);
            fan_in(made, never, capacity = capacity) >> for_each(|x| see.send(x).unwrap())
        })
        .run()
        .unwrap();
    }
}

#[test]
fn from_a_fan_out_while_its_other_workers_are_busy() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let (see, seen) = unbounded();
        let order: Vec<u32> = pipeline!({
            let made = generator(capacity = capacity, 0..2);
            let worked = made
                >> fan_out(2, capacity = capacity, |x| {
                    // The worker with the first item is busy until the second item has passed.
                    if x == 0 {
                        assert_eq!(seen.recv(), Ok(1));
                    }
                    x
                });
            worked >> inspect(|x| see.send(*x).unwrap()) >> collect()
        })
        .run()
        .unwrap();
        assert_eq!(order, [1, 0]);
    }
}

/// Without a capacity, the window grows. No item may be held back to fill it.
#[test]
fn from_a_stage_without_a_capacity() {
    let _watchdog = Watchdog::of_this_test();
    let (see, seen) = bounded(1);
    pipeline!({
        let staged = generator(0..ITEMS) >> stage(|x| after_the_one_before(x, &seen));
        staged >> fan_out(1, |x| x) >> for_each(|x| see.send(x).unwrap())
    })
    .run()
    .unwrap();
}

#[test]
fn from_the_stages_of_a_fan_in_without_a_capacity() {
    let _watchdog = Watchdog::of_this_test();
    let (see, seen) = bounded(1);
    let (see_other, seen_other) = bounded(1);
    pipeline!({
        let one = generator(0..ITEMS) >> stage(|x| (0, after_the_one_before(x, &seen)));
        let other = generator(0..ITEMS) >> stage(|x| (1, after_the_one_before(x, &seen_other)));
        fan_in(one, other) >> for_each(|(from, x)| [&see, &see_other][from].send(x).unwrap())
    })
    .run()
    .unwrap();
}

/// While items are quick, a worker claims many at once. Claimed items that it has not begun can be
/// stolen: here one body waits until the other worker has processed all other items.
#[test]
fn to_an_idle_worker_of_what_a_busy_one_has_claimed() {
    const ITEMS: usize = 20_000;
    let _watchdog = Watchdog::of_this_test();
    for slow in [1, 300, 5_000, 10_001, 19_990] {
        let done = AtomicUsize::new(0);
        pipeline!({
            let made = generator(0..ITEMS);
            made >> fan_out(2, |x| {
                if x == slow {
                    wait_until(|| done.load(SeqCst) == ITEMS - 1);
                }
                done.fetch_add(1, SeqCst);
            }) >> for_each(drop)
        })
        .run()
        .unwrap();
    }
}

#[test]
fn to_an_idle_worker_of_an_ordered_fan_out() {
    const ITEMS: usize = 5_000;
    let _watchdog = Watchdog::of_this_test();
    for slow in [0, 300, 4_990] {
        let done = AtomicUsize::new(0);
        let order: Vec<usize> = pipeline!({
            let made = generator(0..ITEMS);
            made >> fan_out(2, ordered, |x| {
                // As many more items as are certain to fit into the reorder window.
                if x == slow {
                    wait_until(|| done.load(SeqCst) >= slow + 3);
                }
                done.fetch_add(1, SeqCst);
                x
            }) >> collect()
        })
        .run()
        .unwrap();
        assert!(order.into_iter().eq(0..ITEMS));
    }
}

/// If many items are ready, a worker processes them in one loop. Each output must leave before the
/// next item is begun. Here one body waits until all items before it have been consumed.
#[test]
fn from_the_middle_of_a_burst() {
    const ITEMS: usize = 20_000;
    let _watchdog = Watchdog::of_this_test();
    for slow in [1, 63, 700, 9_999, 19_999] {
        let consumed = [const { AtomicUsize::new(0) }; 4];
        let after_all_before = |x: usize, place: usize| {
            if x == slow {
                wait_until(|| consumed[place].load(SeqCst) == slow);
            }
            x
        };
        let consume = |place: usize| {
            consumed[place].fetch_add(1, SeqCst);
        };
        pipeline!({
            let made = generator((0..ITEMS).map(|x| after_all_before(x, 0)));
            made >> sink(|items| items.for_each(|_| consume(0)));
            let staged = generator(0..ITEMS) >> stage(|x| after_all_before(x, 1));
            staged >> sink(|items| items.for_each(|_| consume(1)));
            let checked =
                generator(0..ITEMS) >> stage(|x| Some(after_all_before(x, 2)).ok_or("none")?);
            checked >> sink(|items| items.for_each(|_| consume(2)));
            let ordered = generator(0..ITEMS) >> fan_out(3, ordered, |x| after_all_before(x, 3));
            ordered >> sink(|items| items.for_each(|_| consume(3)));
        })
        .run()
        .unwrap();
    }
}

/// A stage that waits for space in one edge waits for more than one free place. It must not wait so
/// long while its other edges are empty.
#[test]
fn to_a_branch_whose_sibling_is_full_and_slow() {
    const CAPACITY: usize = 1000;
    let _watchdog = Watchdog::of_this_test();
    let slow = AtomicUsize::new(0);
    let (mut last, mut longest) = (0, 0);
    pipeline!({
        // The slow branch is full before the other branch gets an item.
        let numbers = generator(0..CAPACITY + 300);
        let (slowly, quickly) = numbers
            >> route(capacity = CAPACITY, |n| match n {
                n if n < CAPACITY || n % 2 == 0 => slowly(n),
                n => quickly(n),
            });
        slowly
            >> for_each(|_| {
                sleep(Duration::from_millis(1));
                slow.fetch_add(1, SeqCst);
            });
        quickly
            >> for_each(|_| {
                let now = slow.load(SeqCst);
                longest = longest.max(now - last);
                last = now;
            });
    })
    .run()
    .unwrap();
    assert!(
        longest < CAPACITY / 4,
        "it waited for {longest} items of the other branch"
    );
}
