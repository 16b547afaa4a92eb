//! The shapes of streams that come back, and of items that wait together or for their time.

use std::sync::Arc;
use std::time::Duration;

use pipeline::{AsyncPipeline, pipeline};
use pipeline_tests::known::{self, ROUNDS};
use pipeline_tests::probe::Probe;

use crate::shapes::Shape;

pub const SHAPES: [Shape; 3] = [
    known::FEEDBACK.made(|probe, capacity| Box::new(feedback(probe, capacity))),
    known::FEEDBACK_AND_ORDERED
        .made(|probe, capacity| Box::new(feedback_and_ordered(probe, capacity))),
    known::BATCHES.made(|probe, capacity| Box::new(batches(probe, capacity))),
];

fn feedback(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield (a.passed("made", a.item(number), ctx).await?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100_000, full = fail, capacity = capacity);
        let worked = open
            >> stage(capacity = capacity, async |(item, round)| {
                (b.passed("worked", item, ctx).await?, round + 1)
            });
        let (done, again) = worked >> split(capacity = capacity, |(_, round)| *round == ROUNDS);
        done >> map(|(item, _)| item) >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn feedback_and_ordered(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield (a.passed("made", a.item(number), ctx).await?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100_000, full = fail, capacity = capacity);
        let worked = open
            >> fan_out(3, ordered, capacity = capacity, async |(item, round)| {
                (b.passed("worked", item, ctx).await?, round + 1)
            });
        let (again, done) = worked
            >> route(capacity = capacity, |(item, round)| {
                if round < ROUNDS {
                    again((item, round));
                } else {
                    done(item);
                }
            });
        done >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn batches(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let batches = made >> batch_within(3, Duration::from_millis(1));
        let passed = batches
            >> stage(capacity = capacity, async |batch: Vec<_>| {
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
}
