//! Batches of 64 items, which are always full before their time is over, into a sum.

use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::generate;
use super::super::{Run, mix, timed};
use super::one_of;

pub(in super::super) const SIZE: usize = 64;
pub(in super::super) const TIME: Duration = Duration::from_mins(10);

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                numbers >> batch_within(SIZE, TIME) >> sink(|batches| batches.fold(0, add_batch))
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| declared!(task.items).expect("nothing in it fails")),
        |task| timed(|| declared!(task.items, task.size).expect("nothing in it fails")),
        |task| timed(|| by_hand(task.items, task.size)),
    )
}

/// Combines batches to a result that depends on where each batch ends.
#[expect(clippy::needless_pass_by_value, reason = "a stage owns its items")]
pub(in super::super) fn add_batch(result: u64, batch: Vec<u64>) -> u64 {
    mix(result, batch.iter().sum())
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        let result = scope.spawn(move || {
            let mut result = 0;
            while let Some(batch) = next_batch(&numbers) {
                result = add_batch(result, batch);
            }
            result
        });
        result.join().expect("nothing in it panics")
    })
}

fn next_batch(numbers: &Receiver<u64>) -> Option<Vec<u64>> {
    let mut batch = Vec::with_capacity(SIZE);
    batch.push(numbers.recv().ok()?);
    let deadline = Instant::now() + TIME;
    while batch.len() < SIZE
        && let Ok(number) = numbers.recv_deadline(deadline)
    {
        batch.push(number);
    }
    Some(batch)
}
