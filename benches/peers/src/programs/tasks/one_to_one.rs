//! A generator and a sum.

use futures::{join, stream};
use pipeline::pipeline;

use super::{Run, add_up, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                numbers >> sink(async |numbers| add_up(numbers).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(declared!(task.items).run()),
            |task| declared(declared!(task.items, task.size).run()),
            |task| by_hand(on_channels(task.items, task.size)),
            |task| by_hand(add_up(stream::iter(0..task.items))),
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let ((), sum) = join!(generate(0..items, to_numbers), add_up(numbers));
    sum
}
