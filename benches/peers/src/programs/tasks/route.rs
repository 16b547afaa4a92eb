//! Even numbers into a sum, odd numbers as pairs into a sum of products.

use futures::channel::mpsc::{Receiver, Sender};
use futures::{SinkExt, StreamExt, join};
use pipeline::pipeline;

use super::super::{both, first};
use super::{Run, add_products, add_up, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (even, odd) = numbers
                    >> route($(capacity = $capacity,)? |number: u64| {
                        if number.is_multiple_of(2) {
                            even(number);
                        } else {
                            odd((number, first(number)));
                        }
                    });
                let even = even >> sink(async |numbers| add_up(numbers).await);
                let odd = odd >> sink(async |pairs| add_products(pairs).await);
                (even, odd)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(async { declared!(task.items).run().await.map(both) }),
            |task| declared(async { declared!(task.items, task.size).run().await.map(both) }),
            |task| by_hand(on_channels(task.items, task.size)),
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_even, even) = bounded(capacity);
    let (to_odd, odd) = bounded(capacity);
    let ((), (), even, odd) = join!(
        generate(0..items, to_numbers),
        route(numbers, to_even, to_odd),
        add_up(even),
        add_products(odd),
    );
    both((even, odd))
}

async fn route(
    mut numbers: Receiver<u64>,
    mut to_even: Sender<u64>,
    mut to_odd: Sender<(u64, u64)>,
) {
    while let Some(number) = numbers.next().await {
        let sent = if number.is_multiple_of(2) {
            to_even.send(number).await
        } else {
            to_odd.send((number, first(number))).await
        };
        if sent.is_err() {
            break;
        }
    }
}
