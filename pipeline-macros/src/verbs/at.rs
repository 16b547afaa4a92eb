//! `at = "place"`: the place of a stage's workers, in a job of several processes.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use super::Reported;
use crate::ast::Options;
use crate::report::Errors;

pub(super) const OPTION: &str = "at";

/// Parses the place, a name that is known before anything runs.
pub(super) fn parse(
    value: TokenStream,
    place: Span,
    errors: &mut Errors,
) -> Result<LitStr, Reported> {
    let message = match syn::parse2::<LitStr>(value) {
        Ok(name) if !name.value().is_empty() => return Ok(name),
        Ok(_) => "a place has a name: `at = \"workers\"`",
        Err(_) => "a place is a string literal, the same in all processes: `at = \"workers\"`",
    };
    errors.at(place, message);
    Err(Reported)
}

/// Reports options that the processes of a place cannot implement together.
pub(super) fn check(options: &Options, errors: &mut Errors) {
    if options.at.is_none() {
        return;
    }
    let mut refuse = |span: Option<Span>, message: &str| {
        if let Some(span) = span {
            errors.at(span, message);
        }
    };
    refuse(
        options.by.as_ref().map(|(name, _)| name.span()),
        "with `at` any process of the place gets any item, so none has all items of a key: remove `by` or `at`",
    );
    refuse(
        options.transform.as_ref().map(syn::Ident::span),
        "with `at` a worker gets the stream in chunks, and again if a process dies, so its body cannot see the whole stream: remove `transform` or `at`",
    );
    refuse(
        options.stop_after.as_ref().map(|(name, _)| name.span()),
        "with `at` each process would count its own failures, so `stop_after` would be no limit for the run: remove one of them",
    );
    refuse(
        options.window.as_ref().map(|(name, _)| name.span()),
        "`window` has no effect with `at`, which has a limit of its own: remove one of them",
    );
}

/// Returns the message for a verb that always runs in the home process.
pub(super) fn misplaced(verb: &str) -> String {
    format!("a `{verb}` is always in the home process: give `at` to a `stage` or a `fan_out`")
}

/// Returns whether an option of this name was meant as `at`.
pub(super) fn is_meant(name: &str) -> bool {
    ["place", "on", "host", "machine", "node", "location"].contains(&name)
}
