//! The same programs with `pipeline!(async { … })`.

use pipeline::{AsyncPipeline, pipeline};

use crate::{first, second};

/// A generator, two stages and a sum.
pub(crate) fn three_hops(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(0..items);
        let numbers = numbers >> stage(async |number| first(number));
        let numbers = numbers >> stage(async |number| second(number));
        numbers
            >> sink(async |mut numbers| {
                let mut sum = 0;
                while let Some(number) = numbers.next().await {
                    sum += number;
                }
                sum
            })
    })
}

/// [`three_hops`], with a capacity.
pub(crate) fn three_hops_of(items: u64, capacity: usize) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> stage(capacity = capacity, async |number| first(number));
        let numbers = numbers >> stage(capacity = capacity, async |number| second(number));
        numbers
            >> sink(async |mut numbers| {
                let mut sum = 0;
                while let Some(number) = numbers.next().await {
                    sum += number;
                }
                sum
            })
    })
}

/// Four generators into one stage and a sum.
pub(crate) fn fan_in(items: u64) -> AsyncPipeline<'static, u64> {
    let part = items / 4;
    pipeline!(async move {
        let a = generator(0..part);
        let b = generator(part..2 * part);
        let c = generator(2 * part..3 * part);
        let d = generator(3 * part..items);
        fan_in(a, b, c, d) >> stage(async |number| second(first(number))) >> sum::<u64>()
    })
}

/// A generator, four workers and a sum.
pub(crate) fn fan_out(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        generator(0..items) >> fan_out(4, async |number| second(first(number))) >> sum::<u64>()
    })
}

/// [`fan_out`], in the order of the input.
pub(crate) fn in_order(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let worked =
            generator(0..items) >> fan_out(4, ordered, async |number| second(first(number)));
        worked >> sum::<u64>()
    })
}
