//! Two generators into one sum.

use futures::{join, stream};
use pipeline::pipeline;

use super::{Run, add_up, bounded, by_hand, declared, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let a = generator(0..$items / 2);
                let b = generator($items / 2..$items);
                fan_in(a, b $(, capacity = $capacity)?) >> sink(async |numbers| add_up(numbers).await)
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
                let [a, b] = [0..task.items / 2, task.items / 2..task.items].map(stream::iter);
                by_hand(add_up(stream::select(a, b)))
            },
        ],
    )
}

async fn on_channels(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let to_numbers_too = to_numbers.clone();
    let ((), (), sum) = join!(
        generate(0..items / 2, to_numbers),
        generate(items / 2..items, to_numbers_too),
        add_up(numbers),
    );
    sum
}
