//! Quotes the graph of a pipeline as a constant.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use super::wiring::Wiring;
use crate::lower::{Capacity, Edge, Joint, Worker};
use crate::names;

impl<S> Wiring<'_, S> {
    /// `const { use …::graph::*; &Graph { stages: &[…], edges: &[…] } }`. For a segment, `&Part {
    /// reader: "first", graph: Graph { … }, fillers: &["last"], … }`.
    pub fn graph(&self, site: Span) -> TokenStream {
        let krate = self.krate;
        let stages = self.plan.workers.iter().map(|worker| stage(worker, site));
        let edges = self.plan.edges.iter().map(|edge| self.row(edge, site));
        let graph = quote_spanned!(site=> Graph { stages: &[#(#stages),*], edges: &[#(#edges),*] });
        let graph = match &self.plan.joint {
            None => graph,
            Some(joint) => self.part(joint, &graph, site),
        };
        quote_spanned! {site=>
            const {
                use #krate::__private::graph::*;
                &#graph
            }
        }
    }

    fn part(&self, joint: &Joint, graph: &TokenStream, site: Span) -> TokenStream {
        let name = |&at: &usize| &self.plan.workers[at].name;
        let reader = name(&joint.reader);
        let fillers = joint.fillers.iter().map(name);
        let bar = match &joint.bar {
            None => quote_spanned!(site=> None),
            Some(why) => quote_spanned!(site=> Some(#why)),
        };
        quote_spanned! {site=>
            Part {
                reader: #reader,
                graph: #graph,
                fillers: &[#(#fillers),*],
                barred_from_loops: #bar
            }
        }
    }

    /// `edge("words", &["lines"], "output", Window)`
    fn row(&self, edge: &Edge<'_>, site: Span) -> TokenStream {
        let stream = &self.plan.streams[edge.stream].name;
        let name = |&at: &usize| &self.plan.workers[at].name;
        let from = edge.from.iter().map(name);
        let to = name(&edge.to);
        let shown = &edge.shown;
        let closing = shown.closes.then(|| quote_spanned!(site=> .closing()));
        let capacity = capacity(&shown.capacity, site);
        let full = shown.full.map(|word| {
            let word = Ident::new(word, site);
            quote_spanned!(site=> .when_full(#word))
        });
        quote_spanned!(site=> edge(#stream, &[#(#from),*], #to, #capacity) #full #closing)
    }
}

/// `stage("lines", "generator")`, and `.at("workers")` if it has a place.
fn stage<S>(worker: &Worker<'_, S>, site: Span) -> TokenStream {
    let (name, verb) = (&worker.name, names::text(worker.verb));
    let at = worker.at.map(|place| quote_spanned!(site=> .at(#place)));
    quote_spanned!(site=> stage(#name, #verb) #at)
}

/// `Window`
fn capacity(capacity: &Capacity, site: Span) -> TokenStream {
    match capacity {
        Capacity::Window => quote_spanned!(site=> Window),
        Capacity::Items(size) => {
            let size = Literal::usize_unsuffixed(*size);
            quote_spanned!(site=> Items(#size))
        }
        Capacity::Code(code) => quote_spanned!(site=> Code(#code)),
        Capacity::Weight(max) => quote_spanned!(site=> Weight(#max)),
    }
}
