//! Edges that may lose items.
//!
//! `given` counts the items that are put into such an edge, and `kept` counts those that are read.
//! The number of lost items in the report must be the difference.

use super::verb::{Verb, verb};

/// The outputs of two stages with a map each.
const MAPS_TWICE: &str =
    ".each(move |i| i.map(move |n| c.map(#1, n)).map(move |n| c.map(#3, n))).lacks()";

pub const LOSSY: &[Verb] = &[
    verb(
        "enumerate() >> stage(capacity = c.room(#2), full = drop_newest, @|(i, n)| c.given((i, c.map(#1, n)))@) >> stage(OPTIONS@|(i, n)| c.kept((i, c.map(#3, n)))@) >> scan(Rising::default(), |rising, n| Some(rising.take(n)))",
        MAPS_TWICE,
    )
    .lossy(),
    verb(
        "enumerate() >> stage(capacity = c.room(#2), full = drop_oldest, @|(i, n)| c.given((i, c.map(#1, n)))@) >> stage(OPTIONS@|(i, n)| c.kept((i, c.map(#3, n)))@) >> scan(Rising::default(), |rising, n| Some(rising.take(n)))",
        MAPS_TWICE,
    )
    .lossy(),
    verb(
        "stage(capacity = c.room(#2), full = drop_oldest, @|n| c.given(c.map(#1, n))@) >> fan_out(c.workers(#4), ordered, OPTIONS@|n| c.kept(c.map(#3, n))@)",
        MAPS_TWICE,
    )
    .lossy(),
    verb(
        "stage(capacity = c.room(#2), full = drop_oldest, @|n| c.given(c.map(#1, n))@) >> fan_out(c.workers(#4), by = |n| n.number % 3, ordered, OPTIONS@|n| c.kept(c.map(#3, n))@)",
        MAPS_TWICE,
    )
    .lossy(),
    verb(
        "fan_out(c.workers(#4), capacity = c.room(#2), full = drop_newest, @|n| for n in c.yields(#1, n) { yield c.given(n); }@) >> fan_out(c.workers(#5), OPTIONS@|n| c.kept(c.map(#3, n))@)",
        ".shared_by(2).each(move |i| i.flat_map(move |n| c.yields(#1, n)).map(move |n| c.map(#3, n))).lacks()",
    )
    .unordered()
    .lossy(),
    verb(
        "transform(capacity = c.room(#2), full = drop_oldest, move |items| for n in items { yield c.given(c.map(#1, n)); }) >> stage(OPTIONS move |n| c.kept(c.map(#3, n)))",
        MAPS_TWICE,
    )
    .awaited("transform(capacity = c.room(#2), full = drop_oldest, async move |mut items| while let Some(n) = items.next().await { yield c.given(c.map(#1, n)); }) >> stage(OPTIONS move |n| c.kept(c.map(#3, n)))")
    .lossy(),
    // The last or the first of two items may be lost too.
    verb(
        "stage(capacity = c.room(#2), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), @|n| c.given(c.map(#1, n))@) >> stage(OPTIONS@|n| c.kept(c.map(#3, n))@)",
        MAPS_TWICE,
    )
    .lossy(),
    // A pile contains all items that were merged, so none is lost.
    verb(
        "stage(capacity = c.room(#2), full = merge(pile), @|n| c.given(vec![c.map(#1, n)])@) >> stage(OPTIONS@|pile| c.kept(pile)@) >> flatten()",
        ".each(move |i| i.map(move |n| c.map(#1, n)))",
    ),
    verb(
        "fan_out(c.workers(#3), capacity = c.room(#2), full = merge(pile), @|n| for n in c.yields(#1, n) { yield c.given(vec![n]); }@) >> stage(OPTIONS@|pile| c.kept(pile)@) >> flatten()",
        ".shared_by(c.workers(#3)).each(move |i| i.flat_map(move |n| c.yields(#1, n)))",
    )
    .unordered(),
];
