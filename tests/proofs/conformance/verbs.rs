//! Every verb.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use pipeline::{pipeline, segment};
use pipeline_tests::Watchdog;

use crate::{at_once, by_every_engine, in_time, same, same_outcome};

const HOUR: Duration = Duration::from_hours(1);

/// Returns how many times a number goes round the loop.
fn steps(mut n: u64) -> usize {
    let mut steps = 1;
    while n > 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

#[test]
fn a_chain() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator({
                    for n in 0..100_u64 {
                        $by::turn() $($wait)*;
                        yield n;
                    }
                });
                let passed = made >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n + 1
                });
                passed >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(5050));
}

#[test]
fn a_sink() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(capacity = 1, 0..50_u64) >> stage(|n| n);
                made >> fold(0, $($body)* |sum, n| {
                    $by::turn() $($wait)*;
                    sum + n
                })
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(1225));
}

/// How many items are lost depends on the engine, but their sum does not.
#[test]
fn streams_that_merge_what_they_have_no_room_for() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(capacity = 1, full = merge(|old, new| old + new), 0..50_u64);
                let (left, right) = made
                    >> stage(capacity = 1, full = merge(|old, new| old + new), $($body)* |n| {
                        $by::turn() $($wait)*;
                        n
                    })
                    >> tee(capacity = 3, full = merge(right, |old, new| old + new));
                let right = right
                    >> fan_out(2, $($body)* |n| {
                        $by::turn() $($wait)*;
                        n
                    });
                let all = fan_in(left, right, capacity = 2, full = merge(|old, new| old + new));
                all >> stage(|n| n) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(2 * 1225));
}

#[test]
fn bodies_that_yield_none_one_or_many() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..30_u64);
                let several = made >> stage(capacity = 2, $($body)* |n| {
                    for n in 0..n % 4 {
                        $by::turn() $($wait)*;
                        yield n;
                    }
                });
                several >> stage(|n| if n > 0 {
                    yield n;
                }) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((0..30).flat_map(|n| 0..n % 4).filter(|&n| n > 0).collect())
    );
}

#[test]
fn an_ordered_fan_out() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..100_u64);
                made >> fan_out(3, ordered, capacity = 1, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                }) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((0..100).collect()));
}

/// Each worker has the state of its keys, and keeps the order of each key.
#[test]
fn a_fan_out_by_key() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(capacity = 2, 0..100_u64) >> map(|n| (n % 7, n));
                let joined = made >> fan_out(3, by = |pair| pair.0, {
                    let mut known = HashMap::new();
                    $($body)* move |(key, n)| {
                        $by::turn() $($wait)*;
                        let all: &mut Vec<u64> = known.entry(key).or_default();
                        all.push(n);
                        (key, all.clone())
                    }
                });
                joined >> collect::<BTreeMap<_, _>>()
            })
        };
    }
    let all_of = |key: u64| (key..100).step_by(7).collect::<Vec<_>>();
    let expected = (0..7).map(|key| (key, all_of(key))).collect();
    assert_eq!(same(by_every_engine!(declared)), Ok(expected));
}

#[test]
fn an_ordered_fan_out_by_key() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..100_u64);
                made >> fan_out(3, by = |n| n % 7, ordered, capacity = 1, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                }) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((0..100).collect()));
}

#[test]
fn a_fan_out_of_a_block() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..100_u64);
                let worked = made >> fan_out(3, {
                    let mut scratch = Vec::new();
                    $($body)* move |n| {
                        $by::turn() $($wait)*;
                        scratch.push(n);
                        scratch.drain(..).sum::<u64>()
                    }
                });
                worked >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(4950));
}

#[test]
fn a_tee() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (a, b, c) = generator(0..50_u64) >> tee(capacity = 0);
                let a = a >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                (a >> sum::<u64>(), b >> count(), c >> last())
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((1225, 50, Some(49))));
}

#[test]
fn a_split() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (even, odd) = generator(0..51_u64) >> split($($body)* |n| {
                    $by::turn() $($wait)*;
                    n % 2 == 0
                });
                (even >> count(), odd >> collect::<Vec<_>>())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((26, (0..51).filter(|n| n % 2 == 1).collect()))
    );
}

#[test]
fn a_route() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (small, large): (u64, String) = generator(0..50_u64) >> route($($body)* |n| {
                    $by::turn() $($wait)*;
                    if n < 10 {
                        small(n) $($wait)*;
                        small(n) $($wait)*;
                    } else if n < 40 {
                        large(n.to_string()) $($wait)*;
                    }
                });
                (small >> sum::<u64>(), large >> count())
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((90, 30)));
}

#[test]
fn a_fan_in() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let a = generator(0..50_u64);
                let b = generator(50..100_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                let c = generator(0..2_u64) >> map(|n| n);
                fan_in(a, b, c, capacity = 1) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(4951));
}

#[test]
fn a_zip() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let a = generator(0..50_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                let b = generator(0..50_u64);
                zip(a, b) >> all(|(a, b)| a == b)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(true));
}

#[test]
fn a_loop() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let open = generator(1..20_u64) >> feedback(again, bound = 100, full = fail);
                let (again, passed) = open >> route($($body)* |n| {
                    $by::turn() $($wait)*;
                    if n > 1 {
                        again(if n % 2 == 0 { n / 2 } else { 3 * n + 1 }) $($wait)*;
                    }
                    passed(n) $($wait)*;
                });
                passed >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((1..20).map(steps).sum::<usize>())
    );
}

