//! The names of stages in segments: `outer/inner`.
//!
//! A stage's name is `'static`, and so are its graph, its errors and its report. The parts of such a name stand in
//! the program, but which segment a pipeline uses is known only when it runs. So each name is made once, and kept
//! until the process ends: as many as the program has places for segments.

use std::collections::BTreeMap;

use crate::sync::{Mutex, global, lock};

global! {
    /// The names made so far, by their two parts.
    static NAMES: Mutex<BTreeMap<(&'static str, &'static str), &'static str>> = Mutex::new(BTreeMap::new());
}

/// The name `inner` in the segment `outer`, or outside of any.
pub(crate) fn within(outer: Option<&'static str>, inner: &'static str) -> &'static str {
    let Some(outer) = outer else {
        return inner;
    };
    let mut names = lock(&NAMES);
    names
        .entry((outer, inner))
        .or_insert_with(|| String::leak(format!("{outer}/{inner}")))
}
