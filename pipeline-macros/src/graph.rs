//! Names to nodes and streams. What is wrong with names is found here.

mod build;
mod later;
mod loops;
mod ways;

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};

use crate::ast::{Amount, Call};
use crate::verbs::{Counts, Makes};

pub use build::build;
pub use ways::{Way, Ways};

/// What was declared, in the order of its text, which is a topological one.
#[derive(Default)]
pub struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
    pub streams: Vec<Stream>,
    pub values: Vec<Value<'a>>,
    pub outcome: Outcome,
    /// The streams of each loop, as far as feedbacks close some; none is in two.
    pub loops: Vec<HashSet<StreamId>>,
}

/// Index into [`Graph::streams`].
pub type StreamId = usize;
/// Index into [`Graph::values`].
pub type ValueId = usize;

/// One call of a verb.
pub struct Node<'a> {
    pub call: &'a Call,
    pub inputs: Vec<StreamId>,
    /// For a feedback: the stream that comes back, from a node further down.
    pub back: Option<StreamId>,
    /// One, or the branches in the order of their names.
    pub outputs: Vec<Output>,
    pub chain: ChainLabel,
}

impl<'a> Node<'a> {
    /// Whether its items pass by as one iterator, which the methods after it can be called on.
    pub fn hosts_methods(&self) -> bool {
        self.outputs.len() == 1 && (self.call.verb.hosts_methods)(self.call)
    }

    /// The streams among its outputs that its capacity bounds. A weight is one of items: it does not
    /// bound the stream of what failed.
    pub fn bounded(&self) -> impl Iterator<Item = StreamId> {
        let may_fail = self.call.verb.makes == Makes::Failures;
        let capacity = &self.call.options.capacity;
        let by_weight = matches!(capacity, Some((_, Amount::Weight { .. })));
        let bounded = if may_fail && by_weight { 1 } else { usize::MAX };
        self.streams().take(bounded)
    }

    /// The streams that it makes.
    pub fn streams(&self) -> impl Iterator<Item = StreamId> {
        self.outputs.iter().filter_map(|output| output.stream())
    }

    /// What it does to the number of items.
    pub fn counts(&self, graph: &Graph<'a>) -> Counts {
        let names = self
            .streams()
            .filter_map(|stream| graph.streams[stream].ident.as_ref());
        (self.call.verb.counts)(self.call, &names.collect::<Vec<_>>())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Output {
    Stream(StreamId),
    Value(ValueId),
}

impl Output {
    pub fn stream(self) -> Option<StreamId> {
        match self {
            Output::Stream(id) => Some(id),
            Output::Value(_) => None,
        }
    }
}

/// The chain that a node stands in: its stage is called after it.
#[derive(Clone)]
pub struct ChainLabel {
    pub text: String,
    /// Two chains may have the same text.
    pub number: usize,
}

/// What flows from one node to another.
pub struct Stream {
    /// What its edge is called in the expansion.
    pub name: String,
    /// The user's own name for it.
    pub ident: Option<Ident>,
    pub span: Span,
    /// The item's type, where a `let` names it.
    pub ty: Option<TokenStream>,
    /// Where the code stands that makes its items, if they may be futures and no `let` names a type.
    pub unawaited: Option<Span>,
}

/// What a consuming node gives.
pub struct Value<'a> {
    pub name: String,
    pub span: Span,
    pub ty: Option<TokenStream>,
    /// Methods that are called on it, such as `unwrap_or` on what `max` gives.
    pub methods: Vec<&'a Call>,
}

/// The pipeline's value.
#[derive(Default)]
pub enum Outcome {
    #[default]
    Nothing,
    One(ValueId),
    Tuple(Vec<ValueId>),
}
