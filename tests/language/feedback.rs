//! A loop that `feedback` closes ends by itself: when its seeds have ended and no item is in
//! flight.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crossbeam_channel as channel;
use pipeline::{Context, Error, Pipeline, Report, pipeline};
use pipeline_tests::{Watchdog, conserves, wait_until};

fn whole<T>((outcome, report): (Result<T, Error>, Report)) -> T {
    conserves(&report);
    let left: u64 = report.streams.iter().map(|stream| stream.left).sum();
    assert_eq!(left, 0, "{report}");
    outcome.unwrap_or_else(|error| panic!("{error:#}\n{report}"))
}

/// Returns the number of steps from `n` to 1 in the Collatz sequence.
fn steps(mut n: u64) -> u64 {
    let mut steps = 0;
    while n != 1 {
        n = if n.is_multiple_of(2) {
            n / 2
        } else {
            3 * n + 1
        };
        steps += 1;
    }
    steps
}

fn collatz(numbers: u64, workers: usize, capacity: usize) -> Pipeline<'static, Vec<(u64, u64)>> {
    pipeline!(move || {
        let seeds = generator(1..=numbers) >> map(|n| (n, n, 0));
        let open = seeds >> feedback(again, bound = 10_000, full = fail, capacity = capacity);
        let stepped = open
            >> fan_out(workers, capacity = capacity, |(start, n, steps)| {
                if n == 1 {
                    (start, n, steps)
                } else if n % 2 == 0 {
                    (start, n / 2, steps + 1)
                } else {
                    (start, 3 * n + 1, steps + 1)
                }
            });
        let (done, again) = stepped >> split(|&(_, n, _): &(u64, u64, u64)| n == 1);
        done >> map(|(start, _, steps)| (start, steps)) >> collect()
    })
}

#[test]
fn every_item_goes_round_until_it_leaves() {
    let _watchdog = Watchdog::of_this_test();
    for (numbers, workers, capacity) in [(0, 1, 1), (1, 1, 0), (30, 1, 0), (30, 4, 1), (500, 3, 64)]
    {
        let mut found = whole(collatz(numbers, workers, capacity).run_reported());
        found.sort_unstable();
        let expected: Vec<_> = (1..=numbers).map(|n| (n, steps(n))).collect();
        assert_eq!(
            found, expected,
            "{numbers} numbers, {workers} workers, {capacity}"
        );
    }
}

/// Sums the nodes of a tree. Each number below `deepest` has two children.
#[test]
fn a_loop_that_multiplies_items_ends_with_the_last() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let seen = Mutex::new(BTreeSet::new());
        let count = pipeline!({
            let nodes = generator([1_u32])
                >> feedback(children, bound = 10_000, full = fail, capacity = capacity);
            let (visited, children) = nodes
                >> route(capacity = capacity, |node| {
                    visited(node);
                    if node < 1024 {
                        children(2 * node);
                        children(2 * node + 1);
                    }
                });
            let children = children >> filter(|child| seen.lock().unwrap().insert(*child));
            visited >> count()
        });
        assert_eq!(whole(count.run_reported()), 2047);
    }
}

#[test]
fn each_verb_may_stand_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    for round in 0..20 {
        let sum = pipeline!({
            let open = generator(1..=40_u64) >> feedback(again, bound = 1000, full = fail);
            let (small, large) = open >> split(|&n| n < 100);
            let doubled = small
                >> fan_out(3, ordered, |n| {
                    yield n * 2;
                    if n % 7 == 0 {
                        yield n * 3;
                    }
                });
            let tried = large
                >> fan_out(2, on_error = skip, |n: u64| {
                    if n % 5 == 0 {
                        Err("five")?;
                    }
                    n + 1
                });
            let all = fan_in(doubled, tried)
                >> map(|n| n + 1)
                >> batch_within(3, std::time::Duration::ZERO)
                >> flatten();
            let (left, right) = all >> tee();
            let left = left >> stage(|n| n);
            let right = right >> stage(|n| n);
            let pairs = zip(left, right);
            let (ok, failed) = pairs
                >> stage(|(left, right)| {
                    if left != right {
                        Err("parted")?;
                    }
                    left
                });
            let (again, done) = ok >> split(|&n| n < 150);
            (done >> sum::<u64>(), failed >> count())
        });
        let (sum, failed) = whole(sum.run_reported());
        assert_eq!((sum, failed), (model(), 0), "round {round}");
    }
}

