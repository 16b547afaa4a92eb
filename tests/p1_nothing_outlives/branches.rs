//! The shapes of streams that part, meet again, and keep an order.

use std::sync::Arc;

use pipeline::{Pipeline, pipeline};
use pipeline_tests::Item;

use pipeline_tests::shape::{one_sink, open_stage, sink, some_of, stage};

use crate::shapes::Shape;
use pipeline_tests::probe::{Probe, SINK};

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

fn alone(item: Item) -> (Item, ()) {
    (item, ())
}

fn is_even(item: &Item) -> bool {
    item.number % 2 == 0
}

fn tee(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (a, b) = made >> tee(capacity = capacity);
        (
            a >> sink(name = "left", |items| {
                probe.consume_at(LEFT, items.map(alone), ctx)?
            }),
            b >> sink(name = "right", |items| {
                probe.consume_at(RIGHT, items.map(alone), ctx)?
            }),
        )
    })
}

fn tee_and_zip(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (left, right) = made >> tee(capacity = capacity);
        let left = left
            >> stage(name = "left", capacity = capacity, |item| {
                probe.pass("left", item, ctx)?
            });
        let right = right
            >> stage(name = "right", capacity = capacity, |item| {
                probe.pass("right", item, ctx)?
            });
        zip(left, right)
            >> inspect(|(left, right)| assert_eq!(left.number, right.number))
            >> sink(|pairs| probe.consume_at(SINK, pairs, ctx)?)
    })
}

fn split(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (even, odd) = made
            >> split(name = "parted", capacity = capacity, |item| {
                probe.look("parted", item, ctx)?;
                is_even(item)
            });
        (
            even >> sink(name = "left", |items| {
                probe.consume_at(LEFT, items.map(alone), ctx)?
            }),
            odd >> sink(name = "right", |items| {
                probe.consume_at(RIGHT, items.map(alone), ctx)?
            }),
        )
    })
}

/// One way leads straight to the stream that the other joins behind a stage.
fn split_and_fan_in(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (even, odd) = made
            >> split(name = "parted", |item| {
                probe.look("parted", item, ctx)?;
                is_even(item)
            });
        let odd = odd >> stage(|item| probe.pass("odd", item, ctx)?);
        fan_in(even, odd, capacity = capacity) >> sink(|items| probe.consume(items, ctx)?)
    })
}

/// An item of another type.
struct Odd(Item);

fn route(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (even, odd): (Item, Odd) = made
            >> route(name = "parted", capacity = capacity, |item| {
                let item = probe.pass("parted", item, ctx)?;
                if is_even(&item) {
                    even(item);
                } else {
                    odd(Odd(item));
                }
            });
        (
            even >> sink(name = "left", |items| {
                probe.consume_at(LEFT, items.map(alone), ctx)?
            }),
            odd >> sink(name = "right", |items| {
                probe.consume_at(RIGHT, items.map(|Odd(item)| alone(item)), ctx)?
            }),
        )
    })
}

fn ordered(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(3, ordered, capacity = capacity, |item| {
                probe.pass("worked", item, ctx)?
            });
        worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn ordered_and_yielding(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(3, ordered, capacity = capacity, |item| {
                let item = probe.pass("worked", item, ctx)?;
                for _ in 0..outputs_of(item.number) {
                    yield item.clone();
                }
            });
        worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
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
