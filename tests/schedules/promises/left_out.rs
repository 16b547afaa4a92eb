//! The shapes of pipelines that leave items out, at random.

use pipeline::pipeline;

use crate::fate::ITEMS;
use crate::shapes::{B, MOMENT, Shape, in_order, shapes};

shapes! {
    /// Before the first pair, one item of each stream is taken, or several.
    latest(ctx, [a, b, c]) -> 2 * ITEMS, ["a", "b"], leaves_out => {
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
        let newest = latest(a, b)
            >> stage(name = "last", {
                let (mut of_a, mut of_b) = (in_order(), in_order());
                move |(a, b)| (of_a(a), of_b(b))
            });
        newest >> take(c.most()) >> count()
    }

    drop_newest(ctx, [a, b, c]) -> ITEMS, ["made", "passed"], leaves_out => {
        let made = generator(capacity = 2, full = drop_newest, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(|item| b.pass("passed", item, ctx)?);
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    drop_oldest(ctx, [a, b, c]) -> ITEMS, ["made", "passed"], leaves_out => {
        let made = generator(capacity = 2, full = drop_oldest, {
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let passed = made >> stage(|item| b.pass("passed", item, ctx)?);
        passed >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    /// Several workers fill the stream, so the schedule decides which item is the newest.
    merge(ctx, [a, b, c]) -> ITEMS, ["made", "worked"], leaves_out => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let worked = made
            >> fan_out(2, capacity = 1, full = merge(|_, newest| newest), |item| {
                b.pass("worked", item, ctx)?
            });
        worked >> stage(name = "last", |item| item) >> take(c.most()) >> count()
    }

    /// One branch waits for its reader, and the other loses items.
    shown(ctx, [a, b, c]) -> 2 * ITEMS, ["made"], leaves_out => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let (work, view) = made >> tee(capacity = 1, full = drop_oldest(view));
        let shown = view >> stage(|item| b.pass("shown", item, ctx)?);
        fan_in(work, shown) >> stage(name = "last", |item| item) >> take(c.most()) >> count()
    }

    debounced(ctx, [a, b, c]) -> ITEMS, ["made"], leaves_out => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let newest = made >> debounce(MOMENT) >> stage(|item| b.pass("newest", item, ctx)?);
        newest >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }

    sampled(ctx, [a, b, c]) -> ITEMS, ["made"], leaves_out => {
        let made = generator({
            for number in 0..ITEMS {
                yield a.pass("made", a.item(number), ctx)?;
            }
        });
        let newest = made >> sample(MOMENT) >> stage(|item| b.pass("newest", item, ctx)?);
        newest >> stage(name = "last", { in_order() }) >> take(c.most()) >> count()
    }
}
