//! The cost of a start and a stop: pipelines of three stages with one item each, one after the
//! other.

use std::iter;

use futures::join;
use pipeline::pipeline;

use super::super::first;
use super::{Run, add_up, apply, bounded, by_hand, generate, one_of};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($number:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let numbers = generator($(capacity = $capacity,)? iter::once($number));
                let numbers = numbers >> stage($(capacity = $capacity,)? first);
                numbers >> sink(async |numbers| add_up(numbers).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| {
                let run =
                    async |number| declared!(number).run().await.expect("nothing in it fails");
                by_hand(all(task.items, run))
            },
            |task| {
                let run = async |number| {
                    let run = declared!(number, task.size).run();
                    run.await.expect("nothing in it fails")
                };
                by_hand(all(task.items, run))
            },
            |task| {
                by_hand(all(task.items, async |number| {
                    on_channels(number, task.size).await
                }))
            },
        ],
    )
}

async fn all(runs: u64, run: impl AsyncFn(u64) -> u64) -> u64 {
    let mut sum = 0;
    for number in 0..runs {
        sum += run(number).await;
    }
    sum
}

async fn on_channels(number: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_first, firsts) = bounded(capacity);
    let ((), (), sum) = join!(
        generate(iter::once(number), to_numbers),
        apply(first, numbers, to_first),
        add_up(firsts),
    );
    sum
}