#[test]
fn batches() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..10_u64) >> batch(4);
                made >> stage($($body)* |batch: Vec<u64>| {
                    $by::turn() $($wait)*;
                    batch.len()
                }) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(vec![4, 4, 2]));
}

#[test]
fn batches_in_time() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..10_u64) >> batch_within(4, HOUR);
                made >> stage($($body)* |batch: Vec<u64>| {
                    $by::turn() $($wait)*;
                    batch.len()
                }) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(vec![4, 4, 2]));
}

#[test]
fn streams_meet_in_turn_and_in_order() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let low = generator(0..20_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                let high = generator(100..120) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                let all = concat(low, high) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n * 2
                });
                let odd = generator((0..100).map(|n| n * 2 + 1));
                let sorted = merge_by(all, odd, |x, y| x.cmp(y));
                let few = generator(0..5);
                let more = generator(0..6);
                let met = fan_in(few, more, prefer) >> sum::<u64>();
                (sorted >> last(), met)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((Some(238), 25)));
}

#[test]
fn the_newest_of_two_streams_meet() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let many = generator(0..140_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                let one = generator([7]);
                latest(many, one) >> last()
            })
        };
    }
    // The number of pairs depends on the schedule.
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some((139, 7))));
}

#[test]
fn the_newest_passes() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (quiet, sampled) = generator(0..10_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                }) >> tee();
                let quiet = quiet >> debounce(HOUR) >> fan_out(2, ordered, |n| n);
                let sampled = sampled >> sample(HOUR) >> map(|n| n + 1);
                (quiet >> collect::<Vec<_>>(), sampled >> collect::<Vec<_>>())
            })
        };
    }
    let newest = (vec![9], vec![10]);
    assert_eq!(same(by_every_engine!(declared)), Ok(newest));
}

#[test]
fn a_throttle() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..10_u64) >> throttle(5, Duration::from_nanos(1));
                made >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                }) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(10));
}

#[test]
fn repeats_are_dropped() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..30_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n * n % 30
                });
                let (squares, again) = made >> distinct() >> tee();
                let shared = again >> fan_out(2, ordered, |n| n) >> distinct(|n| n % 4);
                let kept = shared >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                (squares >> collect::<Vec<_>>(), kept >> collect::<Vec<_>>())
            })
        };
    }
    let squares = vec![0, 1, 4, 9, 16, 25, 6, 19, 21, 10, 24, 15];
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((squares, vec![0, 1, 6, 19]))
    );
}

#[test]
fn a_body_that_is_given_the_stream() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..100_u64);
                let sums = made >> fan_out(3, transform, $($body)* |mut numbers| {
                    let mut sum = 0;
                    while let Some(n) = numbers.next() $($wait)* {
                        $by::turn() $($wait)*;
                        sum += n;
                    }
                    sum
                });
                let total = sums >> transform(capacity = 1, $($body)* |sums| sums.sum::<u64>() $($wait)*);
                let parts = total >> transform($($body)* |mut totals| {
                    while let Some(total) = totals.next() $($wait)* {
                        for part in 0..5 {
                            $by::turn() $($wait)*;
                            yield total + part;
                        }
                    }
                    yield 0;
                });
                parts >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(
        same_outcome(by_every_engine!(declared)),
        Ok(vec![4950, 4951, 4952, 4953, 4954, 0])
    );
}

#[test]
fn a_body_that_leaves_its_stream_early() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0_u64..) >> fan_out(2, ordered, |n| n);
                let first = made >> transform($($body)* |mut numbers| {
                    while let Some(n) = numbers.next() $($wait)* {
                        $by::turn() $($wait)*;
                        if n == 10 {
                            return;
                        }
                        yield n;
                    }
                });
                first >> sum::<u64>()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(45));
}

#[test]
fn a_segment() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..100_u64);
                let part = made >> segment(capacity = 1, segment!($($header)* |numbers: u64| {
                    let odd = numbers >> filter(|n| n % 2 == 1) >> stage($($body)* |n| {
                        $by::turn() $($wait)*;
                        n + 1
                    });
                    let twice = odd >> segment(segment!($($header)* |n: u64| n >> map(|n| 2 * n)));
                    twice >> fan_out(2, ordered, $($body)* |n| {
                        $by::turn() $($wait)*;
                        if n % 3 == 0 {
                            yield n;
                        }
                    })
                }));
                part >> collect::<Vec<_>>()
            })
        };
    }
    let expected: Vec<u64> = (1..=50).map(|n| 4 * n).filter(|n| n % 3 == 0).collect();
    assert_eq!(same(by_every_engine!(declared)), Ok(expected));
}

#[test]
fn a_segment_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let open = generator(1..20_u64) >> feedback(again, bound = 100, full = fail);
                let stepped = open >> segment(segment!($($header)* |numbers: u64| {
                    let (even, odd) = numbers >> split(|n| n % 2 == 0);
                    let halved = even >> stage($($body)* |n| {
                        $by::turn() $($wait)*;
                        n / 2
                    });
                    let tripled = odd >> stage(|n| 3 * n + 1);
                    fan_in(halved, tripled)
                }));
                let (done, again) = stepped >> split(|n| *n == 1);
                done >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(19));
}

#[test]
fn no_value() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..10_u64) >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                made >> for_each(drop);
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(()));
}
