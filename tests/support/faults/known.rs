//! Shapes that every engine has, and what is known of them: the pipelines themselves are the engine's.

use super::shape::{Shape, Stage, lenient, one_sink, open_stage, sink, some_of, stage};

/// The numbers of the items of a fan-in's second input start here.
pub const B: usize = 1_000_000;

/// The sinks of a stream that is parted.
pub const LEFT: &str = "left";
pub const RIGHT: &str = "right";

/// The sinks of what succeeded, and of what failed.
pub const KEPT: &str = "kept";
pub const REFUSED: &str = "refused";

/// How often each item goes round in a loop.
pub const ROUNDS: usize = 3;

/// What is known of a shape, whoever makes it.
pub struct Facts {
    name: &'static str,
    stages: &'static [Stage],
    full: fn(usize) -> usize,
    armable: fn(usize) -> Vec<usize>,
    delivers: fn(usize) -> usize,
}

impl Facts {
    /// The shape that `make` makes.
    pub const fn made<M>(self, make: M) -> Shape<M> {
        Shape {
            name: self.name,
            make,
            stages: self.stages,
            full: self.full,
            armable: self.armable,
            delivers: self.delivers,
        }
    }
}

/// None of some, and of a few more than a worker keeps while it is not their turn.
pub fn outputs_of(number: usize) -> usize {
    match number % 16 {
        5 => 70,
        rest => rest % 3,
    }
}

/// Whether a body fails on it whose failures are skipped.
pub fn is_skipped(number: usize) -> bool {
    number % 3 == 1
}

const WITH_LETTERS: &[Stage] = &[
    stage("made", |capacity| 3 * capacity + 3),
    lenient(stage("tried", |capacity| 2 * capacity + 2)),
    one_sink(KEPT, |items| items / 2),
    one_sink(REFUSED, |items| items / 2),
];

pub const LINEAR: Facts = Facts {
    name: "linear",
    stages: &[
        stage("made", |capacity| 2 * capacity + 2),
        stage("passed", |capacity| capacity + 1),
        sink(),
    ],
    full: |capacity| 2 * capacity + 3,
    armable: |capacity| some_of(2 * capacity + 3),
    delivers: |items| items,
};

pub const FAN_OUT: Facts = Facts {
    name: "fan_out",
    stages: &[
        stage("made", |capacity| 2 * capacity + 4),
        stage("worked", |capacity| capacity + 1),
        sink(),
    ],
    full: |capacity| 2 * capacity + 5,
    armable: |capacity| some_of(2 * capacity + 5),
    delivers: |items| items,
};

pub const FAN_IN: Facts = Facts {
    name: "fan_in",
    stages: &[
        // The other input fills the stream meanwhile.
        stage("a", |_| 0),
        open_stage("b.generator"),
        stage("b", |_| 0),
        sink(),
    ],
    full: |capacity| 2 * capacity + 4,
    // The first of either input: how far the others get is open.
    armable: |_| vec![0, B],
    delivers: |items| 2 * items,
};

pub const METHODS: Facts = Facts {
    name: "methods",
    stages: &[
        stage("worked", |capacity| 2 * capacity + 2),
        stage("staged", |capacity| capacity + 1),
        sink(),
    ],
    full: |capacity| 3 * capacity + 5,
    armable: |capacity| some_of(3 * capacity + 5),
    delivers: |items| items,
};

pub const TEE: Facts = Facts {
    name: "tee",
    stages: &[
        stage("made", |capacity| 2 * capacity + 2),
        one_sink(LEFT, |items| items),
        one_sink(RIGHT, |items| items),
    ],
    // The tee has an item and its copy.
    full: |capacity| 3 * capacity + 5,
    armable: |capacity| some_of(2 * capacity + 3),
    delivers: |items| 2 * items,
};

pub const TEE_AND_ZIP: Facts = Facts {
    name: "tee and zip",
    stages: &[
        stage("made", |capacity| 3 * capacity + 3),
        stage("left", |capacity| capacity + 1),
        stage("right", |capacity| capacity + 1),
        sink(),
    ],
    full: |capacity| 5 * capacity + 7,
    armable: |capacity| some_of(3 * capacity + 4),
    delivers: |items| items,
};

pub const SPLIT: Facts = Facts {
    name: "split",
    stages: &[
        stage("made", |capacity| 3 * capacity + 3),
        stage("parted", |capacity| 2 * capacity + 2),
        one_sink(LEFT, |items| items / 2),
        one_sink(RIGHT, |items| items / 2),
    ],
    full: |capacity| 3 * capacity + 4,
    armable: |capacity| some_of(3 * capacity + 4),
    delivers: |items| items,
};

