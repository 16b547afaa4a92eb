//! Batches of 64 items, which are always full before their time is over, into a sum.

use std::pin::pin;

use futures::channel::mpsc::Receiver;
use futures::future::{self, Either};
use futures::{Stream, StreamExt, join};
use pipeline::pipeline;
use tokio::time::sleep;

use super::super::verbs::batch_within::{SIZE, TIME, add_batch};
use super::{Run, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                numbers >> batch_within(SIZE, TIME) >> sink(async |batches| add_batches(batches).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(declared!(task.items).run()),
            |task| declared(declared!(task.items, task.size).run()),
            |task| by_hand(on_channels(task.items, task.size)),
        ],
    )
}

async fn add_batches(batches: impl Stream<Item = Vec<u64>>) -> u64 {
    batches
        .fold(0, async |result, batch| add_batch(result, batch))
        .await
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, mut numbers) = bounded(capacity);
    let add_batches = async {
        let mut result = 0;
        while let Some(batch) = next_batch(&mut numbers).await {
            result = add_batch(result, batch);
        }
        result
    };
    let ((), result) = join!(generate(0..items, to_numbers), add_batches);
    result
}

async fn next_batch(numbers: &mut Receiver<u64>) -> Option<Vec<u64>> {
    let mut batch = Vec::with_capacity(SIZE);
    batch.push(numbers.next().await?);
    let mut time_is_up = pin!(sleep(TIME));
    while batch.len() < SIZE
        && let Either::Left((Some(number), _)) =
            future::select(numbers.next(), &mut time_is_up).await
    {
        batch.push(number);
    }
    Some(batch)
}
