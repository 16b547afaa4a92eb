//! The shapes of pipelines that are struck.

use std::sync::Arc;

use pipeline::{Pipeline, pipeline};

use crate::declared::Declared;
use crate::probe::{Probe, SINK};

pub struct Shape {
    pub name: &'static str,
    pub make: fn(Arc<Probe>, usize) -> Box<dyn Declared>,
    /// Its stages, each with the item at which it can wait until every stream is full.
    pub stages: &'static [Stage],
    /// How many items live, at least, when every stream of a capacity is full and every worker has
    /// one.
    pub full: fn(usize) -> usize,
    /// Numbers of items that live when every stream is full: together in every place there is.
    ///
    /// Without the first where some are dropped on the way: all cannot be armed then.
    pub armable: fn(usize) -> Vec<usize>,
    /// How many items reach the sinks when each generator makes so many.
    pub delivers: fn(usize) -> usize,
}

pub struct Stage {
    pub name: &'static str,
    /// Which of its items it holds when everything behind it is full, by capacity.
    pub full_at: Option<fn(usize) -> usize>,
    pub role: Role,
}

/// What the end of a stage means.
#[derive(Clone, Copy)]
pub enum Role {
    /// A body's error ends the run.
    Strict,
    /// A body's error is borne.
    Lenient,
    /// It is the only sink.
    Sink,
    /// It is one of several sinks: so many of the items reach the others.
    OneSink(fn(usize) -> usize),
}

impl Stage {
    pub fn is_sink(&self) -> bool {
        matches!(self.role, Role::Sink | Role::OneSink(_))
    }
}

pub const fn stage(name: &'static str, full_at: fn(usize) -> usize) -> Stage {
    Stage {
        name,
        full_at: Some(full_at),
        role: Role::Strict,
    }
}

/// A stage of which chance decides which item it has when every stream is full.
pub const fn open_stage(name: &'static str) -> Stage {
    Stage {
        name,
        full_at: None,
        role: Role::Strict,
    }
}

pub const fn lenient(stage: Stage) -> Stage {
    Stage {
        role: Role::Lenient,
        ..stage
    }
}

pub const fn sink() -> Stage {
    Stage {
        role: Role::Sink,
        ..stage(SINK, |_| 0)
    }
}

pub const fn one_sink(name: &'static str, others_take: fn(usize) -> usize) -> Stage {
    Stage {
        role: Role::OneSink(others_take),
        ..stage(name, |_| 0)
    }
}

pub const SHAPES: [Shape; 5] = [
    Shape {
        name: "linear",
        make: |probe, capacity| Box::new(linear(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            stage("passed", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 2 * capacity + 3,
        armable: |capacity| some_of(2 * capacity + 3),
        delivers: |items| items,
    },
    Shape {
        name: "fan_out",
        make: |probe, capacity| Box::new(fan_out(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 4),
            stage("worked", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 2 * capacity + 5,
        armable: |capacity| some_of(2 * capacity + 5),
        delivers: |items| items,
    },
    Shape {
        name: "fan_in",
        make: |probe, capacity| Box::new(fan_in(probe, capacity)),
        stages: &[
            // The other input fills the stream meanwhile.
            stage("a", |_| 0),
            open_stage("b.generator"),
            stage("b", |_| 0),
            sink(),
        ],
        full: |capacity| 2 * capacity + 4,
        // The first of either input: how far the others get is open.
        armable: |_| vec![0, B],
        delivers: |items| 2 * items,
    },
    Shape {
        name: "methods",
        make: |probe, capacity| Box::new(methods(probe, capacity)),
        stages: &[
            stage("worked", |capacity| 2 * capacity + 2),
            stage("staged", |capacity| capacity + 1),
            sink(),
        ],
        full: |capacity| 3 * capacity + 5,
        armable: |capacity| some_of(3 * capacity + 5),
        delivers: |items| items,
    },
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

/// The numbers of the items of a fan-in's second input start here.
const B: usize = 1_000_000;

/// All of few numbers, or both ends of many: what is in hands and what is in queues.
pub fn some_of(count: usize) -> Vec<usize> {
    (0..count)
        .filter(|&number| number < 4 || number + 4 >= count)
        .collect()
}

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
