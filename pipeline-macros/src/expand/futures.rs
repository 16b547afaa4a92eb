//! Plan to the code that an expert would have written by hand, as futures.

mod chain;
mod context;
mod loops;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::methods::{self, first_place};
use super::wiring::{self, Wiring};
use crate::ast::Header;
use crate::body::{Body, yielding_statements};
use crate::graph::{Outcome, Output, StreamId, ValueId};
use crate::lower::{Plan, Source, Work, Worker};
use crate::names::{hygienic, local};

pub fn expand(
    krate: &TokenStream,
    header: &Header,
    plan: &Plan<'_>,
    warnings: &TokenStream,
) -> TokenStream {
    let wiring = Wiring {
        krate,
        plan,
        starter: "run",
        sender: "AsyncSender",
        edge_of_values: "async_edge_of_values",
    };
    let Header { moves, context, .. } = header;
    let futures = Futures {
        wiring,
        moves: moves.as_ref(),
        context: context.as_ref().filter(|name| *name != "_"),
    };
    let site = wiring::site(header);
    let (new, integer) = wiring::maker(header);
    let context = context
        .iter()
        .filter(|name| context::is_outside(plan, name));
    let graph = futures.wiring.graph(site);
    let edges = futures.wiring.edges();
    let workers = plan.workers.iter().enumerate().map(|(at, worker)| {
        let (weighers, worker) = (futures.wiring.weighers(at), futures.worker(worker));
        quote!(#weighers #worker)
    });
    let outcome = futures.wiring.outcome();
    let owns = match plan.outcome {
        Outcome::Nothing => None,
        Outcome::One(_) | Outcome::Tuple(_) => Some(quote_spanned!(site=> move)),
    };
    let hints = methods::hints(krate, plan, site);
    quote_spanned! {site=>
        #krate::__private::AsyncPipeline::#new(#integer #moves |run_| {
            #hints
            #warnings
            #(let #context = run_.context();)*
            #edges
            #(#workers)*
            run_.value(#owns || #outcome)
        }, #graph)
    }
}

struct Futures<'a> {
    wiring: Wiring<'a>,
    /// The header's `move`: its workers say it too.
    moves: Option<&'a Ident>,
    /// The name that bodies know the run's context by.
    context: Option<&'a Ident>,
}

