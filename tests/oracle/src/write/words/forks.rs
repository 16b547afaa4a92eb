//! Verbs that divide a stream into two.

use super::verb::{Verb, verb};

/// A verb that divides a stream into `ONE` and `OTHER`.
pub struct Fork {
    pub verb: Verb,
    /// The methods that the other stream needs first, and the same for a
    /// [`Flow`](crate::flow::Flow).
    pub other: [&'static str; 2],
    /// Whether each item of the input makes one item in both streams.
    pub is_in_step: bool,
}

const fn fork(text: &'static str, plain: &'static str) -> Fork {
    Fork {
        verb: verb(text, plain),
        other: ["", ""],
        is_in_step: false,
    }
}

impl Fork {
    const fn of_failures(self, other: [&'static str; 2]) -> Self {
        Fork {
            // A failure is sent when it happens, not in the order of the input.
            verb: self.verb.unordered(),
            other,
            ..self
        }
    }

    const fn that_loses(self, other: [&'static str; 2]) -> Self {
        Fork {
            verb: self.verb.lossy(),
            other,
            ..self
        }
    }

    const fn awaited(self, futures: &'static str) -> Self {
        Fork {
            verb: self.verb.awaited(futures),
            ..self
        }
    }
}

const TWICE: &str = ".fork(move |n| (vec![n.clone()], vec![n]))";
const SIDES: &str =
    ".fork(move |n| if c.keeps(#1, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) })";
const FAILURES: &str = ".letters(Box::new(move |n| Ok(vec![c.fails(#1, n)?])))";

const LETTERS: [&str; 2] = [
    "map(move |failure| c.letter(#4, failure))",
    ".shared_by(2).each(move |i| i.inspect(move |n| c.look(#4, n)))",
];
const KEPT: [&str; 2] = [
    "stage(move |n| c.kept(c.map(#4, n)))",
    ".each(move |i| i.map(move |n| c.map(#4, n))).lacks()",
];

pub const FORKS: &[Fork] = &[
    Fork {
        is_in_step: true,
        ..fork("tee(OPTION)", TWICE)
    },
    fork("split(OPTIONS@|n| c.keeps(#1, n)@)", SIDES),
    fork(
        "route(OPTIONS@|n| if c.keeps(#1, &n) { ONE(n)~; } else { OTHER(n)~; }@)",
        SIDES,
    ),
    fork(
        "route(OPTIONS@|n| { if c.keeps(#1, &n) { ONE(n.clone())~; ONE(N::new(7))~; } OTHER(n)~; }@)",
        ".fork(move |n| (if c.keeps(#1, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]))",
    ),
    fork("stage(OPTIONS@|n| c.fails(#1, n)?@)", FAILURES).of_failures(LETTERS),
    fork(
        "fan_out(c.workers(#2), ordered, OPTIONS@|n| c.fails(#1, n)?@)",
        FAILURES,
    )
    .of_failures(LETTERS),
    fork(
        "fan_out(c.workers(#2), ordered, keep, OPTIONS move |n| c.answers(#1, n)?)",
        ".letters(Box::new(move |n| Ok(vec![c.answers(#1, n)?])))",
    )
    .awaited("fan_out(c.workers(#2), ordered, keep, timeout = c.patience(#3), OPTIONS async move |n| c.answer(#1, n).await)")
    .of_failures(["map(move |failure| c.late(#4, failure))", LETTERS[1]]),
    fork(
        "stage(capacity = c.room(#2), full = drop_oldest(OTHER), @|n| c.fails(#1, n).map_err(|refused| c.given(refused))?@)",
        FAILURES,
    )
    .of_failures(LETTERS)
    .that_loses([
        "stage(move |failure| c.kept(c.letter(#4, failure)))",
        ".shared_by(2).each(move |i| i.inspect(move |n| c.look(#4, n))).lacks()",
    ]),
    fork(
        "map(move |n| c.given(n)) >> tee(capacity = c.room(#2), full = drop_oldest(OTHER))",
        TWICE,
    )
    .that_loses(KEPT),
    fork(
        "route(capacity = c.room(#2), full = drop_newest(OTHER), @|n| if c.keeps(#1, &n) { ONE(n)~; } else { OTHER(c.given(n))~; }@)",
        SIDES,
    )
    .that_loses(KEPT),
];
