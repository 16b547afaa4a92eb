//! Verbs that join two streams.

use super::Order::{self, Each, Early, Row};
use super::verb::{Verb, verb};

/// A verb that joins the streams `ONE` and `OTHER`.
pub struct Meeting {
    /// The verb that the streams need before they meet.
    pub before: Before,
    pub text: &'static str,
    /// The text for a [`Flow`](crate::flow::Flow).
    pub plain: &'static str,
    pub order: Order,
    /// Whether the streams must have an order.
    pub needs_order: bool,
    /// Whether all items pass, so that nothing depends on the speed of the neighbours.
    pub is_whole: bool,
    /// Whether it reads its streams in an order of its own, so that it may not take an item that is
    /// ready. Two such meetings in one declaration could wait for each other.
    pub waits: bool,
}

pub enum Before {
    Nothing,
    /// A stage without a capacity, if the stream has a capacity.
    Free,
    /// This verb, in which `SIDE` is the number of the stream.
    Each(Verb),
}

/// A meeting that takes any item that is ready.
const fn any(text: &'static str, plain: &'static str) -> Meeting {
    Meeting {
        before: Before::Nothing,
        text,
        plain,
        order: Each,
        needs_order: false,
        is_whole: true,
        waits: false,
    }
}

/// A meeting that waits for its streams in turn.
const fn in_turn(order: Order, text: &'static str, plain: &'static str) -> Meeting {
    Meeting {
        order,
        waits: true,
        ..any(text, plain)
    }
}

const MERGES: [&str; 2] = [
    "merge_by(ONE, OTHER, move |x, y| c.compares(#1, x, y))",
    "ONE.merge(OTHER)",
];

const NUMBERED: Verb = verb("enumerate() >> map(move |(i, n)| (SIDE, i, n))", "");

const RISES: Verb = verb(
    "scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) })",
    ".row(move |i| i.scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) }))",
)
.in_row();

const SORTED: Verb = verb(
    "transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } })",
    ".sorted()",
)
.awaited("transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } })");

pub const MEETINGS: &[Meeting] = &[
    Meeting {
        before: Before::Free,
        ..any("fan_in(ONE, OTHER)", "ONE.fan_in(OTHER)")
    },
    Meeting {
        before: Before::Each(NUMBERED),
        ..any(
            "fan_in(ONE, OTHER, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item)))",
            "ONE.fan_in(OTHER)",
        )
    },
    any("fan_in(ONE, OTHER, prefer)", "ONE.fan_in(OTHER)"),
    Meeting {
        before: Before::Each(verb(
            "stage(@|n| c.given(c.map(#1, n))@)",
            ".each(move |i| i.map(move |n| c.map(#1, n)))",
        )),
        is_whole: false,
        ..any(
            "fan_in(ONE, OTHER, capacity = c.room(#1), full = drop_oldest) >> stage(@|n| c.kept(c.map(#2, n))@)",
            "ONE.fan_in(OTHER).each(move |i| i.map(move |n| c.map(#2, n))).lacks()",
        )
    },
    Meeting {
        before: Before::Each(verb(
            "stage(@|n| c.given(vec![c.map(#1, n)])@)",
            ".each(move |i| i.map(move |n| c.map(#1, n)))",
        )),
        ..any(
            "fan_in(ONE, OTHER, capacity = c.room(#1), full = merge(pile)) >> stage(@|pile| c.kept(pile)@) >> flatten()",
            "ONE.fan_in(OTHER)",
        )
    },
    Meeting {
        needs_order: true,
        ..in_turn(
            Early,
            "zip(ONE, OTHER) >> map(move |(a, b)| c.join(#1, a, b))",
            "ONE.zip(OTHER, move |a, b| c.join(#1, a, b))",
        )
    },
    Meeting {
        before: Before::Each(NUMBERED),
        ..in_turn(
            Each,
            "concat(ONE, OTHER) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)))",
            "ONE.concat(OTHER)",
        )
    },
    Meeting {
        before: Before::Each(RISES),
        needs_order: true,
        ..in_turn(Row, MERGES[0], MERGES[1])
    },
    Meeting {
        before: Before::Each(SORTED),
        ..in_turn(Each, MERGES[0], MERGES[1])
    },
    // It ends early if one of the streams has no item.
    Meeting {
        before: Before::Each(verb("enumerate()", "")),
        order: Early,
        is_whole: false,
        ..any(
            "latest(ONE, OTHER) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten()",
            "ONE.fan_in(OTHER).lacks()",
        )
    },
    Meeting {
        order: Early,
        is_whole: false,
        ..any(
            "latest(ONE, OTHER) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(#1, a, b))",
            "ONE.last_of_each(OTHER, move |a, b| c.join(#1, a, b))",
        )
    },
];
