//! Facts about shapes that join several streams in one stage.

use super::known::{B, PLAIN};
use super::probe::PLENTY;
use super::shape::{Facts, open_stage, sink, some_of, stage};

/// Number of items after which one of two inputs ends while the other waits for it. Larger than the
/// number of any item that a fault strikes.
pub const ENOUGH: usize = PLENTY + 1;

/// Each input has an edge of its own.
const JOINED: Facts = Facts {
    full: |size| 3 * size.capacity + 4,
    sources: &["a", "b"],
    delivers: |made| made.iter().sum(),
    threads: |_| 4,
    ..PLAIN
};

pub const CONCAT: Facts = Facts {
    name: "concat",
    stages: &[
        stage("a", |size| 2 * size.capacity + 2),
        // It fills its edge until `concat` reads from it.
        stage("b", |size| size.capacity),
        stage("passed", |size| size.capacity + 1),
        sink(),
    ],
    armable: |size| with_first_of_b(some_of(2 * size.capacity + 3)),
    ..JOINED
};

/// Items come from the two inputs in turn. The reader holds an item of the input that did not give
/// the last one.
pub const MERGE_BY: Facts = Facts {
    name: "merge_by",
    stages: &[
        stage("a", |size| size.capacity + size.capacity / 2 + 2),
        stage("b", |size| size.capacity + size.capacity.div_ceil(2) + 1),
        stage("passed", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 3 * size.capacity + 5,
    armable: |size| with_first_of_b(some_of(size.capacity + size.capacity / 2 + 3)),
    ..JOINED
};

/// It is not determined from which input the first items come.
pub const PREFER: Facts = Facts {
    name: "fan_in that prefers",
    stages: &[
        open_stage("a"),
        open_stage("b"),
        stage("passed", |size| size.capacity + 1),
        sink(),
    ],
    armable: |_| with_first_of_b(vec![0]),
    ..JOINED
};

/// The reader holds the newest item of each input and gives on copies. It ends when an input has
/// ended without an item.
pub const LATEST: Facts = Facts {
    name: "latest",
    full: |size| 3 * size.capacity + 6,
    armable: |_| Vec::new(),
    leaves_out: true,
    ..PREFER
};

fn with_first_of_b(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.push(B);
    numbers
}
