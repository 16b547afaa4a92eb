//! Streams that divide and join: `tee`, `split`, `route`, `zip`, and `fan_out(n, ordered, …)`. Each
//! test also asserts promise 7 on the report of the run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::executor::block_on;
use pipeline::{Error, Report, pipeline};
use pipeline_tests::{Watchdog, conserves, yields};

fn whole<T>((outcome, report): (Result<T, Error>, Report)) -> T {
    conserves(&report);
    outcome.expect("nothing in it fails")
}

#[test]
fn a_tee_gives_each_item_to_every_branch() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let run = pipeline!({
            let (a, b, c) = generator(0..100_u32) >> tee(capacity = capacity);
            (a >> collect::<Vec<_>>(), b >> sum::<u32>(), c >> count())
        });
        let (a, b, c) = whole(run.run_reported());
        assert_eq!((a, b, c), ((0..100).collect(), 4950, 100));
    }
}

#[test]
fn a_branch_whose_reader_ended_stops_hearing_and_the_others_go_on() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let run = pipeline!({
            let (a, b) = generator(0..10_000_u32) >> tee(capacity = capacity);
            (a >> take(3) >> count(), b >> count())
        });
        assert_eq!(whole(run.run_reported()), (3, 10_000));
        let run = pipeline!({
            let (even, odd) = generator(0..) >> split(capacity = capacity, |n: &u64| n % 2 == 0);
            (even >> take(3) >> count(), odd >> take(500) >> count())
        });
        assert_eq!(whole(run.run_reported()), (3, 500));
    }
}

#[test]
fn a_tees_copy_that_panics_ends_the_run_with_the_tees_name() {
    struct Touchy(u32);

    impl Clone for Touchy {
        fn clone(&self) -> Self {
            assert_ne!(self.0, 70, "no copy");
            Touchy(self.0)
        }
    }

    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let (outcome, report) = pipeline!({
            let (a, b) = generator((0..).map(Touchy)) >> tee(capacity = capacity, name = "copied");
            (a >> count(), b >> count())
        })
        .run_reported();
        conserves(&report);
        let error = outcome.expect_err("a copy panics");
        assert_eq!((error.stage(), error.others().len()), (Some("copied"), 0));
    }
}

#[test]
fn a_split_sends_each_item_one_way() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let (even, odd) = generator(0..9_u32) >> split(|n| n % 2 == 0);
        (even >> collect::<Vec<_>>(), odd >> collect::<Vec<_>>())
    });
    assert_eq!(
        whole(run.run_reported()),
        (vec![0, 2, 4, 6, 8], vec![1, 3, 5, 7])
    );
}

enum Token {
    Word(String),
    Number(u32),
}

#[test]
fn what_a_split_has_for_a_branch_that_nobody_reads_is_dropped() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let (yes, no) = generator(0..100_u32) >> split(capacity = 1, |n| n % 10 > 0);
        (yes >> take(1) >> count(), no >> count())
    });
    let (outcome, report) = run.run_reported();
    assert_eq!(outcome.expect("nothing in it fails"), (1, 10));
    let split = &report.stages[1];
    assert_eq!(split.taken, 100);
    assert!(split.dropped > 0, "{report}");
    assert_eq!(split.taken, split.given + split.dropped, "{report}");
}

#[test]
fn a_route_has_a_type_for_each_branch() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let tokens = generator("1 a 2 b c".split(' '))
            >> stage(|text: &str| {
                text.parse()
                    .map_or_else(|_| Token::Word(text.to_owned()), Token::Number)
            });
        let (words, numbers): (String, u32) = tokens
            >> route(|token| match token {
                Token::Word(word) => words(word),
                Token::Number(number) => {
                    numbers(number);
                    numbers("10".parse()?);
                }
            });
        (words >> collect::<Vec<_>>(), numbers >> sum::<u32>())
    });
    let (words, sum) = whole(run.run_reported());
    assert_eq!((words.join(""), sum), ("abc".to_owned(), 23));
}

#[test]
fn a_zip_pairs_item_for_item_and_ends_with_the_shortest() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let run = pipeline!({
            let (a, b) = generator(0..1000_u32) >> tee(capacity = capacity);
            let b = b >> fan_out(3, ordered, capacity = capacity, |n| n * 2);
            let short = generator(0..) >> take(700);
            let pairs: (u32, u32, u64) = zip(a, b, short);
            pairs >> inspect(|(a, b, c)| assert!(a * 2 == *b && u64::from(*a) == *c)) >> count()
        });
        assert_eq!(whole(run.run_reported()), 700);
    }
}

