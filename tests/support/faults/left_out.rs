//! Facts about shapes that leave items out: lossy streams, and stages that pass the newest item
//! only.

use std::time::Duration;

use super::known::PLAIN;
use super::shape::{Facts, Moments, open_stage, sink, some_of, stage};

/// It is not determined which items pass.
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

/// The generator never waits. A lossy edge holds at least one item.
const LOSSY: Facts = Facts {
    full: |size| size.capacity + size.capacity.max(1) + 2,
    ..NEWEST
};

pub const DROP_NEWEST: Facts = Facts {
    name: "drop_newest",
    // The edge has space for the first items. Without the first number, so that `Armed::All` is not
    // tried: the generator drops the items that are lost.
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

/// One of two branches may lose items. Downstream of a stage, it joins the other branch.
pub const LOSSY_TEE: Facts = Facts {
    name: "tee with a branch that loses items",
    stages: &[open_stage("made"), open_stage("shown"), sink()],
    delivers: |made| 2 * made[0],
    threads: |_| 4,
    ..NEWEST
};

/// Much longer than the time limit of the watchdog.
pub const LONG: Duration = Duration::from_hours(1);

/// A worker waits with an item until its time has come, and further items arrive.
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
