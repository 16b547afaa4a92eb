//! A body that yields three items for each item.

use futures::channel::mpsc::{Receiver, Sender};
use futures::{SinkExt, StreamExt, join, stream};
use pipeline::pipeline;

use super::super::verbs::yields::YIELDS;
use super::{Run, add_up, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let multiples = numbers
                    >> stage($(capacity = $capacity,)? |number| {
                        for factor in 0..YIELDS {
                            yield number * factor;
                        }
                    });
                multiples >> sink(async |numbers| add_up(numbers).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(declared!(task.items).run()),
            |task| declared(declared!(task.items, task.size).run()),
            |task| by_hand(on_channels(task.items, task.size)),
            |task| {
                let multiples =
                    |number| stream::iter((0..YIELDS).map(move |factor| number * factor));
                by_hand(add_up(stream::iter(0..task.items).flat_map(multiples)))
            },
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_multiples, multiples) = bounded(capacity);
    let ((), (), sum) = join!(
        generate(0..items, to_numbers),
        multiply(numbers, to_multiples),
        add_up(multiples),
    );
    sum
}

async fn multiply(mut numbers: Receiver<u64>, mut to_multiples: Sender<u64>) {
    while let Some(number) = numbers.next().await {
        for factor in 0..YIELDS {
            if to_multiples.send(number * factor).await.is_err() {
                return;
            }
        }
    }
}
