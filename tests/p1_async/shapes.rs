//! The shapes of pipelines that are struck: bodies that wait, and some that do not.

use std::sync::Arc;

use pipeline::{AsyncPipeline, pipeline};
use pipeline_tests::known::{self, B};
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{self, open_stage, sink, some_of, stage};
use pipeline_tests::{Item, yields};

use crate::declared::Declared;

pub type Shape = shape::Shape<fn(Arc<Probe>, usize) -> Box<dyn Declared>>;

pub const SHAPES: [Shape; 9] = [
    known::LINEAR.made(|probe, capacity| Box::new(linear(probe, capacity))),
    known::FAN_OUT.made(|probe, capacity| Box::new(fan_out(probe, capacity))),
    known::FAN_IN.made(|probe, capacity| Box::new(fan_in(probe, capacity))),
    known::METHODS.made(|probe, capacity| Box::new(methods(probe, capacity))),
    Shape {
        name: "nested",
        make: |probe, capacity| Box::new(nested(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            stage("inner", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 2 * capacity + 3,
        // A drop that panics while the inner pipeline is dropped is told to nobody.
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "plain bodies",
        make: |probe, capacity| Box::new(plain(probe, capacity)),
        // A body that waits for others without letting them go on has them all wait.
        stages: &[open_stage("made"), open_stage("passed"), sink()],
        full: |capacity| 2 * capacity + 3,
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| items,
    },
    Shape {
        name: "threads in a blocking body",
        make: |probe, capacity| Box::new(threads_inside(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            stage("inner", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 2 * capacity + 3,
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| items,
    },
    Shape {
        name: "blocking",
        make: |probe, capacity| Box::new(blocking(probe, capacity)),
        stages: &[
            stage("made", |capacity| 3 * capacity + 4),
            stage("passed", |capacity| 2 * capacity + 3),
            stage("worked", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 3 * capacity + 5,
        armable: |capacity| some_of(3 * capacity + 5),
        delivers: |items| items,
    },
    Shape {
        name: "received",
        make: |probe, capacity| Box::new(received(probe, capacity)),
        stages: &[stage("passed", |capacity| capacity + 1), sink()],
        full: |capacity| 2 * capacity + 3,
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| items,
    },
];

fn linear(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let passed = made
            >> stage(capacity = capacity, async |item| {
                b.passed("passed", item, ctx).await?
            });
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

/// Bodies that never wait.
fn plain(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(capacity = capacity, |item| b.pass("passed", item, ctx)?);
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn fan_out(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let worked = made
            >> fan_out(3, capacity = capacity, async |item| {
                b.passed("worked", item, ctx).await?
            });
        worked >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn fan_in(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let a = generator({
            for number in 0..a.items() {
                yield a.passed("a", a.item(number), ctx).await?;
            }
        });
        let b = generator(capacity = capacity, {
            for number in 0..b.items() {
                yield b.passed("b.generator", b.item(B + number), ctx).await?;
            }
        }) >> stage(async |item| c.passed("b", item, ctx).await?);
        fan_in(a, b, capacity = capacity) >> sink(async |items| d.consumed(items, ctx).await?)
    })
}

/// Methods in a generator, in front of a stage, behind it, and in front of a sink, awaited and not.
fn methods(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(
            capacity = capacity,
            (0..a.items()).map(move |number| a.item(number)),
        ) >> filter(async |item| {
            yields(item.number % 2).await;
            true
        });
        let worked = made
            >> fan_out(2, capacity = capacity, async |item| {
                b.passed("worked", item, ctx).await?
            });
        let staged = worked
            >> inspect(async |_| yields(1).await)
            >> stage(capacity = capacity, async |item| {
                c.passed("staged", item, ctx).await?
            })
            >> map(async |item| {
                yields(1).await;
                item
            })
            >> filter(|_| true);
        staged >> sink(async |items| d.consumed(items, ctx).await?)
    })
}

/// A pipeline in a body of another.
fn nested(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let passed = made
            >> stage(capacity = capacity, async |item| {
                let passed = pipeline!(async {
                    let inner = generator(Some(item))
                        >> fan_out(2, async |item| b.passed("inner", item, ctx).await?);
                    inner >> last()
                });
                passed
                    .run()
                    .await?
                    .expect("the inner pipeline gives its item")
            });
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

/// A pipeline of threads in a body that may block.
fn threads_inside(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let passed = made
            >> stage(blocking, capacity = capacity, |item| {
                let passed = pipeline!({
                    let inner =
                        generator(Some(item)) >> stage(|item| b.pass("inner", item, ctx)?);
                    inner >> last()
                });
                passed.run()?.expect("the inner pipeline gives its item")
            });
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn blocking(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c, d] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let passed = made
            >> stage(blocking, capacity = capacity, |item| {
                b.pass("passed", item, ctx)?
            });
        let worked = passed
            >> fan_out(2, blocking, capacity = capacity, |item| {
                c.pass("worked", item, ctx)?
            });
        worked >> sink(async |items| d.consumed(items, ctx).await?)
    })
}

/// From a stream that waits before each item.
fn received(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    let arriving = futures::stream::unfold(0, move |number| {
        let item: Option<Item> = (number < a.items()).then(|| a.item(number));
        async move {
            yields(number % 3).await;
            item.map(|item| (item, number + 1))
        }
    });
    pipeline!(async move |ctx| {
        let made = receive(capacity = capacity, arriving);
        let passed = made
            >> stage(capacity = capacity, async |item| {
                b.passed("passed", item, ctx).await?
            });
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}
