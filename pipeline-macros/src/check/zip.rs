//! Checks `zip`: it must not pair the wrong items, nor wait forever.

use super::join::{Join, Makers, check_order, is_rendezvous, is_tee, line, sends_one_way};
use crate::graph::{Node, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::{Counts, Makes};

pub fn check(zip: &Join<'_>, node: &Node<'_>, makers: &Makers<'_>, errors: &mut Errors) {
    let is_common = |fork: &Node<'_>| {
        let has_it = |&input: &StreamId| line(makers, input).any(|node| std::ptr::eq(node, fork));
        is_tee(fork) && node.inputs.iter().all(has_it)
    };
    for (name, &input) in zip.inputs.iter().zip(&node.inputs) {
        // The branches of one `tee` have the same order, whatever it is.
        let line = line(makers, input).take_while(|node| !is_common(node));
        check_order(name, line, "`zip` would pair the wrong items", errors);
    }
    let before = errors.count();
    zip.check_split(errors);
    zip.check_numbers(errors);
    zip.check_rendezvous(errors);
    if errors.count() == before && node.call.options.allow.is_none() {
        zip.warn_of_deadlock(errors);
        zip.warn_of_loop(&node.inputs, errors);
    }
}

impl Join<'_> {
    /// Reports two inputs from a fork that sends each item to only one of its streams.
    fn check_split(&self, errors: &mut Errors) {
        let mut rejoined = self.rejoined();
        let Some((at, _, path)) = rejoined.find(|(_, _, path)| sends_one_way(path.fork)) else {
            return;
        };
        let text = names::text(&self.inputs[at]);
        let verb = path.fork.call.text();
        let side = if path.fork.call.makes() == Makes::Failures {
            format!("the successes, or only the failures, of a `{verb}`")
        } else {
            format!("one side of a `{verb}`")
        };
        errors.at(
            self.inputs[at].span(),
            format!("`{text}` has only {side}, so `zip` would pair the wrong items: zip first, then `{verb}` the pairs"),
        );
    }

    /// Reports nodes between a fork and the `zip` that may drop or add items.
    fn check_numbers(&self, errors: &mut Errors) {
        let mut seen: Vec<*const Node<'_>> = Vec::new();
        for (at, _, path) in self.rejoined() {
            if sends_one_way(path.fork) {
                continue;
            }
            self.check_fork(path.fork, &mut seen, errors);
            for &node in &path.between {
                // A split whose sides were merged again drops nothing. It may change the order, and
                // another check warns about that.
                let is_whole = node.call.makes() == Makes::Sides && path.is_merged();
                let changes = node.counts(self.graph) == Counts::Changes;
                if changes && !is_whole && !seen.contains(&std::ptr::from_ref(node)) {
                    seen.push(node);
                    let verb = node.call.text();
                    let branch = names::text(&self.inputs[at]);
                    errors.at(
                        node.call.word.span(),
                        format!("this `{verb}` may drop or add items of `{branch}`, so `zip` would pair the wrong items or wait for ever: give one item for each (such as an `Option`), or filter after the `zip`"),
                    );
                }
            }
        }
    }

    /// Reports a fork whose streams may lose items.
    fn check_fork<'n>(
        &self,
        fork: &Node<'n>,
        seen: &mut Vec<*const Node<'n>>,
        errors: &mut Errors,
    ) {
        if let Some((option, _)) = &fork.call.options.when_full
            && !fork.lossy(&self.graph.streams).is_empty()
            && !seen.contains(&std::ptr::from_ref(fork))
        {
            seen.push(fork);
            let verb = fork.call.text();
            errors.at(
                option.span(),
                format!("this `{verb}` may lose items of one stream and not of the other, so `zip` would pair the wrong items: remove `full`"),
            );
        }
    }

    /// Returns whether the macro cannot know how many items a node gives.
    fn is_unknown(&self, node: &Node<'_>) -> bool {
        node.counts(self.graph) == Counts::Unknown
    }

    /// Warns about two inputs in one loop. The loop ends when nothing is in flight, so the `zip`
    /// must have read the same number of items from both.
    fn warn_of_loop(&self, inputs: &[StreamId], errors: &mut Errors) {
        for (at, this) in inputs.iter().enumerate() {
            for (other, that) in inputs.iter().enumerate().skip(at + 1) {
                let mut loops = self.graph.loops.iter();
                let together = loops.any(|of| of.contains(this) && of.contains(that));
                let mut paths = self.paths[at].iter();
                let parted = paths.any(|path| {
                    self.paths[other]
                        .iter()
                        .any(|that| path.diverges_from(that))
                });
                if together && !parted {
                    let (this, that) = (
                        names::text(&self.inputs[at]),
                        names::text(&self.inputs[other]),
                    );
                    errors.warn(
                        self.call.word.span(),
                        format!("`{this}` and `{that}` are in one loop: if one has an item more than the other, `zip` keeps that item and the loop never ends. If this cannot happen, write `zip(..., allow = deadlock)`"),
                    );
                    return;
                }
            }
        }
    }

    /// Warns about a deadlock that depends on the items.
    fn warn_of_deadlock(&self, errors: &mut Errors) {
        for (at, other, path) in self.rejoined() {
            let (this, that) = (
                names::text(&self.inputs[at]),
                names::text(&self.inputs[other]),
            );
            let verb = path.fork.call.text();
            let between = &mut path.between.iter();
            let unknown = between.find(|node| self.is_unknown(node));
            let reason = if let Some(node) = unknown {
                let method = node.call.text();
                format!("`{method}` may drop or add items of `{this}`")
            } else if path.is_merged() {
                format!(
                    "`{this}` was merged from several streams, and may have other items than `{that}`, or another order"
                )
            } else if self.is_unknown(path.fork) {
                format!(
                    "the body of the `{verb}` may call `{this}` more or less often than `{that}`"
                )
            } else if path.between.is_empty() && is_rendezvous(path.fork) && !is_tee(path.fork) {
                "with `capacity = 0` its body may call them in another order than `zip` reads them"
                    .to_owned()
            } else {
                continue;
            };
            errors.warn(
                self.call.word.span(),
                format!("`{this}` and `{that}` come from one `{verb}`, and {reason}, so `zip` could pair the wrong items, and wait for ever once one stream is full. If this cannot happen, write `zip(..., allow = deadlock)`"),
            );
            return;
        }
    }
}
