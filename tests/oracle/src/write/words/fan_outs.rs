//! Fan-outs: unordered, in the order of the input, and with order for each key.

use super::Order::Row;
use super::verb::{MAPS, MAY, SKIPS, Verb, YIELDS, verb};

pub const FAN_OUTS: &[Verb] = &[
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| c.map(#1, n)@)", MAPS),
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", YIELDS),
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| c.fails(#1, n)?@)", MAY),
    verb("fan_out(c.workers(#2), ordered, on_error = skip, OPTIONS@|n| c.fails(#1, n)?@)", SKIPS),
    verb("fan_out(c.workers(#2), OPTIONS@|n| c.map(#1, n)@)", ".shared_by(c.workers(#2)).each(move |i| i.map(move |n| c.map(#1, n)))").unordered(),
    verb("fan_out(c.workers(#2), OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", ".shared_by(c.workers(#2)).each(move |i| i.flat_map(move |n| c.yields(#1, n)))").unordered(),
    Verb {
        futures: Some("fan_out(c.workers(#2), transform, OPTIONS async move |mut items| while let Some(n) = items.next().await { for n in c.yields(#1, n) { yield n; } })"),
        ..verb("fan_out(c.workers(#2), transform, OPTIONS move |items| for n in items { for n in c.yields(#1, n) { yield n; } })", ".shared_by(c.workers(#2)).each(move |i| i.flat_map(move |n| c.yields(#1, n)))").unordered()
    },
    verb("fan_out(c.workers(#2), by = move |n| c.keeps(#3, n), OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", ".shared_by(c.workers(#2)).each(move |i| i.inspect(move |n| _ = c.keeps(#3, n)).flat_map(move |n| c.yields(#1, n)))").unordered(),
    verb("fan_out(c.workers(#2), by = |n| n.number, ordered, OPTIONS@|n| c.fails(#1, n)?@)", MAY),
    Verb {
        order: Row,
        ..verb(
            "fan_out(c.workers(#2), by = |n| n.number % 3, OPTIONS{ let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(#1, seen[key], n) } })",
            ".row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(#1, seen[key], n) }) }).shared_by(c.workers(#2))",
        )
        .unordered()
    },
    Verb {
        futures: Some("fan_out(c.workers(#2), by = |n| n.number, transform, OPTIONS async move |mut items| while let Some(n) = items.next().await { yield c.map(#1, n); })"),
        ..verb("fan_out(c.workers(#2), by = |n| n.number, transform, OPTIONS move |items| for n in items { yield c.map(#1, n); })", ".shared_by(c.workers(#2)).each(move |i| i.map(move |n| c.map(#1, n)))").unordered()
    },
    verb("fan_out(c.workers(#2), OPTIONS@|n| c.fails(#1, n)?@)", ".shared_by(c.workers(#2)).or_ends(move |n| Ok(vec![c.fails(#1, n)?]))").unordered(),
    verb("fan_out(c.workers(#2), on_error = skip, OPTIONS@|n| { let n = c.fails(#1, n)?; for n in c.few(#3, n) { yield n; } }@)", ".shared_by(c.workers(#2)).or_skips(usize::MAX, move |n| Ok(c.few(#3, c.fails(#1, n)?).collect()))").unordered(),
    verb("fan_out(c.workers(#2), ordered, window = c.size(#3), OPTIONS@|n| c.map(#1, n)@)", MAPS),
    verb("fan_out(c.workers(#2), ordered, window = c.size(#3), OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", YIELDS),
    verb("fan_out(c.workers(#2), ordered, window = c.size(#3), on_error = skip, OPTIONS@|n| c.fails(#1, n)?@)", SKIPS),
    verb("fan_out(c.workers(#2), by = |n| n.number % 5, ordered, window = c.size(#3), OPTIONS@|n| c.map(#1, n)@)", MAPS),
    // The next stage gets the items of each key in order too.
    verb(
        "fan_out(c.workers(#2), by = |n| n.number % 3, OPTIONS@|n| (n.number % 3, c.map(#1, n))@) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(#3, seen[key], n) } })",
        ".row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; let n = c.map(#1, n); seen[key] += 1; c.seen(#3, seen[key], n) }) }).shared_by(c.workers(#2))",
    )
    .in_row()
    .unordered(),
];
