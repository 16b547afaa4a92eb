//! An ordered fan-out of light work. The result depends on the order.

use std::collections::HashMap;
use std::hint::black_box;
use std::thread;

use pipeline::pipeline;

use super::channels::{Channels, Crossbeam, Flume, Kanal, ManyReceivers};
use super::fans::WORKERS;
use super::{Run, Sample, Task, first, mix, timed};

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| default(task.items)),
        "bounded" => |task| timed(|| bounded(task.items, task.size)),
        "crossbeam" => by_hand::<Crossbeam>,
        "kanal" => by_hand::<Kanal>,
        "flume" => by_hand::<Flume>,
        "plain" => |task| timed(|| (0..task.items).map(black_box).map(first).fold(0, mix)),
        _ => return None,
    })
}

fn default(items: u64) -> u64 {
    let hash = pipeline!({
        let numbers = generator(0..items) >> fan_out(WORKERS, ordered, first);
        numbers >> sink(|numbers| numbers.fold(0, mix))
    })
    .run();
    hash.expect("nothing in it fails")
}

fn bounded(items: u64, capacity: usize) -> u64 {
    let hash = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> fan_out(WORKERS, ordered, capacity = capacity, first);
        numbers >> sink(|numbers| numbers.fold(0, mix))
    })
    .run();
    hash.expect("nothing in it fails")
}

/// A sequence number and an item.
type Numbered = (u64, u64);

/// Uses sequence numbers, and a map of the items that came too early. Nothing bounds the map.
fn by_hand<C: ManyReceivers>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (mut to_numbers, numbers) = C::bounded::<Numbered>(capacity);
        let (to_first, firsts) = C::bounded(capacity);
        thread::scope(|scope| {
            scope.spawn(move || {
                for number in 0..items {
                    if !C::send(&mut to_numbers, (number, number)) {
                        break;
                    }
                }
            });
            for _ in 0..WORKERS {
                let numbers = C::another_receiver(&numbers);
                let to_first = C::another_sender(&to_first);
                scope.spawn(move || work::<C>(numbers, to_first));
            }
            drop((numbers, to_first));
            let hash = scope.spawn(move || in_order::<C>(firsts));
            hash.join().expect("nothing in it panics")
        })
    })
}

fn work<C: Channels>(mut from: C::Receiver<Numbered>, mut to: C::Sender<Numbered>) {
    while let Some((place, number)) = C::receive(&mut from) {
        if !C::send(&mut to, (place, first(number))) {
            break;
        }
    }
}

fn in_order<C: Channels>(mut from: C::Receiver<Numbered>) -> u64 {
    let mut early = HashMap::new();
    let (mut hash, mut next) = (0, 0);
    while let Some((place, number)) = C::receive(&mut from) {
        if place != next {
            early.insert(place, number);
            continue;
        }
        let mut found = Some(number);
        while let Some(number) = found {
            hash = mix(hash, number);
            next += 1;
            found = early.remove(&next);
        }
    }
    hash
}
