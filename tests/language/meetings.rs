//! Stages with several inputs: `concat`, `merge_by`, `latest`, and `fan_in` with `prefer`.

use std::cmp::{Ordering, Reverse};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use futures::executor::block_on;
use itertools::Itertools;
use pipeline::{Report, Segment, pipeline, segment};
use pipeline_tests::{Ledger, Watchdog, conserves, until};

/// Runs a declaration on threads and as futures. Returns the outcomes and the reports.
macro_rules! reported {
    ($($declaration:tt)*) => {
        [
            pipeline!({ $($declaration)* }).run_reported(),
            block_on(pipeline!(async { $($declaration)* }).run_reported()),
        ]
    };
}

/// The same without the reports. Returns the values.
macro_rules! values {
    ($($declaration:tt)*) => {
        reported!($($declaration)*).map(|(outcome, report)| {
            conserves(&report);
            outcome.unwrap()
        })
    };
}

/// Returns how many items a stage took, left out and gave.
fn row(report: &Report, stage: &str) -> (u64, u64, u64) {
    let row = report.stage(stage).expect("it has a row");
    (row.taken, row.swallowed, row.given)
}

#[test]
fn a_concat_reads_one_stream_after_the_other() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let a = generator(0..1000_u32) >> fan_out(2, ordered, |n| n);
        let b = generator(capacity = 0, 1000..2000);
        let c = generator(2000..3000) >> filter(|n| n % 2 == 0);
        let all = concat(a, b, c);
        all >> collect::<Vec<_>>()
    } {
        let expected: Vec<u32> = (0..2000).chain((2000..3000).step_by(2)).collect();
        assert_eq!(value, expected);
    }
}

#[test]
fn a_concat_may_be_followed_by_any_stage() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let one = generator([1]);
        let two = generator([2, 3]);
        let body = concat(one, two) >> stage(|n| n * 10);
        body >> collect::<Vec<u32>>()
    } {
        assert_eq!(value, [10, 20, 30]);
    }
}

#[test]
fn a_concat_of_empty_streams_is_empty() {
    for value in values! {
        let a = generator(0..0);
        let b = generator(0..0);
        concat(a, b) >> count()
    } {
        assert_eq!(value, 0);
    }
}

#[test]
fn a_concat_that_is_left_early_ends_all_its_streams() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let a = generator(0_u32..);
        let b = generator(0_u32..);
        concat(a, b) >> take(3) >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap(), [0, 1, 2]);
        conserves(&report);
    }
}

/// The first stream ends because its stage fails, while the second has items.
#[test]
fn nothing_follows_a_stream_that_failed() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} $full:ident $seen:ident $wait:expr) => {
            pipeline!($($header)* {
                let a = generator(0..3_u32) >> stage($($body)* |n| {
                    if n == 1 {
                        $wait;
                        Err("no")?;
                    }
                    n
                });
                let b = generator(capacity = 100, {
                    for n in 10..13 {
                        yield n;
                    }
                    $full.fetch_add(1, SeqCst);
                });
                let met = concat(a, b)
                    >> stage(|n| {
                        $seen.lock().unwrap().push(n);
                        n
                    });
                met >> fan_out(1, |n| n) >> count()
            })
        };
    }
    let (full, seen) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let is_full = || full.load(SeqCst) > 0;
    let threads = declared!({} {} full seen while !is_full() {
        std::thread::yield_now();
    });
    let threads = threads.run_reported();
    full.store(0, SeqCst);
    let futures = declared!({async} {async} full seen until(is_full).await);
    for (outcome, report) in [threads, block_on(futures.run_reported())] {
        assert_eq!(outcome.unwrap_err().stage(), Some("a"));
        conserves(&report);
    }
    let seen = seen.into_inner().unwrap();
    assert!(seen.iter().all(|n| *n == 0), "{seen:?}");
}

