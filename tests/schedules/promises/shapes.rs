//! The shapes of pipelines, each declared once for threads and once for futures.

use std::time::Duration;

use pipeline::{Failure, Report, pipeline, segment};
use pipeline_tests::Item;

use crate::engines::Declared;
use crate::fate::{End, Fate, ITEMS, Struck};

/// A shape: how it is made, and what is known of it.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) of_threads: fn(&Fate) -> Declared,
    pub(crate) of_futures: fn(&Fate) -> Declared,
    /// Number of items that come to its end.
    pub(crate) gives: usize,
    /// Its stages. Each of them has at least two items.
    pub(crate) stages: &'static [&'static str],
    /// Whether a body may fail without failing the run.
    pub(crate) is_lenient: bool,
    /// Whether items are left out on the way. The report counts them.
    pub(crate) leaves_out: bool,
}

impl Shape {
    /// Returns how many items were left out, if that is random.
    pub(crate) fn left_out(self, report: &Report) -> usize {
        if !self.leaves_out {
            return 0;
        }
        let lost = report.streams.iter().map(|stream| stream.lost);
        let swallowed = report.stages.iter().map(|stage| stage.swallowed);
        let all: u64 = lost.chain(swallowed).sum();
        usize::try_from(all).expect("they are few")
    }

    /// Returns all ways in which the shape can end.
    pub(crate) fn ends(self) -> impl Iterator<Item = End> {
        let anywhere = [
            End::OfItems,
            End::OfReader,
            End::CancelBeside,
            End::DrainBeside,
            End::QuitBeside,
            End::Deadline,
            End::HandleCancelled,
            End::HandleDropped,
        ];
        let strikes = move |stage: &&'static str| {
            let error = (!self.is_lenient).then_some(End::Error(stage));
            let others = [End::Panic(stage), End::Cancel(stage), End::Drain(stage)];
            others.into_iter().chain(error)
        };
        anywhere
            .into_iter()
            .chain(self.stages.iter().flat_map(strikes))
    }
}

