//! The words of the language: sources, methods, verbs and consumers, as templates.
//!
//! In a template `#1`, `#2`, … are places of the case, `@|n| BODY@` is a closure that futures may await,
//! `~` stands for `.await` in one that is awaited, and `OPTIONS` for a capacity or nothing.

/// Whether the order of a stream's items matters to what a word makes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Each,
    Row,
    /// And it may end before its stream does.
    Early,
}

use Order::{Each, Early, Row};

/// A method that gives a stream.
pub struct Method {
    pub text: &'static str,
    pub order: Order,
    /// Whether it may stand in a loop.
    pub loops: bool,
    /// Whether `Stream`s have it, too.
    pub is_async: bool,
}

const fn method(order: Order, text: &'static str) -> Method {
    Method {
        text,
        order,
        loops: false,
        is_async: true,
    }
}

impl Method {
    const fn in_loops(self) -> Self {
        Method {
            loops: true,
            ..self
        }
    }

    const fn of_threads(self) -> Self {
        Method {
            is_async: false,
            ..self
        }
    }
}

pub const METHODS: &[Method] = &[
    method(Each, "map(@|n| c.map(#1, n)@)").in_loops(),
    method(Each, "filter(@|n| c.keeps(#1, n)@)").in_loops(),
    method(Each, "filter_map(@|n| c.may(#1, n)@)").in_loops(),
    method(Each, "flat_map(@|n| c.many(#1, n)@)").in_loops(),
    method(Each, "map(move |n| c.many(#1, n)) >> flatten()").in_loops(),
    method(
        Each,
        "flat_map(move |n| c.many(#1, n)) >> filter(move |n| c.keeps(#2, n))",
    ),
    method(Each, "inspect(@|n| c.look(#1, n)@)").in_loops(),
    method(Each, "fuse()").in_loops(),
    method(Each, "map(move |n| c.of_table(#1, &n)) >> cloned()").in_loops(),
    method(
        Each,
        "map(move |n| c.number_of_table(#1, &n)) >> copied() >> map(N::new)",
    )
    .in_loops(),
    method(Each, "chain(c.some(#1))"),
    method(Each, "chain(c.source(#1))"),
    method(Each, "batch(c.size(#1)) >> flatten()"),
    method(
        Each,
        "batch_within(c.size(#1), Duration::from_secs(3600)) >> flatten()",
    ),
    method(Each, "throttle(1_000_000, Duration::from_micros(1))"),
    method(Each, "distinct()").in_loops(),
    method(Row, "distinct(move |n| n.number % 5)"),
    method(Each, "peekable()").of_threads(),
    method(
        Row,
        "enumerate() >> map(move |(i, n)| c.seen(#1, i as u64, n))",
    )
    .in_loops(),
    method(Row, "skip(c.count(#1))").in_loops(),
    method(Row, "skip_while(@|n| c.goes_on(#1, n)@)").in_loops(),
    method(Row, "step_by(c.size(#1))").in_loops(),
    method(
        Row,
        "batch(c.size(#1)) >> map(move |batch| c.total(#2, batch))",
    ),
    method(
        Row,
        "batch_within(c.size(#1), Duration::from_secs(3600)) >> map(move |batch| c.total(#2, batch))",
    ),
    method(Row, "stored() >> rev()").of_threads(),
    method(Early, "stored() >> cycle()").of_threads(),
    method(Early, "take(c.count(#1))"),
    method(Early, "take_while(@|n| c.goes_on(#1, n)@)"),
    method(Early, "map_while(@|n| c.may_go_on(#1, n)@)"),
    method(
        Early,
        "map_while(move |n| c.may_go_on(#1, n)) >> batch(c.size(#2)) >> flatten()",
    ),
    method(
        Early,
        "scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(#1, N::new(n.number + *sum)) })",
    ),
    method(
        Early,
        "zip(c.source(#1)) >> map(move |(a, b)| c.join(#2, a, b))",
    ),
    // Where two foreign methods follow each other, nobody can stop the first.
    method(Early, "through(c.plan(#1)) >> fuse()"),
    method(Early, "through(c.plan(#1).with_an_end())"),
    method(
        Early,
        "through(c.plan(#1)) >> batch(c.size(#2)) >> flatten()",
    ),
    method(
        Early,
        "through(c.plan(#1)) >> filter(move |n| c.keeps(#2, n))",
    ),
    method(Early, "any_of_std(c, #1) >> fuse()").of_threads(),
    method(Early, "any_of_std_with_an_end(c, #1)").of_threads(),
];

/// A verb with a stream before and after it.
pub struct Verb {
    pub text: &'static str,
    /// In an async pipeline, where it is another.
    pub futures: Option<&'static str>,
    /// The same of a [`Flow`](crate::flow::Flow).
    pub plain: &'static str,
    pub order: Order,
    /// Whether it keeps the order.
    pub keeps: bool,
}

const fn verb(text: &'static str, plain: &'static str) -> Verb {
    Verb {
        text,
        futures: None,
        plain,
        order: Each,
        keeps: true,
    }
}

impl Verb {
    const fn unordered(self) -> Self {
        Verb {
            keeps: false,
            ..self
        }
    }
}

