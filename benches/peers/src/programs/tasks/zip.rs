//! The items of two generators in pairs.

use futures::{StreamExt, join, stream};
use pipeline::pipeline;

use super::{Run, add_products, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let a = generator($(capacity = $capacity,)? 0..$items);
                let b = generator($(capacity = $capacity,)? 1..=$items);
                zip(a, b) >> sink(async |pairs| add_products(pairs).await)
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
                let (a, b) = (stream::iter(0..task.items), stream::iter(1..=task.items));
                by_hand(add_products(a.zip(b)))
            },
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    let ((), (), sum) = join!(
        generate(0..items, to_a),
        generate(1..=items, to_b),
        add_products(a.zip(b)),
    );
    sum
}