fn model() -> u64 {
    let mut open: Vec<u64> = (1..=40).collect();
    let mut sum = 0;
    while let Some(n) = open.pop() {
        let made = if n < 100 {
            let third = (n % 7 == 0).then_some(n * 3);
            [n * 2].into_iter().chain(third).collect()
        } else if n % 5 == 0 {
            vec![]
        } else {
            vec![n + 1]
        };
        for n in made {
            if n + 1 < 150 {
                open.push(n + 1);
            } else {
                sum += n + 1;
            }
        }
    }
    sum
}

#[test]
fn a_loop_may_stand_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        // The inner loop counts a number down to a multiple of ten. The outer loop counts it down
        // by tens to zero.
        let count = pipeline!({
            let outer = generator(0..200_u32)
                >> feedback(rounder, bound = 1000, full = fail, capacity = capacity);
            let inner = outer >> feedback(less, bound = 1000, full = fail, capacity = capacity);
            let (round, uneven) = inner >> split(|n| n % 10 == 0);
            let less = uneven >> stage(|n| n - 1);
            let (zero, tens) = round >> split(|&n| n == 0);
            let rounder = tens >> fan_out(2, |n| n - 10);
            zero >> count()
        });
        assert_eq!(whole(count.run_reported()), 200);
    }
}

#[test]
fn seeds_may_come_at_any_time() {
    let _watchdog = Watchdog::of_this_test();
    let (send, seeds) = channel::unbounded();
    let (tell, told) = channel::unbounded();
    let running = pipeline!(move || {
        let open = receive(seeds) >> feedback(again, bound = 10, full = fail);
        let (done, again) = open >> split(|&n: &u32| n == 0);
        let again = again >> stage(|n| n - 1);
        done >> for_each(move |_| tell.send(()).unwrap())
    })
    .spawn();
    for seed in [3, 0, 20] {
        send.send(seed).unwrap();
        // Nothing is in flight now, but the channel with the seeds is still open.
        told.recv().unwrap();
        assert!(!running.is_finished());
    }
    drop(send);
    running.join().unwrap();
    assert!(told.recv().is_err());
}

#[test]
fn more_than_the_bound_ends_the_run_if_that_is_to_fail() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let open = generator([0_u64]) >> feedback(more, bound = 5, full = fail);
        let more = open
            >> stage(|n| {
                for child in 0..10 {
                    yield n + child;
                }
            });
        let (more, seen) = more >> tee();
        seen >> count()
    })
    .run_reported();
    conserves(&report);
    match outcome {
        Err(error) => assert_eq!(
            error.to_string(),
            "stage `more+seen` fed back more than the 5 items that may wait for `open`"
        ),
        Ok(count) => panic!("{count} were seen"),
    }
}

#[test]
fn more_than_the_bound_is_dropped_and_counted_if_that_is_to_drop() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let open = generator([3_u64]) >> feedback(more, bound = 5, full = drop);
        let (seen, more) = open
            >> route(|n| {
                for _ in 0..10 {
                    if n > 0 {
                        more(n - 1);
                    }
                }
                seen(n);
            });
        seen >> count()
    })
    .run_reported();
    conserves(&report);
    let seen = outcome.unwrap() as u64;
    let refused: u64 = report.streams.iter().map(|stream| stream.refused).sum();
    let put = report
        .streams
        .iter()
        .find(|stream| stream.refused > 0)
        .unwrap()
        .put;
    // Each item above zero made ten items, which were put back into the loop or refused.
    assert_eq!(seen, 1 + put, "{report:?}");
    assert!(
        refused > 0 && (put + refused).is_multiple_of(10),
        "{report:?}"
    );
}

#[test]
fn an_early_end_of_the_reader_ends_the_loop() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let (outcome, report) = pipeline!({
            let open = generator(0_u64..) >> feedback(again, bound = 1000, full = drop);
            let worked = open >> fan_out(2, capacity = capacity, |n| n + 1) >> take(100);
            let (out, again) = worked >> tee(capacity = capacity);
            out >> count()
        })
        .run_reported();
        conserves(&report);
        assert_eq!(outcome.unwrap(), 100);
    }
}

