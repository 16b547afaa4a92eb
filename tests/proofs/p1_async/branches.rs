//! Shapes with streams that divide and join, and that keep an order.

use std::sync::Arc;

use pipeline::pipeline;
use pipeline_tests::known::{self, LEFT, RIGHT, outputs_of};
use pipeline_tests::probe::{Probe, SINK};
use pipeline_tests::shape::Size;
use pipeline_tests::{Item, of_size, yields};

use crate::declared::Declared;
use crate::shapes::Shape;

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

pub fn alone(item: Item) -> (Item, ()) {
    (item, ())
}

fn is_even(item: &Item) -> bool {
    item.number % 2 == 0
}

fn tee(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (left, right) = made >> tee($($capacity)*);
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
        };
    }
    of_size!(size, declared)
}

fn tee_and_zip(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (left, right) = made >> tee($($capacity)*);
                let left = left
                    >> stage(name = "left", $($capacity)* async |item| {
                        b.passed("left", item, ctx).await?
                    });
                let right = right
                    >> stage(name = "right", $($capacity)* async |item| {
                        c.passed("right", item, ctx).await?
                    });
                zip(left, right)
                    >> inspect(|(left, right)| assert_eq!(left.number, right.number))
                    >> sink(async |pairs| d.consumed_at(SINK, pairs, |pair| pair, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn split(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (even, odd) = made
                    >> split(name = "parted", $($capacity)* async |item| {
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
        };
    }
    of_size!(size, declared)
}

/// One branch leads directly to the edge that the other branch joins downstream of a stage.
fn split_and_fan_in(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
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
                fan_in(even, odd, $($capacity)*) >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// An item of another type.
struct Odd(Item);

fn route(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (even, odd): (Item, Odd) = made
                    >> route(name = "parted", $($capacity)* async |item| {
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
        };
    }
    of_size!(size, declared)
}

fn ordered(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, $($capacity)* async |item| {
                        // Later items are ready sooner.
                        yields(9 - item.number % 10).await;
                        b.passed("worked", item, ctx).await?
                    });
                worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_by_key(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, by = |item| item.number, ordered, $($capacity)* async |item| {
                        // Later items are ready sooner.
                        yields(9 - item.number % 10).await;
                        b.passed("worked", item, ctx).await?
                    });
                worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_in_a_window(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let (workers, window) = (size.workers, known::window(size));
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, window = window, $($capacity)* async |item| {
                        // Later items are ready sooner.
                        yields(9 - item.number % 10).await;
                        b.passed("worked", item, ctx).await?
                    });
                worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered_and_yielding(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, ordered, $($capacity)* async |item| {
                        let item = b.passed("worked", item, ctx).await?;
                        for _ in 0..outputs_of(item.number) {
                            yield item.clone();
                            yields(1).await;
                        }
                    });
                worked >> inspect(in_order()) >> sink(async |items| c.consumed(items, ctx).await?)
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
