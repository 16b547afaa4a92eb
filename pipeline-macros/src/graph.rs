//! The graph of a declaration: its nodes, streams and values. Mistakes with names are found here.

mod build;
mod later;
mod loops;
mod paths;

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};

use crate::ast::{Amount, Call, WhenFull};
use crate::verbs::{Counts, Makes};

pub use build::build;
pub use loops::{Neighbours, walk};
pub use paths::{Path, Paths};

/// The declared nodes and streams, in the order of the text, which is a topological order.
#[derive(Default)]
pub struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
    pub streams: Vec<Stream>,
    pub values: Vec<Value<'a>>,
    pub outcome: Outcome,
    /// The stream that a segment reads.
    pub input: Option<StreamId>,
    /// The streams of each loop that a `feedback` closes. No stream is in two loops.
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
    /// For a `feedback`: the stream that closes the loop, made by a later node.
    pub back: Option<StreamId>,
    /// One output, or the branches in the order of their names.
    pub outputs: Vec<Output>,
    pub chain: ChainLabel,
}

impl<'a> Node<'a> {
    /// Returns whether the node's worker can run the methods after it.
    pub fn hosts_methods(&self) -> bool {
        self.outputs.len() == 1 && (self.call.verb.hosts_methods)(self.call)
    }

    /// Returns the streams that the node's capacity bounds. A weight is for items, so it does not
    /// bound the stream of failures.
    pub fn bounded(&self) -> impl Iterator<Item = StreamId> {
        let may_fail = self.call.makes() == Makes::Failures;
        let capacity = &self.call.options.capacity;
        let by_weight = matches!(capacity, Some((_, Amount::Weight { .. })));
        let bounded = if may_fail && by_weight { 1 } else { usize::MAX };
        self.streams().take(bounded)
    }

    /// Returns the node's output streams that may lose items. Failures are lost only if the option
    /// names their stream.
    pub fn lossy(&self, streams: &[Stream]) -> Vec<StreamId> {
        let Some(WhenFull {
            loss: Some(_),
            branches,
        }) = self.call.options.when_full.as_ref().map(|(_, full)| full)
        else {
            return Vec::new();
        };
        if !branches.is_empty() {
            let name = |stream: &StreamId| streams[*stream].ident.as_ref();
            let is_named =
                |stream: &StreamId| name(stream).is_some_and(|name| branches.contains(name));
            return self.streams().filter(is_named).collect();
        }
        let may_fail = self.call.makes() == Makes::Failures;
        self.streams()
            .take(if may_fail { 1 } else { usize::MAX })
            .collect()
    }

    /// Returns the node's output streams.
    pub fn streams(&self) -> impl Iterator<Item = StreamId> {
        self.outputs.iter().filter_map(|output| output.stream())
    }

    /// Returns the effect of the node on the number of items.
    pub fn counts(&self, graph: &Graph<'a>) -> Counts {
        if !self.lossy(&graph.streams).is_empty() {
            return Counts::Changes;
        }
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

/// The name of a node's chain. The node's stage is named after it.
#[derive(Clone)]
pub struct ChainLabel {
    pub text: String,
    /// Distinguishes chains with the same text.
    pub number: usize,
}

/// A stream from one node to another.
pub struct Stream {
    /// The name of its edge in the expansion.
    pub name: String,
    /// The user's own name for the stream.
    pub ident: Option<Ident>,
    pub span: Span,
    /// The item type, if a `let` names it.
    pub ty: Option<TokenStream>,
    /// The span of the code that makes the stream's items, if they may be futures and no `let`
    /// names a type.
    pub unawaited: Option<Span>,
}

/// The value of a consuming node.
pub struct Value<'a> {
    pub name: String,
    pub span: Span,
    pub ty: Option<TokenStream>,
    /// The methods that are called on the value, such as `unwrap_or` after `max`.
    pub methods: Vec<&'a Call>,
}

/// The pipeline's value.
#[derive(Default)]
pub enum Outcome {
    #[default]
    Nothing,
    One(ValueId),
    Tuple(Vec<ValueId>),
    /// A stream, which the code outside reads.
    Stream,
    /// The output stream of a segment.
    Segment(StreamId),
}
