//! `transform`: a body that gets the stream, or its worker's share of it, and yields its outputs.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use pipeline::{Error, pipeline};
use pipeline_tests::{Ledger, Watchdog, conserves};

const TEXT: &str = "to be or not to be that is the question";

#[test]
fn a_transform_yields_after_the_last_item() {
    let _watchdog = Watchdog::of_this_test();
    let sums = pipeline!({
        let numbers = generator(1..=10_u32);
        let sums = numbers
            >> transform(|numbers| {
                let mut sum = 0;
                for number in numbers {
                    sum += number;
                    if number % 5 == 0 {
                        yield sum;
                    }
                }
                yield sum + 1000;
            });
        sums >> collect::<Vec<_>>()
    });
    assert_eq!(sums.run().unwrap(), [15, 55, 1055]);
    let sums = pipeline!(async {
        let numbers = generator(1..=10_u32);
        let sums = numbers
            >> transform(async |mut numbers| {
                let mut sum = 0;
                while let Some(number) = numbers.next().await {
                    sum += number;
                    if number % 5 == 0 {
                        yield sum;
                    }
                }
                yield sum + 1000;
            });
        sums >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(sums.run()).unwrap(), [15, 55, 1055]);
}

/// Each worker makes a map. The maps are merged at the end.
#[test]
fn each_worker_of_a_fan_out_has_a_share() {
    let _watchdog = Watchdog::of_this_test();
    let counts = pipeline!({
        let words = generator(TEXT.split(' '));
        let maps = words
            >> fan_out(3, transform, |words| {
                let mut map = BTreeMap::new();
                for word in words {
                    *map.entry(word).or_insert(0) += 1;
                }
                map
            });
        maps >> fold((0, BTreeMap::new()), |(maps, mut all), map| {
            for (word, count) in map {
                *all.entry(word).or_insert(0) += count;
            }
            (maps + 1, all)
        })
    });
    let (maps, counts) = counts.run().unwrap();
    assert_eq!(
        (maps, counts["to"], counts["be"], counts.len()),
        (3, 2, 2, 8)
    );
    let counts = pipeline!(async {
        let words = generator(TEXT.split(' '));
        let maps = words
            >> fan_out(3, transform, async |mut words| {
                let mut map = BTreeMap::new();
                while let Some(word) = words.next().await {
                    *map.entry(word).or_insert(0) += 1;
                }
                map
            });
        maps >> fold((0, BTreeMap::new()), |(maps, mut all), map| {
            for (word, count) in map {
                *all.entry(word).or_insert(0) += count;
            }
            (maps + 1, all)
        })
    });
    let (maps, counts) = block_on(counts.run()).unwrap();
    assert_eq!(
        (maps, counts["to"], counts["be"], counts.len()),
        (3, 2, 2, 8)
    );
}

#[test]
fn items_are_all_methods_of_an_iterator() {
    let sorted = pipeline!({
        let words = generator(TEXT.split(' '));
        let sorted = words
            >> transform(|words| {
                let mut words: Vec<_> = words.collect();
                words.sort_unstable();
                for word in words {
                    yield word;
                }
            });
        sorted >> take(3) >> collect::<Vec<_>>()
    });
    assert_eq!(sorted.run().unwrap(), ["be", "be", "is"]);
    let sorted = pipeline!(async {
        let words = generator(TEXT.split(' '));
        let sorted = words
            >> transform(async |words| {
                let mut words: Vec<_> = words.collect::<Vec<_>>().await;
                words.sort_unstable();
                for word in words {
                    yield word;
                }
            });
        sorted >> take(3) >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(sorted.run()).unwrap(), ["be", "be", "is"]);
}

/// When the body leaves its loop early, the producers stop.
#[test]
fn a_transform_may_leave_early() {
    let _watchdog = Watchdog::of_this_test();
    let first = pipeline!({
        let numbers = generator(0_u64..) >> stage(|n| n);
        let first = numbers
            >> transform(|numbers| {
                for number in numbers {
                    yield number;
                    if number == 2 {
                        break;
                    }
                }
                yield 7;
            });
        first >> collect::<Vec<_>>()
    });
    assert_eq!(first.run().unwrap(), [0, 1, 2, 7]);
    let first = pipeline!(async {
        let numbers = generator(0_u64..) >> stage(async |n| n);
        let first = numbers
            >> transform(async |mut numbers| {
                while let Some(number) = numbers.next().await {
                    yield number;
                    if number == 2 {
                        return;
                    }
                }
            });
        first >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(first.run()).unwrap(), [0, 1, 2]);
}

/// One worker leaves after its first item. The other reads the rest.
#[test]
fn a_worker_that_leaves_loses_no_items_of_the_others() {
    let _watchdog = Watchdog::of_this_test();
    const ALL: u64 = 20_000;
    for _ in 0..20 {
        let left = AtomicUsize::new(0);
        let (count, report) = pipeline!({
            let numbers = generator(0..ALL);
            let passed = numbers
                >> fan_out(3, transform, |numbers| {
                    let leaves = left.fetch_add(1, Ordering::Relaxed) < 2;
                    for (at, number) in numbers.enumerate() {
                        yield number;
                        if leaves && at == 500 {
                            return;
                        }
                    }
                });
            passed >> count()
        })
        .run_reported();
        assert_eq!(count.unwrap(), ALL as usize);
        conserves(&report);
        let left = AtomicUsize::new(0);
        let (count, report) = block_on(
            pipeline!(async {
                let numbers = generator(0..ALL);
                let passed = numbers
                    >> fan_out(3, transform, async |mut numbers| {
                        let leaves = left.fetch_add(1, Ordering::Relaxed) < 2;
                        let mut at = 0;
                        while let Some(number) = numbers.next().await {
                            yield number;
                            at += 1;
                            if leaves && at == 500 {
                                return;
                            }
                        }
                    });
                passed >> count()
            })
            .run_reported(),
        );
        assert_eq!(count.unwrap(), ALL as usize);
        conserves(&report);
    }
}

#[test]
fn all_that_the_readers_left_is_counted() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let (outcome, report) = pipeline!({
        let items = generator((0..100).map(|n| ledger.item(n)));
        let first = items
            >> fan_out(2, transform, |mut items| {
                if let Some(item) = items.next() {
                    yield item;
                }
            });
        first >> count()
    })
    .run_reported();
    assert!(outcome.unwrap() <= 2);
    conserves(&report);
}

#[test]
fn an_error_ends_the_run() {
    let _watchdog = Watchdog::of_this_test();
    let parsed = pipeline!({
        let words = generator(["1", "2", "x", "3"]);
        let sums = words
            >> transform(|words| {
                for word in words {
                    yield word.parse::<u32>()?;
                }
            });
        sums >> sum::<u32>()
    });
    let (outcome, report) = parsed.run_reported();
    assert_eq!(outcome.unwrap_err().stage(), Some("sums"));
    conserves(&report);
    let sums = report.stage("sums").unwrap();
    assert_eq!((sums.taken, sums.given, sums.failed), (3, 2, 1));
    let parsed = pipeline!(async {
        let words = generator(["1", "2", "x", "3"]);
        let sums = words
            >> fan_out(1, transform, async |mut words| {
                while let Some(word) = words.next().await {
                    yield word.parse::<u32>()?;
                }
            });
        sums >> sum::<u32>()
    });
    let (outcome, report) = block_on(parsed.run_reported());
    assert_eq!(outcome.unwrap_err().stage(), Some("sums"));
    conserves(&report);
    let sums = report.stage("sums").unwrap();
    assert_eq!((sums.taken, sums.given, sums.failed), (3, 2, 1));
}

#[test]
fn a_body_without_yield_gives_one_item() {
    let largest = pipeline!({
        let largest = generator([3, 1, 4]) >> transform(|numbers| numbers.max());
        let most = largest >> transform(|largest| largest.flatten().count());
        most >> collect::<Vec<_>>()
    });
    assert_eq!(largest.run().unwrap(), [1]);
    let parsed = pipeline!({
        let sums = generator(["3", "1"])
            >> transform(|words| {
                let mut sum = 0;
                for word in words {
                    sum += word.parse::<u32>()?;
                }
                sum
            });
        sums >> collect::<Vec<_>>()
    });
    assert_eq!(parsed.run().unwrap(), [4]);
    let parsed = pipeline!(async {
        let sums = generator(["3", "1"])
            >> transform(async |mut words| {
                let mut sum = 0;
                while let Some(word) = words.next().await {
                    sum += word.parse::<u32>()?;
                }
                sum
            });
        sums >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(parsed.run()).unwrap(), [4]);
}

#[test]
fn a_body_may_name_its_error() {
    #[derive(Debug)]
    struct Bad;
    impl From<std::num::ParseIntError> for Bad {
        fn from(_: std::num::ParseIntError) -> Self {
            Bad
        }
    }
    #[derive(Debug)]
    struct Mine;
    impl From<Bad> for Mine {
        fn from(_: Bad) -> Self {
            Mine
        }
    }
    let outcome = pipeline!(|| -> Result<u32, Mine> {
        let numbers = generator(["1", "x"])
            >> transform(|words| -> Result<(), Bad> {
                for word in words {
                    yield word.parse::<u32>()?;
                }
                Ok(())
            });
        let sums = numbers
            >> fan_out(2, transform, |numbers| -> Result<u32, Bad> {
                if false {
                    Err(Bad)?;
                }
                Ok(numbers.sum())
            });
        sums >> sum()
    })
    .run();
    assert!(matches!(outcome, Err(Error::Failed { source: Mine, .. })));
    let outcome = pipeline!(async || -> Result<u32, Mine> {
        let numbers = generator(["1", "x"])
            >> transform(async |mut words| -> Result<(), Bad> {
                while let Some(word) = words.next().await {
                    yield word.parse::<u32>()?;
                }
                Ok(())
            });
        let sums = numbers
            >> fan_out(2, transform, async |numbers| -> Result<u32, Bad> {
                if false {
                    Err(Bad)?;
                }
                Ok(numbers.sum::<u32>().await)
            });
        sums >> sum::<u32>()
    })
    .run();
    assert!(matches!(
        block_on(outcome),
        Err(Error::Failed { source: Mine, .. })
    ));
}

fn longest<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words.max_by_key(|word| word.len())
}

#[test]
fn a_body_may_be_a_path_or_a_block() {
    let lengths = pipeline!({
        let (one, other) = generator(TEXT.split(' ')) >> tee();
        let longest = one >> transform(longest);
        let numbered = other
            >> fan_out(2, transform, {
                let mut seen = Vec::new();
                move |words| {
                    for word in words {
                        seen.push(word);
                        yield (seen.len(), word);
                    }
                }
            });
        (longest >> collect::<Vec<_>>(), numbered >> count())
    });
    assert_eq!(lengths.run().unwrap(), (vec![Some("question")], 10));
    let lengths = pipeline!(async {
        let (one, other) = generator(TEXT.split(' ')) >> tee();
        let longest = one >> transform(longest_async);
        let numbered = other
            >> fan_out(2, transform, {
                let mut seen = Vec::new();
                async move |mut words| {
                    while let Some(word) = words.next().await {
                        seen.push(word);
                        yield (seen.len(), word);
                    }
                }
            });
        (longest >> collect::<Vec<_>>(), numbered >> count())
    });
    assert_eq!(block_on(lengths.run()).unwrap(), (vec![8], 10));
}

async fn longest_async<'a>(words: impl futures::Stream<Item = &'a str>) -> usize {
    use futures::StreamExt;
    let mut words = std::pin::pin!(words);
    let mut longest = 0;
    while let Some(word) = words.next().await {
        longest = longest.max(word.len());
    }
    longest
}

#[test]
fn a_pipeline_that_owns_its_bodies_may_transform() {
    let _watchdog = Watchdog::of_this_test();
    let table: HashMap<u32, &str> = HashMap::from([(1, "one"), (2, "two")]);
    let named = pipeline!(move || {
        let names = generator([1, 2, 3])
            >> fan_out(2, transform, |numbers| {
                for number in numbers {
                    if let Some(name) = table.get(&number) {
                        yield *name;
                    }
                }
            });
        names >> count()
    });
    assert_eq!(named.spawn().join().unwrap(), 2);
    let table: HashMap<u32, &str> = HashMap::from([(1, "one"), (2, "two")]);
    let few = async |numbers: Numbers| numbers.count().await;
    type Numbers = pipeline::__private::tasks::Items<
        pipeline::__private::tasks::Reading<&'static str, pipeline::BoxError>,
        pipeline::BoxError,
    >;
    let named = pipeline!(async move || {
        let names = generator([1, 2, 3])
            >> fan_out(2, transform, async |mut numbers| {
                while let Some(number) = numbers.next().await {
                    if let Some(name) = table.get(&number) {
                        yield *name;
                    }
                }
            });
        let counts = names >> fan_out(2, transform, few);
        counts >> sum::<usize>()
    });
    assert_eq!(block_on(named.run()).unwrap(), 2);
}

#[test]
fn methods_before_and_after_a_transform() {
    let _watchdog = Watchdog::of_this_test();
    let least = 3;
    let (outcome, report) = pipeline!(|ctx| {
        let (a, b) = generator(0..20_u32) >> tee();
        let pairs = zip(a, b) >> filter(|(a, _)| *a >= least) >> map(|(a, b)| a + b);
        let some = pairs
            >> transform(|pairs| {
                for pair in pairs {
                    ctx.check()?;
                    yield pair;
                    yield pair + 1;
                }
            })
            >> skip(1);
        let batches =
            some >> batch_within(5, std::time::Duration::from_hours(1)) >> filter(|_| true);
        let last = batches >> transform(|batches| batches.map(|batch| batch.len()).last());
        last >> flatten() >> collect::<Vec<_>>()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), [3]);
    conserves(&report);
    let (outcome, report) = block_on(
        pipeline!(async |ctx| {
            let (a, b) = generator(0..20_u32) >> tee();
            let pairs = zip(a, b) >> filter(|(a, _)| *a >= least) >> map(|(a, b)| a + b);
            let some = pairs
                >> transform(async |mut pairs| {
                    while let Some(pair) = pairs.next().await {
                        ctx.check()?;
                        yield pair;
                        yield pair + 1;
                    }
                })
                >> skip(1);
            let batches =
                some >> batch_within(5, std::time::Duration::from_hours(1)) >> filter(|_| true);
            let last =
                batches >> transform(async |batches| batches.map(|batch| batch.len()).last().await);
            last >> filter_map(|last| last) >> collect::<Vec<_>>()
        })
        .run_reported(),
    );
    assert_eq!(outcome.unwrap(), [3]);
    conserves(&report);
}

/// If the body takes more items than it gives, the difference is swallowed, as by a filter. If it
/// gives more, the difference is made.
#[test]
fn a_transform_is_counted_by_its_two_ends() {
    let (outcome, report) = pipeline!({
        let sums = generator(0..10_u32) >> transform(|numbers| numbers.sum::<u32>());
        let again = sums
            >> transform(|sums| {
                for sum in sums {
                    for _ in 0..3 {
                        yield sum;
                    }
                }
            });
        again >> count()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), 3);
    conserves(&report);
    let sums = report.stage("sums").unwrap();
    assert_eq!((sums.taken, sums.swallowed, sums.given), (10, 9, 1));
    let again = report.stage("again").unwrap();
    assert_eq!((again.taken, again.made, again.given), (1, 2, 3));
}

#[test]
fn an_item_that_nobody_takes_is_dropped_and_counted() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let (outcome, report) = pipeline!({
        let made = generator(0..1000)
            >> transform(capacity = 1, |numbers| {
                for number in numbers {
                    yield ledger.item(number);
                }
            });
        made >> take(2) >> count()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), 2);
    conserves(&report);
    let made = report.stage("made").unwrap();
    assert!(made.dropped <= 1, "{report}");
    ledger.is_settled();
}

