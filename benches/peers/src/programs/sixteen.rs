//! Integers through sixteen trivial stages into a sum: eighteen threads and seventeen hops.

use std::hint::black_box;
use std::thread;

use pipeline::pipeline;

use super::channels::{Channels, Crossbeam};
use super::workers::{add_up, apply, generate};
use super::{Run, Sample, Task, first, second, timed};

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| default(task.items)),
        "bounded" => |task| timed(|| bounded(task.items, task.size)),
        "crossbeam" => by_hand::<Crossbeam>,
        "plain" => |task| timed(|| wrapping_sum((0..task.items).map(black_box).map(eight_pairs))),
        _ => return None,
    })
}

const PAIRS: usize = 8;

fn eight_pairs(item: u64) -> u64 {
    (0..PAIRS).fold(item, |item, _| second(first(item)))
}

fn wrapping_sum(items: impl Iterator<Item = u64>) -> u64 {
    items.fold(0, u64::wrapping_add)
}

fn default(items: u64) -> u64 {
    let sum = pipeline!({
        let numbers = generator(0..items);
        let numbers = numbers >> stage(first) >> stage(second) >> stage(first) >> stage(second);
        let numbers = numbers >> stage(first) >> stage(second) >> stage(first) >> stage(second);
        let numbers = numbers >> stage(first) >> stage(second) >> stage(first) >> stage(second);
        let numbers = numbers >> stage(first) >> stage(second) >> stage(first) >> stage(second);
        numbers >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn bounded(items: u64, n: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = n, 0..items);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        let numbers = numbers >> stage(capacity = n, first) >> stage(capacity = n, second);
        numbers >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn by_hand<C: Channels>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (to_numbers, mut numbers) = C::bounded(capacity);
        thread::scope(|scope| {
            scope.spawn(move || generate::<C>(0..items, to_numbers));
            for _ in 0..PAIRS {
                for body in [first, second] {
                    let (to_next, next) = C::bounded(capacity);
                    scope.spawn(move || apply::<C>(body, numbers, to_next));
                    numbers = next;
                }
            }
            let sum = scope.spawn(move || add_up::<C>(numbers));
            sum.join().expect("nothing in it panics")
        })
    })
}
