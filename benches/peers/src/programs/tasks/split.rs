//! Divides even and odd numbers, with a stage for each, and merges them again.

use futures::channel::mpsc::{Receiver, Sender};
use futures::{SinkExt, StreamExt, join};
use pipeline::pipeline;

use super::super::verbs::split::is_even;
use super::super::{first, second};
use super::{Run, add_up, apply, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (even, odd) = numbers >> split($(capacity = $capacity,)? is_even);
                let even = even >> stage(first);
                let odd = odd >> stage(second);
                fan_in(even, odd $(, capacity = $capacity)?) >> sink(async |all| add_up(all).await)
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

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_even, even) = bounded(capacity);
    let (to_odd, odd) = bounded(capacity);
    let (to_all, all) = bounded(capacity);
    let to_all_too = to_all.clone();
    let ((), (), (), (), sum) = join!(
        generate(0..items, to_numbers),
        split(numbers, to_even, to_odd),
        apply(first, even, to_all),
        apply(second, odd, to_all_too),
        add_up(all),
    );
    sum
}

async fn split(mut numbers: Receiver<u64>, mut to_even: Sender<u64>, mut to_odd: Sender<u64>) {
    while let Some(number) = numbers.next().await {
        let to = if is_even(&number) {
            &mut to_even
        } else {
            &mut to_odd
        };
        if to.send(number).await.is_err() {
            break;
        }
    }
}
