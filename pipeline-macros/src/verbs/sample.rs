//! `s >> sample(time)`: the newest item at the end of each period.

use super::{Makes, Reads, Runs, Verb, debounce, plain};

pub const VERB: Verb = Verb {
    name: "sample",
    usage: "sample(time)",
    docs: "the newest item at the end of each period of `time`, if one came in it",
    options: &[],
    parse: debounce::parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::InReader,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};