/// The graph and the report show a transform and its edges like those of any stage.
#[test]
fn a_transform_stands_in_the_graph() {
    let declared = pipeline!({
        let sums = generator(0..10_u32) >> transform(name = "adds", |numbers| numbers.sum::<u32>());
        sums >> fan_out(2, transform, |sums| sums.count()) >> sum::<usize>()
    });
    let stages: Vec<_> = declared
        .graph()
        .stages()
        .iter()
        .map(|stage| (stage.name, stage.verb))
        .collect();
    assert_eq!(
        stages,
        [
            ("sums.generator", "generator"),
            ("adds", "transform"),
            ("output.fan_out", "fan_out"),
            ("output", "sum")
        ]
    );
}

#[test]
fn a_loop_with_a_transform_ends() {
    let _watchdog = Watchdog::of_this_test();
    let numbers = pipeline!({
        let open = generator([12_u32]) >> feedback(next, bound = 100, full = fail);
        let (seen, more) = open >> tee();
        let next = more
            >> transform(|numbers| {
                for number in numbers {
                    if number > 1 {
                        yield number / 2;
                    }
                }
            });
        seen >> collect::<Vec<_>>()
    });
    assert_eq!(numbers.run().unwrap(), [12, 6, 3, 1]);
    let numbers = pipeline!(async {
        let open = generator([12_u32]) >> feedback(next, bound = 100, full = fail);
        let (seen, more) = open >> tee();
        let next = more
            >> transform(async |mut numbers| {
                while let Some(number) = numbers.next().await {
                    if number > 1 {
                        yield number / 2;
                    }
                }
            });
        seen >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(numbers.run()).unwrap(), [12, 6, 3, 1]);
}

/// When a transform in a loop sees the end of its stream, the loop is over. What it yields after
/// that does not go round.
#[test]
fn what_is_yielded_after_the_last_item_of_a_loop_does_not_go_round() {
    let _watchdog = Watchdog::of_this_test();
    let (numbers, report) = pipeline!({
        let open = generator([12_u32]) >> feedback(next, bound = 100, full = fail);
        let halves = open
            >> transform(|numbers| {
                let mut all = 0;
                for number in numbers {
                    all += 1;
                    yield number / 2;
                }
                yield all;
            });
        let (seen, more) = halves >> tee();
        let next = more >> filter(|number| *number > 0);
        seen >> collect::<Vec<_>>()
    })
    .run_reported();
    assert_eq!(numbers.unwrap(), [6, 3, 1, 0, 4]);
    conserves(&report);
    let (numbers, report) = block_on(
        pipeline!(async {
            let open = generator([12_u32]) >> feedback(next, bound = 100, full = fail);
            let halves = open
                >> transform(async |mut numbers| {
                    let mut all = 0;
                    while let Some(number) = numbers.next().await {
                        all += 1;
                        yield number / 2;
                    }
                    yield all;
                });
            let (seen, more) = halves >> tee();
            let next = more >> filter(|number| *number > 0);
            seen >> collect::<Vec<_>>()
        })
        .run_reported(),
    );
    assert_eq!(numbers.unwrap(), [6, 3, 1, 0, 4]);
    conserves(&report);
}
