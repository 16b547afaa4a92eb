//! Shapes with stages whose failures do not end the run.
//!
//! The body of each stage fails as often as its policy tolerates. The injected faults are
//! additional.

use std::sync::Arc;

use pipeline::{Failure, pipeline};
use pipeline_tests::{Item, of_size};

use pipeline_tests::shape::{Facts, Size};

use crate::declared::Declared;
use crate::shapes::Shape;
use pipeline_tests::known::{self, KEPT, REFUSED, is_skipped};
use pipeline_tests::probe::{Probe, Refused};

pub static SHAPES: [Shape; 6] = [
    known::SKIP.made(skip),
    Facts {
        // The stage gives on copies, and has dropped the items themselves.
        armable: |size| vec![size.capacity + 1, 2 * size.capacity + 2],
        ..known::RETRY
    }
    .made(retry),
    known::STOP_AFTER.made(stop_after),
    known::DEAD_LETTERS.made(dead_letters),
    known::DEAD_LETTERS_OF_A_FAN_OUT.made(dead_letters_of_a_fan_out),
    known::DEAD_LETTERS_OF_AN_ORDERED_FAN_OUT.made(dead_letters_of_an_ordered_fan_out),
];

fn skip(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> fan_out(workers, $($capacity)* on_error = skip, |item| {
                        let item = probe.pass("tried", item, ctx)?;
                        if is_skipped(item.number) {
                            Err(Refused(item))?
                        } else {
                            item
                        }
                    });
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn retry(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> stage($($capacity)* on_error = retry(2), |item| {
                        probe.falter(&item)?;
                        probe.insist("tried", item, ctx)?
                    });
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

fn stop_after(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let tried = made
                    >> stage($($capacity)* stop_after = 3, |item| {
                        let item = probe.insist("tried", item, ctx)?;
                        if item.number < 2 {
                            Err(Refused(item))?
                        } else {
                            item
                        }
                    });
                tried >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
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

fn dead_letters(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (kept, failed) = made
                    >> stage(name = "tried", $($capacity)* |item| {
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
        };
    }
    of_size!(size, declared)
}

fn dead_letters_of_a_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (kept, failed) = made
                    >> fan_out(workers, name = "tried", $($capacity)* |item| {
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
        };
    }
    of_size!(size, declared)
}

fn dead_letters_of_an_ordered_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (kept, failed) = made
                    >> fan_out(workers, ordered, name = "tried", $($capacity)* |item| {
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
        };
    }
    of_size!(size, declared)
}
