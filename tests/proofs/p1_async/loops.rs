//! Shapes with loops, batches and throttles.

use std::sync::Arc;
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::known::{self, ROUNDS};
use pipeline_tests::of_size;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::Size;

use crate::declared::Declared;
use crate::shapes::Shape;

pub static SHAPES: [Shape; 3] = [
    known::FEEDBACK.made(feedback),
    known::FEEDBACK_AND_ORDERED.made(feedback_and_ordered),
    known::BATCHES.made(batches),
];

fn feedback(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield (a.passed("made", a.item(number), ctx).await?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100_000, full = fail, $($capacity)*);
                let worked = open
                    >> stage($($capacity)* async |(item, round)| {
                        (b.passed("worked", item, ctx).await?, round + 1)
                    });
                let (done, again) = worked >> split($($capacity)* |(_, round)| *round == ROUNDS);
                done >> map(|(item, _)| item) >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn feedback_and_ordered(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield (a.passed("made", a.item(number), ctx).await?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100_000, full = fail, $($capacity)*);
                let worked = open
                    >> fan_out(workers, ordered, $($capacity)* async |(item, round)| {
                        (b.passed("worked", item, ctx).await?, round + 1)
                    });
                let (again, done) = worked
                    >> route($($capacity)* |(item, round)| {
                        if round < ROUNDS {
                            again((item, round));
                        } else {
                            done(item);
                        }
                    });
                done >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn batches(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let batches = made >> batch_within(3, Duration::from_millis(1));
                let passed = batches
                    >> stage($($capacity)* async |batch: Vec<_>| {
                        for item in batch {
                            yield b.passed("passed", item, ctx).await?;
                        }
                    });
                passed
                    >> throttle(1_000_000, Duration::from_nanos(1))
                    >> batch(2)
                    >> flatten()
                    >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}
