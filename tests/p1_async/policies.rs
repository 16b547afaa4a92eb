//! The shapes of stages whose failures do not end the run.
//!
//! Each fails by itself, as often as its policy bears; the faults come on top of that.

use std::sync::Arc;

use pipeline::{AsyncPipeline, Failure, pipeline};
use pipeline_tests::known::{self, KEPT, REFUSED, is_skipped};
use pipeline_tests::probe::{Probe, Refused};
use pipeline_tests::shape::{sink, some_of, stage};
use pipeline_tests::{Item, yields};

use crate::branches::alone;
use crate::shapes::Shape;

pub const SHAPES: [Shape; 6] = [
    known::SKIP.made(|probe, capacity| Box::new(skip(probe, capacity))),
    Shape {
        name: "retry",
        make: |probe, capacity| Box::new(retry(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            stage("tried", |capacity| capacity + 1),
            sink(),
        ],
        // The stage keeps an item to try again with, beside what it made of a copy.
        full: |capacity| 2 * capacity + 4,
        // The first attempt at one in three drops the item itself.
        armable: |capacity| {
            let numbers = some_of(2 * capacity + 3).into_iter();
            numbers.filter(|number| number % 3 != 1).collect()
        },
        delivers: |items| items,
    },
    known::STOP_AFTER.made(|probe, capacity| Box::new(stop_after(probe, capacity))),
    known::DEAD_LETTERS.made(|probe, capacity| Box::new(dead_letters(probe, capacity))),
    known::DEAD_LETTERS_OF_A_FAN_OUT
        .made(|probe, capacity| Box::new(dead_letters_of_a_fan_out(probe, capacity))),
    known::DEAD_LETTERS_OF_AN_ORDERED_FAN_OUT
        .made(|probe, capacity| Box::new(dead_letters_of_an_ordered_fan_out(probe, capacity))),
];

fn skip(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let tried = made
            >> fan_out(3, capacity = capacity, on_error = skip, async |item| {
                let item = b.passed("tried", item, ctx).await?;
                if is_skipped(item.number) {
                    Err(Refused(item))?
                } else {
                    item
                }
            });
        tried >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn retry(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let tried = made
            >> stage(capacity = capacity, on_error = retry(2), async |item| {
                b.falter(&item)?;
                b.insisted("tried", item, ctx).await?
            });
        tried >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn stop_after(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let tried = made
            >> stage(capacity = capacity, stop_after = 3, async |item| {
                let item = b.insisted("tried", item, ctx).await?;
                if item.number < 2 {
                    Err(Refused(item))?
                } else {
                    item
                }
            });
        tried >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

async fn keep_even(item: Item) -> Result<Item, Refused> {
    yields(1).await;
    if item.number % 2 == 0 {
        Ok(item)
    } else {
        Err(Refused(item))
    }
}

fn refused(failure: Failure) -> (Item, ()) {
    let refused = failure.cause.into_inner().downcast::<Refused>();
    (refused.expect("no other error is made").0, ())
}

fn dead_letters(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (kept, failed) = made
            >> stage(name = "tried", capacity = capacity, async |item| {
                keep_even(b.passed("tried", item, ctx).await?).await?
            });
        (
            kept >> sink(name = "kept", async |items| {
                c.consumed_at(KEPT, items, alone, ctx).await?
            }),
            failed
                >> sink(name = "refused", async |failures| {
                    d.consumed_at(REFUSED, failures, refused, ctx).await?
                }),
        )
    })
}

fn dead_letters_of_a_fan_out(
    probe: Arc<Probe>,
    capacity: usize,
) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (kept, failed) = made
            >> fan_out(3, name = "tried", capacity = capacity, async |item| {
                keep_even(b.passed("tried", item, ctx).await?).await?
            });
        (
            kept >> sink(name = "kept", async |items| {
                c.consumed_at(KEPT, items, alone, ctx).await?
            }),
            failed
                >> sink(name = "refused", async |failures| {
                    d.consumed_at(REFUSED, failures, refused, ctx).await?
                }),
        )
    })
}

fn dead_letters_of_an_ordered_fan_out(
    probe: Arc<Probe>,
    capacity: usize,
) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (kept, failed) = made
            >> fan_out(
                3,
                ordered,
                name = "tried",
                capacity = capacity,
                async |item| keep_even(b.passed("tried", item, ctx).await?).await?,
            );
        (
            kept >> sink(name = "kept", async |items| {
                c.consumed_at(KEPT, items, alone, ctx).await?
            }),
            failed
                >> sink(name = "refused", async |failures| {
                    d.consumed_at(REFUSED, failures, refused, ctx).await?
                }),
        )
    })
}
