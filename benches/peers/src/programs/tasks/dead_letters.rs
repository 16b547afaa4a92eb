//! A stage whose failures are a stream of their own. `TENTHS` tenths of the items fail.

use futures::channel::mpsc::{Receiver, Sender};
use futures::{SinkExt, Stream, StreamExt, join};
use pipeline::pipeline;

use super::super::both;
use super::super::verbs::dead_letters::{Failure, checked};
use super::{Run, add_up, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program<const TENTHS: u64>(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (passed, failed) = numbers
                    >> stage($(capacity = $capacity,)? |number| checked::<TENTHS>(number)?);
                let passed = passed >> sink(async |numbers| add_up(numbers).await);
                let failed = failed >> sink(async |failures| count(failures).await);
                (passed, failed)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(async { declared!(task.items).run().await.map(both) }),
            |task| declared(async { declared!(task.items, task.size).run().await.map(both) }),
            |task| by_hand(on_channels::<TENTHS>(task.items, task.size)),
        ],
    )
}

async fn count(failures: impl Stream) -> u64 {
    add_up(failures.map(|_| 1)).await
}

async fn on_channels<const TENTHS: u64>(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_passed, passed) = bounded(capacity);
    let (to_failed, failed) = bounded(capacity);
    let ((), (), passed, failed) = join!(
        generate(0..items, to_numbers),
        check::<TENTHS>(numbers, to_passed, to_failed),
        add_up(passed),
        count(failed),
    );
    both((passed, failed))
}

async fn check<const TENTHS: u64>(
    mut numbers: Receiver<u64>,
    mut to_passed: Sender<u64>,
    mut to_failed: Sender<Failure>,
) {
    while let Some(number) = numbers.next().await {
        let sent = match checked::<TENTHS>(number) {
            Ok(number) => to_passed.send(number).await,
            Err(cause) => to_failed.send(("passed+failed", cause.into())).await,
        };
        if sent.is_err() {
            break;
        }
    }
}
