//! Checks `concat`: while it reads one stream, the later streams must have room.

use super::join::{Join, is_tee};
use crate::names;
use crate::report::Errors;

pub fn check(concat: &Join<'_>, errors: &mut Errors) {
    let before = errors.count();
    check_tee(concat, errors);
    if errors.count() == before && concat.call.options.allow.is_none() {
        warn_of_fork(concat, errors);
    }
}

/// Reports a stream that has the same items as an earlier one.
fn check_tee(concat: &Join<'_>, errors: &mut Errors) {
    let mut rejoined = concat.rejoined();
    let of_tee = rejoined.find(|(at, other, path)| at < other && is_tee(path.fork));
    if let Some((first, second, path)) = of_tee {
        let (name, verb) = (&concat.inputs[second], path.fork.call.text());
        let (first, second) = (names::text(&concat.inputs[first]), names::text(name));
        errors.at(
            name.span(),
            format!("deadlock: `concat` reads `{second}` after all of `{first}`, but once `{second}` is full, the `{verb}` that makes both waits: write `fan_in({first}, {second})`"),
        );
    }
}

/// Warns about a stream that may fill up while another stream of the same fork is read.
fn warn_of_fork(concat: &Join<'_>, errors: &mut Errors) {
    let mut rejoined = concat.rejoined();
    if let Some((first, second, path)) = rejoined.find(|(at, other, _)| at < other) {
        let verb = path.fork.call.text();
        let (first, second) = (
            names::text(&concat.inputs[first]),
            names::text(&concat.inputs[second]),
        );
        errors.warn(
            concat.call.word.span(),
            format!("`{first}` and `{second}` come from one `{verb}`, and `concat` reads `{second}` after all of `{first}`, so the `{verb}` waits for ever once `{second}` is full. If this cannot happen, write `concat(..., allow = deadlock)`"),
        );
    }
}
