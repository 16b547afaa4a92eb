//! Shapes with loops, batches and throttles.

use std::sync::Arc;
use std::time::Duration;

use pipeline::pipeline;

use crate::declared::Declared;
use crate::shapes::Shape;
use pipeline_tests::known::{self, ROUNDS};
use pipeline_tests::of_size;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::Size;

pub static SHAPES: [Shape; 3] = [
    known::FEEDBACK.made(feedback),
    known::FEEDBACK_AND_ORDERED.made(feedback_and_ordered),
    known::BATCHES.made(batches),
];

fn feedback(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield (probe.pass("made", probe.item(number), ctx)?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100_000, full = fail, $($capacity)*);
                let worked = open
                    >> stage($($capacity)* |(item, round)| {
                        (probe.pass("worked", item, ctx)?, round + 1)
                    });
                let (done, again) = worked >> split($($capacity)* |(_, round)| *round == ROUNDS);
                done >> map(|(item, _)| item) >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn feedback_and_ordered(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield (probe.pass("made", probe.item(number), ctx)?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100_000, full = fail, $($capacity)*);
                let worked = open
                    >> fan_out(workers, ordered, $($capacity)* |(item, round)| {
                        (probe.pass("worked", item, ctx)?, round + 1)
                    });
                let (again, done) = worked
                    >> route($($capacity)* |(item, round)| {
                        if round < ROUNDS {
                            again((item, round));
                        } else {
                            done(item);
                        }
                    });
                done >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn batches(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let batches = made >> batch_within(3, Duration::from_millis(1));
                let passed = batches
                    >> stage($($capacity)* |batch: Vec<_>| {
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
        };
    }
    of_size!(size, declared)
}