impl Futures<'_> {
    fn worker(&self, worker: &Worker<'_>) -> TokenStream {
        match (&worker.work, worker.outputs[0], worker.source) {
            (Work::Tee, ..) => self.tee(worker),
            (Work::Split(body), ..) => self.split(worker, body),
            (Work::Route(body), ..) => self.route(worker, body),
            (Work::Feedback(back), ..) => self.wiring.feedback(worker, *back),
            (Work::FanOut { workers, body }, Output::Stream(to), _) => {
                self.fan_out(worker, workers, body, to)
            }
            (Work::Stage(body), Output::Stream(to), _) if worker.after.is_empty() => {
                self.stage(worker, body, to)
            }
            (Work::Pass, Output::Stream(to), Source::Generator(source)) if source.yields() => {
                self.yielding(worker, source, to)
            }
            (_, Output::Stream(to), _) => self.through(worker, to),
            (_, Output::Value(value), _) => self.sink(worker, value),
        }
    }

    /// `run.generator("n", to_n).yields(async |mut out| { … });`
    fn yielding(&self, worker: &Worker<'_>, source: &Body, to: StreamId) -> TokenStream {
        let place = source.span;
        let to = self.wiring.sender(to, place);
        let start = self.wiring.call(worker, "generator", &quote!(#to));
        let out = local("out", place);
        let context = self.context_from(worker, &out);
        let statements = yielding_statements(&source.tokens);
        let lend = lend(&[&out]);
        let block = self.block(
            place,
            &quote!(mut #out),
            &quote!(#lend #context #statements),
        );
        quote_spanned!(hygienic(place)=> #start.yields(#block);)
    }

    /// `run.stage("some", all, to_some).work(async |all, mut out| { out.send_all(…).await });`
    fn through(&self, worker: &Worker<'_>, to: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let to = self.wiring.sender(to, place);
        let start = match worker.source {
            Source::Generator(_) | Source::Receive(_) => {
                self.wiring.call(worker, "generator", &quote!(#to))
            }
            _ => {
                let from = self.wiring.streams(worker, place);
                self.wiring.call(worker, "stage", &quote!(#from, #to))
            }
        };
        self.sending_all(worker, &start)
    }

    /// `run.tee("a+b", from, [to_a, to_b]).work(async |from, mut out| { … });`
    fn tee(&self, worker: &Worker<'_>) -> TokenStream {
        let place = worker.verb.span();
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let arguments = quote_spanned!(hygienic(place)=> #from, [#(#branches),*]);
        let start = self.wiring.call(worker, "tee", &arguments);
        self.sending_all(worker, &start)
    }

    /// A worker that sends on what its methods give.
    fn sending_all(&self, worker: &Worker<'_>, start: &TokenStream) -> TokenStream {
        let place = first_place(worker);
        let out = local("out", place);
        let context = self.context_from(worker, &out);
        let read = self.chained(worker);
        let site = chain::site(worker, &read.items);
        let (parameter, before, chain) = (read.parameter, read.before, read.chain);
        let send = quote_spanned!(hygienic(place)=> #out.send_all(#chain).await);
        let lend = lend(&[&out]);
        let lines = quote!(#lend #context #site #before #send);
        let block = self.block(place, &quote!(#parameter, mut #out), &lines);
        quote_spanned!(hygienic(worker.verb.span())=> #start.work(#block);)
    }

    /// `let total = run.sink("total", words).work(async |words| Ok(…));`
    fn sink(&self, worker: &Worker<'_>, value: ValueId) -> TokenStream {
        let place = worker.verb.span();
        let at = hygienic(place);
        let from = match worker.source {
            Source::Generator(_) | Source::Receive(_) => quote_spanned!(at=> ()),
            Source::Edge(_) | Source::Zip(_) | Source::Batches { .. } => {
                self.wiring.streams(worker, place)
            }
        };
        let start = self.wiring.call(worker, "sink", &from);
        let block = self.closure_of_sink(worker).unwrap_or_else(|| {
            let read = self.chained(worker);
            let of = &read.items;
            let of = quote_spanned!(at=> (&#of));
            let context = self.context_from(worker, &of);
            let site = chain::site(worker, &read.items);
            let before = read.before;
            let gives = self.value(worker, &read.chain);
            let lines = quote!(#context #site #before #gives);
            self.block(first_place(worker), &read.parameter, &lines)
        });
        let local = self.wiring.keeps(value, place);
        let ty = self.wiring.plan.values[value].ty;
        let ty = ty.map(|ty| quote_spanned!(at=> ::<#ty, _, _>));
        quote_spanned!(at=> #local #start.work #ty (#block);)
    }

    /// The block of a sink that is the user's own closure, as it was typed.
    fn closure_of_sink(&self, worker: &Worker<'_>) -> Option<TokenStream> {
        let Work::Sink(body) = &worker.work else {
            return None;
        };
        let names_context = self
            .context
            .is_some_and(|name| context::is_named(&context::borrowing(worker), name));
        let is_alone = worker.before.is_empty() && !names_context && body.literal().is_some();
        let inline = body.inline().filter(|_| is_alone)?;
        let (parameter, code) = inline.as_closure(self.wiring.krate)?;
        let owns = inline
            .owns()
            .then(|| quote_spanned!(hygienic(inline.place())=> move));
        let owns = owns.filter(|_| self.moves.is_none());
        Some(self.block_that(owns.as_ref(), first_place(worker), &parameter, &code))
    }

    /// A worker's block: `async |lines, mut out| { … }`
    fn block(&self, place: Span, parameters: &TokenStream, lines: &TokenStream) -> TokenStream {
        self.block_that(None, place, parameters, lines)
    }

    /// The same, which `owns` what it uses, whether or not the header says so.
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

    /// `let ctx = &out.context();`, if the worker's block names it.
    fn context_from(&self, worker: &Worker<'_>, of: &impl ToTokens) -> Option<TokenStream> {
        let name = self.context?;
        let line = || quote_spanned!(hygienic(worker.verb.span())=> let #name = &#of.context(););
        context::is_named(&context::borrowing(worker), name).then(line)
    }

    /// What a worker's items are called in its block.
    fn items(&self, worker: &Worker<'_>, place: Span) -> Ident {
        // What blocks call so.
        const TAKEN: [&str; 9] = [
            "out_", "body_", "test_", "item_", "made_", "yes_", "typed_", "work_", "each_",
        ];
        match worker.source {
            Source::Generator(_) | Source::Receive(_) => local("source", place),
            _ => {
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

/// `let out = &mut out;`: a method that borrows is found on a reference before any method that a trait in scope gives
/// all types by value. Several are lent at once: `let (lines, out) = (&mut lines, &mut out);`.
fn lend(names: &[&Ident]) -> TokenStream {
    match names {
        [] => TokenStream::new(),
        [name] => quote_spanned!(name.span()=> let #name = &mut #name;),
        [first, ..] => {
            quote_spanned!(first.span()=> let (#(#names),*) = (#(&mut #names),*);)
        }
    }
}
