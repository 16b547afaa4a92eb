//! `light` as one writes it by hand for speed: the channels carry vectors.

use std::iter;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{first, second};

/// Number of batches that may wait in each channel.
const BATCHES: usize = 8;

type Batch = Vec<u64>;

pub(super) fn light(items: u64, size: usize) -> u64 {
    let (to_numbers, numbers) = bounded(BATCHES);
    let (to_first, firsts) = bounded(BATCHES);
    let (to_second, seconds) = bounded(BATCHES);
    thread::scope(|scope| {
        scope.spawn(move || generate(items, size, &to_numbers));
        scope.spawn(move || apply(first, &numbers, &to_first));
        scope.spawn(move || apply(second, &firsts, &to_second));
        let sum = scope.spawn(move || seconds.iter().flatten().sum());
        sum.join().expect("nothing in it panics")
    })
}

fn generate(items: u64, size: usize, to: &Sender<Batch>) {
    let mut items = 0..items;
    let batches = iter::from_fn(|| {
        let batch: Batch = items.by_ref().take(size).collect();
        (!batch.is_empty()).then_some(batch)
    });
    for batch in batches {
        if to.send(batch).is_err() {
            break;
        }
    }
}

fn apply(body: impl Fn(u64) -> u64, from: &Receiver<Batch>, to: &Sender<Batch>) {
    for mut batch in from {
        for item in &mut batch {
            *item = body(*item);
        }
        if to.send(batch).is_err() {
            break;
        }
    }
}
