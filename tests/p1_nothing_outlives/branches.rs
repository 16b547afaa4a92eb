//! The shapes of streams that part, meet again, and keep an order.

use std::sync::Arc;

use pipeline::{Pipeline, pipeline};
use pipeline_tests::Item;

use crate::shapes::Shape;
use pipeline_tests::known::{self, LEFT, RIGHT, outputs_of};
use pipeline_tests::probe::{Probe, SINK};

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

fn in_order() -> impl FnMut(&Item) {
    let mut last = 0;
    move |item| {
        assert!(last <= item.number, "{last} before {}", item.number);
        last = item.number;
    }
}
