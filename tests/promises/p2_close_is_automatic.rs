//! Promise 2: edges close automatically. A stage that ends closes its output, and a consumer that
//! ends early stops its producers.

use std::iter;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crossbeam_channel::bounded;
use itertools::Itertools;
use pipeline::{Context, pipeline};
use pipeline_tests::{Watchdog, wait_until};

/// Sets a flag when it is dropped. If a body owns it, the flag says that the worker has ended.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_stage_that_ends_closes_its_output_while_its_producer_works_on() {
    let _watchdog = Watchdog::of_this_test();
    let (release, released) = bounded::<()>(0);
    let count = pipeline!({
        // The generator holds its second item until the sink has seen the end of the stream.
        let slow = generator({
            yield 1;
            yield 2;
            let _ = released.recv();
        });
        let first = slow >> fan_out(1, |x| x) >> take(1) >> stage(|x| x);
        first
            >> sink(move |items| {
                let count = items.count();
                drop(release);
                count
            })
    })
    .run();
    assert_eq!(count.unwrap(), 1);
}

#[test]
fn an_early_end_stops_infinite_producers_through_every_verb() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let taken: Vec<u64> = pipeline!({
            let a = generator(capacity = capacity, 0..) >> stage(|x: u64| x);
            let b = generator({
                loop {
                    yield 7;
                }
            }) >> fan_out(2, |x| x);
            let both = fan_in(a, b, capacity = capacity);
            let many = both
                >> fan_out(3, capacity = capacity, |x| {
                    for _ in 0..3 {
                        yield x;
                    }
                });
            many >> filter(|_| true) >> stage(capacity = capacity, |x| x) >> take(100) >> collect()
        })
        .run()
        .unwrap();
        assert_eq!(taken.len(), 100);
    }
}

/// A stage is in a long body while its reader leaves, so this stage cannot stop the source. The
/// source must stop nevertheless.
#[test]
fn a_source_stops_while_a_stage_after_it_is_in_its_body() {
    let _watchdog = Watchdog::of_this_test();
    let has_ended = AtomicBool::new(false);
    let taken = pipeline!({
        let numbers = generator({
            let _ends = Ends(&has_ended);
            let mut n = 0_u64;
            loop {
                yield n;
                n += 1;
            }
        });
        let held = numbers
            >> stage(|n| {
                if n == 1 {
                    wait_until(|| has_ended.load(Ordering::SeqCst));
                }
                n
            });
        held >> sink(|items| items.take(1).count())
    })
    .run()
    .unwrap();
    assert_eq!(taken, 1);
}

#[test]
fn endless_items_of_a_method_end_with_their_reader() {
    let _watchdog = Watchdog::of_this_test();
    for _ in 0..100 {
        let all = pipeline!({
            generator([1_u64]) >> flat_map(|_| 0_u64..) >> stage(|n| n) >> take(5000) >> count()
        });
        assert_eq!(all.run().unwrap(), 5000);
    }
    // From the tenth number on, the filter lets nothing through.
    let few = pipeline!({
        let few = generator([0_u64]) >> flat_map(|n| n..) >> filter(|n| *n < 10);
        few >> stage(|n| n) >> take(5) >> count()
    });
    assert_eq!(few.run().unwrap(), 5);
}

#[test]
fn endless_items_between_two_unknown_methods_end_with_a_cancel() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let from_100 = |n: &u64| {
        if *n == 100 {
            context.cancel();
        }
    };
    let all = pipeline!({
        let endless = generator([1_u64]) >> sorted() >> flat_map(|_| (0..).inspect(from_100));
        endless >> sorted() >> count()
    });
    assert!(all.run_with(&context).unwrap_err().is_cancelled());
}

/// A method that the macro's tables do not have.
trait Unknown: Iterator + Sized {
    fn for_ever(self) -> impl Iterator<Item = Self::Item>
    where
        Self::Item: Clone,
    {
        self.flat_map(iter::repeat)
    }

    fn without_any(self) -> impl Iterator<Item = Self::Item> {
        self.filter(|_| false)
    }
}

impl<I: Iterator> Unknown for I {}

#[test]
fn a_known_method_between_two_unknown_ones_hears_that_the_run_stops() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let stopping = pipeline!({
        let made = generator([1, 2]) >> inspect(|_| context.cancel());
        made >> for_ever() >> fuse() >> without_any() >> count()
    });
    assert!(stopping.run_with(&context).unwrap_err().is_cancelled());
    let left = pipeline!({
        let made = generator([1, 2]) >> for_ever() >> fuse() >> without_any();
        made >> fan_out(2, |n| n) >> sink(|_| "unread")
    });
    assert_eq!(left.run().unwrap(), "unread");
}

