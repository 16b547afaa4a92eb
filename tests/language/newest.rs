//! `debounce` and `sample`: which items pass, and how the other items are counted.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::executor::block_on;
use pipeline::{Report, pipeline};
use pipeline_tests::{Ledger, Watchdog, conserves, until, wait_until};

const NEVER: Duration = Duration::MAX;

/// Runs a declaration on threads and as futures. Returns the outcomes and the reports.
macro_rules! reported {
    ($($declaration:tt)*) => {
        [
            pipeline!({ $($declaration)* }).run_reported(),
            block_on(pipeline!(async { $($declaration)* }).run_reported()),
        ]
    };
}

/// Returns how many items a stage took, left out and gave.
fn row(report: &Report, stage: &str) -> (u64, u64, u64) {
    let row = report.stage(stage).expect("it has a row");
    (row.taken, row.swallowed, row.given)
}

#[test]
fn the_last_item_passes_at_the_end_of_the_stream() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        generator(0..10) >> debounce(NEVER) >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap(), [9]);
        conserves(&report);
    }
    for (outcome, report) in reported! {
        generator(0..10) >> sample(NEVER) >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap(), [9]);
        conserves(&report);
    }
}

#[test]
fn nothing_passes_of_an_empty_stream() {
    for (outcome, _) in reported! {
        let none = generator(0..0) >> debounce(Duration::ZERO);
        let neither = generator(0..0) >> sample(Duration::ZERO);
        (none >> count(), neither >> count())
    } {
        assert_eq!(outcome.unwrap(), (0, 0));
    }
}

/// Runs a declaration on threads and as futures. While the body has the first item, 200 others are
/// put into the stream. Returns the items that pass.
macro_rules! passed_of_burst {
    ($verb:ident) => {{
        let [begun, sent] = [AtomicBool::new(false), AtomicBool::new(false)];
        let is = |flag: &AtomicBool| flag.swap(false, Ordering::SeqCst);
        let set = |flag: &AtomicBool| flag.store(true, Ordering::SeqCst);
        let on_threads = pipeline!({
            let made = generator(capacity = 200, {
                yield 0;
                wait_until(|| is(&begun));
                for n in 1..=200 {
                    yield n;
                }
                set(&sent);
            });
            let passed = made >> $verb(Duration::ZERO);
            let seen = passed
                >> stage(|n: u32| {
                    if n == 0 {
                        set(&begun);
                        wait_until(|| is(&sent));
                    }
                    n
                });
            seen >> collect::<Vec<_>>()
        });
        let as_futures = pipeline!(async {
            let made = generator(capacity = 200, {
                yield 0;
                until(|| is(&begun)).await;
                for n in 1..=200 {
                    yield n;
                }
                set(&sent);
            });
            let passed = made >> $verb(Duration::ZERO);
            let seen = passed
                >> stage(async |n: u32| {
                    if n == 0 {
                        set(&begun);
                        until(|| is(&sent)).await;
                    }
                    n
                });
            seen >> collect::<Vec<_>>()
        });
        [on_threads.run(), block_on(as_futures.run())]
    }};
}

#[test]
fn with_a_time_of_zero_only_the_last_of_a_burst_passes() {
    let _watchdog = Watchdog::of_this_test();
    let debounced = passed_of_burst!(debounce);
    let sampled = passed_of_burst!(sample);
    for passed in debounced.into_iter().chain(sampled) {
        assert_eq!(passed.unwrap(), [0, 200]);
    }
}

#[test]
fn items_that_are_left_out_are_counted_as_swallowed() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let last = generator(0..10) >> debounce(NEVER);
        last >> stage(|n| n) >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap(), [9]);
        assert_eq!(row(&report, "output"), (10, 9, 0), "{report}");
        conserves(&report);
    }
    // Before a body, before methods and a body, before a fan-out, in a worker of its own, and at
    // the end of a chain.
    for (outcome, report) in reported! {
        let (a, b) = generator(0..10) >> tee();
        let (c, d) = a >> tee();
        let (e, f) = b >> tee();
        let body = c >> sample(NEVER) >> stage(|n| n);
        let methods = d >> debounce(NEVER) >> filter(|n| *n == 9) >> stage(|n| n);
        let shared = e >> debounce(NEVER) >> fan_out(2, |n| n);
        let value = f >> sample(NEVER) >> map(|n| n + 1);
        let all = fan_in(body, methods, shared);
        (all >> collect::<Vec<_>>(), value >> sum::<u32>())
    } {
        assert_eq!(outcome.unwrap(), (vec![9; 3], 10));
        assert_eq!(row(&report, "body"), (10, 9, 1), "{report}");
        assert_eq!(row(&report, "methods"), (10, 9, 1), "{report}");
        assert_eq!(row(&report, "shared.debounce"), (10, 9, 1), "{report}");
        assert_eq!(row(&report, "output_1"), (10, 9, 0), "{report}");
        conserves(&report);
    }
}

#[test]
fn the_reader_leaves_items_out_itself() {
    let declared = pipeline!({
        let last = generator(0..3) >> debounce(NEVER) >> sample(NEVER);
        last >> stage(|n| n) >> for_each(drop);
    });
    let stages: Vec<_> = declared
        .graph()
        .stages()
        .iter()
        .map(|stage| stage.name)
        .collect();
    // Each of the two reads from an edge of its own.
    assert_eq!(stages, ["last.generator", "last", "for_each"]);
}

#[test]
fn a_reader_that_ends_early_ends_a_stream_that_never_pauses() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let quiet = generator(0_u64..) >> debounce(NEVER) >> fan_out(1, |n| n);
        quiet >> take(0) >> count()
    } {
        assert_eq!(outcome.unwrap(), 0);
        conserves(&report);
    }
}

#[test]
fn a_loop_ends_that_leaves_items_out() {
    let _watchdog = Watchdog::of_this_test();
    for (outcome, report) in reported! {
        let open = generator([1_u32]) >> feedback(again, bound = 100, full = fail);
        let newest = open >> debounce(Duration::from_millis(1));
        let made = newest
            >> stage(|n| {
                yield n + 1;
                yield n + 1;
            });
        let (again, done) = made >> split(|n| *n < 5);
        done >> collect::<Vec<_>>()
    } {
        assert_eq!(outcome.unwrap().last(), Some(&5));
        conserves(&report);
    }
}

#[test]
fn what_is_left_out_is_dropped_once() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    for (outcome, report) in reported! {
        let items = generator((0..10).map(|number| ledger.item(number)));
        let passed = items >> debounce(NEVER);
        passed >> stage(|item| drop(item)) >> count()
    } {
        assert_eq!(outcome.unwrap(), 1);
        assert_eq!(ledger.live(), 0);
        conserves(&report);
    }
}

#[test]
fn the_time_is_evaluated_once() {
    let asked = AtomicUsize::new(0);
    let time = || {
        asked.fetch_add(1, Ordering::Relaxed);
        NEVER
    };
    for (outcome, _) in reported! {
        generator(0..10) >> debounce(time()) >> fan_out(3, |n| n) >> count()
    } {
        assert_eq!(outcome.unwrap(), 1);
    }
    assert_eq!(asked.into_inner(), 2);
}
