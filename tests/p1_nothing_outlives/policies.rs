//! The shapes of stages whose failures do not end the run.
//!
//! Each fails by itself, as often as its policy bears; the faults come on top of that.

use std::sync::Arc;

use pipeline::{Failure, Pipeline, pipeline};
use pipeline_tests::Item;

use pipeline_tests::shape::{Stage, lenient, one_sink, open_stage, sink, some_of, stage};

use crate::shapes::Shape;
use pipeline_tests::probe::{Probe, Refused};

const KEPT: &str = "kept";
const REFUSED: &str = "refused";

const WITH_LETTERS: &[Stage] = &[
    stage("made", |capacity| 3 * capacity + 3),
    lenient(stage("tried", |capacity| 2 * capacity + 2)),
    one_sink(KEPT, |items| items / 2),
    one_sink(REFUSED, |items| items / 2),
];

pub const SHAPES: [Shape; 6] = [
    Shape {
        name: "skip",
        make: |probe, capacity| Box::new(skip(probe, capacity)),
        stages: &[open_stage("made"), lenient(open_stage("tried")), sink()],
        full: |capacity| 2 * capacity + 5,
        armable: |_| Vec::new(),
        delivers: |items| (0..items).filter(|&number| !is_skipped(number)).count(),
    },
    Shape {
        name: "retry",
        make: |probe, capacity| Box::new(retry(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 2),
            stage("tried", |capacity| capacity + 1),
            sink(),
        ],
        // The stage keeps an item to try again with, beside what it made of a copy.
        full: |capacity| 2 * capacity + 4,
        // What it gave is a copy, so it has dropped the items themselves.
        armable: |capacity| vec![capacity + 1, 2 * capacity + 2],
        delivers: |items| items,
    },
    Shape {
        name: "stop_after",
        make: |probe, capacity| Box::new(stop_after(probe, capacity)),
        stages: &[
            stage("made", |capacity| 2 * capacity + 4),
            stage("tried", |capacity| capacity + 3),
            sink(),
        ],
        full: |capacity| 2 * capacity + 3,
        armable: |_| Vec::new(),
        delivers: |items| items - 2,
    },
    Shape {
        name: "dead letters",
        make: |probe, capacity| Box::new(dead_letters(probe, capacity)),
        stages: WITH_LETTERS,
        full: |capacity| 3 * capacity + 4,
        armable: |capacity| some_of(3 * capacity + 4),
        delivers: |items| items,
    },
    Shape {
        name: "dead letters of a fan_out",
        make: |probe, capacity| Box::new(dead_letters_of_a_fan_out(probe, capacity)),
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
    },
    Shape {
        name: "dead letters of an ordered fan_out",
        make: |probe, capacity| Box::new(dead_letters_of_an_ordered_fan_out(probe, capacity)),
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
    },
];

fn is_skipped(number: usize) -> bool {
    number % 3 == 1
}

fn skip(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> fan_out(3, capacity = capacity, on_error = skip, |item| {
                let item = probe.pass("tried", item, ctx)?;
                if is_skipped(item.number) {
                    Err(Refused(item))?
                } else {
                    item
                }
            });
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn retry(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> stage(capacity = capacity, on_error = retry(2), |item| {
                probe.falter(&item)?;
                probe.insist("tried", item, ctx)?
            });
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn stop_after(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, usize> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let tried = made
            >> stage(capacity = capacity, stop_after = 3, |item| {
                let item = probe.insist("tried", item, ctx)?;
                if item.number < 2 {
                    Err(Refused(item))?
                } else {
                    item
                }
            });
        tried >> sink(|items| probe.consume(items, ctx)?)
    })
}

fn keep_even(item: Item) -> Result<Item, Refused> {
    if item.number % 2 == 0 {
        Ok(item)
    } else {
        Err(Refused(item))
    }
}

fn refused(failure: Failure) -> (Item, ()) {
    let refused = failure.cause.into_inner().downcast::<Refused>();
    (refused.expect("no other error is made").0, ())
}

fn dead_letters(probe: Arc<Probe>, capacity: usize) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (kept, failed) = made
            >> stage(name = "tried", capacity = capacity, |item| {
                keep_even(probe.pass("tried", item, ctx)?)?
            });
        (
            kept >> sink(name = "kept", |items| {
                probe.consume_at(KEPT, items.map(|item| (item, ())), ctx)?
            }),
            failed
                >> sink(name = "refused", |failures| {
                    probe.consume_at(REFUSED, failures.map(refused), ctx)?
                }),
        )
    })
}

fn dead_letters_of_a_fan_out(
    probe: Arc<Probe>,
    capacity: usize,
) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (kept, failed) = made
            >> fan_out(3, name = "tried", capacity = capacity, |item| {
                keep_even(probe.pass("tried", item, ctx)?)?
            });
        (
            kept >> sink(name = "kept", |items| {
                probe.consume_at(KEPT, items.map(|item| (item, ())), ctx)?
            }),
            failed
                >> sink(name = "refused", |failures| {
                    probe.consume_at(REFUSED, failures.map(refused), ctx)?
                }),
        )
    })
}

fn dead_letters_of_an_ordered_fan_out(
    probe: Arc<Probe>,
    capacity: usize,
) -> Pipeline<'static, (usize, usize)> {
    pipeline!(move |ctx| {
        let made = generator(capacity = capacity, {
            for number in 0..probe.items() {
                yield probe.pass("made", probe.item(number), ctx)?;
            }
        });
        let (kept, failed) = made
            >> fan_out(3, ordered, name = "tried", capacity = capacity, |item| {
                keep_even(probe.pass("tried", item, ctx)?)?
            });
        (
            kept >> sink(name = "kept", |items| {
                probe.consume_at(KEPT, items.map(|item| (item, ())), ctx)?
            }),
            failed
                >> sink(name = "refused", |failures| {
                    probe.consume_at(REFUSED, failures.map(refused), ctx)?
                }),
        )
    })
}
