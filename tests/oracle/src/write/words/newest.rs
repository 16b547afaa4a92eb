//! `debounce` and `sample`: only the newest of several quick items passes.

use super::verb::{Verb, verb};

/// All items of a run arrive within an hour, so only the last item passes.
const THE_LAST: &str = ".row(move |mut i| std::iter::once_with(move || i.last()).flatten())";

pub const NEWEST: &[Verb] = &[
    verb("enumerate() >> debounce(c.moment(#1)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)))", ".lacks()").lossy(),
    verb("enumerate() >> sample(c.moment(#1)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)))", ".lacks()").lossy(),
    verb("debounce(c.moment(#1))", ".lacks()").lossy(),
    verb("sample(c.moment(#1))", ".lacks()").lossy(),
    verb("debounce(Duration::from_secs(3600))", THE_LAST).in_row(),
    verb("sample(Duration::from_secs(3600))", THE_LAST).in_row(),
];
