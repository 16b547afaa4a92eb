//! Facts about shapes that all engines have. Each engine declares the pipelines themselves.

use std::iter;

use super::shape::{
    Facts, Moments, Size, Stage, infallible, lenient, one_sink, open_stage, retried, sink, some_of,
    stage,
};
use crate::Item;

/// Number of the first item of the second input of a shape.
pub const B: usize = 1_000_000;

/// The sinks of a shape that divides a stream in two.
pub const LEFT: &str = "left";
pub const RIGHT: &str = "right";

/// The sinks for the items that succeeded and for the failures.
pub const KEPT: &str = "kept";
pub const REFUSED: &str = "refused";

/// Number of times that each item passes through a loop.
pub const ROUNDS: usize = 3;

/// Returns how many outputs the item `number` has: none for some items, and for others a few more
/// than a worker of an ordered fan-out stores until it is its turn.
pub fn outputs_of(number: usize) -> usize {
    match number % 16 {
        5 => 70,
        rest => rest % 3,
    }
}

/// Returns the outputs of `item`, as a method of the stream would make them.
pub fn outputs(item: Item) -> impl Iterator<Item = Item> {
    let times = outputs_of(item.number);
    iter::repeat_n(item, times)
}

/// Returns whether a body fails at the item `number`, where failures are skipped.
pub fn is_skipped(number: usize) -> bool {
    number % 3 == 1
}

/// A generator, a stage and a sink. The other shapes override what is different.
pub const PLAIN: Facts = Facts {
    name: "",
    fans_out: false,
    stages: &[],
    full: |_| 0,
    armable: |_| Vec::new(),
    sources: &["made"],
    delivers: |made| made[0],
    leaves_out: false,
    threads: |_| 3,
    moments: Moments::AnyItem,
};

/// [`PLAIN`], with a fan-out instead of the stage.
pub const FANNED: Facts = Facts {
    fans_out: true,
    threads: |size| 2 + size.workers,
    ..PLAIN
};

const WITH_LETTERS: &[Stage] = &[
    stage("made", |size| 3 * size.capacity + 3),
    lenient(stage("tried", |size| 2 * size.capacity + 2)),
    one_sink(KEPT, |items| items / 2),
    one_sink(REFUSED, |items| items / 2),
];

const WITH_OPEN_LETTERS: &[Stage] = &[
    open_stage("made"),
    lenient(open_stage("tried")),
    one_sink(KEPT, |items| items / 2),
    one_sink(REFUSED, |items| items / 2),
];

const PARTED: &[Stage] = &[
    stage("made", |size| 3 * size.capacity + 3),
    stage("parted", |size| 2 * size.capacity + 2),
    one_sink(LEFT, |items| items / 2),
    one_sink(RIGHT, |items| items / 2),
];

const WORKED: &[Stage] = &[open_stage("made"), open_stage("worked"), sink()];

