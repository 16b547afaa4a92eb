//! Quotes the plan of a pipeline of threads, as code that one could have written by hand.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::methods::{self, located};
use super::wiring::{self, Types, Wiring};
use crate::ast::{Adaptor, Header};
use crate::body::{Body, Uses, expand_code, wrap_ok};
use crate::graph::{StreamId, ValueId};
use crate::lower::threads::{Shape, SinkCall};
use crate::lower::{Chain, Plan, Source, Step, Worker};
use crate::names::{hygienic, invented, local};
use crate::scan::is_punct;

pub fn expand(
    krate: &TokenStream,
    header: &Header,
    plan: &Plan<'_, Shape<'_>>,
    warnings: &TokenStream,
) -> TokenStream {
    let wiring = Wiring {
        krate,
        plan,
        starter: "scope",
        moves: None,
    };
    let threads = Threads { wiring };
    let site = wiring::site(header);
    let context = plan.context.iter();
    let context = context.map(|name| quote_spanned!(site=> let #name = run_.context();));
    let edges = threads.wiring.edges();
    let workers = plan.workers.iter().enumerate().map(|(at, worker)| {
        let (weighers, worker) = (threads.wiring.weighers(at), threads.worker(worker));
        quote!(#weighers #worker)
    });
    let outcome = threads.wiring.outcome();
    let methods = plan
        .has_methods
        .then(|| quote_spanned!(site=> use ::core::iter::Iterator as _;));
    let hints = methods::hints(krate, &plan.hints, site);
    let checked = threads.wiring.checked_output();
    let parameters = threads.wiring.parameters(site);
    let (join, gives) = match plan.joint {
        // The run around a segment joins its threads.
        Some(_) => (None, None),
        None => (
            Some(quote_spanned!(site=> scope_.join()?;)),
            Some(quote_spanned!(site=> ::core::result::Result::Ok(#outcome))),
        ),
    };
    let wire = quote_spanned! {site=>
        |#parameters| {
            #warnings
            #(#context)*
            #checked
            #edges
            run_.scope(|scope_| {
                #methods
                #hints
                #(#workers)*
                #join
                #gives
            })
        }
    };
    threads.wiring.made(header, &TYPES, &wire)
}

const TYPES: Types = Types {
    of_value: "Pipeline",
    of_stream: "StreamPipeline",
    segment: "Segment",
};

struct Threads<'a> {
    wiring: Wiring<'a, Shape<'a>>,
}

type ThreadWorker<'a> = Worker<'a, Shape<'a>>;

impl Threads<'_> {
    fn worker(&self, worker: &ThreadWorker<'_>) -> TokenStream {
        let krate = self.wiring.krate;
        let place = worker.verb.span();
        match &worker.shape {
            Shape::Tee => self.tee(worker),
            Shape::Split(body) => self.split(worker, body),
            Shape::Route(body) => self.route(worker, body),
            Shape::Feedback(back) => self.wiring.feedback(worker, *back),
            Shape::Output => self.wiring.output(worker),
            Shape::Segment(to) => self.wiring.segment(worker, *to),
            Shape::Generator { source, to } => {
                let make = generate(krate, source);
                self.start(worker, "generator", source.span, &[], *to, &make)
            }
            Shape::Receive { channel, to } => {
                let receive = invented("receive", place);
                let make = quote!(#receive(#channel));
                self.start(worker, "generator", place, &[], *to, &make)
            }
            Shape::Stage { body, to } => {
                let from = [self.source(worker, body.span)];
                self.start(worker, "stage", body.span, &from, *to, &apply(krate, body))
            }
            Shape::FanOut { workers, body, to } => {
                let from = self.source(worker, body.span);
                let arguments = [workers.to_token_stream(), from];
                let does = apply(krate, body);
                self.start(worker, "fan_out", body.span, &arguments, *to, &does)
            }
            Shape::Transform { workers, body, to } => {
                let from = self.source(worker, body.span);
                let verb = if workers.is_some() {
                    "fan_out"
                } else {
                    "stage"
                };
                let workers = workers.map(ToTokens::to_token_stream);
                let arguments: Vec<TokenStream> = workers.into_iter().chain([from]).collect();
                let does = transform(krate, body);
                self.start(worker, verb, body.span, &arguments, *to, &does)
            }
            Shape::Through { body, tries, to } => {
                let method = invented(if *tries { "try_through" } else { "through" }, place);
                let from = [self.source(worker, place)];
                let closure = self.iterator(worker, *body, *tries);
                let does = quote!(#method(#closure));
                self.start(worker, "stage", place, &from, *to, &does)
            }
            Shape::Sink { body, tries, value } => {
                let closure = self.iterator(worker, *body, *tries);
                self.sink(worker, *tries, *value, &closure)
            }
            Shape::SinkBody {
                body,
                calls,
                tries,
                value,
            } => self.sink(worker, *tries, *value, &sink_body(krate, body, *calls)),
        }
    }

    /// `scope.tee("a+b", from, [to_a, to_b]);`
    fn tee(&self, worker: &ThreadWorker<'_>) -> TokenStream {
        let place = worker.verb.span();
        let from = self.source(worker, place);
        let branches = self.wiring.branches(worker, place);
        let call = self.wiring.call(
            worker,
            "tee",
            &quote_spanned!(hygienic(place)=> #from, [#(#branches),*]),
        );
        quote_spanned!(hygienic(place)=> #call;)
    }

    /// `scope.split("yes+no", from, to_yes, to_no).map(|item| …);`
    fn split(&self, worker: &ThreadWorker<'_>, body: &Body) -> TokenStream {
        let from = self.source(worker, body.span);
        let branches = self.wiring.branches(worker, body.span);
        let call = self
            .wiring
            .call(worker, "split", &quote!(#from, #(#branches),*));
        let test = apply(self.wiring.krate, body);
        quote_spanned!(hygienic(body.span)=> #call.#test;)
    }

    /// `scope.route("a+b", from).to(&to_a).to(&to_b).on_worker(|route| { let a = …; … });`
    fn route(&self, worker: &ThreadWorker<'_>, body: &Body) -> TokenStream {
        let at = hygienic(body.span);
        let from = self.source(worker, body.span);
        let branches = self.wiring.branches(worker, body.span);
        let locals = self.wiring.branch_names(worker);
        let method = invented(body.manner().method(), body.span);
        let function = methods::arguments(body.function(self.wiring.krate), body.end);
        let start = self.wiring.call(worker, "route", &from);
        quote_spanned! {at=>
            #start #(.to(&#branches))*.on_worker(|route_| {
                #(let #locals = (&route_).branch(#branches);)*
                route_.#method #function
            });
        }
    }

    /// `scope.stage("words", lines, to_words).map(…);`
    fn start(
        &self,
        worker: &ThreadWorker<'_>,
        verb: &str,
        place: Span,
        arguments: &[TokenStream],
        to: StreamId,
        does: &TokenStream,
    ) -> TokenStream {
        let to = self.wiring.sender(to, place);
        // If an argument is half-typed, rustc reports the token after it, and knows where it ends.
        let arguments = arguments.iter().map(|argument| {
            let last = argument.clone().into_iter().last();
            let at = last.as_ref().map_or(place, TokenTree::span);
            if last.is_some_and(|last| is_punct(&last, ':') || is_punct(&last, '.')) {
                let argument = methods::arguments(argument.clone(), at);
                quote_spanned!(hygienic(at)=> #argument,)
            } else {
                quote_spanned!(hygienic(at)=> #argument,)
            }
        });
        let start = self.wiring.call(worker, verb, &quote!(#(#arguments)* #to));
        let policy = self.wiring.policy(worker, place);
        quote_spanned!(hygienic(place)=> #start #policy .#does;)
    }

    /// `let total = scope.sink("total", words, |words| …);`
    fn sink(
        &self,
        worker: &ThreadWorker<'_>,
        tries: bool,
        value: ValueId,
        closure: &TokenStream,
    ) -> TokenStream {
        let place = worker.verb.span();
        let name = Literal::string(&worker.name);
        let from = self.source(worker, place);
        let sink = invented(if tries { "try_sink" } else { "sink" }, place);
        let local = self.wiring.keeps(value, place);
        let ty = self.wiring.plan.values[value].ty;
        let ty = ty.map(|ty| quote_spanned!(hygienic(place)=> ::<_, #ty, _>));
        let start = self.wiring.start(worker);
        quote_spanned!(hygienic(place)=> #local #start.#sink #ty (#name, #from, #closure);)
    }

    /// Returns the source of a worker, with the methods before its body.
    fn source(&self, worker: &ThreadWorker<'_>, place: Span) -> TokenStream {
        let at = hygienic(place);
        match worker.source {
            Source::Generator(source) => {
                let make = generate(self.wiring.krate, source);
                quote_spanned!(at=> scope_.#make)
            }
            Source::Receive(channel) => quote_spanned!(at=> scope_.receive(#channel)),
            Source::Edge(_) | Source::Zip(_) | Source::Read { .. } => {
                let from = self.wiring.streams(worker, place);
                if worker.before.is_empty() {
                    return from;
                }
                let items = self.wiring.items(worker, place);
                let methods = self.steps(items.to_token_stream(), &worker.before);
                let mutable = worker.before.borrows.then(|| quote!(mut));
                let (method, methods) = if worker.before.tries {
                    ("try_through", wrap_ok(methods))
                } else {
                    ("through", methods)
                };
                let method = invented(method, place);
                quote_spanned!(at=> scope_.#method(#from, |#mutable #items| #methods))
            }
        }
    }

    /// Returns the closure on a worker's iterator: its body, then its methods.
    fn iterator(&self, worker: &ThreadWorker<'_>, body: Option<&Body>, tries: bool) -> TokenStream {
        let items = self.wiring.items(worker, worker.verb.span());
        let mut chain = items.to_token_stream();
        if let Some(body) = body {
            let method = invented(body.manner().method(), body.span);
            let function = methods::arguments(body.function(self.wiring.krate), body.end);
            chain.extend(quote_spanned!(hygienic(body.span)=> .#method #function));
        }
        let chain = self.steps(chain, &worker.after);
        let chain = if tries { wrap_ok(chain) } else { chain };
        let mutable = (body.is_none() && worker.after.borrows).then(|| quote!(mut));
        quote_spanned!(hygienic(worker.place)=> |#mutable #items| #chain)
    }

    /// Returns the methods on `chain`.
    fn steps(&self, chain: TokenStream, steps: &Chain<'_>) -> TokenStream {
        let steps = steps.steps.iter();
        steps.fold(chain, |chain, step| self.step(chain, step))
    }

    fn step(&self, chain: TokenStream, step: &Step<'_>) -> TokenStream {
        let krate = self.wiring.krate;
        match step {
            Step::Typed(ty) => methods::typed(krate, "items_of", ty, &chain),
            Step::Values(place) => methods::values(krate, "values", &chain, *place),
            Step::WhenTaken => methods::when_taken(chain),
            Step::Method(call) | Step::OfValue(call) => {
                methods::call(chain, &call.word, &call.generics, &call.arguments)
            }
            Step::Adaptor(
                call,
                Adaptor {
                    word,
                    arguments,
                    then,
                },
            ) => {
                let place = call.word.span();
                let krate = located(krate, place);
                let chain = methods::spanning(&chain, place);
                let then = then.iter();
                // With the path in parentheses, rustc reports a bound on the items at the verb.
                quote_spanned! {hygienic(place)=>
                    (#krate::__private::#word)(#chain #(, #arguments)*) #(.#then())*
                }
            }
            Step::UntilStopped { place, is_known } => {
                let krate = located(krate, *place);
                let at = hygienic(*place);
                if *is_known {
                    quote_spanned!(at=> #krate::__private::until_stopped(#chain))
                } else {
                    quote_spanned!(at=> (&mut #krate::__private::MaybeItems::of(#chain)).until_stopped())
                }
            }
            // Only futures have these steps.
            Step::Awaiting(..) | Step::Boxed(_) | Step::Foreign(_) | Step::Awaited(_) => chain,
        }
    }
}

/// `items(|| …)`, or `yields(|out| …)` for a block that yields.
fn generate(krate: &TokenStream, source: &Body) -> TokenStream {
    let manner = Uses::of(&source.tokens).manner();
    let place = source.span;
    let method = invented(manner.source_method(), place);
    let parameter = manner.yields.then(|| local("out", place));
    let code = expand_code(krate, &source.tokens, manner);
    // Before the block of a closure, rustc does not suggest another place for its braces.
    let is_half = source.tokens.last().is_some_and(|last| is_punct(last, ':'));
    let code = if is_half {
        quote_spanned!(hygienic(source.end)=> { #code })
    } else {
        code
    };
    let code = quote_spanned!(hygienic(place)=> |#parameter| #code);
    let arguments = methods::arguments(code, source.end);
    quote_spanned!(hygienic(place)=> #method #arguments)
}

/// `map(|x| …)`, or `each_worker(|worker| worker.map(…))` for a body that an expression makes.
fn apply(krate: &TokenStream, body: &Body) -> TokenStream {
    let at = hygienic(body.span);
    let method = invented(body.manner().method(), body.span);
    let function = methods::arguments(body.function(krate), body.end);
    if body.is_made() {
        quote_spanned!(at=> each_worker(|worker_| worker_.#method #function))
    } else {
        quote_spanned!(at=> #method #function)
    }
}

/// Like [`apply`], for a body that is given the stream. A path is called in a closure of the
/// expansion, because a generic function does not accept streams of every lifetime.
fn transform(krate: &TokenStream, body: &Body) -> TokenStream {
    let transform = invented("transform", body.span);
    let does = if body.is_path() {
        let at = hygienic(body.span);
        let map = invented("map", body.span);
        let function = body.function(krate);
        quote_spanned!(at=> #map(|items_| items_.consume(#function)))
    } else {
        apply(krate, body)
    };
    quote_spanned!(body.span=> #transform().#does)
}

/// Returns a sink's body, in the form in which the runtime calls it.
fn sink_body(krate: &TokenStream, body: &Body, calls: SinkCall) -> TokenStream {
    let function = body.function(krate);
    let at = hygienic(body.span);
    let arguments = methods::arguments(function.clone(), body.end);
    let call = quote_spanned!(at=> items_.consume #arguments);
    let call = match calls {
        SinkCall::Directly => return function,
        SinkCall::InClosure => call,
        SinkCall::Wrapped => wrap_ok(call),
        SinkCall::Converted => wrap_ok(quote_spanned!(at=> #call?)),
    };
    quote_spanned!(at=> |items_| #call)
}
