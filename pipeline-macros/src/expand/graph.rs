//! The graph of a pipeline, in a constant.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;

use super::wiring::Wiring;
use crate::ast::Amount;
use crate::lower::{Edge, Room, Transport, Worker};
use crate::names::{self, invented};
use crate::verbs;

impl Wiring<'_> {
    /// `const { use …::graph::*; &Graph { stages: &[…], edges: &[…] } }`
    pub fn graph(&self, site: Span) -> TokenStream {
        let krate = self.krate;
        let stages = self.plan.workers.iter().map(|worker| stage(worker, site));
        let edges = self.plan.edges.iter().map(|edge| self.row(edge, site));
        quote_spanned! {site=>
            const {
                use #krate::__private::graph::*;
                &Graph { stages: &[#(#stages),*], edges: &[#(#edges),*] }
            }
        }
    }

    /// `rings("words", &["lines"], "output", Window)`
    fn row(&self, edge: &Edge<'_>, site: Span) -> TokenStream {
        let stream = &self.plan.streams[edge.stream].name;
        let name = |&at: &usize| &self.plan.workers[at].name;
        let from = edge.from.iter().map(name);
        let to = name(&edge.to);
        let word = invented(word(edge.transport), site);
        let closing =
            matches!(edge.room, Room::Bound(..)).then(|| quote_spanned!(site=> .closing()));
        let capacity = capacity(edge, site).map(|capacity| quote_spanned!(site=> , #capacity));
        quote_spanned!(site=> #word(#stream, &[#(#from),*], #to #capacity) #closing)
    }
}

/// `stage("lines", "generator")`
fn stage(worker: &Worker<'_>, site: Span) -> TokenStream {
    let (name, verb) = (&worker.name, names::text(worker.verb));
    quote_spanned!(site=> stage(#name, #verb))
}

/// The runtime's word for an edge of that kind.
fn word(transport: Transport) -> &'static str {
    match transport {
        Transport::Rings => "rings",
        Transport::Channel => "channel",
        Transport::Ring => "ring",
        Transport::Queue => "queue",
        Transport::Rendezvous => "rendezvous",
    }
}

/// How many items wait in an edge that is no rendezvous.
fn capacity(edge: &Edge<'_>, site: Span) -> Option<TokenStream> {
    Some(match (edge.room, edge.transport) {
        (_, Transport::Rendezvous) => return None,
        (Room::Default, Transport::Channel) => quote_spanned!(site=> Items(DEFAULT)),
        (Room::Default, _) => quote_spanned!(site=> Window),
        (Room::Exactly(size), _) => {
            let size = Literal::usize_unsuffixed(size);
            quote_spanned!(site=> Items(#size))
        }
        (Room::Capacity(Amount::Items(size)) | Room::Bound(size, _), _) => written(size, site),
        (Room::Capacity(Amount::Weight { max, .. }), _) => {
            let max = line(max);
            quote_spanned!(site=> Weight(#max))
        }
    })
}

/// What the user wrote, as a number if it is one.
fn written(size: &TokenStream, site: Span) -> TokenStream {
    if let Some(number) = verbs::number(size) {
        let number = Literal::usize_unsuffixed(number);
        return quote_spanned!(site=> Items(#number));
    }
    let line = line(size);
    quote_spanned!(site=> Code(#line))
}

/// Code, in one line.
fn line(code: &TokenStream) -> String {
    let text = code.to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
