//! One item at a time: the next item is sent when a reply to the last one has arrived.
//!
//! In all programs except `feedback`, the replies use the same crossbeam channel for one item. So
//! these programs differ only in how the item is sent.

use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use pipeline::pipeline;

use super::channels::{Channels, Crossbeam, Flume, Kanal, Std};
use super::{Run, Sample, Task};
use crate::sample::nanoseconds;

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| default(task.items),
        "bounded" => |task| bounded(task.items, task.size),
        "feedback" => |task| feedback(task.items),
        "crossbeam" => by_hand::<Crossbeam>,
        "kanal" => by_hand::<Kanal>,
        "std" => by_hand::<Std>,
        "flume" => by_hand::<Flume>,
        _ => return None,
    })
}

/// The round-trip time of each item.
#[derive(Default)]
struct Trips(Vec<u64>);

impl Trips {
    fn of(items: u64) -> Self {
        Trips(Vec::with_capacity(usize::try_from(items).unwrap_or(0)))
    }

    fn add_since(&mut self, start: Instant) {
        self.0.push(nanoseconds(start.elapsed()));
    }

    /// Returns the median and the 99th percentile. The result is the number of items.
    fn sample(mut self) -> Sample {
        self.0.sort_unstable();
        let count = self.0.len();
        let median = Duration::from_nanos(self.0[count / 2]);
        Sample {
            tail: Some(self.0[count * 99 / 100]),
            ..Sample::of(median, count as u64)
        }
    }
}

fn wait_for(replies: &Receiver<u64>, item: u64) {
    let reply = replies.recv().expect("each item is answered");
    assert_eq!(reply, item);
}

fn answer(items: impl Iterator<Item = u64>, to: &Sender<u64>) {
    for item in items {
        if to.send(item).is_err() {
            break;
        }
    }
}

fn default(items: u64) -> Sample {
    let (reply, replies) = crossbeam_channel::bounded(1);
    let mut trips = Trips::of(items);
    let done = pipeline!({
        let there = generator({
            for item in 0..items {
                let start = Instant::now();
                yield item;
                wait_for(&replies, item);
                trips.add_since(start);
            }
        });
        there >> sink(|items| answer(items, &reply))
    })
    .run();
    done.expect("nothing in it fails");
    trips.sample()
}

fn bounded(items: u64, capacity: usize) -> Sample {
    let (reply, replies) = crossbeam_channel::bounded(1);
    let mut trips = Trips::of(items);
    let done = pipeline!({
        let there = generator(capacity = capacity, {
            for item in 0..items {
                let start = Instant::now();
                yield item;
                wait_for(&replies, item);
                trips.add_since(start);
            }
        });
        there >> sink(|items| answer(items, &reply))
    })
    .run();
    done.expect("nothing in it fails");
    trips.sample()
}

/// A loop of two stages: an edge to the second, and the loop's edge back.
fn feedback(items: u64) -> Sample {
    let mut trips = Trips::of(items);
    let mut start = Instant::now();
    let count = pipeline!({
        let open = generator([0_u64]) >> feedback(back, bound = 1, full = fail);
        let there = open >> stage(|item| item + 1);
        let (back, done) = there
            >> route(|item| {
                trips.add_since(start);
                if item < items {
                    start = Instant::now();
                    back(item);
                } else {
                    done(item);
                }
            });
        done >> count()
    })
    .run();
    assert_eq!(count.expect("nothing in it fails"), 1);
    trips.sample()
}

fn by_hand<C: Channels>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    let mut trips = Trips::of(items);
    let (mut to_there, mut there) = C::bounded(capacity);
    let (reply, replies) = crossbeam_channel::bounded(1);
    thread::scope(|scope| {
        scope.spawn(move || answer(std::iter::from_fn(|| C::receive(&mut there)), &reply));
        let trips = &mut trips;
        // A thread of its own, as in the other programs, in which the main thread only waits.
        scope.spawn(move || {
            for item in 0..items {
                let start = Instant::now();
                assert!(C::send(&mut to_there, item), "it is received");
                wait_for(&replies, item);
                trips.add_since(start);
            }
        });
    });
    trips.sample()
}
