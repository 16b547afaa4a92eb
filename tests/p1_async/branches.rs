//! The shapes of streams that part, meet again, and keep an order.

use std::sync::Arc;

use pipeline::{AsyncPipeline, pipeline};
use pipeline_tests::probe::{Probe, SINK};
use pipeline_tests::shape::{one_sink, open_stage, sink, some_of, stage};
use pipeline_tests::{Item, yields};

use crate::shapes::Shape;

const LEFT: &str = "left";
const RIGHT: &str = "right";

pub const SHAPES: [Shape; 7] = [
    Shape {
        name: "tee",
        make: |probe, capacity| Box::new(tee(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            one_sink(LEFT, |items| items),
            one_sink(RIGHT, |items| items),
        ],
        // The tee has an item and its copy.
        full: |capacity| 3 * capacity + 5,
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| 2 * items,
    },
    Shape {
        name: "tee and zip",
        make: |probe, capacity| Box::new(tee_and_zip(probe, capacity)),
        stages: &[
            stage("made", |capacity| 3 * capacity + 3),
            stage("left", |capacity| capacity + 1),
            stage("right", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 5 * capacity + 7,
        armable: |capacity| some_of(3 * capacity + 4),
        delivers: |items| items,
    },
    Shape {
        name: "split",
        make: |probe, capacity| Box::new(split(probe, capacity)),
        stages: &[
            stage("made", |capacity| 3 * capacity + 3),
            stage("parted", |capacity| 2 * capacity + 2),
            one_sink(LEFT, |items| items / 2),
            one_sink(RIGHT, |items| items / 2),
        ],
        full: |capacity| 3 * capacity + 4,
        armable: |capacity| some_of(3 * capacity + 4),
        delivers: |items| items,
    },
    Shape {
        name: "split and fan_in",
        make: |probe, capacity| Box::new(split_and_fan_in(probe, capacity)),
        stages: &[
            open_stage("made"),
            open_stage("parted"),
            open_stage("odd"),
            sink(),
        ],
        // How many wait in front of the stage on the one way is open.
        full: |capacity| 2 * capacity + 3,
        // Not all at once: of two that are sent when the reader has gone, one outlives the run.
        armable: |capacity| some_of(2 * capacity + 3).split_off(1),
        delivers: |items| items,
    },
    Shape {
        name: "route",
        make: |probe, capacity| Box::new(route(probe, capacity)),
        stages: &[
            stage("made", |capacity| 3 * capacity + 3),
            stage("parted", |capacity| 2 * capacity + 2),
            one_sink(LEFT, |items| items / 2),
            one_sink(RIGHT, |items| items / 2),
        ],
        full: |capacity| 3 * capacity + 4,
        armable: |capacity| some_of(3 * capacity + 4),
        delivers: |items| items,
    },
    Shape {
        name: "ordered",
        make: |probe, capacity| Box::new(ordered(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 13),
            stage("worked", |capacity| capacity + 12),
            sink(),
        ],
        // Four items for each of the three workers are on their way.
        full: |capacity| 2 * capacity + 14,
        armable: |capacity| some_of(2 * capacity + 14),
        delivers: |items| items,
    },
    Shape {
        name: "ordered and yielding",
        make: |probe, capacity| Box::new(ordered_and_yielding(probe, capacity)),
        stages: &[open_stage("made"), open_stage("worked"), sink()],
        full: |capacity| 2 * capacity + 4,
        armable: |_| Vec::new(),
        delivers: |items| (0..items).map(outputs_of).sum(),
    },
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

/// None of some, and of a few more than a worker keeps while it is not their turn.
fn outputs_of(number: usize) -> usize {
    match number % 16 {
        5 => 70,
        rest => rest % 3,
    }
}

fn in_order() -> impl FnMut(&Item) {
    let mut last = 0;
    move |item| {
        assert!(last <= item.number, "{last} before {}", item.number);
        last = item.number;
    }
}
