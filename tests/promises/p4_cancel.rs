//! Promise 4: after a cancel, each stage ends at its next item, whatever methods are between the
//! stage and its edge.
//!
//! The methods in these tests make many items of one. They read from the edge again only after the
//! last of these items, so the end of the edge alone would not stop them.

use std::cell::Cell;

use pipeline::{Context, Error, pipeline};
use pipeline_tests::Watchdog;

/// More items than any worker processes before it checks the cancel flag.
const MANY: u32 = 1_000_000;

/// Counts items, and cancels at the first.
struct Cancelling<'a> {
    ctx: &'a Context,
    seen: Cell<u32>,
}

impl<'a> Cancelling<'a> {
    fn new(ctx: &'a Context) -> Self {
        Cancelling {
            ctx,
            seen: Cell::new(0),
        }
    }

    fn see(&self) {
        self.seen.set(self.seen.get() + 1);
        self.ctx.cancel();
    }
}

/// Checks that a consumer of `$stream` that cancels at the first item gets no second item.
macro_rules! ends_at_the_next_item {
    ($($stream:tt)+) => {{
        let _watchdog = Watchdog::of_this_test();
        let mut seen = 0;
        let outcome = pipeline!(|ctx| {
            $($stream)+ >> for_each({
                let cancelling = Cancelling::new(ctx);
                let seen = &mut seen;
                move |_: u32| {
                    cancelling.see();
                    *seen = cancelling.seen.get();
                }
            })
        })
        .run();
        assert!(outcome.is_err_and(|error: Error| error.is_cancelled()));
        assert_eq!(seen, 1, "the consumer went on after the cancel");
    }};
}

#[test]
fn a_consumer_behind_flat_map_ends_at_the_next_item() {
    ends_at_the_next_item!(generator([1]) >> fan_out(1, |x| x) >> flat_map(|_: u32| 0..MANY));
}

#[test]
fn a_consumer_behind_chain_ends_at_the_next_item() {
    ends_at_the_next_item!(generator([1]) >> fan_out(1, |x| x) >> chain(0..MANY));
}

#[test]
fn a_consumer_beside_its_generator_ends_at_the_next_item() {
    ends_at_the_next_item!(generator([1]) >> flat_map(|_: u32| 0..MANY));
}

#[test]
fn a_consumer_in_a_stages_worker_ends_at_the_next_item() {
    ends_at_the_next_item!(generator([1]) >> stage(|x: u32| x) >> flat_map(|_| 0..MANY));
}

#[test]
fn a_consumer_that_reads_an_edge_ends_at_the_next_item() {
    ends_at_the_next_item!(generator(0..MANY) >> fan_out(1, |x| x));
}

#[test]
fn a_body_behind_flat_map_ends_at_the_next_item() {
    let _watchdog = Watchdog::of_this_test();
    let mut seen = 0;
    let outcome = pipeline!(|ctx| {
        let many = generator([1]) >> fan_out(1, |x| x) >> flat_map(|_: u32| 0..MANY);
        let seen = many
            >> stage(|x| {
                seen += 1;
                ctx.cancel();
                x
            });
        seen >> sink(|items| items.count())
    })
    .run();
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert_eq!(seen, 1);
}

#[test]
fn a_consumer_behind_flat_map_ends_when_its_own_stage_fails() {
    let _watchdog = Watchdog::of_this_test();
    let mut seen = 0;
    let outcome = pipeline!({
        let failing = generator(0..3)
            >> stage(|x: u32| {
                Err("first")?;
                x
            });
        // Without the cancel, `chain` would continue in the worker of the failed stage.
        failing >> chain(0..MANY) >> for_each(|_| seen += 1)
    })
    .run();
    assert_eq!(outcome.unwrap_err().stage(), Some("failing"));
    assert_eq!(seen, 0, "the consumer went on after the failure");
}

/// If many items are ready, a worker processes them in one loop. It must check for a cancel before
/// each item.
#[test]
fn whoever_cancels_in_the_middle_of_a_burst_begins_no_further_item() {
    const AT: u32 = 700;
    const PLACES: [&str; 3] = ["generator", "stage", "sink"];
    let _watchdog = Watchdog::of_this_test();
    for (at, place) in PLACES.into_iter().enumerate() {
        let mut seen = [0; PLACES.len()];
        let [made, staged, consumed] = &mut seen;
        // The other stages have more than enough items.
        let see = |ctx: &Context, seen: &mut u32, here| {
            *seen += 1;
            if here == place && *seen == AT {
                ctx.cancel();
            }
        };
        let outcome = pipeline!(|ctx| {
            let made = generator((0..MANY).inspect(|_| see(ctx, made, "generator")));
            let staged = made
                >> stage(|n| {
                    see(ctx, staged, "stage");
                    n
                });
            staged >> sink(|items| items.for_each(|_| see(ctx, consumed, "sink")))
        })
        .run();
        assert!(matches!(outcome, Err(Error::Cancelled { .. })));
        assert_eq!(seen[at], AT, "in the {place}");
    }
}

/// A `yield` after the cancel does not return, although its edge has space. The code after it does
/// not run.
#[test]
fn a_yield_after_the_cancel_is_the_last_of_its_body() {
    let _watchdog = Watchdog::of_this_test();
    let mut made = 0;
    let mut yielded = 0;
    let outcome = pipeline!(|ctx| {
        let items = generator({
            for n in 0..10 {
                if n == 3 {
                    ctx.cancel();
                }
                yield n;
                made += 1;
            }
        });
        items >> count()
    })
    .run();
    assert!(outcome.is_err_and(|error: Error| error.is_cancelled()));
    let outcome = pipeline!(|ctx| {
        let items = generator([()])
            >> stage(|()| {
                for n in 0..10 {
                    if n == 3 {
                        ctx.cancel();
                    }
                    yield n;
                    yielded += 1;
                }
            });
        items >> count()
    })
    .run();
    assert!(outcome.is_err_and(|error: Error| error.is_cancelled()));
    assert_eq!((made, yielded), (3, 3));
}