#[test]
fn every_consumer_that_may_leave_items_stops_its_producers() {
    let _watchdog = Watchdog::of_this_test();
    let first = pipeline!({ generator(0..) >> fan_out(2, |x: u32| x) >> next() });
    assert!(first.run().unwrap().is_some());
    let found = pipeline!({ generator(0..) >> stage(|x: u32| x) >> find(|x| *x == 500) });
    assert_eq!(found.run().unwrap(), Some(500));
    let place = pipeline!({ generator(0..) >> fan_out(1, |x: u32| x) >> position(|x| x == 500) });
    assert_eq!(place.run().unwrap(), Some(500));
    let any = pipeline!({ generator(0..) >> fan_out(2, |x: u32| x) >> any(|x| x == 500) });
    assert!(any.run().unwrap());
    let nothing = pipeline!({ generator(0..) >> fan_out(2, |x: u32| x) >> take(0) >> count() });
    assert_eq!(nothing.run().unwrap(), 0);
    let unread = pipeline!({ generator(0..) >> fan_out(2, |x: u32| x) >> sink(|_| "unread") });
    assert_eq!(unread.run().unwrap(), "unread");
}

#[test]
fn producers_stop_while_the_sink_that_left_them_works_on() {
    let _watchdog = Watchdog::of_this_test();
    let (generator_ended, stage_ended) = (AtomicBool::new(false), AtomicBool::new(false));
    pipeline!({
        let made = generator({
            let _ends = Ends(&generator_ended);
            for x in 0_u64.. {
                yield x;
            }
        });
        let passed = made
            >> stage({
                let ends = Ends(&stage_ended);
                move |x| {
                    let _ = &ends;
                    x
                }
            });
        passed
            >> sink(|mut items| {
                items.next();
                drop(items);
                wait_until(|| generator_ended.load(Ordering::SeqCst));
                wait_until(|| stage_ended.load(Ordering::SeqCst));
            })
    })
    .run()
    .unwrap();
}

#[test]
fn a_sink_that_ended_leaves_the_other_sinks_alone() {
    let _watchdog = Watchdog::of_this_test();
    let (first_ended, go) = bounded::<()>(0);
    let (few, all) = pipeline!({
        let a = generator(0..) >> fan_out(2, |x: u32| x);
        let b = generator({
            // The first sink ends before the second gets an item.
            let _ = go.recv();
            for x in 0..1000_u32 {
                yield x;
            }
        });
        let few = a
            >> sink(move |items| {
                let few = items.take(3).count();
                drop(first_ended);
                few
            });
        (few, b >> sum::<u32>())
    })
    .run()
    .unwrap();
    assert_eq!((few, all), (3, 499_500));
}

#[test]
fn one_ended_input_of_a_fan_in_leaves_the_other_open() {
    let _watchdog = Watchdog::of_this_test();
    let sum: u32 = pipeline!({
        let a = generator([1]);
        let none = generator([0; 0]);
        let b = generator(0..1000) >> fan_out(3, |x: u32| x);
        fan_in(a, none, b) >> sum()
    })
    .run()
    .unwrap();
    assert_eq!(sum, 499_501);
}

#[test]
fn what_is_in_the_stream_at_its_end_is_delivered() {
    let _watchdog = Watchdog::of_this_test();
    let made = AtomicUsize::new(0);
    let taken = pipeline!({
        let made_ = generator(capacity = 64, {
            for x in 0..50 {
                yield x;
                made.fetch_add(1, Ordering::SeqCst);
            }
        });
        made_
            >> sink(|items| {
                // The generator has ended or is about to end. All its items are in the edge.
                wait_until(|| made.load(Ordering::SeqCst) == 50);
                items.collect::<Vec<_>>()
            })
    })
    .run()
    .unwrap();
    assert_eq!(taken, (0..50).collect::<Vec<_>>());
}

#[test]
fn an_empty_stream_passes_every_verb() {
    let _watchdog = Watchdog::of_this_test();
    let (all, last) = pipeline!({
        let a = generator([0_u8; 0]) >> stage(|x| x) >> filter(|_| true);
        let b = generator({
            if made_nothing() {
                yield 1;
            }
        }) >> fan_out(2, |x| yield x);
        let all = fan_in(a, b) >> collect::<Vec<u8>>();
        let last = generator(None::<u8>) >> sink(|items| items.last());
        (all, last)
    })
    .run()
    .unwrap();
    assert_eq!((all, last), (vec![], None));
}

fn made_nothing() -> bool {
    false
}
