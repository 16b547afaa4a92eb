//! Words that end a stream.

use super::Order::{self, Each, Early, Row};

/// A word that makes a value of a stream.
pub struct Consumer {
    pub text: &'static str,
    /// The text in an async pipeline, if it is different.
    pub futures: Option<&'static str>,
    /// The text for an iterator, if it is different.
    pub plain: Option<&'static str>,
    pub value: &'static str,
    pub order: Order,
}

const fn gives(value: &'static str, order: Order, text: &'static str) -> Consumer {
    Consumer {
        text,
        futures: None,
        plain: None,
        value,
        order,
    }
}

const fn sink(
    value: &'static str,
    order: Order,
    text: &'static str,
    futures: &'static str,
    plain: &'static str,
) -> Consumer {
    Consumer {
        futures: Some(futures),
        plain: Some(plain),
        ..gives(value, order, text)
    }
}

const fn last_of(text: &'static str) -> Consumer {
    Consumer {
        plain: Some("last()"),
        ..gives("Option<N>", Row, text)
    }
}

pub const CONSUMERS: &[Consumer] = &[
    gives("Vec<N>", Each, "collect::<Vec<N>>()"),
    gives("usize", Each, "count()"),
    gives("N", Each, "sum::<N>()"),
    gives("N", Each, "product::<N>()"),
    gives("Option<N>", Each, "max()"),
    gives("Option<N>", Each, "min()"),
    gives("Option<N>", Row, "last()"),
    gives(
        "u64",
        Row,
        "fold(7_u64, @|sum, n| c.next_sum(#1, sum, &n)@)",
    ),
    gives("Option<N>", Row, "reduce(move |a, b| c.join(#1, a, b))"),
    gives(
        "Option<N>",
        Row,
        "max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))",
    ),
    gives(
        "Option<N>",
        Row,
        "min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))",
    ),
    gives("Option<N>", Row, "max_by_key(move |n| n.number % 5)"),
    gives("Option<N>", Row, "min_by_key(move |n| n.number % 5)"),
    gives(
        "(Vec<N>, Vec<N>)",
        Row,
        "partition::<Vec<N>, _>(move |n| c.keeps(#1, n))",
    ),
    gives(
        "(Vec<N>, Vec<N>)",
        Row,
        "map(move |n| (n.clone(), n)) >> unzip()",
    ),
    gives("()", Each, "for_each(@|n| c.look(#1, &n)@)"),
    gives("bool", Early, "is_sorted()"),
    gives(
        "bool",
        Early,
        "is_sorted_by(move |a, b| a.number % 11 <= b.number % 11)",
    ),
    gives("bool", Early, "is_sorted_by_key(move |n| n.number)"),
    gives("bool", Early, "eq(c.source(#1))"),
    gives("bool", Early, "ne(c.source(#1))"),
    gives("bool", Early, "lt(c.source(#1))"),
    gives("bool", Early, "le(c.source(#1))"),
    gives("bool", Early, "gt(c.source(#1))"),
    gives("bool", Early, "ge(c.source(#1))"),
    gives("Ordering", Early, "cmp(c.source(#1))"),
    gives("Option<Ordering>", Early, "partial_cmp(c.source(#1))"),
    gives("bool", Early, "all(@|n| c.goes_on(#1, &n)@)"),
    gives("bool", Early, "any(@|n| !c.goes_on(#1, &n)@)"),
    gives("Option<N>", Early, "find(@|n| !c.goes_on(#1, n)@)"),
    gives("Option<N>", Early, "find_map(@|n| c.may(#1, n)@)"),
    gives("Option<N>", Early, "next()"),
    gives("Option<N>", Early, "nth(c.count(#1))"),
    gives("Option<usize>", Early, "position(@|n| !c.goes_on(#1, &n)@)"),
    gives(
        "Result<u64, u64>",
        Early,
        "try_fold(7_u64, move |sum, n| c.try_sum(#1, sum, &n))",
    ),
    gives(
        "Result<(), u64>",
        Early,
        "try_for_each(@|n| c.try_sum(#1, 0, &n).map(drop)@)",
    ),
    gives("u64", Row, "digest()"),
    sink(
        "Vec<N>",
        Each,
        "sink(move |items| items.collect::<Vec<N>>())",
        "sink(async move |items| items.collect::<Vec<N>>().await)",
        "collect::<Vec<N>>()",
    ),
    sink(
        "Vec<N>",
        Early,
        "sink(move |items| items.take(c.count(#1)).collect::<Vec<N>>())",
        "sink(async move |items| items.take(c.count(#1)).collect::<Vec<N>>().await)",
        "take(c.count(#1)).collect::<Vec<N>>()",
    ),
    sink(
        "Option<N>",
        Early,
        "sink(move |mut items| items.next())",
        "sink(async move |mut items| items.next().await)",
        "next()",
    ),
    sink(
        "u64",
        Early,
        "sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(#1, sum, &n); if !c.goes_on(#2, &n) { break; } } sum })",
        "sink(async move |mut items| { let mut sum = 7; while let Some(n) = items.next().await { sum = c.next_sum(#1, sum, &n); if !c.goes_on(#2, &n) { break; } } sum })",
        "try_fold(7, move |sum, n| { let sum = c.next_sum(#1, sum, &n); if c.goes_on(#2, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum)",
    ),
    // The last item is never lost.
    last_of("debounce(c.moment(#1)) >> last()"),
    last_of("sample(c.moment(#1)) >> last()"),
    last_of(
        "stage(capacity = c.room(#1), full = drop_oldest, move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> last()",
    ),
    Consumer {
        plain: Some("sum::<N>()"),
        ..gives(
            "N",
            Each,
            "stage(capacity = c.room(#1), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>()",
        )
    },
];
