//! `distinct` passes the first of equal items, or of the items with equal keys, in order.

use std::cell::Cell;
use std::rc::Rc;

use futures::executor::block_on;
use pipeline::pipeline;
use pipeline_tests::{Watchdog, conserves};

const WORDS: [&str; 8] = ["to", "be", "or", "not", "to", "be", "that", "is"];

#[test]
fn the_first_of_equal_items_passes() {
    let once = pipeline!({ generator(WORDS) >> distinct() >> collect::<Vec<_>>() }).run();
    assert_eq!(once.unwrap(), ["to", "be", "or", "not", "that", "is"]);
    let once = pipeline!(async { generator(WORDS) >> distinct() >> collect::<Vec<_>>() }).run();
    assert_eq!(
        block_on(once).unwrap(),
        ["to", "be", "or", "not", "that", "is"]
    );
}

#[test]
fn the_first_of_each_key_passes() {
    let lengths =
        pipeline!({ generator(WORDS) >> distinct(|word| word.len()) >> collect::<Vec<_>>() });
    assert_eq!(lengths.run().unwrap(), ["to", "not", "that"]);
    let lengths =
        pipeline!(async { generator(WORDS) >> distinct(|word| word.len()) >> collect::<Vec<_>>() });
    assert_eq!(block_on(lengths.run()).unwrap(), ["to", "not", "that"]);
}

/// `distinct` stores only the key, so the items need neither `Clone` nor equality.
#[test]
fn items_with_a_key_need_no_equality() {
    struct Opaque(u32);
    let sum = pipeline!({
        let items = generator([1, 1, 2]) >> map(Opaque) >> distinct(|item| item.0);
        items >> map(|item| item.0) >> sum::<u32>()
    });
    assert_eq!(sum.run().unwrap(), 3);
}

/// On threads, all keys stay on one thread, so they need not be `Send`.
#[test]
fn keys_stay_on_their_thread() {
    let count = pipeline!({
        generator(["a", "a", "b"]) >> distinct(|text| Rc::<str>::from(*text)) >> count()
    });
    assert_eq!(count.run().unwrap(), 2);
}

#[test]
fn a_key_is_asked_for_once_for_each_item() {
    let calls = Cell::new(0);
    let calls = std::sync::Mutex::new(calls);
    let count = pipeline!({
        let kept = generator(0..10)
            >> distinct(|n| {
                let calls = calls.lock().unwrap();
                calls.set(calls.get() + 1);
                n % 3
            });
        kept >> count()
    });
    assert_eq!(count.run().unwrap(), 3);
    assert_eq!(calls.into_inner().unwrap().get(), 10);
}

#[test]
fn a_key_may_be_a_path_or_a_block() {
    let counts = pipeline!({
        let (a, b) = generator([1_i32, -1, 2, -1]) >> tee();
        let a = a >> distinct(i32::abs_of);
        let b = b
            >> distinct({
                let least = "0".parse::<i32>()?;
                move |n| (*n).max(least)
            });
        (a >> collect::<Vec<_>>(), b >> collect::<Vec<_>>())
    })
    .run();
    assert_eq!(counts.unwrap(), (vec![1, 2], vec![1, -1, 2]));
}

trait AbsOf {
    fn abs_of(&self) -> u32;
}

impl AbsOf for i32 {
    fn abs_of(&self) -> u32 {
        self.unsigned_abs()
    }
}

#[test]
fn repeats_are_dropped_between_any_stages() {
    let _watchdog = Watchdog::of_this_test();
    let declared = pipeline!({
        let halves = generator(0..100_u32) >> fan_out(2, ordered, |n| n / 2);
        let (tens, fives) = halves >> distinct() >> tee();
        let tens = tens >> distinct(|n| n % 10) >> fan_out(2, ordered, |n| n);
        let letters = generator("aabacd".chars()) >> distinct();
        let pairs = zip(tens, letters) >> distinct(|(n, _)| n / 2);
        let (even, odd) = fives >> distinct(|n| n / 5) >> split(|n| n % 2 == 0);
        let both = fan_in(even, odd) >> distinct() >> stage(|n| n);
        (pairs >> collect::<Vec<_>>(), both >> sum::<u32>())
    });
    let expected = (vec![(0, 'a'), (2, 'c')], 225);
    assert_eq!(declared.run().unwrap(), expected);
    let declared = pipeline!(async {
        let halves = generator(0..100_u32) >> fan_out(2, ordered, async |n| n / 2);
        let (tens, fives) = halves >> distinct() >> tee();
        let tens = tens >> distinct(|n| n % 10) >> fan_out(2, ordered, |n| n);
        let letters = generator("aabacd".chars()) >> distinct();
        let pairs = zip(tens, letters) >> distinct(|(n, _)| n / 2);
        let (even, odd) = fives >> distinct(|n| n / 5) >> split(|n| n % 2 == 0);
        let both = fan_in(even, odd) >> distinct() >> stage(async |n| n);
        (pairs >> collect::<Vec<_>>(), both >> sum::<u32>())
    });
    assert_eq!(block_on(declared.run()).unwrap(), expected);
}

/// `distinct` runs in a neighbouring stage, without a thread or an edge of its own.
#[test]
fn a_neighbour_drops_the_repeats() {
    let declared = pipeline!({
        let numbers = generator([1, 1, 2]) >> distinct();
        numbers >> stage(|n| n) >> distinct() >> count()
    });
    let stages: Vec<_> = declared
        .graph()
        .stages()
        .iter()
        .map(|stage| stage.name)
        .collect();
    assert_eq!(stages, ["numbers", "output"]);
}

#[test]
fn dropped_repeats_are_counted_as_those_of_a_filter() {
    let (outcome, report) = pipeline!({
        let numbers = generator([1, 2, 1, 1, 3]) >> distinct();
        numbers >> fan_out(1, |n| n) >> collect::<Vec<_>>()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), [1, 2, 3]);
    let stage = report.stage("numbers").unwrap();
    assert_eq!((stage.taken, stage.swallowed, stage.given), (5, 2, 3));
    conserves(&report);
    let (outcome, report) = block_on(
        pipeline!(async {
            let numbers = generator([1, 2, 1, 1, 3]) >> distinct();
            numbers >> fan_out(1, async |n| n) >> collect::<Vec<_>>()
        })
        .run_reported(),
    );
    assert_eq!(outcome.unwrap(), [1, 2, 3]);
    let stage = report.stage("numbers").unwrap();
    assert_eq!((stage.taken, stage.swallowed, stage.given), (5, 2, 3));
    conserves(&report);
}

/// A loop that follows links ends, even if the links are cyclic.
#[test]
fn a_loop_ends_whose_repeats_are_dropped() {
    let _watchdog = Watchdog::of_this_test();
    let links = |page: u32| [page * 2 % 12, page * 3 % 12];
    let pages = pipeline!({
        let open = generator([1]) >> feedback(found, bound = 100, full = fail);
        let (seen, next) = open >> distinct() >> tee();
        let found = next
            >> stage(|page| {
                for link in links(page) {
                    yield link;
                }
            });
        seen >> count()
    });
    assert_eq!(pages.run().unwrap(), 8);
    let pages = pipeline!(async {
        let open = generator([1]) >> feedback(found, bound = 100, full = fail);
        let (seen, next) = open >> distinct() >> tee();
        let found = next
            >> stage(async |page| {
                for link in links(page) {
                    yield link;
                }
            });
        seen >> count()
    });
    assert_eq!(block_on(pages.run()).unwrap(), 8);
}
