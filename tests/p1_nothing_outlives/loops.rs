//! The shapes of streams that come back, and of items that wait together or for their time.

use std::sync::Arc;
use std::time::Duration;

use pipeline::{Pipeline, pipeline};

use crate::shapes::Shape;
use pipeline_tests::known::{self, ROUNDS};
use pipeline_tests::probe::Probe;

pub const SHAPES: [Shape; 3] = [
    known::FEEDBACK.made(|probe, capacity| Box::new(feedback(probe, capacity))),
    known::FEEDBACK_AND_ORDERED
        .made(|probe, capacity| Box::new(feedback_and_ordered(probe, capacity))),
    known::BATCHES.made(|probe, capacity| Box::new(batches(probe, capacity))),
];

fn feedback(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield (probe.pass("made", probe.item(number), ctx)?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100_000, full = fail, capacity = capacity);
        let worked = open
            >> stage(capacity = capacity, |(item, round)| {
                (probe.pass("worked", item, ctx)?, round + 1)
            });
        let (done, again) = worked >> split(capacity = capacity, |(_, round)| *round == ROUNDS);
        done >> map(|(item, _)| item) >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn feedback_and_ordered(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield (probe.pass("made", probe.item(number), ctx)?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100_000, full = fail, capacity = capacity);
        let worked = open
            >> fan_out(3, ordered, capacity = capacity, |(item, round)| {
                (probe.pass("worked", item, ctx)?, round + 1)
            });
        let (again, done) = worked
            >> route(capacity = capacity, |(item, round)| {
                if round < ROUNDS {
                    again((item, round));
                } else {
                    done(item);
                }
            });
        done >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn batches(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let batches = made >> batch_within(3, Duration::from_millis(1));
        let passed = batches
            >> stage(capacity = capacity, |batch: Vec<_>| {
                for item in batch {
                    yield probe.pass("passed", item, ctx)?;
                }
            });
        passed
            >> throttle(1_000_000, Duration::from_nanos(1))
            >> batch(2)
            >> flatten()
            >> sink(|items| probe.consume(items, ctx)?)
    })
}
