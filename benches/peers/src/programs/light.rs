//! Integers through two trivial stages into a sum: four threads and three hops.

use std::hint::black_box;
use std::thread;

use pipeline::pipeline;

use super::channels::{Channels, Crossbeam, Flume, Kanal, Std};
use super::ring::Ring;
use super::workers::{add_up, apply, generate};
use super::{Run, Sample, Task, async_light, batches, first, second, timed};

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| default(task.items)),
        "bounded" => |task| timed(|| bounded(task.items, task.size)),
        "crossbeam" => by_hand::<Crossbeam>,
        "batches" => |task| timed(|| batches::light(task.items, task.size)),
        "ring" => by_hand::<Ring>,
        "kanal" => by_hand::<Kanal>,
        "std" => by_hand::<Std>,
        "flume" => by_hand::<Flume>,
        "futures" => return async_light::in_one_task("futures"),
        "tokio" => return async_light::spawned("tokio"),
        "plain" => |task| timed(|| plain(task.items)),
        _ => return None,
    })
}

fn default(items: u64) -> u64 {
    let sum = pipeline!({
        let numbers = generator(0..items) >> stage(first) >> stage(second);
        // A `sink` has a thread and a hop of its own. `sum()` would be part of the stage.
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn bounded(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> stage(capacity = capacity, first);
        let numbers = numbers >> stage(capacity = capacity, second);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn by_hand<C: Channels>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (to_numbers, numbers) = C::bounded(capacity);
        let (to_first, firsts) = C::bounded(capacity);
        let (to_second, seconds) = C::bounded(capacity);
        thread::scope(|scope| {
            scope.spawn(move || generate::<C>(0..items, to_numbers));
            scope.spawn(move || apply::<C>(first, numbers, to_first));
            scope.spawn(move || apply::<C>(second, firsts, to_second));
            let sum = scope.spawn(move || add_up::<C>(seconds));
            sum.join().expect("nothing in it panics")
        })
    })
}

pub(super) fn plain(items: u64) -> u64 {
    let numbers = (0..items).map(|number| second(first(black_box(number))));
    numbers.sum()
}
