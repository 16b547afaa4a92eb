//! Stages, transforms and segments.

use super::Order::{Early, Row};
use super::verb::{MAPS, MAY, SKIPS, Verb, YIELDS, verb};

pub const STAGES: &[Verb] = &[
    verb("stage(OPTIONS@|n| c.map(#1, n)@)", MAPS),
    verb(
        "stage(OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)",
        YIELDS,
    ),
    verb(
        "stage(OPTIONS@|n| for n in c.many(#1, n) { yield n; }@)",
        ".each(move |i| i.flat_map(move |n| c.many(#1, n)))",
    ),
    verb("stage(OPTIONS@|n| c.fails(#1, n)?@)", MAY),
    verb(
        "stage(on_error = skip, OPTIONS@|n| c.fails(#1, n)?@)",
        SKIPS,
    ),
    verb(
        "stage(stop_after = c.size(#2) as u64, OPTIONS@|n| c.fails(#1, n)?@)",
        ".or_skips(c.size(#2), move |n| Ok(vec![c.fails(#1, n)?]))",
    ),
    verb(
        "stage(on_error = retry(2), OPTIONS@|n: N| c.fails(#1, n)?@)",
        ".or_ends(move |n| Ok(vec![c.fails(#1, n.clone()).or_else(|_| c.fails(#1, n.clone())).or_else(|_| c.fails(#1, n))?]))",
    ),
    verb(
        "stage(OPTIONS@|n| { let n = c.fails(#1, n)?; for n in c.few(#2, n) { yield n; } }@)",
        ".or_ends(move |n| Ok(c.few(#2, c.fails(#1, n)?).collect()))",
    ),
    verb(
        "stage(on_error = skip, OPTIONS@|n| { let n = c.fails(#1, n)?; for n in c.few(#2, n) { yield n; } }@)",
        ".or_skips(usize::MAX, move |n| Ok(c.few(#2, c.fails(#1, n)?).collect()))",
    ),
    Verb {
        order: Row,
        ..verb(
            "stage(OPTIONS{ let mut seen = 0; move |n| { seen += 1; c.seen(#1, seen, n) } })",
            ".row(move |i| i.enumerate().map(move |(i, n)| c.seen(#1, i as u64 + 1, n)))",
        )
    },
    Verb {
        futures: Some("stage(blocking, OPTIONS move |n| c.map(#1, n))"),
        ..verb("stage(OPTIONS move |n| c.map(#1, n))", MAPS)
    },
    Verb {
        futures: Some(
            "transform(OPTIONS async move |mut items| while let Some(n) = items.next().await { for n in c.yields(#1, n) { yield n; } })",
        ),
        ..verb(
            "transform(OPTIONS move |items| for n in items { for n in c.yields(#1, n) { yield n; } })",
            YIELDS,
        )
    },
    Verb {
        futures: Some(
            "transform(OPTIONS async move |mut items| while let Some(n) = items.next().await { yield c.fails(#1, n)?; })",
        ),
        ..verb(
            "transform(OPTIONS move |items| for n in items { yield c.fails(#1, n)?; })",
            MAY,
        )
    },
    Verb {
        order: Early,
        futures: Some(
            "transform(OPTIONS async move |mut items| while let Some(n) = items.next().await { if !c.goes_on(#1, &n) { break; } yield n; })",
        ),
        ..verb(
            "transform(OPTIONS move |items| for n in items { if !c.goes_on(#1, &n) { break; } yield n; })",
            ".row(move |i| i.take_while(move |n| c.goes_on(#1, n)))",
        )
    },
];

pub const SEGMENTS: &[Verb] = &[
    Verb {
        futures: Some("segment(OPTIONS segment!(async move |part: N| { let some = part >> stage(async move |n| for n in c.yields(#1, n) { yield n; }); some >> filter(move |n| c.keeps(#2, n)) >> stage(async move |n| c.map(#3, n)) }))"),
        ..verb(
            "segment(OPTIONS segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(#1, n) { yield n; }); some >> filter(move |n| c.keeps(#2, n)) >> stage(move |n| c.map(#3, n)) }))",
            ".each(move |i| i.flat_map(move |n| c.yields(#1, n)).filter(move |n| c.keeps(#2, n)).map(move |n| c.map(#3, n)))",
        )
    },
    Verb {
        futures: Some("segment(OPTIONS segment!(async move |part: N| part >> segment(segment!(async |all: N| all)) >> stage(async move |n| c.fails(#1, n)?)))"),
        ..verb("segment(OPTIONS segment!(move |part: N| part >> segment(segment!(|all: N| all)) >> stage(move |n| c.fails(#1, n)?)))", MAY)
    },
    Verb {
        futures: Some("segment(OPTIONS segment!(async move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(#1, n)); let some = some >> stage(async move |n| c.map(#2, n)); fan_in(some, rest) }))"),
        ..verb(
            "segment(OPTIONS segment!(move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(#1, n)); let some = some >> stage(move |n| c.map(#2, n)); fan_in(some, rest) }))",
            ".shared_by(2).each(move |i| i.map(move |n| if c.keeps(#1, &n) { c.map(#2, n) } else { n }))",
        )
        .unordered()
    },
];

/// A stage without a capacity.
pub const FREE: Verb = verb("stage(@|n| c.map(#1, n)@)", MAPS);
