//! `full = drop_oldest`: what happens to an item that arrives when as many items wait as the
//! `capacity` allows.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::arguments::zero;
use super::{Arguments, Reported};
use crate::ast::{Amount, Loss, WhenFull};
use crate::body::Body;
use crate::names;
use crate::report::{Errors, closest};
use crate::scan::{self, Closure};

pub(super) const OPTION: &str = "full";

const WORDS: [&str; 4] = ["wait", "drop_newest", "drop_oldest", "merge"];

const CHOICES: &str = "`full` is `wait`, `drop_newest`, `drop_oldest` or `merge(|old, new| ...)`";

/// Parses the value of the option, for a verb that closes no loop: `drop_oldest`,
/// `drop_oldest(view)` for only some of the streams that the verb makes, `merge(|old, new| …)`, or
/// `merge(view, |old, new| …)`.
pub(super) fn parse(
    value: TokenStream,
    place: Span,
    errors: &mut Errors,
) -> Result<WhenFull, Reported> {
    let value = scan::tokens(value);
    let (word, arguments) = match &value[..] {
        [TokenTree::Ident(word)] => (word, None),
        [TokenTree::Ident(word), TokenTree::Group(arguments)] => (word, Some(arguments)),
        _ => {
            errors.at(place, CHOICES);
            return Err(Reported);
        }
    };
    let text = names::text(word);
    if !WORDS.contains(&text.as_str()) {
        errors.at(word.span(), instead_of(&text));
        return Err(Reported);
    }
    let arguments = arguments.map_or_else(Vec::new, |group| scan::tokens(group.stream()));
    let mut arguments = scan::expressions(&arguments);
    arguments.retain(|argument| !argument.is_empty());
    let loss = match text.as_str() {
        "wait" => None,
        "drop_newest" => Some(Loss::Newest),
        "drop_oldest" => Some(Loss::Oldest),
        _ => Some(Loss::Merge(merge(arguments.pop(), word, errors)?)),
    };
    let branches = arguments.into_iter().map(|argument| match argument {
        [TokenTree::Ident(name)] => Ok(name.clone()),
        other => {
            let message = if loss.as_ref().is_some_and(Loss::merges) {
                "`merge` takes names of streams, and one function: `merge(view, |old, new| ...)`".to_owned()
            } else {
                format!("`{text}` takes names of streams that the verb makes, or nothing: `full = {text}`")
            };
            errors.at(other[0].span(), message);
            Err(Reported)
        }
    });
    let branches = branches.collect::<Result<Vec<Ident>, Reported>>()?;
    Ok(WhenFull { loss, branches })
}

/// Parses the function that merges two items.
fn merge(
    function: Option<&[TokenTree]>,
    word: &Ident,
    errors: &mut Errors,
) -> Result<TokenStream, Reported> {
    const USAGE: &str =
        "`merge` takes a function that makes one item of two: `full = merge(|old, new| ...)`";
    let Some(function) = function else {
        errors.at(word.span(), USAGE);
        return Err(Reported);
    };
    let body = Body::new(function.to_vec(), word.span());
    if body.is_made() {
        errors.at(function[0].span(), USAGE);
        return Err(Reported);
    }
    if let Some(closure) = Closure::parse(function)
        && scan::split_types(closure.parameters).len() != 2
    {
        let message = "the closure of `merge` has two parameters, an item that waits and one that comes: `|old, new| ...`";
        errors.at(closure.bars[0].span(), message);
        return Err(Reported);
    }
    body.check_gives_at_once("merge", errors);
    Ok(function.iter().cloned().collect())
}

/// Returns the message for a word that is not a value of the option.
fn instead_of(word: &str) -> String {
    match word {
        "fail" => "only a `feedback` can fail when it is full: `full` is `wait`, `drop_newest`, `drop_oldest` or `merge(|old, new| ...)`".to_owned(),
        "drop" => "`drop` does not say which item: write `drop_newest` or `drop_oldest`".to_owned(),
        "block" => "a stage that waits for room is written `full = wait`".to_owned(),
        _ => {
            let meant = closest(word, WORDS);
            let hint = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            format!("unknown word `{word}`: {CHOICES}{hint}")
        }
    }
}

/// Reports a stream that may lose items but has no number of items as its capacity, and the outputs
/// of an ordered fan-out.
pub(super) fn check(arguments: &mut Arguments<'_>) {
    let options = &arguments.options;
    let Some((name, full)) = &options.when_full else {
        return;
    };
    let Some(loss) = &full.loss else {
        if let Some(branch) = full.branches.first() {
            let message =
                "each stream waits for room, unless `full` says otherwise: write `full = wait`";
            arguments.errors.at(branch.span(), message);
        }
        return;
    };
    let word = loss.word();
    match &options.capacity {
        None => {
            let message = format!(
                "`full = {word}` needs a `capacity`, the number of items that may wait: `capacity = 16, full = {word}`"
            );
            arguments.errors.at(name.span(), message);
        }
        Some((_, Amount::Weight { .. })) => {
            let message = format!(
                "a stream that is bounded by weight cannot lose items: give a number, `capacity = 16, full = {word}`"
            );
            arguments.errors.at(name.span(), message);
        }
        Some((_, Amount::Items(items))) => {
            if let Some(span) = zero(items) {
                let message = format!(
                    "with `full = {word}` a stream that holds no item would lose each: give a capacity of at least 1"
                );
                arguments.errors.at(span, message);
            }
        }
    }
    if let Some(ordered) = &options.ordered {
        let message = format!(
            "the outputs of an ordered fan-out have numbers, so none of them can be lost: let a stage lose them, `>> stage(capacity = ..., full = {word}, |item| item)`"
        );
        arguments.errors.at(ordered.span(), message);
    }
}

/// Returns the message for a verb whose stream cannot lose items.
pub(super) fn misplaced(verb: &str) -> Option<&'static str> {
    match verb {
        "segment" => Some(
            "the stream that a segment gives cannot lose items: let a stage after it lose them, `>> stage(capacity = ..., full = ..., |item| item)`",
        ),
        _ => None,
    }
}
