//! The shapes of pipelines that are struck.

use std::sync::Arc;

use pipeline::{Pipeline, pipeline};

use pipeline_tests::known::{self, B};
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{self, sink, some_of, stage};

use crate::declared::Declared;

pub type Shape = shape::Shape<fn(Arc<Probe>, usize) -> Box<dyn Declared>>;

pub const SHAPES: [Shape; 5] = [
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
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| items,
    },
];

fn linear(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let passed = made
            >> stage(capacity = capacity, |item| {
                probe.pass("passed", item, ctx)?
            });
        passed >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn fan_out(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(3, capacity = capacity, |item| {
                probe.pass("worked", item, ctx)?
            });
        worked >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn fan_in(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let a = generator({
            for number in 0..probe.items() {
                yield probe.pass("a", probe.item(number), ctx)?;
            }
        });
        let b = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("b.generator", probe.item(B + number), ctx)?;
            }
        }) >> stage(|item| probe.pass("b", item, ctx)?);
        fan_in(a, b, capacity = capacity) >> sink(|items| probe.consume(items, ctx)?)
    })
}

/// Methods in a generator, in front of a stage, behind it, and in front of a sink.
fn methods(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(
            capacity = capacity,
            (0..probe.items()).map(|number| probe.item(number)),
        ) >> filter(|_| true);
        let worked = made
            >> fan_out(2, capacity = capacity, |item| {
                probe.pass("worked", item, ctx)?
            });
        let staged = worked
            >> inspect(|_| ())
            >> stage(capacity = capacity, |item| {
                probe.pass("staged", item, ctx)?
            })
            >> map(|item| item)
            >> filter(|_| true);
        staged >> sink(|items| probe.consume(items, ctx)?)
    })
}

/// A pipeline in a body of another.
fn nested(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let passed = made
            >> stage(capacity = capacity, |item| {
                let passed = pipeline!({
                    let inner = generator(Some(item))
                        >> fan_out(2, |item| probe.pass("inner", item, ctx)?);
                    inner >> last()
                });
                passed.run()?.expect("the inner pipeline gives its item")
            });
        passed >> sink(|items| probe.consume(items, ctx)?)
    })
}
