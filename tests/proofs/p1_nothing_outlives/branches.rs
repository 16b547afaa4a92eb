//! Shapes with streams that divide and join, and that keep an order.

use std::sync::Arc;

use pipeline::pipeline;
use pipeline_tests::{Item, of_size};

use crate::declared::Declared;
use crate::shapes::Shape;
use pipeline_tests::known::{self, LEFT, RIGHT, outputs_of};
use pipeline_tests::probe::{Probe, SINK};
use pipeline_tests::shape::Size;

pub static SHAPES: [Shape; 9] = [
    known::TEE.made(tee),
    known::TEE_AND_ZIP.made(tee_and_zip),
    known::SPLIT.made(split),
    known::SPLIT_AND_FAN_IN.made(split_and_fan_in),
    known::ROUTE.made(route),
    known::ORDERED.made(ordered),
    known::ORDERED_BY_KEY.made(ordered_by_key),
    known::ORDERED_IN_A_WINDOW.made(ordered_in_a_window),
    known::ORDERED_AND_YIELDING.made(ordered_and_yielding),
];

fn alone(item: Item) -> (Item, ()) {
    (item, ())
}

fn is_even(item: &Item) -> bool {
    item.number % 2 == 0
}

fn tee(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (a, b) = made >> tee($($capacity)*);
                (
                    a >> sink(name = "left", |items| {
                        probe.consume_at(LEFT, items.map(alone), ctx)?
                    }),
                    b >> sink(name = "right", |items| {
                        probe.consume_at(RIGHT, items.map(alone), ctx)?
                    }),
                )
            })
        };
    }
    of_size!(size, declared)
}

fn tee_and_zip(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (left, right) = made >> tee($($capacity)*);
                let left = left
                    >> stage(name = "left", $($capacity)* |item| {
                        probe.pass("left", item, ctx)?
                    });
                let right = right
                    >> stage(name = "right", $($capacity)* |item| {
                        probe.pass("right", item, ctx)?
                    });
                zip(left, right)
                    >> inspect(|(left, right)| assert_eq!(left.number, right.number))
                    >> sink(|pairs| probe.consume_at(SINK, pairs, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn split(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (even, odd) = made
                    >> split(name = "parted", $($capacity)* |item| {
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
        };
    }
    of_size!(size, declared)
}

/// One branch leads directly to the edge that the other branch joins downstream of a stage.
fn split_and_fan_in(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
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
                fan_in(even, odd, $($capacity)*) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

/// An item of another type.
struct Odd(Item);

fn route(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (even, odd): (Item, Odd) = made
                    >> route(name = "parted", $($capacity)* |item| {
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
        };
    }
    of_size!(size, declared)
}

fn ordered(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_by_key(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let worked = made
                    >> fan_out(workers, by = |item| item.number, ordered, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_in_a_window(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let (workers, window) = (size.workers, known::window(size));
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, window = window, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_and_yielding(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, $($capacity)* |item| {
                        let item = probe.pass("worked", item, ctx)?;
                        for _ in 0..outputs_of(item.number) {
                            yield item.clone();
                        }
                    });
                worked >> inspect(in_order()) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn in_order() -> impl FnMut(&Item) {
    let mut last = 0;
    move |item| {
        assert!(last <= item.number, "{last} before {}", item.number);
        last = item.number;
    }
}
