//! An existing channel of `futures`, which holds all items, into a sum.

use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::{SinkExt, StreamExt, join};
use pipeline::pipeline;

use super::{Run, add_up, bounded, by_hand, declared, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($numbers:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = receive($(capacity = $capacity,)? $numbers);
                numbers >> sink(async |numbers| add_up(numbers).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| {
                let numbers = filled(task.items);
                declared(declared!(numbers).run())
            },
            |task| {
                let numbers = filled(task.items);
                declared(declared!(numbers, task.size).run())
            },
            |task| by_hand(on_channels(filled(task.items), task.size)),
            |task| by_hand(add_up(filled(task.items))),
        ],
    )
}

fn filled(items: u64) -> UnboundedReceiver<u64> {
    let (to_numbers, numbers) = unbounded();
    for number in 0..items {
        let sent = to_numbers.unbounded_send(number);
        sent.expect("its receiver is here");
    }
    numbers
}

async fn on_channels(mut from: UnboundedReceiver<u64>, capacity: usize) -> u64 {
    let (mut to_numbers, numbers) = bounded(capacity);
    let forward = async move {
        while let Some(number) = from.next().await {
            if to_numbers.send(number).await.is_err() {
                break;
            }
        }
    };
    let ((), sum) = join!(forward, add_up(numbers));
    sum
}
