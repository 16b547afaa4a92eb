//! The shapes of stages whose failures do not end the run.
//!
//! Each fails by itself, as often as its policy bears; the faults come on top of that.

use std::sync::Arc;

use pipeline::{Failure, Pipeline, pipeline};
use pipeline_tests::Item;

use pipeline_tests::shape::{sink, stage};

use crate::shapes::Shape;
use pipeline_tests::known::{self, KEPT, REFUSED, is_skipped};
use pipeline_tests::probe::{Probe, Refused};

pub const SHAPES: [Shape; 6] = [
    known::SKIP.made(|probe, capacity| Box::new(skip(probe, capacity))),
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
    known::STOP_AFTER.made(|probe, capacity| Box::new(stop_after(probe, capacity))),
    known::DEAD_LETTERS.made(|probe, capacity| Box::new(dead_letters(probe, capacity))),
    known::DEAD_LETTERS_OF_A_FAN_OUT
        .made(|probe, capacity| Box::new(dead_letters_of_a_fan_out(probe, capacity))),
    known::DEAD_LETTERS_OF_AN_ORDERED_FAN_OUT
        .made(|probe, capacity| Box::new(dead_letters_of_an_ordered_fan_out(probe, capacity))),
];

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