pub const LINEAR: Facts = Facts {
    name: "linear",
    stages: &[
        stage("made", |size| 2 * size.capacity + 2),
        stage("passed", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 3,
    armable: |size| some_of(2 * size.capacity + 3),
    ..PLAIN
};

pub const FAN_OUT: Facts = Facts {
    name: "fan_out",
    stages: &[
        stage("made", |size| 2 * size.capacity + 1 + size.workers),
        stage("worked", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 2 + size.workers,
    armable: |size| some_of(2 * size.capacity + 2 + size.workers),
    ..FANNED
};

/// Each worker has keys of its own. When nothing moves any more, a few workers may hold all items:
/// the items of one worker can fill the edge and block those of the others.
pub const BY_KEY: Facts = Facts {
    name: "fan_out by key",
    stages: &[
        open_stage("made"),
        stage("worked", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 2 + size.workers.min(size.capacity + 2),
    armable: |size| some_of(2 * size.capacity + 2 + size.workers.min(size.capacity + 2)),
    ..FANNED
};

/// A body that gets the whole stream.
pub const TRANSFORM: Facts = Facts {
    name: "transform",
    ..LINEAR
};

/// A stage in a segment.
pub const SEGMENT: Facts = Facts {
    name: "segment",
    stages: &[
        stage("made", |size| 2 * size.capacity + 2),
        stage("part/passed", |size| size.capacity + 1),
        sink(),
    ],
    ..LINEAR
};

/// Bodies that each get a share of the stream.
pub const TRANSFORMS: Facts = Facts {
    name: "fan_out of transforms",
    ..FAN_OUT
};

/// A fan-out that feeds a fan-out.
pub const FAN_OUTS: Facts = Facts {
    name: "fan_out and fan_out",
    stages: &[
        stage("made", |size| 3 * size.capacity + 1 + 2 * size.workers),
        stage("worked", |size| 2 * size.capacity + 1 + size.workers),
        stage("again", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 3 * size.capacity + 2 + 2 * size.workers,
    armable: |size| some_of(3 * size.capacity + 2 + 2 * size.workers),
    threads: |size| 2 + 2 * size.workers,
    ..FANNED
};

pub const FAN_IN: Facts = Facts {
    name: "fan_in",
    stages: &[
        // Meanwhile, the other input fills the edge.
        stage("a", |_| 0),
        open_stage("b.generator"),
        stage("b", |_| 0),
        sink(),
    ],
    full: |size| 2 * size.capacity + 4,
    // The first item of each input. How many more items of an input get into the edge is not
    // determined.
    armable: |_| vec![0, B],
    sources: &["a", "b.generator"],
    delivers: |made| made.iter().sum(),
    threads: |_| 4,
    ..PLAIN
};

/// Several streams into one edge, which several workers share.
pub const FAN_IN_AND_FAN_OUT: Facts = Facts {
    name: "fan_in and fan_out",
    stages: &[
        open_stage("a"),
        open_stage("b"),
        stage("worked", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 3 + size.workers,
    armable: |_| vec![0, B],
    sources: &["a", "b"],
    delivers: |made| made.iter().sum(),
    threads: |size| 3 + size.workers,
    ..FANNED
};

pub const METHODS: Facts = Facts {
    name: "methods",
    stages: &[
        infallible(open_stage("made")),
        stage("worked", |size| 2 * size.capacity + 2),
        stage("staged", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 3 * size.capacity + 3 + size.workers,
    armable: |size| some_of(3 * size.capacity + 3 + size.workers),
    threads: |size| 3 + size.workers,
    ..FANNED
};

/// A body that makes several outputs of some items, and none of others.
pub const YIELDING: Facts = Facts {
    name: "yielding",
    stages: WORKED,
    full: |size| 2 * size.capacity + 4,
    delivers: |made| (0..made[0]).map(outputs_of).sum(),
    ..FANNED
};

/// The same with a method of the stream, which makes the outputs upstream of a body.
pub const MAKING: Facts = Facts {
    name: "making",
    stages: &[
        open_stage("made"),
        open_stage("worked"),
        open_stage("staged"),
        sink(),
    ],
    full: |size| 3 * size.capacity + 4,
    threads: |size| 3 + size.workers,
    ..YIELDING
};

pub const NESTED: Facts = Facts {
    name: "nested",
    fans_out: true,
    stages: &[
        stage("made", |size| 2 * size.capacity + 2),
        stage("inner", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 2 * size.capacity + 3,
    armable: |size| some_of(2 * size.capacity + 3),
    ..PLAIN
};

/// Items that a channel brings into the pipeline.
pub const RECEIVED: Facts = Facts {
    name: "received",
    stages: &[stage("passed", |size| size.capacity + 1), sink()],
    full: |size| 2 * size.capacity + 3,
    armable: |size| some_of(2 * size.capacity + 3),
    ..PLAIN
};

pub const TEE: Facts = Facts {
    name: "tee",
    stages: &[
        stage("made", |size| 2 * size.capacity + 2),
        one_sink(LEFT, |items| items),
        one_sink(RIGHT, |items| items),
    ],
    // The tee holds an item and its copy.
    full: |size| 3 * size.capacity + 5,
    armable: |size| some_of(2 * size.capacity + 3),
    delivers: |made| 2 * made[0],
    threads: |_| 4,
    ..PLAIN
};

pub const TEE_AND_ZIP: Facts = Facts {
    name: "tee and zip",
    stages: &[
        stage("made", |size| 3 * size.capacity + 3),
        stage("left", |size| size.capacity + 1),
        stage("right", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 5 * size.capacity + 7,
    armable: |size| some_of(3 * size.capacity + 4),
    threads: |_| 5,
    ..PLAIN
};

pub const SPLIT: Facts = Facts {
    name: "split",
    stages: PARTED,
    full: |size| 3 * size.capacity + 4,
    armable: |size| some_of(3 * size.capacity + 4),
    threads: |_| 4,
    ..PLAIN
};

pub const SPLIT_AND_FAN_IN: Facts = Facts {
    name: "split and fan_in",
    stages: &[
        open_stage("made"),
        open_stage("parted"),
        open_stage("odd"),
        sink(),
    ],
    // It is not determined how many items wait in the branch with the stage.
    full: |size| 2 * size.capacity + 3,
    // Without the first number, so that `Armed::All` is not tried: of two items sent while the
    // reader leaves, one outlives the run.
    armable: |size| some_of(2 * size.capacity + 3).split_off(1),
    threads: |_| 4,
    ..PLAIN
};

pub const ROUTE: Facts = Facts {
    name: "route",
    ..SPLIT
};

pub const ORDERED: Facts = Facts {
    name: "ordered",
    stages: &[
        stage("made", |size| {
            2 * size.capacity + 1 + on_their_way(size.workers)
        }),
        stage("worked", |size| size.capacity + on_their_way(size.workers)),
        sink(),
    ],
    full: |size| 2 * size.capacity + 2 + on_their_way(size.workers),
    armable: |size| some_of(2 * size.capacity + 2 + on_their_way(size.workers)),
    ..FANNED
};

/// Returns how many items are between the input and the output of an ordered fan-out: four per
/// worker. A single worker has no reorder window, and waits with its one item.
fn on_their_way(workers: usize) -> usize {
    if workers == 1 { 1 } else { 4 * workers }
}

/// Each worker has keys of its own, and the output keeps the order of the input.
pub const ORDERED_BY_KEY: Facts = Facts {
    name: "ordered by key",
    stages: WORKED,
    ..ORDERED
};

/// The declared window, which does not have space for all workers if there are many.
#[must_use]
pub fn window(size: Size) -> usize {
    1 + size.workers.div_ceil(2)
}

pub const ORDERED_IN_A_WINDOW: Facts = Facts {
    name: "ordered in a window",
    stages: &[
        stage("made", |size| size.capacity + 1 + window(size)),
        stage("worked", window),
        sink(),
    ],
    full: |size| size.capacity + 2 + window(size),
    armable: |size| some_of(size.capacity + 2 + window(size)),
    ..FANNED
};

pub const ORDERED_AND_YIELDING: Facts = Facts {
    name: "ordered and yielding",
    ..YIELDING
};

pub const SKIP: Facts = Facts {
    name: "skip",
    stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
    full: |size| 2 * size.capacity + 2 + size.workers,
    delivers: |made| (0..made[0]).filter(|&number| !is_skipped(number)).count(),
    ..FANNED
};

pub const RETRY: Facts = Facts {
    name: "retry",
    stages: &[
        stage("made", |size| 2 * size.capacity + 2),
        retried(stage("tried", |size| size.capacity + 1)),
        sink(),
    ],
    // The stage holds an item to retry with, and the output that it made of a copy.
    full: |size| 2 * size.capacity + 4,
    ..PLAIN
};

pub const STOP_AFTER: Facts = Facts {
    name: "stop_after",
    stages: &[
        stage("made", |size| 2 * size.capacity + 4),
        stage("tried", |size| size.capacity + 3),
        sink(),
    ],
    full: |size| 2 * size.capacity + 3,
    delivers: |made| made[0].saturating_sub(2),
    ..PLAIN
};

pub const DEAD_LETTERS: Facts = Facts {
    name: "dead letters",
    stages: WITH_LETTERS,
    full: |size| 3 * size.capacity + 4,
    armable: |size| some_of(3 * size.capacity + 4),
    threads: |_| 4,
    ..PLAIN
};

pub const DEAD_LETTERS_OF_A_FAN_OUT: Facts = Facts {
    name: "dead letters of a fan_out",
    stages: WITH_OPEN_LETTERS,
    // One branch is full, and all workers wait for space in it.
    full: |size| 2 * size.capacity + 3 + size.workers,
    // Without the first number, so that `Armed::All` is not tried: of two items sent while the
    // reader leaves, one outlives the run.
    armable: |_| vec![1],
    threads: |size| 3 + size.workers,
    ..FANNED
};

pub const DEAD_LETTERS_OF_AN_ORDERED_FAN_OUT: Facts = Facts {
    name: "dead letters of an ordered fan_out",
    full: |size| 2 * size.capacity + 4,
    ..DEAD_LETTERS_OF_A_FAN_OUT
};

pub const FEEDBACK: Facts = Facts {
    name: "feedback",
    stages: WORKED,
    full: |size| 4 * size.capacity + 5,
    threads: |_| 5,
    ..PLAIN
};

pub const FEEDBACK_AND_ORDERED: Facts = Facts {
    name: "feedback and ordered",
    threads: |size| 4 + size.workers,
    fans_out: true,
    ..FEEDBACK
};

pub const BATCHES: Facts = Facts {
    name: "batches",
    stages: &[open_stage("made"), open_stage("passed"), sink()],
    full: |size| 2 * size.capacity + 3,
    ..PLAIN
};
