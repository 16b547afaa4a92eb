//! Each item to two branches: into two sums, or through a stage each into a `zip`.

use futures::channel::mpsc::{Receiver, Sender};
use futures::{SinkExt, StreamExt, join};
use pipeline::pipeline;

use super::super::{both, first, second};
use super::{Run, add_products, add_up, apply, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (a, b) = numbers >> tee($(capacity = $capacity)?);
                let a = a >> sink(async |numbers| add_up(numbers).await);
                let b = b >> sink(async |numbers| add_up(numbers).await);
                (a, b)
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

pub(in super::super) fn into_zip(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (a, b) = numbers >> tee($(capacity = $capacity)?);
                let a = a >> stage($(capacity = $capacity,)? first);
                let b = b >> stage($(capacity = $capacity,)? second);
                zip(a, b) >> sink(async |pairs| add_products(pairs).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(declared!(task.items).run()),
            |task| declared(declared!(task.items, task.size).run()),
            |task| by_hand(into_zip_on_channels(task.items, task.size)),
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    let ((), (), a, b) = join!(
        generate(0..items, to_numbers),
        tee(numbers, to_a, to_b),
        add_up(a),
        add_up(b),
    );
    both((a, b))
}

async fn into_zip_on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    let (to_first, firsts) = bounded(capacity);
    let (to_second, seconds) = bounded(capacity);
    let ((), (), (), (), sum) = join!(
        generate(0..items, to_numbers),
        tee(numbers, to_a, to_b),
        apply(first, a, to_first),
        apply(second, b, to_second),
        add_products(firsts.zip(seconds)),
    );
    sum
}

async fn tee(mut numbers: Receiver<u64>, mut to_a: Sender<u64>, mut to_b: Sender<u64>) {
    while let Some(number) = numbers.next().await {
        if to_a.send(number).await.is_err() || to_b.send(number).await.is_err() {
            break;
        }
    }
}
