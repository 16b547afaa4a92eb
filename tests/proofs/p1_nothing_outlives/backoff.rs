//! Runs that end while a worker waits to retry, long before that wait would end.

use std::sync::Arc;
use std::time::Duration;

use pipeline::{Failure, pipeline};
use pipeline_tests::known::{FANNED, PLAIN};
use pipeline_tests::of_size;
use pipeline_tests::probe::{Probe, SINK};
use pipeline_tests::shape::{Facts, Moments, Size, Stage, lenient, open_stage, sink};

use crate::declared::Declared;
use crate::shapes::Shape;

/// Much longer than the time limit of the watchdog.
const BACKOFF: Duration = Duration::from_hours(1);

/// The item at which a worker waits.
const WAITS_AT: usize = 5;

/// The item that each stage has or gets meanwhile.
fn beside(stage: &Stage) -> usize {
    match stage.name {
        // The last item before the one that never arrives.
        SINK => WAITS_AT - 1,
        // An item of another worker.
        "tried" => WAITS_AT,
        _ => WAITS_AT + 1,
    }
}

const OF_A_STAGE: Facts = Facts {
    name: "backoff",
    stages: &[open_stage("made"), sink()],
    moments: Moments::Waiting(beside),
    ..PLAIN
};

/// With several workers, so that the others continue.
const OF_WORKERS: Facts = Facts {
    name: "backoff of a fan_out",
    fans_out: false,
    stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
    moments: Moments::Waiting(beside),
    ..FANNED
};

pub static SHAPES: [Shape; 4] = [
    OF_A_STAGE.made(stage),
    OF_WORKERS.made(fan_out),
    Facts {
        name: "backoff of an ordered fan_out",
        ..OF_WORKERS
    }
    .made(ordered),
    Facts {
        name: "backoff before a dead letter",
        ..OF_A_STAGE
    }
    .made(dead_letters),
];

fn stage(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> stage($($capacity)* on_error = retry(1, BACKOFF), |item| {
                        probe.fail_at(WAITS_AT, &item)?;
                        item
                    });
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> fan_out(
                        3,
                        $($capacity)*
                        // The backoff depends on the number of the attempt.
                        on_error = retry(1, |attempt| attempt * BACKOFF),
                        |item| {
                            probe.fail_at(WAITS_AT, &item)?;
                            probe.pass("tried", item, ctx)?
                        },
                    );
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn ordered(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> fan_out(
                        3,
                        ordered,
                        $($capacity)*
                        on_error = retry(1, BACKOFF),
                        |item| {
                            probe.fail_at(WAITS_AT, &item)?;
                            probe.pass("tried", item, ctx)?
                        },
                    );
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

/// The sink of the failures ends at once. When the other sink has ended too, nothing is left to do.
fn dead_letters(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (tried, failed) = made
                    >> stage($($capacity)* on_error = retry(1, BACKOFF), |item| {
                        probe.fail_at(WAITS_AT, &item)?;
                        item
                    });
                let failed = failed >> map(|Failure { .. }| ());
                (
                    tried >> sink(name = "output", |items| probe.consume(items, ctx)?),
                    failed >> take(0) >> count(),
                )
            })
        };
    }
    of_size!(size, declared)
}