#[test]
fn an_ordered_fan_out_keeps_each_items_outputs_together_in_input_order() {
    let _watchdog = Watchdog::of_this_test();
    for (workers, capacity) in [(1, 0), (2, 1), (8, 0), (8, 64)] {
        let run = pipeline!({
            let numbers = generator(0..500_u64);
            let many = numbers
                >> fan_out(workers, ordered, capacity = capacity, |n| {
                    // For some items, more than a worker may buffer.
                    for i in 0..n % 200 {
                        yield n * 1000 + i;
                    }
                });
            many >> collect::<Vec<_>>()
        });
        let expected: Vec<u64> = (0..500)
            .flat_map(|n| (0..n % 200).map(move |i| n * 1000 + i))
            .collect();
        assert_eq!(whole(run.run_reported()), expected);
    }
}

/// The largest number of items per worker between input and output, while bodies are quick.
const WINDOW: usize = 2048;

#[test]
fn an_ordered_fan_out_takes_no_more_than_its_window_ahead() {
    let _watchdog = Watchdog::of_this_test();
    let (open, gate) = crossbeam_channel::bounded::<()>(0);
    let others = AtomicUsize::new(0);
    let run = pipeline!({
        let numbers = generator(0..100_000_usize);
        let done = numbers
            >> fan_out(2, ordered, capacity = 0, |n| {
                // The first item waits until as many items are begun as are certain to fit at any
                // speed: four per worker.
                if n == 0 {
                    gate.recv()?;
                    // Gives the workers time to begin more items, if they may.
                    (0..1000).for_each(|_| std::thread::yield_now());
                    assert!(others.load(Ordering::SeqCst) < 2 * WINDOW);
                } else if others.fetch_add(1, Ordering::SeqCst) == 6 {
                    open.send(())?;
                }
                n
            });
        done >> collect::<Vec<_>>()
    });
    assert_eq!(whole(run.run_reported()), (0..100_000).collect::<Vec<_>>());
}

/// The first item waits until as many items are begun as the window allows, and then gives the
/// workers time to begin more.
#[test]
fn a_window_says_how_far_an_ordered_fan_out_reads_ahead() {
    let _watchdog = Watchdog::of_this_test();
    for window in [1, 2, 3, 100] {
        let begun = AtomicUsize::new(0);
        let threads = pipeline!({
            generator(0..1000)
                >> fan_out(4, ordered, window = window, |n| {
                    let before = begun.fetch_add(1, Ordering::SeqCst);
                    if n == 0 {
                        while begun.load(Ordering::SeqCst) < window.min(4) {
                            std::thread::yield_now();
                        }
                        (0..1000).for_each(|_| std::thread::yield_now());
                        assert!(begun.load(Ordering::SeqCst) <= window);
                    }
                    assert!(before < 1000);
                    n
                })
                >> collect::<Vec<_>>()
        });
        assert_eq!(whole(threads.run_reported()), Vec::from_iter(0..1000));
        let begun = AtomicUsize::new(0);
        let (begun, window) = (&begun, window);
        let futures = pipeline!(async {
            generator(0..1000)
                >> fan_out(4, ordered, window = window, async move |n| {
                    begun.fetch_add(1, Ordering::SeqCst);
                    if n == 0 {
                        while begun.load(Ordering::SeqCst) < window.min(4) {
                            yields(1).await;
                        }
                        yields(1000).await;
                        assert!(begun.load(Ordering::SeqCst) <= window);
                    }
                    n
                })
                >> collect::<Vec<_>>()
        });
        assert_eq!(block_on(futures.run()).unwrap(), Vec::from_iter(0..1000));
    }
}

/// The next stage holds each item until as many items are begun as the window allows.
#[test]
fn an_ordered_fan_out_fills_its_window_while_the_next_stage_is_busy() {
    let _watchdog = Watchdog::of_this_test();
    let window = 9;
    let begun = AtomicUsize::new(0);
    let is_full = |n: usize| begun.load(Ordering::SeqCst) >= 200.min(n + 1 + window);
    let threads = pipeline!({
        let numbers = generator(0..200);
        let done = numbers
            >> fan_out(2, ordered, window = window, |n| {
                begun.fetch_add(1, Ordering::SeqCst);
                n
            });
        done >> for_each(|n| {
            while !is_full(n) {
                std::thread::yield_now();
            }
            // Gives the workers time to park.
            std::thread::sleep(Duration::from_millis(1));
        })
    });
    whole(threads.run_reported());
    begun.store(0, Ordering::SeqCst);
    let (begun, is_full) = (&begun, &is_full);
    let futures = pipeline!(async {
        let numbers = generator(0..200);
        let done = numbers
            >> fan_out(2, ordered, window = window, async move |n| {
                begun.fetch_add(1, Ordering::SeqCst);
                n
            });
        done >> for_each(async move |n| {
            while !is_full(n) {
                yields(1).await;
            }
        })
    });
    block_on(futures.run()).unwrap();
}

