//! A verb from one stream to one stream.

use super::Order::{self, Each, Row};

/// The text of a verb for each engine, and what it guarantees.
#[derive(Clone, Copy)]
pub struct Verb {
    pub text: &'static str,
    /// The text in an async pipeline, if it is different.
    pub futures: Option<&'static str>,
    /// The text for a [`Flow`](crate::flow::Flow).
    pub plain: &'static str,
    pub order: Order,
    /// Whether it keeps the order.
    pub keeps: bool,
    /// Whether all items pass, so that nothing depends on the speed of the neighbours.
    pub is_whole: bool,
}

pub const fn verb(text: &'static str, plain: &'static str) -> Verb {
    Verb {
        text,
        futures: None,
        plain,
        order: Each,
        keeps: true,
        is_whole: true,
    }
}

impl Verb {
    pub const fn in_row(self) -> Self {
        Verb { order: Row, ..self }
    }

    pub const fn unordered(self) -> Self {
        Verb {
            keeps: false,
            ..self
        }
    }

    pub const fn lossy(self) -> Self {
        Verb {
            is_whole: false,
            ..self
        }
    }

    pub const fn awaited(self, futures: &'static str) -> Self {
        Verb {
            futures: Some(futures),
            ..self
        }
    }
}

pub const YIELDS: &str = ".each(move |i| i.flat_map(move |n| c.yields(#1, n)))";
pub const MAPS: &str = ".each(move |i| i.map(move |n| c.map(#1, n)))";
pub const MAY: &str = ".or_ends(move |n| Ok(vec![c.fails(#1, n)?]))";
pub const SKIPS: &str = ".or_skips(usize::MAX, move |n| Ok(vec![c.fails(#1, n)?]))";
