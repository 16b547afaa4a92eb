//! Plan to the code that an expert would have written by hand, on threads.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::ast::{Call, Full, Header, Kind, OnError};
use crate::body::{Body, Uses, expand_code, wrap_ok};
use crate::graph::{Outcome, Output, StreamId, ValueId};
use crate::lower::{Edge, Merge, Named, Plan, Room, Source, Step, Work, Worker};
use crate::names::{self, hygienic, invented};
use crate::scan;
use crate::verbs::method;

pub fn expand(
    krate: &TokenStream,
    header: &Header,
    plan: &Plan<'_>,
    warnings: &TokenStream,
) -> TokenStream {
    let threads = Threads { krate, plan };
    let site = header.place.map_or_else(Span::mixed_site, hygienic);
    let Header {
        moves,
        context,
        returns,
        ..
    } = header;
    let new = match returns {
        None => quote!(new),
        Some(result) => quote!(returning::<#result>),
    };
    let context = context
        .iter()
        .map(|name| quote_spanned!(site=> let #name = run.context();));
    let may_lock_up = plan
        .may_lock_up
        .then(|| quote_spanned!(site=> run.expect_lock_up();));
    let loops = plan.loops.iter().map(|of_loop| {
        let name = invented(&of_loop.name, of_loop.span);
        quote_spanned!(hygienic(of_loop.span)=> let #name = run.cycle();)
    });
    let edges = plan.edges.iter().map(|edge| threads.edge(edge));
    let merges = plan.merges.iter().flat_map(|merge| threads.merge(merge));
    let workers = plan.workers.iter().map(|worker| threads.worker(worker));
    let outcome = threads.outcome();
    quote_spanned! {site=>
        #krate::__private::Pipeline::#new(#krate::__private::Box::new(#moves |run| {
            #warnings
            #may_lock_up
            #(#context)*
            #(#loops)*
            #(#edges)*
            #(#merges)*
            run.scope(|scope| {
                #(#workers)*
                scope.join()?;
                ::core::result::Result::Ok(#outcome)
            })
        }))
    }
}

struct Threads<'a> {
    krate: &'a TokenStream,
    plan: &'a Plan<'a>,
}

impl Threads<'_> {
    /// `let (to_words, words) = run.edge();`
    fn edge(&self, edge: &Edge<'_>) -> TokenStream {
        let stream = &self.plan.streams[edge.stream];
        let (to, from) = (sender(stream, stream.span), receiver(stream, stream.span));
        let ty = stream.ty.map(|ty| quote!(::<#ty>));
        let make = match edge.room {
            Room::Default => quote!(edge #ty ()),
            Room::Capacity(capacity) => quote!(edge_with_capacity #ty (#capacity)),
            Room::Bound(bound, Full::Fail) => quote!(back_edge_or_fail #ty (#bound)),
            Room::Bound(bound, Full::Drop) => quote!(back_edge_or_drop #ty (#bound)),
        };
        let maker = edge.of_loop.map(|at| &self.plan.loops[at]);
        let maker = maker.map_or_else(
            || invented("run", stream.span),
            |of_loop| invented(&of_loop.name, of_loop.span),
        );
        quote_spanned!(hygienic(stream.span)=> let (#to, #from) = #maker.#make;)
    }

    /// `let to_a = to_all.clone(); let to_b = to_all;`: the last moves, or the edge would not close.
    fn merge(&self, merge: &Merge<'_>) -> Vec<TokenStream> {
        let into = &self.plan.streams[merge.into];
        let shared = sender(into, into.span);
        let last = merge.from.len() - 1;
        let one = |(at, &from): (usize, &StreamId)| {
            let stream = &self.plan.streams[from];
            let to = sender(stream, stream.span);
            let krate = self.krate;
            let ty = stream.ty.map(|ty| quote!(: #krate::__private::Sender<#ty>));
            let clone = (at < last).then(|| quote!(.clone()));
            quote_spanned!(hygienic(stream.span)=> let #to #ty = #shared #clone;)
        };
        merge.from.iter().enumerate().map(one).collect()
    }

    fn worker(&self, worker: &Worker<'_>) -> TokenStream {
        match &worker.work {
            Work::Tee => self.tee(worker),
            Work::Split(body) => self.split(worker, body),
            Work::Route(body) => self.route(worker, body),
            Work::Feedback(back) => self.feedback(worker, *back),
            _ => match worker.outputs[0] {
                Output::Value(value) => self.sink(worker, value),
                Output::Stream(to) => self.stage(worker, to),
            },
        }
    }

    /// A worker with one output.
    fn stage(&self, worker: &Worker<'_>, to: StreamId) -> TokenStream {
        match (&worker.work, worker.source) {
            (Work::Pass, Source::Generator(source)) if worker.after.is_empty() => {
                let make = generate(source);
                self.start(worker, "generator", source.span, &[], to, &make)
            }
            (Work::Pass, Source::Receive(channel)) if worker.after.is_empty() => {
                let place = worker.verb.span();
                let receive = invented("receive", place);
                self.start(
                    worker,
                    "generator",
                    place,
                    &[],
                    to,
                    &quote!(#receive(#channel)),
                )
            }
            (Work::FanOut { workers, body }, _) => {
                let from = self.source(worker, body.span);
                let arguments = [workers.to_token_stream(), from];
                self.start(worker, "fan_out", body.span, &arguments, to, &apply(body))
            }
            (Work::Stage(body), _) if worker.after.is_empty() => {
                let from = self.source(worker, body.span);
                self.start(worker, "stage", body.span, &[from], to, &apply(body))
            }
            _ => self.through(worker, to),
        }
    }

    /// `scope.tee("a+b", from, [to_a, to_b]);`
    fn tee(&self, worker: &Worker<'_>) -> TokenStream {
        let place = worker.verb.span();
        let from = self.source(worker, place);
        let branches = self.branches(worker, place);
        let call = call(worker, "tee", &quote!(#from, [#(#branches),*]));
        quote_spanned!(hygienic(place)=> #call;)
    }

    /// `scope.split("yes+no", from, to_yes, to_no).map(|item| …);`
    fn split(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let from = self.source(worker, body.span);
        let branches = self.branches(worker, body.span);
        let call = call(worker, "split", &quote!(#from, #(#branches),*));
        let test = apply(body);
        quote_spanned!(hygienic(body.span)=> #call.#test;)
    }

    /// `scope.route("a+b", from).to(&to_a).to(&to_b).on_worker(|route| { let a = …; … });`
    fn route(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let at = hygienic(body.span);
        let from = self.source(worker, body.span);
        let branches = self.branches(worker, body.span);
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        // The body calls them, so they are the user's own names.
        let locals = streams.filter_map(|stream| self.plan.streams[stream].ident);
        let method = invented(body.manner().method(), body.span);
        let function = body.function();
        let start = call(worker, "route", &from);
        quote_spanned! {at=>
            #start #(.to(&#branches))*.on_worker(|route| {
                #(let #locals = route.branch(#branches);)*
                route.#method(#function)
            });
        }
    }

    /// `scope.feedback("urls", seeds, links, to_urls);`
    fn feedback(&self, worker: &Worker<'_>, back: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let seeds = self.source(worker, place);
        let back = receiver(&self.plan.streams[back], place);
        let to = self.branches(worker, place);
        let start = call(worker, "feedback", &quote!(#seeds, #back, #(#to)*));
        quote_spanned!(hygienic(place)=> #start;)
    }

    /// The senders of a worker's branches.
    fn branches(&self, worker: &Worker<'_>, place: Span) -> Vec<Ident> {
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        streams
            .map(|stream| sender(&self.plan.streams[stream], place))
            .collect()
    }

    /// `scope.stage("words", lines, to_words).map(…);`
    fn start(
        &self,
        worker: &Worker<'_>,
        verb: &str,
        place: Span,
        arguments: &[TokenStream],
        to: StreamId,
        does: &TokenStream,
    ) -> TokenStream {
        let to = sender(&self.plan.streams[to], place);
        let start = call(worker, verb, &quote!(#(#arguments,)* #to));
        let policy = self.policy(worker, place);
        quote_spanned!(hygienic(place)=> #start #policy .#does;)
    }

    /// `.retry(3).skip_errors().stop_after(10)`
    fn policy(&self, worker: &Worker<'_>, place: Span) -> TokenStream {
        let at = hygienic(place);
        let options = worker.options;
        let on_error = options.on_error.as_ref().map(|(_, on_error)| on_error);
        let attempts = match on_error {
            Some(OnError::Retry {
                further,
                backoff: None,
            }) => quote_spanned!(at=> .retry(#further)),
            Some(OnError::Retry {
                further,
                backoff: Some(backoff),
            }) => {
                quote_spanned!(at=> .retry_after(#further, #backoff))
            }
            _ => TokenStream::new(),
        };
        let disposal = match &worker.outputs[..] {
            [_, Output::Stream(failed)] => {
                let to = sender(&self.plan.streams[*failed], place);
                quote_spanned!(at=> .dead_letters(#to))
            }
            _ if matches!(on_error, Some(OnError::Skip)) || options.stop_after.is_some() => {
                quote_spanned!(at=> .skip_errors())
            }
            _ => TokenStream::new(),
        };
        let ordered = options
            .ordered
            .iter()
            .map(|_| quote_spanned!(at=> .ordered()));
        let limit = options
            .stop_after
            .iter()
            .map(|(_, most)| quote_spanned!(at=> .stop_after(#most)));
        quote!(#(#ordered)* #attempts #disposal #(#limit)*)
    }

    /// `scope.stage("words", lines, to_words).through(|lines| lines.map(…).filter(…));`
    fn through(&self, worker: &Worker<'_>, to: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let chain = self.iterator(worker, steps(worker));
        let from = self.source(worker, place);
        let method = invented(
            if chain.tries {
                "try_through"
            } else {
                "through"
            },
            place,
        );
        let closure = chain.closure;
        self.start(
            worker,
            "stage",
            place,
            &[from],
            to,
            &quote!(#method(#closure)),
        )
    }

    /// `let total = scope.sink("total", words, |words| …);`
    fn sink(&self, worker: &Worker<'_>, value: ValueId) -> TokenStream {
        let place = worker.verb.span();
        let name = Literal::string(&worker.name);
        let from = self.source(worker, place);
        let (from, Chained { closure, tries }) = match (&worker.work, steps(worker)) {
            (Work::Sink(body), _) => (from, value_body(body)),
            (_, [adaptors @ .., consumer]) if adaptors.iter().any(may_add) => {
                self.guarded(worker, &from, adaptors, consumer)
            }
            (_, steps) => (from, self.iterator(worker, steps)),
        };
        let sink = invented(if tries { "try_sink" } else { "sink" }, place);
        let local = self.plan.gives(value).then(|| {
            let value = &self.plan.values[value];
            let local = invented(&value.name, value.span);
            quote_spanned!(hygienic(place)=> let #local =)
        });
        let ty = self.plan.values[value].ty;
        let ty = ty.map(|ty| quote_spanned!(hygienic(place)=> ::<_, #ty, _>));
        quote_spanned!(hygienic(place)=> #local scope.#sink #ty (#name, #from, #closure);)
    }

    /// What a worker reads, with the methods on it that come before its work.
    fn source(&self, worker: &Worker<'_>, place: Span) -> TokenStream {
        let at = hygienic(place);
        match worker.source {
            Source::Generator(source) => {
                let make = generate(source);
                quote_spanned!(at=> scope.#make)
            }
            Source::Receive(channel) => quote_spanned!(at=> scope.receive(#channel)),
            Source::Edge(_) | Source::Zip(_) | Source::Batches { .. } => {
                let from = self.streams(worker, place);
                if worker.before.is_empty() || matches!(worker.work, Work::Pass) {
                    return from;
                }
                let items = self.items(worker, place);
                let methods = self.steps(items.to_token_stream(), &worker.before);
                let mutable = mutable(worker.before.first());
                let (method, methods) = if tries(&worker.before) {
                    ("try_through", wrap_ok(methods))
                } else {
                    ("through", methods)
                };
                let method = invented(method, place);
                quote_spanned!(at=> scope.#method(#from, |#mutable #items| #methods))
            }
        }
    }

    /// The edge a worker reads, or what it reads several or in batches.
    fn streams(&self, worker: &Worker<'_>, place: Span) -> TokenStream {
        let one = |&stream: &StreamId| receiver(&self.plan.streams[stream], place);
        match &worker.source {
            Source::Edge(stream) => one(stream).into_token_stream(),
            Source::Zip(streams) => {
                let streams = streams.iter().map(one);
                quote_spanned!(hygienic(place)=> (#(#streams),*))
            }
            Source::Batches {
                verb,
                from,
                size,
                time,
            } => {
                let from = one(from);
                quote_spanned!(hygienic(verb.span())=> scope.#verb(#from, #size, #time))
            }
            Source::Generator(_) | Source::Receive(_) => TokenStream::new(),
        }
    }

    /// What a worker's iterator is called: as its edge, or plainly.
    fn items(&self, worker: &Worker<'_>, place: Span) -> Ident {
        match worker.source {
            Source::Edge(stream) => receiver(&self.plan.streams[stream], place),
            _ => invented("items", place),
        }
    }

    /// A consumer behind adaptors that may make many items of one: it reads them as a source of its
    /// own, and so ends at the next of them after a cancel.
    fn guarded(
        &self,
        worker: &Worker<'_>,
        from: &TokenStream,
        adaptors: &[Step<'_>],
        consumer: &Step<'_>,
    ) -> (TokenStream, Chained) {
        let place = worker.verb.span();
        let chain = self.iterator(worker, adaptors);
        let through = invented(
            if chain.tries {
                "try_through"
            } else {
                "through"
            },
            place,
        );
        let methods = chain.closure;
        let from = quote_spanned!(hygienic(place)=> scope.#through(#from, #methods));
        let items = self.items(worker, place);
        let last = std::slice::from_ref(consumer);
        let tries = tries(last);
        let value = self.steps(items.to_token_stream(), last);
        let value = if tries { wrap_ok(value) } else { value };
        let mutable = mutable(Some(consumer));
        let closure = quote_spanned!(hygienic(place)=> |#mutable #items| #value);
        (from, Chained { closure, tries })
    }

    /// A worker's methods, and its body before them, as a closure on its iterator.
    fn iterator(&self, worker: &Worker<'_>, steps: &[Step<'_>]) -> Chained {
        let place = worker.verb.span();
        let items = self.items(worker, place);
        let mut chain = items.to_token_stream();
        let mut tries = tries(steps);
        let mut first = steps.first();
        if let Work::Stage(body) = &worker.work {
            let method = invented(body.manner().method(), body.span);
            let function = body.function();
            chain.extend(quote_spanned!(hygienic(body.span)=> .#method(#function)));
            tries |= body.is_made() && body.setup_tries();
            first = None;
        }
        let chain = self.steps(chain, steps);
        let chain = if tries { wrap_ok(chain) } else { chain };
        let mutable = mutable(first);
        let head = first_place(worker);
        let closure = quote_spanned!(hygienic(head)=> |#mutable #items| #chain);
        Chained { closure, tries }
    }

    fn steps(&self, chain: TokenStream, steps: &[Step<'_>]) -> TokenStream {
        let krate = self.krate;
        steps.iter().fold(chain, |chain, step| match step {
            Step::Typed(ty) => quote!(#krate::__private::items_of::<#ty, _>(#chain)),
            Step::Method(Call { verb, kind, .. }) => {
                let at = hygienic(verb.span());
                let krate = located(krate, verb.span());
                match kind {
                    Kind::Method {
                        generics,
                        arguments,
                    } => quote_spanned!(at=> #chain.#verb #generics #arguments),
                    Kind::Batch { size } => {
                        quote_spanned!(at=> #krate::__private::#verb(#chain, #size))
                    }
                    Kind::Throttle { items, time } => {
                        quote_spanned!(at=> #krate::__private::#verb(#chain, #items, #time))
                    }
                    _ => chain,
                }
            }
        })
    }

    /// The pipeline's value, from the sinks' values.
    fn outcome(&self) -> TokenStream {
        let value = |id: &ValueId| {
            let value = &self.plan.values[*id];
            let local = invented(&value.name, value.span);
            quote_spanned!(Span::mixed_site()=> #local.get())
        };
        match self.plan.outcome {
            Outcome::Nothing => quote!(()),
            Outcome::One(one) => value(one),
            Outcome::Tuple(values) => {
                let values = values.iter().map(value);
                quote!((#(#values,)*))
            }
        }
    }
}

/// `scope.VERB("name", ARGUMENTS)`
fn call(worker: &Worker<'_>, verb: &str, arguments: &TokenStream) -> TokenStream {
    let name = Literal::string(&worker.name);
    // The user's own verb shows the runtime's docs where it is pointed at.
    let span = if *worker.verb == verb {
        worker.verb.span()
    } else {
        hygienic(worker.verb.span())
    };
    let verb = Ident::new(verb, span);
    let at = hygienic(worker.verb.span());
    quote_spanned!(at=> scope.#verb(#name, #arguments))
}

/// `items(|| …)`, or the like for a block that yields.
fn generate(source: &Body) -> TokenStream {
    let manner = Uses::of(&source.tokens).manner();
    let place = source.span;
    let (method, parameter) = match (manner.yields, manner.fallible) {
        (false, false) => ("items", None),
        (false, true) => ("try_items", None),
        (true, false) => ("yields", Some(invented("out", place))),
        (true, true) => ("try_yields", Some(invented("out", place))),
    };
    let method = invented(method, place);
    let code = expand_code(&source.tokens, manner);
    quote_spanned!(hygienic(place)=> #method(|#parameter| #code))
}

/// `map(|x| …)`, or `each_worker(|worker| worker.map(…))` for a body that an expression makes.
fn apply(body: &Body) -> TokenStream {
    let at = hygienic(body.span);
    let method = invented(body.manner().method(), body.span);
    let function = body.function();
    if body.is_made() {
        quote_spanned!(at=> each_worker(|worker| worker.#method(#function)))
    } else {
        quote_spanned!(at=> #method(#function))
    }
}

/// A closure on a worker's iterator.
struct Chained {
    closure: TokenStream,
    /// It gives a `Result`, because code in it uses `?`.
    tries: bool,
}

/// Where a worker's closure begins, for messages on all of it: at its body or its first method.
fn first_place(worker: &Worker<'_>) -> Span {
    let methods = worker.before.iter().chain(&worker.after);
    let mut verbs = methods.filter_map(|step| match step {
        Step::Method(call) => Some(call.verb.span()),
        Step::Typed(_) => None,
    });
    match &worker.work {
        Work::Stage(body) => body.span,
        _ => verbs.next().unwrap_or_else(|| worker.verb.span()),
    }
}

/// A sink's closure. One that an expression makes or names, or that names its own error type, is
/// called in a closure of ours: on the worker, and with a stream of whatever lifetime.
fn value_body(body: &Body) -> Chained {
    let manner = body.manner();
    let own_error = manner.fallible && manner.typed;
    let function = body.function();
    if body.literal().is_some() && !own_error {
        return Chained {
            closure: function,
            tries: manner.fallible,
        };
    }
    let at = hygienic(body.span);
    let call = quote_spanned!(at=> items.consume(#function));
    let setup_tries = body.is_made() && body.setup_tries();
    let call = if own_error {
        wrap_ok(quote_spanned!(at=> #call?))
    } else if setup_tries && !manner.fallible {
        wrap_ok(call)
    } else {
        call
    };
    Chained {
        closure: quote_spanned!(at=> |items| #call),
        tries: setup_tries || manner.fallible,
    }
}

/// The methods on a worker's own iterator. Those before a body are its source's; a worker without a
/// body has all of them on one side.
fn steps<'p>(worker: &'p Worker<'_>) -> &'p [Step<'p>] {
    if worker.before.is_empty() || matches!(worker.work, Work::Stage(_)) {
        &worker.after
    } else {
        &worker.before
    }
}

/// The `Iterator` method that a step is: ours are functions around the chain.
fn method_of<'s>(step: &'s Step<'_>) -> Option<&'s Ident> {
    match step {
        Step::Method(call) if matches!(call.kind, Kind::Method { .. }) => Some(&call.verb),
        _ => None,
    }
}

/// Whether a step may make more items than it takes.
fn may_add(step: &Step<'_>) -> bool {
    method_of(step).is_some_and(|verb| method::may_add(&names::text(verb)))
}

/// Whether code among the methods' arguments uses `?`.
fn tries(steps: &[Step<'_>]) -> bool {
    let in_code = |code: TokenStream| Uses::of(&scan::tokens(code)).tries;
    steps.iter().any(|step| match step {
        Step::Method(call) => call.code().into_iter().any(in_code),
        Step::Typed(_) => false,
    })
}

/// `mut`, where the method called on the parameter itself may borrow it.
fn mutable(first: Option<&Step<'_>>) -> Option<TokenStream> {
    let verb = method_of(first?)?;
    method::may_borrow(&names::text(verb)).then(|| quote!(mut))
}

/// The path of the `pipeline` crate as if it stood at `place`, where messages on it then go.
fn located(krate: &TokenStream, place: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    krate.clone().into_iter().map(located).collect()
}

fn sender(stream: &Named<'_>, place: Span) -> Ident {
    invented(&format!("to_{}", stream.name), place)
}

fn receiver(stream: &Named<'_>, place: Span) -> Ident {
    invented(&stream.name, place)
}