pub const SPLIT_AND_FAN_IN: Facts = Facts {
    name: "split and fan_in",
    stages: &[
        open_stage("made"),
        open_stage("parted"),
        open_stage("odd"),
        sink(),
    ],
    // How many wait in front of the stage on the one way is open.
    full: |capacity| 2 * capacity + 3,
    // Not all at once: of two that are sent when the reader has gone, one outlives the run.
    armable: |capacity| some_of(2 * capacity + 3).split_off(1),
    delivers: |items| items,
};

pub const ROUTE: Facts = Facts {
    name: "route",
    stages: &[
        stage("made", |capacity| 3 * capacity + 3),
        stage("parted", |capacity| 2 * capacity + 2),
        one_sink(LEFT, |items| items / 2),
        one_sink(RIGHT, |items| items / 2),
    ],
    full: |capacity| 3 * capacity + 4,
    armable: |capacity| some_of(3 * capacity + 4),
    delivers: |items| items,
};

pub const ORDERED: Facts = Facts {
    name: "ordered",
    stages: &[
        stage("made", |capacity| 2 * capacity + 13),
        stage("worked", |capacity| capacity + 12),
        sink(),
    ],
    // Four items for each of the three workers are on their way.
    full: |capacity| 2 * capacity + 14,
    armable: |capacity| some_of(2 * capacity + 14),
    delivers: |items| items,
};

pub const ORDERED_AND_YIELDING: Facts = Facts {
    name: "ordered and yielding",
    stages: &[open_stage("made"), open_stage("worked"), sink()],
    full: |capacity| 2 * capacity + 4,
    armable: |_| Vec::new(),
    delivers: |items| (0..items).map(outputs_of).sum(),
};

pub const SKIP: Facts = Facts {
    name: "skip",
    stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
    full: |capacity| 2 * capacity + 5,
    armable: |_| Vec::new(),
    delivers: |items| (0..items).filter(|&number| !is_skipped(number)).count(),
};

pub const STOP_AFTER: Facts = Facts {
    name: "stop_after",
    stages: &[
        stage("made", |capacity| 2 * capacity + 4),
        stage("tried", |capacity| capacity + 3),
        sink(),
    ],
    full: |capacity| 2 * capacity + 3,
    armable: |_| Vec::new(),
    delivers: |items| items - 2,
};

pub const DEAD_LETTERS: Facts = Facts {
    name: "dead letters",
    stages: WITH_LETTERS,
    full: |capacity| 3 * capacity + 4,
    armable: |capacity| some_of(3 * capacity + 4),
    delivers: |items| items,
};

pub const DEAD_LETTERS_OF_A_FAN_OUT: Facts = Facts {
    name: "dead letters of a fan_out",
    stages: &[
        open_stage("made"),
        lenient(open_stage("tried")),
        one_sink(KEPT, |items| items / 2),
        one_sink(REFUSED, |items| items / 2),
    ],
    // One way is full, and all workers wait there.
    full: |capacity| 2 * capacity + 6,
    // Not all at once: of two that are sent when the reader has gone, one outlives the run.
    armable: |_| vec![1],
    delivers: |items| items,
};

pub const DEAD_LETTERS_OF_AN_ORDERED_FAN_OUT: Facts = Facts {
    name: "dead letters of an ordered fan_out",
    stages: &[
        open_stage("made"),
        lenient(open_stage("tried")),
        one_sink(KEPT, |items| items / 2),
        one_sink(REFUSED, |items| items / 2),
    ],
    full: |capacity| 2 * capacity + 4,
    // Not all at once: of two that are sent when the reader has gone, one outlives the run.
    armable: |_| vec![1],
    delivers: |items| items,
};

pub const FEEDBACK: Facts = Facts {
    name: "feedback",
    stages: &[open_stage("made"), open_stage("worked"), sink()],
    full: |capacity| 4 * capacity + 5,
    armable: |_| Vec::new(),
    delivers: |items| items,
};

pub const FEEDBACK_AND_ORDERED: Facts = Facts {
    name: "feedback and ordered",
    stages: &[open_stage("made"), open_stage("worked"), sink()],
    full: |capacity| 4 * capacity + 5,
    armable: |_| Vec::new(),
    delivers: |items| items,
};

pub const BATCHES: Facts = Facts {
    name: "batches",
    stages: &[open_stage("made"), open_stage("passed"), sink()],
    full: |capacity| 2 * capacity + 3,
    armable: |_| Vec::new(),
    delivers: |items| items,
};
