//! Pipelines by the clock of a test: each sleeper is woken at its time, and no test waits in vain.

use std::time::Duration;

use pipeline::testing::{Clock, beside, schedules};
use pipeline::{Context, pipeline};
use pipeline_tests::conserves;

use crate::count;
use crate::engines::{Declared, Engine};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Only the test advances the time.
fn comes_to_its_end(engine: Engine) {
    schedules(20 * count(), move || {
        let clock = Clock::new();
        let context = Context::new().with_clock(&clock).with_deadline(3 * HOUR);
        let pipeline: Declared = match engine {
            Engine::Threads => pipeline!(move || {
                let slow = generator(0..4) >> throttle(2, HOUR);
                slow >> batch_within(10, MINUTE) >> map(|batch| batch.len()) >> sum::<usize>()
            })
            .into(),
            Engine::OneTask | Engine::Tasks => pipeline!(async move {
                let slow = generator(0..4) >> throttle(2, HOUR);
                slow >> batch_within(10, MINUTE) >> map(|batch| batch.len()) >> sum::<usize>()
            })
            .into(),
        };
        let script = || {
            clock.wait_for_sleepers(2);
            clock.advance(MINUTE);
            clock.wait_for_sleepers(1);
            clock.advance(HOUR);
        };
        let ((), (outcome, report)) = beside(script, || engine.run_with(pipeline, &context));
        conserves(&report);
        assert_eq!(outcome.expect("it ends before its deadline"), 4);
        assert_eq!(clock.sleepers(), 0);
    });
}

/// The deadline may come before the run begins, before it waits, or later.
fn ends_at_its_deadline(engine: Engine) {
    schedules(20 * count(), move || {
        let clock = Clock::new();
        let context = Context::new().with_clock(&clock).with_deadline(HOUR);
        let pipeline: Declared = match engine {
            Engine::Threads => {
                pipeline!(move || { generator(0..4) >> throttle(1, HOUR * 2) >> count() }).into()
            }
            Engine::OneTask | Engine::Tasks => {
                pipeline!(async move { generator(0..4) >> throttle(1, HOUR * 2) >> count() }).into()
            }
        };
        let script = || clock.advance(HOUR);
        let ((), (outcome, report)) = beside(script, || engine.run_with(pipeline, &context));
        conserves(&report);
        let error = outcome.expect_err("it takes longer");
        assert_eq!(error.to_string(), "the pipeline's deadline has passed");
        assert_eq!(clock.sleepers(), 0);
    });
}

/// The generator advances the clock when it is asked for another item: then all earlier items are
/// in the stream of the batch.
fn keeps_what_came_before(engine: Engine) {
    schedules(20 * count(), move || {
        let clock = Clock::new();
        let context = Context::new().with_clock(&clock);
        let pipeline: Declared = match engine {
            Engine::Threads => {
                let made = (0..4).inspect(move |n| match n {
                    1 => clock.wait_for_sleepers(1),
                    3 => clock.advance(MINUTE),
                    _ => {}
                });
                pipeline!(move || {
                    let batches = generator(made) >> batch_within(10, MINUTE);
                    batches >> map(|batch| usize::from(batch.len() >= 3)) >> sum::<usize>()
                })
                .into()
            }
            Engine::OneTask | Engine::Tasks => pipeline!(async move {
                let made = generator({
                    yield 0;
                    clock.wait_for_sleepers_async(1).await;
                    for n in 1..3 {
                        yield n;
                    }
                    clock.advance(MINUTE);
                    yield 3;
                });
                let batches = made >> batch_within(10, MINUTE);
                batches >> map(|batch| usize::from(batch.len() >= 3)) >> sum::<usize>()
            })
            .into(),
        };
        let (outcome, report) = engine.run_with(pipeline, &context);
        conserves(&report);
        assert_eq!(outcome.expect("it ends"), 1);
    });
}

#[test]
fn waits_on_threads() {
    comes_to_its_end(Engine::Threads);
}

#[test]
fn waits_in_one_task() {
    comes_to_its_end(Engine::OneTask);
}

#[test]
fn waits_in_tasks() {
    comes_to_its_end(Engine::Tasks);
}

#[test]
fn deadlines_on_threads() {
    ends_at_its_deadline(Engine::Threads);
}

#[test]
fn deadlines_in_one_task() {
    ends_at_its_deadline(Engine::OneTask);
}

#[test]
fn deadlines_in_tasks() {
    ends_at_its_deadline(Engine::Tasks);
}

#[test]
fn keeps_what_came_before_on_threads() {
    keeps_what_came_before(Engine::Threads);
}

#[test]
fn keeps_what_came_before_in_one_task() {
    keeps_what_came_before(Engine::OneTask);
}

#[test]
fn keeps_what_came_before_in_tasks() {
    keeps_what_came_before(Engine::Tasks);
}
