//! The graph of a pipeline, in a constant.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;

use super::wiring::Wiring;
use crate::lower::{Capacity, Edge, Worker};
use crate::names::{self, invented};

impl<S> Wiring<'_, S> {
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
        let shown = &edge.shown;
        let word = invented(shown.word, site);
        let closing = shown.closes.then(|| quote_spanned!(site=> .closing()));
        let capacity = shown.capacity.as_ref();
        let capacity = capacity.map(|capacity| self::capacity(capacity, site));
        quote_spanned!(site=> #word(#stream, &[#(#from),*], #to #capacity) #closing)
    }
}

/// `stage("lines", "generator")`
fn stage<S>(worker: &Worker<'_, S>, site: Span) -> TokenStream {
    let (name, verb) = (&worker.name, names::text(worker.verb));
    quote_spanned!(site=> stage(#name, #verb))
}

/// `, Window`
fn capacity(capacity: &Capacity, site: Span) -> TokenStream {
    match capacity {
        Capacity::Window => quote_spanned!(site=> , Window),
        Capacity::Default => quote_spanned!(site=> , Items(DEFAULT)),
        Capacity::Items(size) => {
            let size = Literal::usize_unsuffixed(*size);
            quote_spanned!(site=> , Items(#size))
        }
        Capacity::Code(code) => quote_spanned!(site=> , Code(#code)),
        Capacity::Weight(max) => quote_spanned!(site=> , Weight(#max)),
    }
}
