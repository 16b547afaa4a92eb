//! What is known of shapes that leave items out: a stream loses them, or only the newest passes.

use std::time::Duration;

use super::known::PLAIN;
use super::shape::{Facts, Moments, open_stage, sink, some_of, stage};

/// Which items pass is open.
const NEWEST: Facts = Facts {
    stages: &[
        open_stage("made"),
        stage("passed", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 3,
    leaves_out: true,
    ..PLAIN
};

pub const DEBOUNCE: Facts = Facts {
    name: "debounce",
    ..NEWEST
};

pub const SAMPLE: Facts = Facts {
    name: "sample",
    ..NEWEST
};

/// The generator never waits. A stream that may lose items holds one at least.
const LOSSY: Facts = Facts {
    full: |size| size.capacity + size.capacity.max(1) + 2,
    ..NEWEST
};

pub const DROP_NEWEST: Facts = Facts {
    name: "drop_newest",
    // There is room for the first ones. Not all at once: the generator drops what is lost.
    armable: |size| some_of(size.capacity.max(1)).split_off(1),
    ..LOSSY
};

pub const DROP_OLDEST: Facts = Facts {
    name: "drop_oldest",
    ..LOSSY
};

pub const MERGE: Facts = Facts {
    name: "merge",
    ..LOSSY
};

/// One branch of two may lose items, and joins the other behind a stage.
pub const LOSSY_TEE: Facts = Facts {
    name: "tee with a branch that loses items",
    stages: &[open_stage("made"), open_stage("shown"), sink()],
    delivers: |made| 2 * made[0],
    threads: |_| 4,
    ..NEWEST
};

/// Far above the watchdog's patience.
pub const LONG: Duration = Duration::from_hours(1);

/// An item waits for its time, and others come.
const WAITING: Facts = Facts {
    stages: &[open_stage("made")],
    moments: Moments::Waiting(|_| 6),
    ..PLAIN
};

pub const DEBOUNCE_WAITS: Facts = Facts {
    name: "debounce that waits",
    ..WAITING
};

pub const SAMPLE_WAITS: Facts = Facts {
    name: "sample that waits",
    ..WAITING
};