const YIELDS: &str = ".each(move |i| i.flat_map(move |n| c.yields(#1, n)))";
const MAPS: &str = ".each(move |i| i.map(move |n| c.map(#1, n)))";
const MAY: &str = ".or_ends(move |n| Ok(vec![c.fails(#1, n)?]))";
const SKIPS: &str = ".or_skips(usize::MAX, move |n| Ok(vec![c.fails(#1, n)?]))";

pub const VERBS: &[Verb] = &[
    verb("stage(OPTIONS@|n| c.map(#1, n)@)", MAPS),
    verb("stage(OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", YIELDS),
    verb(
        "stage(OPTIONS@|n| for n in c.many(#1, n) { yield n; }@)",
        ".each(move |i| i.flat_map(move |n| c.many(#1, n)))",
    ),
    verb("stage(OPTIONS@|n| c.fails(#1, n)?@)", MAY),
    verb("stage(on_error = skip, OPTIONS@|n| c.fails(#1, n)?@)", SKIPS),
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
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| c.map(#1, n)@)", MAPS),
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", YIELDS),
    verb("fan_out(c.workers(#2), ordered, OPTIONS@|n| c.fails(#1, n)?@)", MAY),
    verb("fan_out(c.workers(#2), ordered, on_error = skip, OPTIONS@|n| c.fails(#1, n)?@)", SKIPS),
    verb("fan_out(c.workers(#2), OPTIONS@|n| c.map(#1, n)@)", ".shared_by(c.workers(#2)).each(move |i| i.map(move |n| c.map(#1, n)))").unordered(),
    verb("fan_out(c.workers(#2), OPTIONS@|n| for n in c.yields(#1, n) { yield n; }@)", ".shared_by(c.workers(#2)).each(move |i| i.flat_map(move |n| c.yields(#1, n)))").unordered(),
    verb("fan_out(c.workers(#2), OPTIONS@|n| c.fails(#1, n)?@)", ".shared_by(c.workers(#2)).or_ends(move |n| Ok(vec![c.fails(#1, n)?]))").unordered(),
    verb("fan_out(c.workers(#2), on_error = skip, OPTIONS@|n| { let n = c.fails(#1, n)?; for n in c.few(#3, n) { yield n; } }@)", ".shared_by(c.workers(#2)).or_skips(usize::MAX, move |n| Ok(c.few(#3, c.fails(#1, n)?).collect()))").unordered(),
];

/// One that has no capacity.
pub const FREE: Verb = verb("stage(@|n| c.map(#1, n)@)", MAPS);

/// A verb that makes two streams of one.
pub const FORKS: &[Verb] = &[
    verb("tee(OPTION)", ".fork(move |n| (vec![n.clone()], vec![n]))"),
    verb(
        "split(OPTIONS@|n| c.keeps(#1, n)@)",
        ".fork(move |n| if c.keeps(#1, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) })",
    ),
    verb(
        "route(OPTIONS@|n| if c.keeps(#1, &n) { ONE(n)~; } else { OTHER(n)~; }@)",
        ".fork(move |n| if c.keeps(#1, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) })",
    ),
    verb(
        "route(OPTIONS@|n| { if c.keeps(#1, &n) { ONE(n.clone())~; ONE(N::new(7))~; } OTHER(n)~; }@)",
        ".fork(move |n| (if c.keeps(#1, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]))",
    ),
    verb(
        "stage(OPTIONS@|n| c.fails(#1, n)?@)",
        ".letters(Box::new(move |n| Ok(vec![c.fails(#1, n)?])))",
    ),
    verb(
        "fan_out(c.workers(#2), ordered, OPTIONS@|n| c.fails(#1, n)?@)",
        ".letters(Box::new(move |n| Ok(vec![c.fails(#1, n)?])))",
    ),
];

/// From here on they are dead letters.
pub const LETTERS: usize = 4;

/// A stream's beginning: what it is, the variable that it needs, and the same plainly.
pub struct Source {
    pub text: &'static str,
    pub variable: [Option<&'static str>; 2],
    pub plain: &'static str,
}

const CHANNEL: Option<&str> = Some("c.channel(#1)");
const STREAM: Option<&str> = Some("c.futures_channel(#1)");

pub const SOURCES: &[Source] = &[
    Source {
        text: "generator(OPTIONS c.source(#1))",
        variable: [None, None],
        plain: "Flow::of(c.source(#1))",
    },
    Source {
        text: "generator(OPTIONS c.some(#1))",
        variable: [None, None],
        plain: "Flow::of(c.some(#1))",
    },
    Source {
        text: "generator(OPTIONS{ for n in c.source(#1) { yield n; } })",
        variable: [None, None],
        plain: "Flow::of(c.source(#1))",
    },
    Source {
        text: "receive(OPTIONS VARIABLE)",
        variable: [CHANNEL, STREAM],
        plain: "Flow::of(c.some(#1))",
    },
    Source {
        text: "receive(OPTIONS VARIABLE)",
        variable: [Some("c.std_channel(#1)"), STREAM],
        plain: "Flow::of(c.some(#1))",
    },
];

/// What makes a value.
pub struct Consumer {
    pub text: &'static str,
    /// In an async pipeline, where it is another.
    pub futures: Option<&'static str>,
    /// The same of an iterator, where it is another.
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
];
