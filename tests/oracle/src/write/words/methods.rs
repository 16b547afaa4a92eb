//! Methods that return a stream.

use super::Order::{self, Each, Early, Row};

/// A method that returns a stream.
pub struct Method {
    pub text: &'static str,
    pub order: Order,
    /// Whether it may be used in a loop.
    pub loops: bool,
    /// Whether a `Stream` has it too.
    pub is_async: bool,
    /// The method of [`Flow`](crate::flow::Flow) that applies it.
    pub flow: &'static str,
}

const fn method(order: Order, text: &'static str) -> Method {
    Method {
        text,
        order,
        loops: false,
        is_async: true,
        flow: match order {
            Each => "each",
            Row | Early => "row",
        },
    }
}

impl Method {
    const fn in_loops(self) -> Self {
        Method {
            loops: true,
            ..self
        }
    }

    /// Marks a method that passes the first of equal items: its output is ordered as its whole
    /// input.
    const fn of_firsts(self) -> Self {
        Method {
            flow: "firsts",
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
    method(Each, "distinct()").in_loops().of_firsts(),
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
    // Two foreign methods in a row: the second reads from the first, and a pipeline cannot stop it.
    // So the first must not be endless.
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