/// Declares shapes: for each one the names of its fate's clones, how many items come to the end,
/// the stages, a word where there is more to say, and the declaration.
macro_rules! shapes {
    ($(
        $(#[$doc:meta])*
        $name:ident($ctx:ident, [$($hand:ident),*]) -> $gives:expr, $stages:expr $(, $word:ident)?
        => { $($declaration:tt)* }
    )*) => {
        $(
            $(#[$doc])*
            pub(crate) fn $name() -> Shape {
                Shape {
                    of_threads: |fate| {
                        let [$($hand),*] = fate.hands();
                        pipeline!(move |$ctx| { $($declaration)* }).into()
                    },
                    of_futures: |fate| {
                        let [$($hand),*] = fate.hands();
                        pipeline!(async move |$ctx| { $($declaration)* }).into()
                    },
                    gives: $gives,
                    stages: &$stages,
                    is_lenient: stringify!($($word)?) == "lenient",
                    leaves_out: stringify!($($word)?) == "leaves_out",
                }
            }
        )*
    };
}
pub(crate) use shapes;

/// First number of the second input of a fan-in.
pub(crate) const B: usize = 100;

/// A time that is far away or over at once, as the clock of a model decides.
pub(crate) const MOMENT: Duration = Duration::from_millis(1);

/// Returns a function that checks that items come in order. Some may be left out, or made into
/// several.
pub(crate) fn in_order() -> impl FnMut(Item) -> Item + Send {
    let mut last = 0;
    move |item| {
        assert!(item.number >= last, "{} after {last}", item.number);
        last = item.number;
        item
    }
}

/// [`in_order`], for each input of a fan-in.
fn in_order_by_input() -> impl FnMut(Item) -> Item + Send {
    let (mut a, mut b) = (in_order(), in_order());
    move |item| if item.number < B { a(item) } else { b(item) }
}

/// [`in_order`], for the items of each key.
fn in_order_by_key() -> impl FnMut(Item) -> Item + Send {
    let mut each = [0, 1, 2].map(|_| in_order());
    move |item| each[item.number % 3](item)
}

shapes! {
    linear(ctx, [a, b, c]) -> ITEMS, ["made", "passed"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(|item| b.pass("passed", item, ctx)?);
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    rendezvous(ctx, [a, b, c]) -> ITEMS, ["made", "passed"] => {
        let made = generator(capacity = 0, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(capacity = 0, |item| b.pass("passed", item, ctx)?);
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    one_place(ctx, [a, b, c]) -> ITEMS, ["made", "passed"] => {
        let made = generator(capacity = 1, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(capacity = 1, |item| b.pass("passed", item, ctx)?);
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    shared(ctx, [a, b, c, d]) -> ITEMS, ["made", "worked", "last"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made >> fan_out(2, |item| b.pass("worked", item, ctx)?);
        let last = worked >> stage(|item| c.pass("last", item, ctx)?);
        last >> take(d.most()) >> count()
    }

    /// The items of each key come in order.
    by_key(ctx, [a, b, c]) -> ITEMS, ["made", "worked"] => {
        let made = generator(capacity = 1, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(2, by = |item| item.number % 3, |item| b.pass("worked", item, ctx)?);
        worked >> stage(name = "last", { in_order_by_key() }) >> take(c.most()) >> count()
    }

    ordered_by_key(ctx, [a, b, c]) -> ITEMS, ["made", "worked"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(2, by = |item| item.number % 3, ordered, |item| b.pass("worked", item, ctx)?);
        worked >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    ordered(ctx, [a, b, c]) -> ITEMS, ["made", "worked"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made >> fan_out(2, ordered, |item| b.pass("worked", item, ctx)?);
        worked >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    /// One item is made of 0 and 3, two of 1 and 4, and three of 2.
    ordered_and_yielding(ctx, [a, b, c]) -> 9, ["made", "worked"] => {
        let made = generator(capacity = 2, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(2, ordered, |item| {
                for _ in 0..item.number % 3 {
                    yield item.clone();
                }
                yield b.pass("worked", item, ctx)?;
            });
        worked >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    merged(ctx, [a, b, c]) -> 2 * ITEMS, ["a", "b"] => {
        let a = generator({
            for number in 0..ITEMS {
                yield a.pass("a", a.item(number), ctx)?;
            }
        });
        let b = generator({
            for number in 0..ITEMS {
                yield b.pass("b", b.item(B + number), ctx)?;
            }
        });
        let all = fan_in(a, b);
        all >> stage(name = "last", { in_order_by_input() }) >> take(c.most()) >> count()
    }

    /// Both inputs fill the same few places, one of them from an ordered fan-out.
    merged_beside_ordered(ctx, [a, b, c, d]) -> 2 * ITEMS, ["a", "b"] => {
        let a = generator({
            for number in 0..ITEMS {
                yield a.pass("a", a.item(number), ctx)?;
            }
        });
        let numbers = generator({
            for number in 0..ITEMS {
                yield d.item(B + number);
            }
        });
        let b = numbers >> fan_out(2, ordered, name = "b", |item| b.pass("b", item, ctx)?);
        let all = fan_in(a, b, capacity = 2);
        all >> stage(name = "last", { in_order_by_input() }) >> take(c.most()) >> count()
    }

    concatenated(ctx, [a, b, c]) -> 2 * ITEMS, ["a", "b"] => {
        let a = generator({
            for number in 0..ITEMS {
                yield a.pass("a", a.item(number), ctx)?;
            }
        });
        let b = generator({
            for number in 0..ITEMS {
                yield b.pass("b", b.item(B + number), ctx)?;
            }
        });
        let all = concat(a, b);
        all >> stage(name = "last", { in_order_by_input() }) >> take(c.most()) >> count()
    }

    preferred(ctx, [a, b, c]) -> 2 * ITEMS, ["a", "b"] => {
        let a = generator({
            for number in 0..ITEMS {
                yield a.pass("a", a.item(number), ctx)?;
            }
        });
        let b = generator({
            for number in 0..ITEMS {
                yield b.pass("b", b.item(B + number), ctx)?;
            }
        });
        let all = fan_in(a, b, prefer);
        all >> stage(name = "last", { in_order_by_input() }) >> take(c.most()) >> count()
    }

    sorted(ctx, [a, b, c]) -> 2 * ITEMS, ["a", "b"] => {
        let a = generator({
            for number in 0..ITEMS {
                yield a.pass("a", a.item(number), ctx)?;
            }
        });
        let b = generator({
            for number in 0..ITEMS {
                yield b.pass("b", b.item(B + number), ctx)?;
            }
        });
        let all = merge_by(a, b, |x, y| (x.number % B).cmp(&(y.number % B)));
        all >> stage(name = "last", { in_order_by_input() }) >> take(c.most()) >> count()
    }

    zipped(ctx, [a, b, c, d]) -> ITEMS, ["made", "left", "right"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (left, right) = made >> tee();
        let left = left >> stage(|item| b.pass("left", item, ctx)?);
        let right = right >> stage(|item| c.pass("right", item, ctx)?);
        let pairs = zip(left, right);
        pairs
            >> stage(name = "last", |(left, right)| {
                assert_eq!(left.number, right.number);
                left
            })
            >> take(d.most())
            >> count()
    }

    parted_and_merged(ctx, [a, b, c]) -> ITEMS, ["made", "odd"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (even, odd) = made >> split(|item| item.number % 2 == 0);
        let odd = odd >> stage(|item| b.pass("odd", item, ctx)?);
        fan_in(even, odd) >> stage(name = "last", |item| item) >> take(c.most()) >> count()
    }

    routed(ctx, [a, b, c]) -> ITEMS, ["made", "parted"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (even, odd) = made
            >> route(name = "parted", |item| {
                let item = b.pass("parted", item, ctx)?;
                if item.number % 2 == 0 {
                    even(item);
                } else {
                    odd(item);
                }
            });
        fan_in(even, odd) >> stage(name = "last", |item| item) >> take(c.most()) >> count()
    }

    dead_letters(ctx, [a, b, c]) -> ITEMS, ["made", "tried"], lenient => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (kept, refused) = made
            >> stage(name = "tried", |item| {
                let item = b.pass("tried", item, ctx)?;
                if item.number % 2 == 1 {
                    Err(Struck)?;
                }
            });
        let refused = refused >> stage(|_: Failure| ());
        fan_in(kept, refused) >> stage(name = "last", |one| one) >> take(c.most()) >> count()
    }

    /// The failures keep the order, and contain their items.
    ordered_dead_letters(ctx, [a, b, c]) -> ITEMS, ["made", "tried"], lenient => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (kept, refused) = made
            >> fan_out(2, name = "tried", ordered, keep, |item| {
                let item = b.pass("tried", item, ctx)?;
                if item.number % 2 == 1 {
                    Err(Struck)?;
                }
            });
        let refused = refused >> map(|failure| failure.item);
        let refused = refused >> stage({ in_order() }) >> map(|_| ());
        fan_in(kept, refused) >> stage(name = "last", |one| one) >> take(c.most()) >> count()
    }

    retried(ctx, [a, b, c]) -> ITEMS, ["made", "tried"], lenient => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let tried = made
            >> stage(name = "tried", on_error = retry(1, MOMENT), |item| {
                b.falter(&item)?;
                b.pass("tried", item, ctx)?
            });
        tried >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    /// Each item goes round three times.
    looped(ctx, [a, b, c]) -> ITEMS, ["made", "worked"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield (a.pass("made", a.item(number), ctx)?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100, full = fail);
        let worked = open >> stage(|(item, round)| (b.pass("worked", item, ctx)?, round + 1));
        let (done, again) = worked >> split(|(_, round)| *round == 3);
        done >> take(c.most()) >> count()
    }

    /// Each item goes round three times, and the workers keep the order.
    looped_in_order(ctx, [a, b, c]) -> ITEMS, ["made", "worked"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield (a.pass("made", a.item(number), ctx)?, 0);
            }
        });
        let open = made >> feedback(again, bound = 100, full = fail);
        let worked = open
            >> fan_out(2, ordered, |(item, round)| (b.pass("worked", item, ctx)?, round + 1));
        let (done, again) = worked >> split(|(_, round)| *round == 3);
        done >> take(c.most()) >> count()
    }

    /// A look at the deadline lets it act, also by the inner run.
    nested(ctx, [a, b, c]) -> ITEMS, ["made", "passed"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made
            >> stage(|item| {
                let inner = pipeline!(|inner| {
                    let asked = generator([item])
                        >> stage(|item| {
                            let _ = inner.is_cancelled();
                            item
                        });
                    asked >> collect::<Vec<_>>()
                });
                let item = inner.run()?.pop().ok_or(Struck)?;
                b.pass("passed", item, ctx)?
            });
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    batched(ctx, [a, b, c]) -> ITEMS, ["made", "unpacked"] => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let batches = made >> throttle(2, MOMENT) >> batch_within(2, MOMENT);
        let unpacked = batches
            >> stage(|batch| {
                for item in batch {
                    yield b.pass("unpacked", item, ctx)?;
                }
            });
        unpacked >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }
}

/// A segment of two stages, the first of which borrows what the segment owns. Each item goes
/// through it twice.
pub(crate) fn segmented() -> Shape {
    Shape {
        of_threads: |fate| {
            let [a, b, c] = fate.hands();
            let part = segment!(move |items, ctx| {
                let passed = items
                    >> stage(name = "passed", |(item, round)| {
                        (b.pass("part/passed", item, ctx)?, round + 1)
                    });
                passed >> segment(segment!(|items: (Item, usize)| items))
            });
            pipeline!(move |ctx| {
                let made = generator({
                    for number in 0..ITEMS {
                        yield (a.pass("made", a.item(number), ctx)?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100, full = fail);
                let part = open >> segment(part);
                let (done, again) = part >> split(|(_, round)| *round == 2);
                done >> take(c.most()) >> count()
            })
            .into()
        },
        of_futures: |fate| {
            let [a, b, c] = fate.hands();
            let part = segment!(async move |items, ctx| {
                let passed = items
                    >> stage(name = "passed", |(item, round)| {
                        (b.pass("part/passed", item, ctx)?, round + 1)
                    });
                passed >> segment(segment!(async |items: (Item, usize)| items))
            });
            pipeline!(async move |ctx| {
                let made = generator({
                    for number in 0..ITEMS {
                        yield (a.pass("made", a.item(number), ctx)?, 0);
                    }
                });
                let open = made >> feedback(again, bound = 100, full = fail);
                let part = open >> segment(part);
                let (done, again) = part >> split(|(_, round)| *round == 2);
                done >> take(c.most()) >> count()
            })
            .into()
        },
        gives: ITEMS,
        stages: &["made", "part/passed"],
        is_lenient: false,
        leaves_out: false,
    }
}
