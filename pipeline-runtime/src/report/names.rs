//! Names of stages in segments: `outer/inner`.
//!
//! The name of a stage is `'static`, because its graph, errors and reports are. The two parts of
//! such a name are in the program, but which segment a pipeline uses is known only at run time. So
//! each name is made once, and kept until the process ends. There are at most as many as the
//! program has uses of segments.

use std::collections::BTreeMap;

use crate::sync::{Mutex, global, lock};

global! {
    /// The names made so far, by their two parts.
    static NAMES: Mutex<BTreeMap<(&'static str, &'static str), &'static str>> = Mutex::new(BTreeMap::new());
}

/// Returns the full name of the stage `inner` in the segment `outer`, or `inner` itself outside of
/// any segment.
pub(crate) fn within(outer: Option<&'static str>, inner: &'static str) -> &'static str {
    let Some(outer) = outer else {
        return inner;
    };
    let mut names = lock(&NAMES);
    names
        .entry((outer, inner))
        .or_insert_with(|| String::leak(format!("{outer}/{inner}")))
}
