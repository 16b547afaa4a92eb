//! Runs that end while they wait for a time or for a channel, long before that wait would end.

use std::future::pending;
use std::sync::Arc;

use crossbeam_channel::never;
use pipeline::{Context, pipeline};
use pipeline_tests::known::{FANNED, PLAIN};
use pipeline_tests::left_out::{self, LONG};
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{Facts, Moments, Size, Stage, lenient, open_stage};
use pipeline_tests::{of_size, yields};

use crate::declared::Declared;
use crate::shapes::Shape;

/// The item at which a worker waits.
const WAITS_AT: usize = 5;

/// The item that each stage gets meanwhile.
fn beside(_: &Stage) -> usize {
    WAITS_AT + 1
}

const WAITING: Facts = Facts {
    moments: Moments::Waiting(beside),
    ..PLAIN
};

pub static SHAPES: [Shape; 8] = [
    Facts {
        name: "backoff",
        stages: &[open_stage("made"), lenient(open_stage("tried"))],
        moments: Moments::Waiting(beside),
        ..FANNED
    }
    .made(backoff),
    Facts {
        name: "timeout",
        stages: &[open_stage("made"), open_stage("tried")],
        moments: Moments::Waiting(beside),
        ..FANNED
    }
    .made(timeout),
    left_out::DEBOUNCE_WAITS.made(debounce),
    left_out::SAMPLE_WAITS.made(sample),
    Facts {
        name: "throttle",
        ..WAITING
    }
    .made(throttle),
    Facts {
        name: "batch_within",
        ..WAITING
    }
    .made(batch_within),
    Facts {
        name: "deadline",
        ..WAITING
    }
    .made(deadline),
    Facts {
        name: "quit channel",
        ..WAITING
    }
    .made(quit_channel),
];

fn backoff(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    // One of the workers waits.
    let workers = size.workers + 1;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let tried = made
                    >> fan_out(workers, $($capacity)* on_error = retry(1, LONG), async |item| {
                        b.fail_at(WAITS_AT, &item)?;
                        b.passed("tried", item, ctx).await?
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn timeout(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    // One of the workers waits.
    let workers = size.workers + 1;
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let tried = made
                    >> fan_out(workers, $($capacity)* timeout = LONG, async |item| {
                        if b.fail_at(WAITS_AT, &item).is_err() {
                            pending::<()>().await;
                        }
                        b.passed("tried", item, ctx).await?
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn throttle(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
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
        };
    }
    of_size!(size, declared)
}

fn debounce(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> inspect(|item| drop(b.fail_at(1, item)))
                    >> debounce(LONG)
                    >> stage(async |item| item);
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn sample(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let passed = made
                    >> inspect(|item| drop(b.fail_at(1, item)))
                    >> sample(LONG)
                    >> stage(async |item| item);
                passed >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn batch_within(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move {
                let made = generator($($capacity)* {
                    yield a.item(0);
                    let item = a.item(1);
                    yields(5).await;
                    drop(a.fail_at(1, &item));
                    pending::<()>().await;
                    yield item;
                });
                made >> batch_within(3, LONG) >> count()
            })
        };
    }
    of_size!(size, declared)
}

fn deadline(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    stuck(probe, size, |context| context.drain_within(LONG))
}

fn quit_channel(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    stuck(probe, size, |context| context.quit_on(never::<()>()))
}

fn stuck(probe: Arc<Probe>, size: Size, wait: fn(&Context)) -> Box<dyn Declared> {
    let [a, b] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
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
        };
    }
    of_size!(size, declared)
}
