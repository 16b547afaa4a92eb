//! Shapes with stages whose failures do not end the run.
//!
//! The body of each stage fails as often as its policy tolerates. The injected faults are
//! additional.

use std::sync::Arc;

use pipeline::{Failure, pipeline};
use pipeline_tests::known::{self, KEPT, REFUSED, is_skipped};
use pipeline_tests::probe::{Probe, Refused};
use pipeline_tests::shape::{Facts, Size, some_of};
use pipeline_tests::{Item, of_size, yields};

use crate::branches::alone;
use crate::declared::Declared;
use crate::shapes::Shape;

pub static SHAPES: [Shape; 6] = [
    known::SKIP.made(skip),
    Facts {
        // For every third item, the first attempt fails and drops the item itself.
        armable: |size| {
            let numbers = some_of(2 * size.capacity + 3).into_iter();
            numbers.filter(|number| number % 3 != 1).collect()
        },
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
                    >> fan_out(workers, $($capacity)* on_error = skip, async |item| {
                        let item = b.passed("tried", item, ctx).await?;
                        if is_skipped(item.number) {
                            Err(Refused(item))?
                        } else {
                            item
                        }
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn retry(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> stage($($capacity)* on_error = retry(2), async |item| {
                        b.falter(&item)?;
                        b.insisted("tried", item, ctx).await?
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

fn stop_after(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
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
                    >> stage($($capacity)* stop_after = 3, async |item| {
                        let item = b.insisted("tried", item, ctx).await?;
                        if item.number < 2 {
                            Err(Refused(item))?
                        } else {
                            item
                        }
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}

async fn keep_even(item: Item) -> Result<Item, Refused> {
    yields(1).await;
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
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (kept, failed) = made
                    >> stage(name = "tried", $($capacity)* async |item| {
                        keep_even(b.passed("tried", item, ctx).await?).await?
                    });
                (
                    kept >> sink(name = "kept", async |items| {
                        c.consumed_at(KEPT, items, alone, ctx).await?
                    }),
                    failed
                        >> sink(name = "refused", async |failures| {
                            d.consumed_at(REFUSED, failures, refused, ctx).await?
                        }),
                )
            })
        };
    }
    of_size!(size, declared)
}

fn dead_letters_of_a_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (kept, failed) = made
                    >> fan_out(workers, name = "tried", $($capacity)* async |item| {
                        keep_even(b.passed("tried", item, ctx).await?).await?
                    });
                (
                    kept >> sink(name = "kept", async |items| {
                        c.consumed_at(KEPT, items, alone, ctx).await?
                    }),
                    failed
                        >> sink(name = "refused", async |failures| {
                            d.consumed_at(REFUSED, failures, refused, ctx).await?
                        }),
                )
            })
        };
    }
    of_size!(size, declared)
}

fn dead_letters_of_an_ordered_fan_out(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let workers = size.workers;
    let [a, b, c, d] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (kept, failed) = made
                    >> fan_out(
                        workers,
                        ordered,
                        name = "tried",
                        $($capacity)*
                        async |item| keep_even(b.passed("tried", item, ctx).await?).await?,
                    );
                (
                    kept >> sink(name = "kept", async |items| {
                        c.consumed_at(KEPT, items, alone, ctx).await?
                    }),
                    failed
                        >> sink(name = "refused", async |failures| {
                            d.consumed_at(REFUSED, failures, refused, ctx).await?
                        }),
                )
            })
        };
    }
    of_size!(size, declared)
}