#[test]
#[should_panic(expected = "needs a window of at least one item, got window = 0")]
fn a_window_of_nothing_panics() {
    let nothing = 0;
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> fan_out(2, ordered, window = nothing, |n| n) >> count()
    })
    .run()
    .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn an_ordered_fan_out_ends_early_and_on_failure_without_a_thread_left() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let early = pipeline!({
            let numbers = generator(0..) >> fan_out(4, ordered, capacity = capacity, |n: u64| n);
            numbers >> take(10) >> collect::<Vec<_>>()
        });
        assert_eq!(whole(early.run_reported()), (0..10).collect::<Vec<_>>());
        let (outcome, report) = pipeline!({
            let numbers = generator(0..)
                >> fan_out(4, ordered, capacity = capacity, |n: u64| {
                    if n == 50 { Err("fifty")? } else { n }
                });
            numbers >> count()
        })
        .run_reported();
        conserves(&report);
        assert_eq!(outcome.expect_err("it fails").stage(), Some("numbers"));
    }
}

fn is_even(number: &u32) -> bool {
    number.is_multiple_of(2)
}

fn total(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.sum()
}

#[test]
fn a_split_and_a_sink_take_what_a_block_makes_and_what_a_path_names() {
    let _watchdog = Watchdog::of_this_test();
    let sums = pipeline!({
        let numbers = generator(0..10_u32);
        let (small, large) = numbers
            >> split({
                let limit: u32 = "5".parse()?;
                move |&number: &u32| number < limit
            });
        let (even, odd) = small >> split(is_even);
        let large = large
            >> sink({
                let more = 1;
                move |numbers| numbers.map(|number| number + more).sum::<u32>()
            });
        (even >> sink(total), odd >> sum::<u32>(), large)
    });
    assert_eq!(whole(sums.run_reported()), (6, 4, 40));
}

#[test]
fn the_capacity_of_several_branches_is_evaluated_once() {
    let evaluated = AtomicUsize::new(0);
    let capacity = || {
        evaluated.fetch_add(1, Ordering::SeqCst);
        3
    };
    macro_rules! declared {
        ($($header:tt)*) => {
            [
                pipeline!($($header)* {
                    let (a, b) = generator(0..10_usize) >> tee(capacity = capacity());
                    a >> for_each(drop);
                    b >> for_each(drop);
                }),
                pipeline!($($header)* {
                    let (a, b) = generator(0..10_usize) >> split(capacity = capacity(), |n| *n < 5);
                    a >> for_each(drop);
                    b >> for_each(drop);
                }),
                pipeline!($($header)* {
                    let (a, b, c) = generator(0..10_usize)
                        >> route(capacity = weight(capacity(), |n| *n), |n| { a(n); b(n); c(n); });
                    a >> for_each(drop);
                    b >> for_each(drop);
                    c >> for_each(drop);
                }),
                pipeline!($($header)* {
                    let (good, failed) = generator(0..10_usize)
                        >> fan_out(2, capacity = capacity(), |n| if n > 5 { Err("no")? } else { n });
                    good >> for_each(drop);
                    failed >> for_each(drop);
                }),
            ]
        };
    }
    let threads = declared!().map(|run| run.run().unwrap()).len();
    assert_eq!(evaluated.swap(0, Ordering::SeqCst), threads, "on threads");
    let futures = declared!(async)
        .map(|run| block_on(run.run()).unwrap())
        .len();
    assert_eq!(evaluated.into_inner(), futures, "as futures");
}

/// The names in an expansion do not collide with the names of streams.
#[test]
fn a_stream_may_be_called_like_a_capacity() {
    let run = pipeline!({
        let (a, capacity_of_a) = generator(0..10_usize) >> tee(capacity = 1 + 1);
        (a >> count(), capacity_of_a >> sum::<usize>())
    });
    assert_eq!(whole(run.run_reported()), (10, 45));
}

#[test]
fn a_branch_that_is_merged_leaves_the_capacity_to_the_others() {
    let _watchdog = Watchdog::of_this_test();
    let counts = pipeline!({
        let (even, odd) = generator(0..100_u32) >> split(capacity = 1, is_even);
        let more = generator(0..10);
        (fan_in(even, more) >> count(), odd >> count())
    });
    assert_eq!(whole(counts.run_reported()), (60, 50));
}

#[test]
fn branches_of_an_unordered_stream_pair_its_items() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let (a, b) = generator(0..1000_u64) >> fan_out(4, |n| n) >> tee();
        let doubled = a >> stage(|n| 2 * n);
        zip(doubled, b) >> all(|(doubled, n)| doubled == 2 * n)
    });
    assert!(run.run().unwrap());
}
