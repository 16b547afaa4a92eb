//! Checks `merge_by`: its streams must be sorted, and it must not wait forever for an item of each.

use super::join::{Join, Makers, check_order, is_tee, line};
use crate::graph::{Node, Path};
use crate::names;
use crate::report::Errors;

pub fn check(merge: &Join<'_>, node: &Node<'_>, makers: &Makers<'_>, errors: &mut Errors) {
    for (name, &input) in merge.inputs.iter().zip(&node.inputs) {
        let harm = "its items would not be sorted";
        check_order(name, line(makers, input), harm, errors);
    }
    let before = errors.count();
    merge.check_rendezvous(errors);
    if errors.count() == before && merge.call.options.allow.is_none() {
        warn_of_fork(merge, errors);
    }
}

/// Warns about two streams from one fork. If only one of them gets items for a long time, it fills
/// up while `merge_by` waits for the other, and then the fork waits. The copies of a `tee` have the
/// same items, so they are fine.
fn warn_of_fork(merge: &Join<'_>, errors: &mut Errors) {
    let is_copy = |path: &Path<'_>| is_tee(path.fork) && path.between.is_empty();
    let are_copies = |at: usize, other: usize, path: &Path<'_>| {
        let mut others = merge.paths[other].iter();
        let copies = others.all(|other| !path.diverges_from(other) || is_copy(other));
        at != other && is_copy(path) && copies
    };
    let mut rejoined = merge.rejoined();
    let uneven = rejoined.find(|&(at, other, path)| !are_copies(at, other, path));
    if let Some((at, other, path)) = uneven {
        let verb = path.fork.call.text();
        let (this, that) = (
            names::text(&merge.inputs[at.min(other)]),
            names::text(&merge.inputs[at.max(other)]),
        );
        errors.warn(
            merge.call.word.span(),
            format!("`{this}` and `{that}` come from one `{verb}`, and `merge_by` waits for an item of each, so the `{verb}` waits for ever once one of them is full and the other empty. If this cannot happen, write `merge_by(..., allow = deadlock)`"),
        );
    }
}
