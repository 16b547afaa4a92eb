//! The reader of a stream that a pipeline returns. Users never write this verb: it stands for the
//! code outside.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};

use super::{Gives, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Call, Kind, Options};

const NAME: &str = "output";

const VERB: Verb = Verb {
    name: NAME,
    usage: "",
    docs: "",
    options: &[],
    parse: |_| Err(Reported),
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: |_| Gives::Value,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

/// Returns the call that reads a stream in the tail at `place`.
pub fn call(place: Span) -> Call {
    Call {
        word: Ident::new(NAME, place),
        verb: &VERB,
        generics: TokenStream::new(),
        arguments: Group::new(Delimiter::Parenthesis, TokenStream::new()),
        options: Options::default(),
        streams: Vec::new(),
        kind: Kind::Output,
    }
}