/// The edges in the loop still have a reader, but all readers outside the loop have ended.
#[test]
fn a_loop_ends_when_all_that_read_from_it_have() {
    let _watchdog = Watchdog::of_this_test();
    let (_silent, never) = channel::unbounded::<u64>();
    for capacity in [0, 1, 64] {
        let (outcome, report) = pipeline!({
            let more = receive(&never);
            let seeds = generator(0_u64..1000);
            let seeds = fan_in(more, seeds);
            let open = seeds >> feedback(again, bound = 10_000, full = drop);
            let (left, right, again) = open >> tee(capacity = capacity);
            let right = right >> fan_out(2, |n| n);
            (left >> take(3) >> count(), right >> take(100) >> count())
        })
        .run_reported();
        conserves(&report);
        assert_eq!(outcome.unwrap(), (3, 100));
    }
}

#[test]
fn a_loop_that_nothing_leaves_runs_for_what_its_bodies_do() {
    let _watchdog = Watchdog::of_this_test();
    let seen = Mutex::new(0);
    let outcome = pipeline!({
        let open = generator([10_u32]) >> feedback(again, bound = 10, full = fail);
        let again = open
            >> stage(|n| {
                *seen.lock().unwrap() += 1;
                if n > 0 {
                    yield n - 1;
                }
            });
    })
    .run();
    outcome.unwrap();
    assert_eq!(seen.into_inner().unwrap(), 11);
}

#[test]
fn a_branch_that_ends_early_does_not_keep_the_loop() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let (outcome, report) = pipeline!({
            let open = generator(0..1000_u64) >> feedback(again, bound = 100_000, full = fail);
            let (left, right) = open >> tee(capacity = capacity);
            let left = left >> fan_out(2, ordered, |n| n) >> take(3);
            let right = right >> stage(|n| n + 1000);
            let both = fan_in(left, right);
            let (done, again) = both >> split(|n| *n >= 3000);
            done >> count()
        })
        .run_reported();
        conserves(&report);
        assert!(outcome.unwrap() >= 1000, "{report}");
    }
}

#[test]
fn a_failure_and_a_cancel_end_the_loop() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let failing = pipeline!({
            let open = generator(0..10_u64)
                >> feedback(again, bound = 100, full = fail, capacity = capacity);
            let again = open
                >> stage(name = "fails", |n| {
                    if n == 500 {
                        Err("there")?;
                    }
                    n + 1
                });
            let (again, seen) = again >> tee(capacity = capacity);
            seen >> count()
        });
        let (outcome, report) = failing.run_reported();
        conserves(&report);
        assert_eq!(outcome.unwrap_err().stage(), Some("fails"));

        let context = Context::new();
        let cancelled = pipeline!({
            let open = generator(0..10_u64)
                >> feedback(again, bound = 100, full = fail, capacity = capacity);
            let again = open
                >> fan_out(2, |n| {
                    if n == 500 {
                        context.cancel();
                    }
                    n + 1
                });
            let (again, seen) = again >> tee(capacity = capacity);
            seen >> count()
        });
        let (outcome, report) = cancelled.run_reported_with(&context);
        conserves(&report);
        assert!(outcome.unwrap_err().is_cancelled());
    }
}

#[test]
fn a_drain_lets_what_goes_round_leave() {
    let _watchdog = Watchdog::of_this_test();
    let (_silent, more) = channel::unbounded::<u64>();
    let (outcome, report) = pipeline!(|ctx| {
        let given = generator(0..10_u64);
        let later = receive(&more);
        let seeds = fan_in(given, later);
        let open = seeds >> feedback(again, bound = 100, full = fail);
        let (again, done) = open
            >> split(|&n| {
                if n == 500 {
                    ctx.drain();
                }
                n < 1000
            });
        let again = again >> stage(|n| n + 1);
        done >> count()
    })
    .run_reported();
    conserves(&report);
    assert_eq!(outcome.unwrap(), 10);
}

#[test]
fn nothing_in_flight_waits_for_nobody() {
    let _watchdog = Watchdog::of_this_test();
    let running = pipeline!(|| {
        let open = generator(0..0_u32) >> feedback(again, bound = 1, full = fail);
        let (again, out) = open >> tee();
        out >> count()
    })
    .spawn();
    wait_until(|| running.is_finished());
    assert_eq!(running.join().unwrap(), 0);
}