#[test]
fn items_of_all_streams_are_counted_as_taken() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let a = generator(0..10_u32);
        let b = generator(0..20_u32);
        let both = concat(a, b) >> stage(|n| n);
        let c = generator(0..5);
        let d = generator(0..7);
        let merged = merge_by(c, d, u32::cmp) >> stage(|n| n);
        let e = generator(0..3);
        let f = generator(0..4);
        let preferred = fan_in(e, f, prefer) >> stage(|n| n);
        let all = fan_in(both, merged, preferred);
        all >> count()
    } {
        assert_eq!(outcome.unwrap(), 49);
        assert_eq!(row(&report, "both"), (30, 0, 30), "{report}");
        assert_eq!(row(&report, "merged"), (12, 0, 12), "{report}");
        assert_eq!(row(&report, "preferred"), (7, 0, 7), "{report}");
        conserves(&report);
    }
}

#[test]
fn merged_streams_are_sorted() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let a = generator((0..500_u32).map(|n| n * 3));
        let b = generator((0..500).map(|n| n * 5)) >> fan_out(3, ordered, |n| n);
        let c = generator(0..0);
        let d = generator(7..8);
        let sorted = merge_by(a, b, c, d, |x, y| x.cmp(y));
        sorted >> fan_out(2, ordered, |n| n) >> collect::<Vec<_>>()
    } {
        let mut expected: Vec<u32> = (0..500).flat_map(|n| [n * 3, n * 5]).collect();
        expected.push(7);
        expected.sort_unstable();
        assert_eq!(value, expected);
    }
}

#[test]
fn streams_without_order_can_be_sorted_and_then_merged() {
    let _watchdog = Watchdog::of_this_test();
    let threads = pipeline!({
        let a = generator(0..100_u32) >> fan_out(2, |n| n);
        let a = a
            >> transform(|items| {
                for n in items.sorted() {
                    yield n;
                }
            });
        let b = generator(50..150) >> fan_out(2, |n| n) >> sorted();
        let numbered = generator(0..2) >> fan_out(2, |n| n) >> segment(in_their_order());
        let names = generator(["a", "b"]);
        let names = zip(numbered, names);
        (
            merge_by(a, b, u32::cmp) >> collect::<Vec<_>>(),
            names >> collect::<Vec<_>>(),
        )
    });
    let (all, names) = threads.run().unwrap();
    assert_eq!((all.len(), all.is_sorted()), (200, true));
    assert_eq!(names, [(0, "a"), (1, "b")]);

    let futures = pipeline!(async {
        let a = generator(0..100_u32) >> fan_out(2, |n| n);
        let a = a
            >> transform(async |items| {
                let mut items = items.collect::<Vec<_>>().await;
                items.sort_unstable();
                for n in items {
                    yield n;
                }
            });
        let b = generator(50..150_u32);
        merge_by(a, b, u32::cmp) >> collect::<Vec<_>>()
    });
    let all = block_on(futures.run()).unwrap();
    assert_eq!((all.len(), all.is_sorted()), (200, true));
}

fn in_their_order() -> Segment<'static, u32, u32> {
    segment!(|items| items >> sorted() >> stage(|n| n))
}

#[test]
fn of_equal_items_those_of_the_earlier_stream_come_first() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let a = generator([(1, 'a'), (1, 'b'), (3, 'c')]);
        let b = generator([(1, 'd'), (2, 'e'), (3, 'f')]);
        merge_by(a, b, |x: &(u32, char), y| x.0.cmp(&y.0)) >> map(|(_, c)| c) >> collect::<String>()
    } {
        assert_eq!(value, "abdecf");
    }
}

fn by_length(x: &&str, y: &&str) -> Ordering {
    x.len().cmp(&y.len())
}

#[test]
fn a_comparison_may_be_a_path_or_a_block_or_borrow() {
    let _watchdog = Watchdog::of_this_test();
    let calls = Mutex::new(0);
    for value in values! {
        let a = generator(["a", "ccc"]);
        let b = generator(["bb", "dddd"]);
        let c = generator([9, 5]);
        let d = generator([7, 3]);
        let down = merge_by(c, d, {
            *calls.lock().unwrap() += 1;
            |x, y| Reverse(x).cmp(&Reverse(y))
        });
        (merge_by(a, b, by_length) >> collect::<Vec<_>>(), down >> collect::<Vec<u32>>())
    } {
        assert_eq!(value, (vec!["a", "bb", "ccc", "dddd"], vec![9, 7, 5, 3]));
    }
    assert_eq!(calls.into_inner().unwrap(), 2);
}

