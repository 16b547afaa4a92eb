//! Shapes with bodies that wait, and some with bodies that do not.

use std::sync::Arc;

use pipeline::{pipeline, segment};
use pipeline_tests::known::{self, B, outputs, outputs_of};
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{self, Facts, Size, blocking, open_stage, sink, stage};
use pipeline_tests::{Item, of_size, yields};

use crate::declared::Declared;

pub type Shape = shape::Shape<Box<dyn Declared>>;

pub static SHAPES: [Shape; 17] = [
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
    Facts {
        // The panic of a drop while the inner pipeline is dropped is not reported.
        armable: |_| Vec::new(),
        ..known::NESTED
    }
    .made(nested),
    Facts {
        name: "plain bodies",
        // A body that blocks without yielding would block all other workers.
        stages: &[open_stage("made"), open_stage("passed"), sink()],
        ..known::LINEAR
    }
    .made(plain),
    Facts {
        name: "threads in a blocking body",
        fans_out: false,
        stages: &[
            stage("made", |size| 2 * size.capacity + 2),
            blocking(stage("inner", |size| size.capacity + 1)),
            sink(),
        ],
        ..known::NESTED
    }
    .made(threads_inside),
    Facts {
        name: "blocking",
        stages: &[
            stage("made", |size| 3 * size.capacity + 2 + size.workers),
            blocking(stage("passed", |size| 2 * size.capacity + 1 + size.workers)),
            blocking(stage("worked", |size| size.capacity + 1)),
            sink(),
        ],
        full: |size| 3 * size.capacity + 3 + size.workers,
        armable: |size| shape::some_of(3 * size.capacity + 3 + size.workers),
        ..known::FANNED
    }
    .made(blocking_bodies),
    known::RECEIVED.made(received),
];

fn linear(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> stage($($capacity)* async |item| {
                        b.passed("passed", item, ctx).await?
                    });
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn transform(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> transform($($capacity)* async |mut items| {
                        while let Some(item) = items.next().await {
                            yield b.passed("passed", item, ctx).await?;
                        }
                    });
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn segment(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    let part = segment!(async move |items, ctx| items
        >> stage(name = "passed", async |item| b
            .passed("part/passed", item, ctx)
            .await?));
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let part = made >> segment($($capacity)* part);
                part >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn transforms(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, transform, $($capacity)* async |mut items| {
                        while let Some(item) = items.next().await {
                            yield b.passed("worked", item, ctx).await?;
                        }
                    });
                worked >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// Bodies that never wait.
fn plain(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.pass("made", a.item(number), ctx)?;
                    }
                });
                let passed = made >> stage($($capacity)* |item| b.pass("passed", item, ctx)?);
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* async |item| {
                        b.passed("worked", item, ctx).await?
                    });
                worked >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn by_key(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, by = |item| item.number, $($capacity)* async |item| {
                        b.passed("worked", item, ctx).await?
                    });
                worked >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_in(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let a = generator({
                    for number in 0..a.items() {
                        yield a.passed("a", a.item(number), ctx).await?;
                    }
                });
                let b = generator($($capacity)* {
                    for number in 0..b.items() {
                        yield b.passed("b.generator", b.item(B + number), ctx).await?;
                    }
                }) >> stage(async |item| c.passed("b", item, ctx).await?);
                fan_in(a, b, $($capacity)*) >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// Methods in a generator, before a stage, after a stage, and before a sink, with async and with
/// plain closures.
fn methods(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator(
                    $($capacity)*
                    (0..a.items()).map(move |number| a.make("made", number, ctx)),
                ) >> filter(async |item| {
                    yields(item.number % 2).await;
                    true
                });
                let worked = made
                    >> fan_out(workers, $($capacity)* async |item| {
                        b.passed("worked", item, ctx).await?
                    });
                let staged = worked
                    >> inspect(async |_| yields(1).await)
                    >> stage($($capacity)* async |item| {
                        c.passed("staged", item, ctx).await?
                    })
                    >> map(async |item| {
                        yields(1).await;
                        item
                    })
                    >> filter(|_| true);
                staged >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// A pipeline in a body of another pipeline.
fn nested(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                let passed = made
                    >> stage($($capacity)* async |item| {
                        let passed = pipeline!(async {
                            let inner = generator(Some(item))
                                >> fan_out(workers, async |item| b.passed("inner", item, ctx).await?);
                            inner >> last()
                        });
                        passed
                            .run()
                            .await?
                            .expect("the inner pipeline gives its item")
                    });
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// A pipeline of threads in a blocking body.
fn threads_inside(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> stage(blocking, $($capacity)* |item| {
                        let passed = pipeline!({
                            let inner =
                                generator(Some(item)) >> stage(|item| b.pass("inner", item, ctx)?);
                            inner >> last()
                        });
                        passed.run()?.expect("the inner pipeline gives its item")
                    });
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn blocking_bodies(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> stage(blocking, $($capacity)* |item| {
                        b.pass("passed", item, ctx)?
                    });
                let worked = passed
                    >> fan_out(workers, blocking, $($capacity)* |item| {
                        c.pass("worked", item, ctx)?
                    });
                worked >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

/// Items of a stream that waits before each of them.
fn received(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    let arriving = futures::stream::unfold(0, move |number| {
        let item: Option<Item> = (number < a.items()).then(|| a.item(number));
        async move {
            yields(number % 3).await;
            item.map(|item| (item, number + 1))
        }
    });
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = receive($($capacity)* arriving);
                let passed = made
                    >> stage($($capacity)* async |item| {
                        b.passed("passed", item, ctx).await?
                    });
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_outs(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, $($capacity)* async |item| {
                        b.passed("worked", item, ctx).await?
                    });
                let again = worked
                    >> fan_out(workers, $($capacity)* async |item| {
                        c.passed("again", item, ctx).await?
                    });
                again >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_in_and_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let a = generator({
                    for number in 0..a.items() {
                        yield a.passed("a", a.item(number), ctx).await?;
                    }
                });
                let b = generator({
                    for number in 0..b.items() {
                        yield b.passed("b", b.item(B + number), ctx).await?;
                    }
                });
                let worked = fan_in(a, b, $($capacity)*)
                    >> fan_out(workers, $($capacity)* async |item| {
                        c.passed("worked", item, ctx).await?
                    });
                worked >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn yielding(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> fan_out(workers, $($capacity)* async |item| {
                        let item = b.passed("worked", item, ctx).await?;
                        for _ in 0..outputs_of(item.number) {
                            yield item.clone();
                            yields(1).await;
                        }
                    });
                worked >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn making(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let worked = made
                    >> fan_out(workers, $($capacity)* async |item| {
                        b.passed("worked", item, ctx).await?
                    });
                let staged = worked
                    >> flat_map(outputs)
                    >> stage($($capacity)* async |item| {
                        c.passed("staged", item, ctx).await?
                    });
                staged >> sink(async |items| d.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}
