//! Words that begin a stream.

/// A word that begins a stream: its text, the variable that it needs, and the same as a plain
/// iterator.
pub struct Source {
    pub text: &'static str,
    pub variable: [Option<&'static str>; 2],
    pub plain: &'static str,
    /// Whether no item is lost.
    pub is_whole: bool,
}

const CHANNEL: Option<&str> = Some("c.channel(#1)");
const STREAM: Option<&str> = Some("c.futures_channel(#1)");

pub const SOURCES: &[Source] = &[
    Source {
        text: "generator(OPTIONS c.source(#1))",
        variable: [None, None],
        plain: "Flow::of(c.source(#1))",
        is_whole: true,
    },
    Source {
        text: "generator(OPTIONS c.some(#1))",
        variable: [None, None],
        plain: "Flow::of(c.some(#1))",
        is_whole: true,
    },
    Source {
        text: "generator(OPTIONS{ for n in c.source(#1) { yield n; } })",
        variable: [None, None],
        plain: "Flow::of(c.source(#1))",
        is_whole: true,
    },
    Source {
        text: "receive(OPTIONS VARIABLE)",
        variable: [CHANNEL, STREAM],
        plain: "Flow::of(c.some(#1))",
        is_whole: true,
    },
    Source {
        text: "receive(OPTIONS VARIABLE)",
        variable: [Some("c.std_channel(#1)"), STREAM],
        plain: "Flow::of(c.some(#1))",
        is_whole: true,
    },
    Source {
        text: "generator(capacity = c.room(#2), full = drop_oldest, c.source(#1).map(move |n| c.given(n))) >> stage(OPTIONS move |n| c.kept(c.map(#3, n)))",
        variable: [None, None],
        plain: "Flow::of(c.source(#1).map(move |n| c.map(#3, n))).lacks()",
        is_whole: false,
    },
];
