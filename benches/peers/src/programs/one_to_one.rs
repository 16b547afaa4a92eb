//! Integers into a sum: two threads and one hop.

use std::hint::black_box;
use std::thread;

use pipeline::pipeline;

use super::channels::{Channels, Crossbeam, Flume, Kanal, Std};
use super::ring::Ring;
use super::workers::{add_up, generate};
use super::{Run, Sample, Task, timed};

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| default(task.items)),
        "bounded" => |task| timed(|| bounded(task.items, task.size)),
        "crossbeam" => by_hand::<Crossbeam>,
        "ring" => by_hand::<Ring>,
        "kanal" => by_hand::<Kanal>,
        "std" => by_hand::<Std>,
        "flume" => by_hand::<Flume>,
        "plain" => |task| timed(|| (0..task.items).map(black_box).sum()),
        _ => return None,
    })
}

fn default(items: u64) -> u64 {
    let sum = pipeline!({
        let numbers = generator(0..items);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn bounded(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn by_hand<C: Channels>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (to_numbers, numbers) = C::bounded(capacity);
        thread::scope(|scope| {
            scope.spawn(move || generate::<C>(0..items, to_numbers));
            let sum = scope.spawn(move || add_up::<C>(numbers));
            sum.join().expect("nothing in it panics")
        })
    })
}