#[test]
fn copies_of_one_stream_can_be_merged() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let (a, b) = generator(0..1000_u32) >> tee(capacity = 1);
        merge_by(a, b, |x, y| x.cmp(y)) >> collect::<Vec<_>>()
    } {
        let expected: Vec<u32> = (0..1000).flat_map(|n| [n, n]).collect();
        assert_eq!(value, expected);
    }
}

#[test]
fn a_merge_that_is_left_early_drops_what_it_compared() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let a = generator(0_u32..);
        let b = generator(0_u32..);
        let few = merge_by(a, b, |x, y| x.cmp(y)) >> fan_out(1, |n| n) >> take(3);
        few >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap(), [0, 0, 1]);
        conserves(&report);
    }
}

#[test]
fn a_comparison_that_panics_fails_one_item() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let a = generator([1_u32, 2]);
        let b = generator([1, 2]);
        let met = merge_by(a, b, |x, _| if *x == 1 { panic!("no order") } else { Ordering::Less });
        met >> stage(|n| n) >> count()
    } {
        let error = outcome.unwrap_err();
        assert_eq!(error.to_string(), "stage `output` panicked: no order");
        let row = report.stage("output").unwrap();
        assert_eq!((row.taken, row.failed, row.dropped), (2, 1, 1), "{report}");
        conserves(&report);
    }
}

/// The body has the first item. `merge_by` holds the second, whose drop panics.
#[test]
fn a_held_item_whose_drop_panics_does_not_hide_the_panic_of_the_body() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    for (outcome, report) in reported! {
        let a = generator([ledger.item(0)]);
        let b = generator([ledger.item(1).armed()]);
        let met = merge_by(a, b, |x, y| x.number.cmp(&y.number));
        met >> for_each(|item| panic!("body {}", item.number))
    } {
        let error = outcome.unwrap_err();
        assert_eq!(error.to_string(), "stage `output` panicked: body 0");
        conserves(&report);
        assert_eq!(ledger.live(), 0);
    }
}

#[test]
fn the_newest_of_each_come_as_a_pair_once_both_have_one() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let a = generator(0..100_u32);
        let b = generator('a'..='z');
        let pairs = latest(a, b) >> stage(|pair| pair);
        pairs >> collect::<Vec<_>>()
    } {
        let pairs: Vec<(u32, char)> = outcome.unwrap();
        // Each item makes a pair, except those that come before both streams have had an item.
        let row = report.stage("pairs").unwrap();
        assert_eq!(row.taken, 126);
        assert_eq!(row.swallowed + pairs.len() as u64, 126, "{report}");
        assert!(row.swallowed >= 1);
        assert_eq!(pairs.last(), Some(&(99, 'z')));
        assert!(pairs.is_sorted());
        let changes = pairs
            .windows(2)
            .map(|two| usize::from(two[0].0 != two[1].0) + usize::from(two[0].1 != two[1].1));
        assert!(changes.clone().all(|changes| changes == 1));
        conserves(&report);
    }
}

#[test]
fn a_pair_that_can_never_come_ends_both_streams() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let endless = generator(0_u32..);
        let none = generator(0..0_u32);
        latest(endless, none) >> count()
    } {
        assert_eq!(outcome.unwrap(), 0);
        conserves(&report);
    }
}

#[test]
fn latest_goes_on_with_the_stream_that_is_left() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let one = generator([7]);
        let many = generator(0..10_u32);
        let nested = latest(one, many);
        let third = generator(["x"]);
        latest(nested, third) >> last()
    } {
        assert_eq!(value, Some(((7, 9), "x")));
    }
}

#[test]
fn a_preferred_stream_comes_first_while_it_has_items() {
    let _watchdog = Watchdog::of_this_test();
    // The reader holds its first item until the generators have sent all items.
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} $full:ident $wait:expr) => {
            pipeline!($($header)* {
                let a = generator(capacity = 100, {
                    for n in 0..10_u32 {
                        yield n;
                    }
                    $full.fetch_add(1, SeqCst);
                });
                let b = generator(capacity = 100, {
                    for n in 100..110 {
                        yield n;
                    }
                    $full.fetch_add(1, SeqCst);
                });
                let c = generator(capacity = 100, {
                    for n in 200..210 {
                        yield n;
                    }
                    $full.fetch_add(1, SeqCst);
                });
                let met = fan_in(a, b, c, prefer) >> stage($($body)* |n| {
                    $wait;
                    n
                });
                met >> collect::<Vec<_>>()
            })
        };
    }
    let full = AtomicUsize::new(0);
    let is_full = || full.load(SeqCst) == 3;
    let threads = declared!({} {} full while !is_full() {
        std::thread::yield_now();
    });
    let threads = threads.run().unwrap();
    full.store(0, SeqCst);
    let futures = declared!({async} {async} full until(is_full).await);
    for value in [threads, block_on(futures.run()).unwrap()] {
        assert_eq!(value.len(), 30);
        assert!(value[1..].is_sorted(), "{value:?}");
    }
}

