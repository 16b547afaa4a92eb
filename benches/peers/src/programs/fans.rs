//! Several generators into one sum, and one generator to several workers.

use std::hint::black_box;
use std::ops::Range;
use std::thread;

use pipeline::pipeline;
use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::channels::{Crossbeam, Flume, Kanal, ManyReceivers, ManySenders, Std};
use super::workers::{add_up, apply, generate};
use super::{Run, Sample, Task, first, timed};

/// Number of workers of a fan-out.
pub(super) const WORKERS: usize = 4;

pub(super) fn two_into_one(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| two_by_default(task.items)),
        "bounded" => |task| timed(|| two_bounded(task.items, task.size)),
        "crossbeam" => into_one::<Crossbeam, 2>,
        "kanal" => into_one::<Kanal, 2>,
        "std" => into_one::<Std, 2>,
        "flume" => into_one::<Flume, 2>,
        "plain" => |task| timed(|| (0..task.items).map(black_box).sum()),
        _ => return None,
    })
}

pub(super) fn four_into_one(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| four_by_default(task.items)),
        "bounded" => |task| timed(|| four_bounded(task.items, task.size)),
        "crossbeam" => into_one::<Crossbeam, 4>,
        "kanal" => into_one::<Kanal, 4>,
        "std" => into_one::<Std, 4>,
        "flume" => into_one::<Flume, 4>,
        _ => return two_into_one(variant),
    })
}

pub(super) fn out(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| out_by_default(task.items)),
        "bounded" => |task| timed(|| out_bounded(task.items, task.size)),
        "crossbeam" => out_by_hand::<Crossbeam>,
        "kanal" => out_by_hand::<Kanal>,
        "flume" => out_by_hand::<Flume>,
        "rayon" => out_on_rayon,
        "plain" => |task| timed(|| (0..task.items).map(black_box).map(first).sum()),
        _ => return None,
    })
}

/// Returns the part of `items` that the `n`th of `of` generators makes.
fn share(items: u64, n: u64, of: u64) -> Range<u64> {
    items * n / of..items * (n + 1) / of
}

fn two_by_default(items: u64) -> u64 {
    let sum = pipeline!({
        let a = generator(share(items, 0, 2));
        let b = generator(share(items, 1, 2));
        fan_in(a, b) >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn two_bounded(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let a = generator(share(items, 0, 2));
        let b = generator(share(items, 1, 2));
        fan_in(a, b, capacity = capacity) >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn four_by_default(items: u64) -> u64 {
    let sum = pipeline!({
        let a = generator(share(items, 0, 4));
        let b = generator(share(items, 1, 4));
        let c = generator(share(items, 2, 4));
        let d = generator(share(items, 3, 4));
        fan_in(a, b, c, d) >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn four_bounded(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let a = generator(share(items, 0, 4));
        let b = generator(share(items, 1, 4));
        let c = generator(share(items, 2, 4));
        let d = generator(share(items, 3, 4));
        fan_in(a, b, c, d, capacity = capacity) >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn into_one<C: ManySenders, const N: u64>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (to_numbers, numbers) = C::bounded(capacity);
        thread::scope(|scope| {
            for n in 0..N {
                let to_numbers = C::another_sender(&to_numbers);
                scope.spawn(move || generate::<C>(share(items, n, N), to_numbers));
            }
            drop(to_numbers);
            let sum = scope.spawn(move || add_up::<C>(numbers));
            sum.join().expect("nothing in it panics")
        })
    })
}

fn out_by_default(items: u64) -> u64 {
    let sum = pipeline!({
        let numbers = generator(0..items) >> fan_out(WORKERS, first);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn out_bounded(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> fan_out(WORKERS, capacity = capacity, first);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn out_by_hand<C: ManyReceivers>(task: &Task) -> Sample {
    let (items, capacity) = (task.items, task.size);
    timed(|| {
        let (to_numbers, numbers) = C::bounded(capacity);
        let (to_first, firsts) = C::bounded(capacity);
        thread::scope(|scope| {
            scope.spawn(move || generate::<C>(0..items, to_numbers));
            for _ in 0..WORKERS {
                let numbers = C::another_receiver(&numbers);
                let to_first = C::another_sender(&to_first);
                scope.spawn(move || apply::<C>(first, numbers, to_first));
            }
            drop((numbers, to_first));
            let sum = scope.spawn(move || add_up::<C>(firsts));
            sum.join().expect("nothing in it panics")
        })
    })
}

fn out_on_rayon(task: &Task) -> Sample {
    let pool = ThreadPoolBuilder::new().num_threads(WORKERS).build();
    let pool = pool.expect("threads can be started");
    timed(|| {
        let numbers = 0..task.items;
        // An iterator, as in the other programs. Rayon could split a range without handing items
        // over.
        pool.install(|| numbers.into_iter().par_bridge().map(first).sum())
    })
}
