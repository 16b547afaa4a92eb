//! Ends that come while a worker waits to try again: nobody lives to see the end of that wait.

use std::sync::Arc;
use std::time::Duration;

use pipeline::{Failure, Pipeline, pipeline};
use pipeline_tests::Cases;

use pipeline_tests::shape::{Stage, lenient, open_stage, sink};

use crate::shapes::Shape;
use crate::{CAPACITIES, ends, faults, name};
use pipeline_tests::probe::{Armed, Probe, SINK, When};

/// Far above the watchdog's patience.
const BACKOFF: Duration = Duration::from_hours(1);

/// The item at which a worker waits.
const WAITS_AT: usize = 5;

/// The item that each stage has, or will have, meanwhile.
fn beside(stage: &Stage) -> usize {
    match stage.name {
        // The last before the one that does not come.
        SINK => WAITS_AT - 1,
        // Another worker's.
        "tried" => WAITS_AT,
        _ => WAITS_AT + 1,
    }
}

const SHAPES: [Shape; 4] = [
    Shape {
        name: "backoff",
        make: |probe, capacity| Box::new(stage(probe, capacity)),
        stages: &[open_stage("made"), sink()],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "backoff of a fan_out",
        make: |probe, capacity| Box::new(fan_out(probe, capacity)),
        stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "backoff of an ordered fan_out",
        make: |probe, capacity| Box::new(ordered(probe, capacity)),
        stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "backoff before a dead letter",
        make: |probe, capacity| Box::new(dead_letters(probe, capacity)),
        stages: &[open_stage("made"), sink()],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
];

pub fn run(cases: &mut Cases) {
    for shape in &SHAPES {
        for capacity in CAPACITIES {
            for stage in shape.stages {
                for fault in faults(stage) {
                    let what = format!("{fault:?} in {}", stage.name);
                    let when = When::Waiting {
                        item: beside(stage),
                    };
                    cases.run(name(shape, capacity, &what), || {
                        ends::struck(shape, capacity, fault, stage, when);
                    });
                }
            }
            run_outside(cases, shape, capacity);
        }
    }
}

fn run_outside(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let when = When::Waiting { item: 0 };
    cases.run(name(shape, capacity, "cancelled by its handle"), || {
        ends::cancelled_by_handle(shape, capacity, when, Armed::None);
    });
    cases.run(name(shape, capacity, "cancelled by its context"), || {
        ends::cancelled_by_context(shape, capacity, when);
    });
    cases.run(name(shape, capacity, "handle dropped"), || {
        ends::handle_dropped(shape, capacity, when, Armed::None);
    });
}

fn stage(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> stage(capacity = capacity, on_error = retry(1, BACKOFF), |item| {
                probe.fail_at(WAITS_AT, &item)?;
                item
            });
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn fan_out(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> fan_out(
                3,
                capacity = capacity,
                // By the attempt's number.
                on_error = retry(1, |attempt| attempt * BACKOFF),
                |item| {
                    probe.fail_at(WAITS_AT, &item)?;
                    probe.pass("tried", item, ctx)?
                },
            );
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn ordered(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> fan_out(
                3,
                ordered,
                capacity = capacity,
                on_error = retry(1, BACKOFF),
                |item| {
                    probe.fail_at(WAITS_AT, &item)?;
                    probe.pass("tried", item, ctx)?
                },
            );
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

/// Nothing is wanted any more once both sinks have ended: the one of the failures does at once.
fn dead_letters(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (tried, failed) = made
            >> stage(capacity = capacity, on_error = retry(1, BACKOFF), |item| {
                probe.fail_at(WAITS_AT, &item)?;
                item
            });
        let failed = failed >> map(|Failure { .. }| ());
        (
            tried >> sink(name = "output", |items| probe.consume(items, ctx)?),
            failed >> take(0) >> count(),
        )
    })
}
