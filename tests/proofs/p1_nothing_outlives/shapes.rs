//! The basic shapes.

use std::sync::Arc;

use pipeline::{pipeline, segment};
use pipeline_tests::known::{self, B, outputs, outputs_of};
use pipeline_tests::of_size;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{self, Size};

use crate::declared::Declared;

pub type Shape = shape::Shape<Box<dyn Declared>>;

pub static SHAPES: [Shape; 13] = [
    known::LINEAR.made(linear),
    known::FAN_OUT.made(fan_out),
    known::BY_KEY.made(by_key),
    known::TRANSFORM.made(transform),
    known::TRANSFORMS.made(transforms),
    known::SEGMENT.made(segment),
    known::FAN_OUTS.made(fan_outs),
    known::FAN_IN.made(fan_in),
    known::FAN_IN_AND_FAN_OUT.made(fan_in_and_fan_out),
    known::METHODS.made(methods),
    known::YIELDING.made(yielding),
    known::MAKING.made(making),
    known::NESTED.made(nested),
];

fn linear(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let passed = made
                    >> stage($($capacity)* |item| {
                        probe.pass("passed", item, ctx)?
                    });
                passed >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn by_key(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, by = |item| item.number, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn transform(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let passed = made
                    >> transform($($capacity)* |items| {
                        for item in items {
                            yield probe.pass("passed", item, ctx)?;
                        }
                    });
                passed >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn segment(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let inside = Arc::clone(&probe);
    let part = segment!(move |items, ctx| items
        >> stage(name = "passed", |item| inside.pass(
            "part/passed",
            item,
            ctx
        )?));
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let part = made >> segment($($capacity)* part);
                part >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn transforms(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, transform, $($capacity)* |items| {
                        for item in items {
                            yield probe.pass("worked", item, ctx)?;
                        }
                    });
                worked >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_in(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let a = generator({
                    for number in 0..probe.items() {
                        yield probe.pass("a", probe.item(number), ctx)?;
                    }
                });
                let b = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("b.generator", probe.item(B + number), ctx)?;
                    }
                }) >> stage(|item| probe.pass("b", item, ctx)?);
                fan_in(a, b, $($capacity)*) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

/// Methods in a generator, before a stage, after a stage, and before a sink.
fn methods(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator(
                    $($capacity)*
                    (0..probe.items()).map(|number| probe.make("made", number, ctx)),
                ) >> filter(|_| true);
                let worked = made
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                let staged = worked
                    >> inspect(|_| ())
                    >> stage($($capacity)* |item| {
                        probe.pass("staged", item, ctx)?
                    })
                    >> map(|item| item)
                    >> filter(|_| true);
                staged >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

/// A pipeline in a body of another pipeline.
fn nested(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let passed = made
                    >> stage($($capacity)* |item| {
                        let passed = pipeline!({
                            let inner = generator(Some(item))
                                >> fan_out(workers, |item| probe.pass("inner", item, ctx)?);
                            inner >> last()
                        });
                        passed.run()?.expect("the inner pipeline gives its item")
                    });
                passed >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_outs(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                let again = worked
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("again", item, ctx)?
                    });
                again >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_in_and_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let a = generator({
                    for number in 0..probe.items() {
                        yield probe.pass("a", probe.item(number), ctx)?;
                    }
                });
                let b = generator({
                    for number in 0..probe.items() {
                        yield probe.pass("b", probe.item(B + number), ctx)?;
                    }
                });
                let worked = fan_in(a, b, $($capacity)*)
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                worked >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn yielding(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* |item| {
                        let item = probe.pass("worked", item, ctx)?;
                        for _ in 0..outputs_of(item.number) {
                            yield item.clone();
                        }
                    });
                worked >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn making(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* |item| {
                        probe.pass("worked", item, ctx)?
                    });
                let staged = worked
                    >> flat_map(outputs)
                    >> stage($($capacity)* |item| {
                        probe.pass("staged", item, ctx)?
                    });
                staged >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}
