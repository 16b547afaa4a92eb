//! `s >> debounce(time)`: an item after which no other item came for a time.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Kind, Reader};
use crate::body;
use crate::report::Errors;
use crate::scan;

pub const VERB: Verb = Verb {
    name: "debounce",
    usage: "debounce(time)",
    docs: "an item passes if no other item follows within `time`; otherwise it is left out",
    options: &[],
    parse,
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

/// Reports a number in place of a time.
pub(super) fn check_is_time(time: &TokenStream, errors: &mut Errors) {
    if let Ok(number) = syn::parse2::<syn::LitInt>(time.clone()) {
        let digits = number.base10_digits();
        let message = format!("a number is no time: write `Duration::from_millis({digits})`");
        errors.at(number.span(), message);
    }
}

/// Reports a number and a time in the wrong order, and a number in place of a time.
pub(super) fn check_number_first(
    verb: &str,
    number: &TokenStream,
    time: &TokenStream,
    errors: &mut Errors,
) {
    let is_integer = syn::parse2::<syn::LitInt>(time.clone()).is_ok();
    // Code that is not a literal, and does not name its type, may be a number.
    let mut tokens = scan::tokens(number.clone()).into_iter();
    if is_integer && tokens.any(|token| scan::is_ident(&token, "Duration")) {
        let after = scan::shown(number, "time");
        let message = format!("the number comes first: write `{verb}({time}, {after})`");
        errors.at(number.span(), message);
    } else {
        check_is_time(time, errors);
    }
}

/// Parses the only argument of a verb, a time.
pub(super) fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let time = arguments.last()?;
    let place = format!("the time of `{}`", arguments.verb.name);
    body::check_stays(&time, &place, arguments.errors);
    check_is_time(&time, arguments.errors);
    let reader = Reader::new(arguments.word.clone(), vec![time]);
    Ok(Kind::Reader(reader))
}
