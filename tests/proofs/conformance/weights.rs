//! Capacities and batches by weight.

use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::Watchdog;

use crate::{at_once, by_every_engine, in_time, same};

/// Items that weigh nothing, and one in ten that weighs more than the capacity.
fn items() -> impl Iterator<Item = Vec<u8>> + Send {
    (0..200_usize).map(|n| vec![0; if n % 10 == 9 { 300 } else { n % 10 * 9 }])
}

fn bytes() -> usize {
    items().map(|item| item.len()).sum()
}

#[test]
fn every_verb_takes_a_capacity_by_weight() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(capacity = weight(100, |item| item.len()), items());
                let staged = made
                    >> stage(capacity = weight(100, Vec::len), $($body)* |item| {
                        $by::turn() $($wait)*;
                        item
                    });
                let shared = staged >> fan_out(3, ordered, capacity = weight(100, |item| item.len()), |item| item);
                let (all, copies) = shared >> tee(capacity = weight(100, |item| item.len()));
                let (light, heavy) = all >> split(capacity = weight(0, |item| item.len()), |item| item.len() < 50);
                let (lengths, none) = heavy
                    >> route(capacity = weight(usize::MAX, |_| 1), |item| {
                        if item.len() == 1 {
                            none(());
                        }
                        lengths(item.len());
                    });
                let light = light >> map(|item| item.len()) >> fan_out(2, |length| length);
                let sums = fan_in(light, lengths, capacity = weight(100, |length| *length));
                let copied = copies >> fan_out(1, capacity = weight(7, |item| item.len()), |item| item);
                (sums >> sum::<usize>(), none >> count(), copied >> batch(3) >> map(|batch| batch.len()) >> sum::<usize>())
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((bytes(), 0, 200)));
}

#[test]
fn a_weight_does_not_bound_the_failures() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(items());
                let (staged, failed) = made
                    >> stage(capacity = weight(100, |item| item.len()), $($body)* |item| {
                        $by::turn() $($wait)*;
                        refuse_the_heavy(item)?
                    });
                let (shared, none) = staged
                    >> fan_out(2, keep, capacity = weight(1 << 20, Vec::len), |item| refuse_the_heavy(item)?);
                (shared >> map(|item| item.len()) >> sum::<usize>(), failed >> count(), none >> count())
            })
        };
    }
    let light = items().filter(|item| item.len() < 300);
    let bytes = light.map(|item| item.len()).sum();
    assert_eq!(same(by_every_engine!(declared)), Ok((bytes, 20, 0)));
}

fn refuse_the_heavy(item: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    if item.len() < 300 {
        Ok(item)
    } else {
        Err("too heavy")
    }
}

#[test]
fn loops_take_a_capacity_by_weight() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let seeds = generator(capacity = weight(5, |n| *n), 0..20_usize);
                let open = seeds
                    >> feedback(again, bound = 100, full = fail, capacity = weight(5, |n| *n));
                let halved = open >> fan_out(2, capacity = weight(5, |n| *n), |n| n / 2);
                let (again, ended) = halved >> split(|n| *n > 0);
                ended >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(20));
}

#[test]
fn batches_by_weight() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator([3, 4, 3, 1, 12, 0, 5, 6_usize]) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                made >> batch(weight(10, |n| *n)) >> collect::<Vec<_>>()
            })
        };
    }
    let expected = vec![vec![3, 4, 3], vec![1], vec![12], vec![0, 5], vec![6]];
    assert_eq!(same(by_every_engine!(declared)), Ok(expected));
}

#[test]
fn batches_in_time_by_weight() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator([3, 4, 3, 1, 12, 0, 5, 6_usize]);
                made >> batch_within(weight(10, |n| *n), Duration::MAX) >> collect::<Vec<_>>()
            })
        };
    }
    let expected = vec![vec![3, 4, 3], vec![1], vec![12], vec![0, 5], vec![6]];
    assert_eq!(same(by_every_engine!(declared)), Ok(expected));
}
