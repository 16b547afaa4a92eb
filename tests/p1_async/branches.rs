//! The shapes of streams that part, meet again, and keep an order.

use std::sync::Arc;

use pipeline::{AsyncPipeline, pipeline};
use pipeline_tests::known::{self, LEFT, RIGHT, outputs_of};
use pipeline_tests::probe::{Probe, SINK};
use pipeline_tests::{Item, yields};

use crate::shapes::Shape;

pub const SHAPES: [Shape; 7] = [
    known::TEE.made(|probe, capacity| Box::new(tee(probe, capacity))),
    known::TEE_AND_ZIP.made(|probe, capacity| Box::new(tee_and_zip(probe, capacity))),
    known::SPLIT.made(|probe, capacity| Box::new(split(probe, capacity))),
    known::SPLIT_AND_FAN_IN.made(|probe, capacity| Box::new(split_and_fan_in(probe, capacity))),
    known::ROUTE.made(|probe, capacity| Box::new(route(probe, capacity))),
    known::ORDERED.made(|probe, capacity| Box::new(ordered(probe, capacity))),
    known::ORDERED_AND_YIELDING
        .made(|probe, capacity| Box::new(ordered_and_yielding(probe, capacity))),
];

pub fn alone(item: Item) -> (Item, ()) {
    (item, ())
}

fn is_even(item: &Item) -> bool {
    item.number % 2 == 0
}

fn tee(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (left, right) = made >> tee(capacity = capacity);
        (
            left >> sink(name = "left", async |items| {
                b.consumed_at(LEFT, items, alone, ctx).await?
            }),
            right
                >> sink(name = "right", async |items| {
                    c.consumed_at(RIGHT, items, alone, ctx).await?
                }),
        )
    })
}

fn tee_and_zip(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (left, right) = made >> tee(capacity = capacity);
        let left = left
            >> stage(name = "left", capacity = capacity, async |item| {
                b.passed("left", item, ctx).await?
            });
        let right = right
            >> stage(name = "right", capacity = capacity, async |item| {
                c.passed("right", item, ctx).await?
            });
        zip(left, right)
            >> inspect(|(left, right)| assert_eq!(left.number, right.number))
            >> sink(async |pairs| d.consumed_at(SINK, pairs, |pair| pair, ctx).await?)
    })
}

fn split(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (even, odd) = made
            >> split(name = "parted", capacity = capacity, async |item| {
                b.looked("parted", item, ctx).await?;
                is_even(item)
            });
        (
            even >> sink(name = "left", async |items| {
                c.consumed_at(LEFT, items, alone, ctx).await?
            }),
            odd >> sink(name = "right", async |items| {
                d.consumed_at(RIGHT, items, alone, ctx).await?
            }),
        )
    })
}

/// One way leads straight to the stream that the other joins behind a stage.
fn split_and_fan_in(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (even, odd) = made
            >> split(name = "parted", async |item| {
                b.looked("parted", item, ctx).await?;
                is_even(item)
            });
        let odd = odd >> stage(async |item| c.passed("odd", item, ctx).await?);
        fan_in(even, odd, capacity = capacity) >> sink(async |items| d.consumed(items, ctx).await?)
    })
}

/// An item of another type.
struct Odd(Item);

fn route(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, (usize, usize)> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let (even, odd): (Item, Odd) = made
            >> route(name = "parted", capacity = capacity, async |item| {
                let item = b.passed("parted", item, ctx).await?;
                if is_even(&item) {
                    even(item).await;
                } else {
                    odd(Odd(item)).await;
                }
            });
        (
            even >> sink(name = "left", async |items| {
                c.consumed_at(LEFT, items, alone, ctx).await?
            }),
            odd >> sink(name = "right", async |items| {
                d.consumed_at(RIGHT, items, |Odd(item)| alone(item), ctx)
                    .await?
            }),
        )
    })
}

fn ordered(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let worked = made
            >> fan_out(3, ordered, capacity = capacity, async |item| {
                // Those that come later are made sooner.
                yields(9 - item.number % 10).await;
                b.passed("worked", item, ctx).await?
            });
        worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn ordered_and_yielding(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let worked = made
            >> fan_out(3, ordered, capacity = capacity, async |item| {
                let item = b.passed("worked", item, ctx).await?;
                for _ in 0..outputs_of(item.number) {
                    yield item.clone();
                    yields(1).await;
                }
            });
        worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn in_order() -> impl FnMut(&Item) {
    let mut last = 0;
    move |item| {
        assert!(last <= item.number, "{last} before {}", item.number);
        last = item.number;
    }
}
