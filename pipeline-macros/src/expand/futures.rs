//! Quotes the plan of a pipeline of futures, as code that one could have written by hand.

mod chain;
mod loops;
mod transform;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::methods;
use super::wiring::{self, Types, Wiring};
use crate::ast::Header;
use crate::body::{Body, wrap_ok, yielding_statements};
use crate::graph::{Outcome, StreamId, ValueId};
use crate::lower::futures::{InChain, Shape, SinkCall};
use crate::lower::{Plan, Source, Worker};
use crate::names::{hygienic, local};

pub fn expand(
    krate: &TokenStream,
    header: &Header,
    plan: &Plan<'_, Shape<'_>>,
    warnings: &TokenStream,
) -> TokenStream {
    let moves = header.moves.as_ref();
    let wiring = Wiring {
        krate,
        plan,
        starter: "run",
        moves,
    };
    let futures = Futures { wiring, moves };
    let site = wiring::site(header);
    let context = plan.context.iter();
    let edges = futures.wiring.edges();
    let workers = plan.workers.iter().enumerate().map(|(at, worker)| {
        let (weighers, worker) = (futures.wiring.weighers(at), futures.worker(worker));
        quote!(#weighers #worker)
    });
    let outcome = futures.wiring.outcome();
    let owns = match plan.outcome {
        Outcome::Nothing | Outcome::Stream | Outcome::Segment(_) => None,
        Outcome::One(_) | Outcome::Tuple(_) => Some(quote_spanned!(site=> move)),
    };
    let value = match plan.outcome {
        Outcome::Segment(_) => None,
        _ => Some(quote_spanned!(site=> run_.value(#owns || #outcome))),
    };
    let hints = methods::hints(krate, &plan.hints, site);
    let checked = futures.wiring.checked_output();
    let parameters = futures.wiring.parameters(site);
    let wire = quote_spanned! {site=>
        |#parameters| {
            #hints
            #warnings
            #(let #context = run_.context();)*
            #checked
            #edges
            #(#workers)*
            #value
        }
    };
    futures.wiring.made(header, &TYPES, &wire)
}

const TYPES: Types = Types {
    of_value: "AsyncPipeline",
    of_stream: "AsyncStreamPipeline",
    segment: "AsyncSegment",
};

struct Futures<'a> {
    wiring: Wiring<'a, Shape<'a>>,
    /// The header's `move`, which the blocks of workers repeat.
    moves: Option<&'a Ident>,
}

type FutureWorker<'a> = Worker<'a, Shape<'a>>;

impl Futures<'_> {
    fn worker(&self, worker: &FutureWorker<'_>) -> TokenStream {
        match &worker.shape {
            Shape::Tee => self.tee(worker),
            Shape::Split(calls) => self.split(worker, calls),
            Shape::Route(calls) => self.route(worker, calls),
            Shape::Feedback(back) => self.wiring.feedback(worker, *back),
            Shape::Output => self.wiring.output(worker),
            Shape::Segment(to) => self.wiring.segment(worker, *to),
            Shape::FanOut { workers, calls, to } => self.fan_out(worker, workers, calls, *to),
            Shape::Stage { calls, to } => self.stage(worker, calls, *to),
            Shape::Transform { workers, calls, to } => self.transform(worker, *workers, calls, *to),
            Shape::Yields { source, to } => self.yielding(worker, source, *to),
            Shape::SendsAll { made, body, to } => self.sends_all(worker, *made, body.as_ref(), *to),
            Shape::Sink { made, body, value } => {
                let block = self.value(worker, body.as_ref());
                self.sink(worker, *made, *value, &block)
            }
            Shape::SinkBody { calls, value } => {
                let block = self.sink_body(worker, calls);
                self.sink(worker, false, *value, &block)
            }
        }
    }

    /// `run.generator("n", to_n).yields(async |mut out| { … });`
    fn yielding(&self, worker: &FutureWorker<'_>, source: &Body, to: StreamId) -> TokenStream {
        let place = source.span;
        let to = self.wiring.sender(to, place);
        let start = self.wiring.call(worker, "generator", &quote!(#to));
        let out = local("out", place);
        let context = context_from(worker, &out);
        let statements = yielding_statements(&source.tokens);
        let lend = lend(&[&out]);
        let lines = quote!(#lend #context #statements);
        let block = self.block(place, &quote!(mut #out), &lines);
        quote_spanned!(hygienic(place)=> #start.yields(#block);)
    }

    /// `run.stage("some", all, to_some).work(async |all, mut out| { out.send_all(…).await });`
    fn sends_all(
        &self,
        worker: &FutureWorker<'_>,
        made: bool,
        body: Option<&InChain<'_>>,
        to: StreamId,
    ) -> TokenStream {
        let place = worker.verb.span();
        let to = self.wiring.sender(to, place);
        let start = if made {
            self.wiring.call(worker, "generator", &quote!(#to))
        } else {
            let from = self.wiring.streams(worker, place);
            self.wiring.call(worker, "stage", &quote!(#from, #to))
        };
        self.sending_all(worker, body, &start)
    }

    /// `run.tee("a+b", from, [to_a, to_b]).work(async |from, mut out| { … });`
    fn tee(&self, worker: &FutureWorker<'_>) -> TokenStream {
        let place = worker.verb.span();
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let arguments = quote_spanned!(hygienic(place)=> #from, [#(#branches),*]);
        let start = self.wiring.call(worker, "tee", &arguments);
        self.sending_all(worker, None, &start)
    }

    /// Returns a worker that sends the items that its methods return.
    fn sending_all(
        &self,
        worker: &FutureWorker<'_>,
        body: Option<&InChain<'_>>,
        start: &TokenStream,
    ) -> TokenStream {
        let place = worker.place;
        let out = local("out", place);
        let context = context_from(worker, &out);
        let read = self.chained(worker, body);
        let (parameter, before, chain) = (read.parameter, read.before, read.chain);
        let send = quote_spanned!(hygienic(place)=> #out.send_all(#chain).await);
        let lend = lend(&[&out]);
        let lines = quote!(#lend #context #before #send);
        let block = self.block(place, &quote!(#parameter, mut #out), &lines);
        quote_spanned!(hygienic(worker.verb.span())=> #start.work(#block);)
    }

    /// `let total = run.sink("total", words).work(async |words| Ok(…));`
    fn sink(
        &self,
        worker: &FutureWorker<'_>,
        made: bool,
        value: ValueId,
        block: &TokenStream,
    ) -> TokenStream {
        let place = worker.verb.span();
        let at = hygienic(place);
        let from = if made {
            quote_spanned!(at=> ())
        } else {
            self.wiring.streams(worker, place)
        };
        let start = self.wiring.call(worker, "sink", &from);
        let local = self.wiring.keeps(value, place);
        let ty = self.wiring.plan.values[value].ty;
        let ty = ty.map(|ty| quote_spanned!(at=> ::<#ty, _, _>));
        quote_spanned!(at=> #local #start.work #ty (#block);)
    }

    /// Returns the block of a worker whose methods return a value: `async |words|
    /// Ok(words.count().await)`
    fn value(&self, worker: &FutureWorker<'_>, body: Option<&InChain<'_>>) -> TokenStream {
        let read = self.chained(worker, body);
        let (items, before) = (read.items, read.before);
        let context = context_from(worker, &quote_spanned!(items.span()=> (&#items)));
        let gives = wrap_ok(read.chain);
        let lines = quote!(#context #before #gives);
        self.block(worker.place, &read.parameter, &lines)
    }

    /// Returns the block of a worker whose body is given the whole stream: `async |words| { … }`
    fn sink_body(&self, worker: &FutureWorker<'_>, calls: &SinkCall<'_>) -> TokenStream {
        let krate = self.wiring.krate;
        if let SinkCall::Directly { inline, owns } = calls {
            let owns = owns.then(|| quote_spanned!(hygienic(inline.place())=> move));
            let (parameters, code) = (inline.parameters(), inline.result(krate));
            return self.block_that(owns.as_ref(), worker.place, &parameters, &code);
        }
        let read = self.chained(worker, None);
        let (items, before, chain) = (read.items, read.before, read.chain);
        let context = context_from(worker, &quote_spanned!(items.span()=> (&#items)));
        let gives = match calls {
            SinkCall::Directly { inline, .. } | SinkCall::Inline(inline) => {
                inline.whole(krate, &chain)
            }
            SinkCall::Function(body) => {
                let function = body.function(krate);
                let at = hygienic(body.span);
                wrap_ok(quote_spanned!(at=> #chain.consume(#function).await))
            }
        };
        let lines = quote!(#context #before #gives);
        self.block(worker.place, &read.parameter, &lines)
    }

    /// Returns a worker's block: `async |lines, mut out| { … }`
    fn block(&self, place: Span, parameters: &TokenStream, lines: &TokenStream) -> TokenStream {
        self.block_that(None, place, parameters, lines)
    }

    /// Like [`block`](Self::block), with a `move` of its own.
    fn block_that(
        &self,
        owns: Option<&TokenStream>,
        place: Span,
        parameters: &TokenStream,
        lines: &TokenStream,
    ) -> TokenStream {
        let moves = self.moves;
        quote_spanned!(hygienic(place)=> async #moves #owns |#parameters| { #lines })
    }

    /// Returns the variable for the items in a worker's block.
    fn items(&self, worker: &FutureWorker<'_>, place: Span) -> Ident {
        // The names of other variables in blocks.
        const TAKEN: [&str; 10] = [
            "out_", "body_", "test_", "item_", "made_", "yes_", "typed_", "work_", "each_",
            "whole_",
        ];
        match worker.source {
            Source::Generator(_) | Source::Receive(_) => local("source", place),
            Source::Edge(_) | Source::Zip(_) | Source::Read { .. } => {
                let items = self.wiring.items(worker, place);
                let is_taken = TAKEN.iter().any(|name| items == name);
                if is_taken {
                    local("items", place)
                } else {
                    items
                }
            }
        }
    }
}

/// `let ctx = &out.context();`, if the worker's code uses the context.
fn context_from(worker: &FutureWorker<'_>, of: &impl ToTokens) -> Option<TokenStream> {
    let name = worker.context?;
    let at = hygienic(worker.verb.span());
    Some(quote_spanned!(at=> let #name = &#of.context();))
}

/// `let out = &mut out;`, or `let (lines, out) = (&mut lines, &mut out);`. On a reference, rustc
/// finds the runtime's methods that borrow before by-value methods of a trait that the user
/// implemented for every type.
fn lend(names: &[&Ident]) -> TokenStream {
    match names {
        [] => TokenStream::new(),
        [name] => quote_spanned!(name.span()=> let #name = &mut #name;),
        [first, ..] => {
            quote_spanned!(first.span()=> let (#(#names),*) = (#(&mut #names),*);)
        }
    }
}
