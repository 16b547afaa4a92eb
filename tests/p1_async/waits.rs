//! Ends that come while a run waits for a time, or for a channel: nobody lives to see that.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::never;
use pipeline::{AsyncPipeline, Context, pipeline};
use pipeline_tests::probe::{Armed, Probe, When};
use pipeline_tests::shape::{lenient, open_stage, sink};
use pipeline_tests::{Cases, yields};

use crate::ends::Case;
use crate::engine::ENGINES;
use crate::shapes::Shape;
use crate::{CAPACITIES, faults};

/// Far above the watchdog's patience.
const LONG: Duration = Duration::from_hours(1);

/// The item at which a worker waits.
const WAITS_AT: usize = 5;

static SHAPES: [Shape; 5] = [
    Shape {
        name: "backoff",
        make: |probe, capacity| Box::new(backoff(probe, capacity)),
        stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "throttle",
        make: |probe, capacity| Box::new(throttle(probe, capacity)),
        stages: &[],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "batch_within",
        make: |probe, capacity| Box::new(batch_within(probe, capacity)),
        stages: &[],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "deadline",
        make: |probe, capacity| Box::new(deadline(probe, capacity)),
        stages: &[],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
    Shape {
        name: "quit channel",
        make: |probe, capacity| Box::new(quit_channel(probe, capacity)),
        stages: &[],
        full: |_| 0,
        armable: |_| Vec::new(),
        delivers: |items| items,
    },
];

pub fn run(cases: &mut Cases) {
    for (shape, capacity) in SHAPES
        .iter()
        .flat_map(|shape| CAPACITIES.map(|capacity| (shape, capacity)))
    {
        for engine in ENGINES {
            run_case(
                cases,
                Case {
                    shape,
                    capacity,
                    engine,
                },
            );
        }
    }
}

fn run_case(cases: &mut Cases, case: Case) {
    for when in [When::Never, When::Waiting { item: 0 }] {
        let name = |end: &str| case.name(&format!("{end}, {when:?}"));
        cases.run(name("cancelled"), || case.is_cancelled(when, Armed::None));
        cases.run(name("cancelled by another thread"), || {
            case.is_cancelled_by_another_thread(when);
        });
        cases.run(name("dropped"), || case.is_dropped(when, Armed::None));
    }
    for stage in case.shape.stages.iter().filter(|stage| !stage.is_sink()) {
        for fault in faults(stage) {
            let when = When::Waiting { item: WAITS_AT + 1 };
            let what = format!("{fault:?} in {}, {when:?}", stage.name);
            cases.run(case.name(&what), || case.is_struck(fault, stage, when));
        }
    }
}

fn backoff(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let tried = made
            >> fan_out(
                2,
                capacity = capacity,
                on_error = retry(1, LONG),
                async |item| {
                    b.fail_at(WAITS_AT, &item)?;
                    b.passed("tried", item, ctx).await?
                },
            );
        tried >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn throttle(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a, b, c] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                yield a.passed("made", a.item(number), ctx).await?;
            }
        });
        let passed = made
            >> inspect(|item| drop(b.fail_at(1, item)))
            >> throttle(1, LONG)
            >> stage(async |item| item);
        passed >> sink(async |items| c.consumed(items, ctx).await?)
    })
}

fn batch_within(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    let [a] = probe.hands();
    pipeline!(async move {
        let made = generator(capacity = capacity, {
            yield a.item(0);
            let item = a.item(1);
            yields(5).await;
            drop(a.fail_at(1, &item));
            pending::<()>().await;
            yield item;
        });
        made >> batch_within(3, LONG) >> count()
    })
}

fn deadline(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    stuck(probe, capacity, |context| context.drain_within(LONG))
}

fn quit_channel(probe: Arc<Probe>, capacity: usize) -> AsyncPipeline<'static, usize> {
    stuck(probe, capacity, |context| context.quit_on(never::<()>()))
}

fn stuck(probe: Arc<Probe>, capacity: usize, wait: fn(&Context)) -> AsyncPipeline<'static, usize> {
    let [a, b] = probe.hands();
    pipeline!(async move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..a.items() {
                let item = a.passed("made", a.item(number), ctx).await?;
                if number == 0 {
                    drop(a.fail_at(0, &item));
                }
                yield item;
            }
        });
        made >> sink(async |mut items| {
            while let Some(_item) = items.next().await {
                wait(ctx);
                pending::<()>().await;
            }
            b.items()
        })
    })
}