#[test]
fn a_stream_named_prefer_is_one() {
    for value in values! {
        let a = generator(0..3);
        let prefer = generator(3..6);
        fan_in(a, prefer) >> sum::<u32>()
    } {
        assert_eq!(value, 15);
    }
}

#[test]
fn a_loop_may_prefer_what_comes_back() {
    let _watchdog = Watchdog::of_this_test();
    for value in values! {
        let open = generator([64_u32, 3]) >> feedback(back, bound = 100, full = fail);
        let (large, small) = open >> split(|n| *n > 10);
        let large = large >> stage(|n| n / 2);
        let met = fan_in(large, small, prefer) >> stage(|n| n);
        let (back, done) = met >> split(|n| *n > 10);
        done >> collect::<Vec<_>>()
    } {
        let mut value = value;
        value.sort_unstable();
        assert_eq!(value, [3, 8]);
    }
}

/// A pipeline whose streams have no items until `$stop` is called in a body.
macro_rules! silent {
    ({$($header:tt)*} $silent:expr, $stop:ident) => {
        pipeline!($($header)* |ctx| {
            let a = receive($silent);
            let b = receive($silent);
            let c = receive($silent);
            let d = receive($silent);
            let e = receive($silent);
            let f = receive($silent);
            let g = receive($silent);
            let h = receive($silent);
            let pairs = latest(a, b);
            let preferred = fan_in(c, d, prefer);
            let sorted = merge_by(e, f, |x, y| x.cmp(y));
            let all = concat(g, h);
            let stopped = generator([()]) >> for_each(|()| ctx.$stop());
            (pairs >> count(), preferred >> count(), sorted >> count(), all >> count(), stopped)
        })
    };
}

#[test]
fn a_cancel_ends_a_wait_for_several_streams() {
    let _watchdog = Watchdog::of_this_test();
    let (_send, silent) = crossbeam_channel::unbounded::<u32>();
    let threads = silent!({} & silent, cancel).run_reported();
    let futures = silent!({async} Box::pin(futures::stream::pending::<u32>()), cancel);
    for (outcome, report) in [threads, block_on(futures.run_reported())] {
        assert!(outcome.unwrap_err().is_cancelled());
        conserves(&report);
    }
}

#[test]
fn a_drain_ends_a_wait_for_several_streams() {
    let _watchdog = Watchdog::of_this_test();
    let (_send, silent) = crossbeam_channel::unbounded::<u32>();
    let threads = silent!({} & silent, drain).run_reported();
    let futures = silent!({async} Box::pin(futures::stream::pending::<u32>()), drain);
    for (outcome, report) in [threads, block_on(futures.run_reported())] {
        assert_eq!(outcome.unwrap(), (0, 0, 0, 0, ()));
        conserves(&report);
    }
}

#[test]
fn the_reader_of_what_meets_does_the_work() {
    let declared = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let both = concat(a, b);
        let c = generator(0..3);
        let all = fan_in(both, c, prefer);
        all >> stage(|n| n) >> for_each(drop);
    });
    let graph = declared.graph();
    let stages: Vec<_> = graph.stages().iter().map(|stage| stage.name).collect();
    assert_eq!(stages, ["a", "b", "c", "both", "for_each"]);
    let edges: Vec<_> = graph.edges().iter().map(ToString::to_string).collect();
    let expected = [
        "a -> both by `a`: 64 items at first",
        "b -> both by `b`: 64 items at first",
        "both -> for_each by `both`: 64 items at first",
        "c -> for_each by `c`: 64 items at first",
    ];
    assert_eq!(edges, expected);
}
