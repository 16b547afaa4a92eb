//! Plan to the code that an expert would have written by hand, on threads.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::methods::{self, first_place, located, method_of, mutable, steps};
use super::wiring::{self, Wiring};
use crate::ast::{Adaptor, Call, Header};
use crate::body::{Body, Uses, expand_code, wrap_ok};
use crate::graph::{Output, StreamId, ValueId};
use crate::lower::{Plan, Source, Step, Work, Worker};
use crate::names::{self, hygienic, invented, local};
use crate::scan;
use crate::verbs::method::{self, Role};

pub fn expand(
    krate: &TokenStream,
    header: &Header,
    plan: &Plan<'_>,
    warnings: &TokenStream,
) -> TokenStream {
    let wiring = Wiring {
        krate,
        plan,
        starter: "scope",
        sender: "Sender",
        edge_of_values: "edge_of_values",
    };
    let threads = Threads { wiring };
    let site = wiring::site(header);
    let (new, integer) = wiring::maker(header);
    let Header { moves, context, .. } = header;
    let context = context
        .iter()
        .map(|name| quote_spanned!(site=> let #name = run_.context();));
    let may_deadlock = plan
        .may_deadlock
        .then(|| quote_spanned!(site=> run_.expect_deadlock();));
    let graph = threads.wiring.graph(site);
    let edges = threads.wiring.edges();
    let workers = plan.workers.iter().enumerate().map(|(at, worker)| {
        let (weighers, worker) = (threads.wiring.weighers(at), threads.worker(worker));
        quote!(#weighers #worker)
    });
    let outcome = threads.wiring.outcome();
    // Where the user's module has no prelude, the methods would not be found.
    let has_steps = |worker: &Worker<'_>| !(worker.before.is_empty() && worker.after.is_empty());
    let methods = plan
        .workers
        .iter()
        .any(has_steps)
        .then(|| quote_spanned!(site=> use ::core::iter::Iterator as _;));
    let hints = methods::hints(krate, plan, site);
    quote_spanned! {site=>
        #krate::__private::Pipeline::#new(#integer #moves |run_| {
            #warnings
            #may_deadlock
            #(#context)*
            #edges
            run_.scope(|scope_| {
                #methods
                #hints
                #(#workers)*
                scope_.join()?;
                ::core::result::Result::Ok(#outcome)
            })
        }, #graph)
    }
}

struct Threads<'a> {
    wiring: Wiring<'a>,
}

impl Threads<'_> {
    fn worker(&self, worker: &Worker<'_>) -> TokenStream {
        match &worker.work {
            Work::Tee => self.tee(worker),
            Work::Split(body) => self.split(worker, body),
            Work::Route(body) => self.route(worker, body),
            Work::Feedback(back) => self.wiring.feedback(worker, *back),
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
                let make = generate(self.wiring.krate, source);
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
                self.start(
                    worker,
                    "fan_out",
                    body.span,
                    &arguments,
                    to,
                    &apply(self.wiring.krate, body),
                )
            }
            (Work::Stage(body), _) if worker.after.is_empty() => {
                let from = self.source(worker, body.span);
                self.start(
                    worker,
                    "stage",
                    body.span,
                    &[from],
                    to,
                    &apply(self.wiring.krate, body),
                )
            }
            _ => self.through(worker, to),
        }
    }

    /// `scope.tee("a+b", from, [to_a, to_b]);`
    fn tee(&self, worker: &Worker<'_>) -> TokenStream {
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
    fn split(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let from = self.source(worker, body.span);
        let branches = self.wiring.branches(worker, body.span);
        let call = self
            .wiring
            .call(worker, "split", &quote!(#from, #(#branches),*));
        let test = apply(self.wiring.krate, body);
        quote_spanned!(hygienic(body.span)=> #call.#test;)
    }

    /// `scope.route("a+b", from).to(&to_a).to(&to_b).on_worker(|route| { let a = …; … });`
    fn route(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let at = hygienic(body.span);
        let from = self.source(worker, body.span);
        let branches = self.wiring.branches(worker, body.span);
        let locals = self.wiring.branch_names(worker);
        let method = invented(body.manner().method(), body.span);
        let function = body.function(self.wiring.krate);
        let start = self.wiring.call(worker, "route", &from);
        quote_spanned! {at=>
            #start #(.to(&#branches))*.on_worker(|route_| {
                #(let #locals = (&route_).branch(#branches);)*
                route_.#method(#function)
            });
        }
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
        let to = self.wiring.sender(to, place);
        let start = self.wiring.call(worker, verb, &quote!(#(#arguments,)* #to));
        let policy = self.wiring.policy(worker, place);
        quote_spanned!(hygienic(place)=> #start #policy .#does;)
    }

    /// `scope.stage("words", lines, to_words).through(|lines| lines.map(…).filter(…));`
    fn through(&self, worker: &Worker<'_>, to: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let chain = self.iterator(worker, steps(worker), Then::Sent);
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
        let Chained { closure, tries } = match (&worker.work, steps(worker)) {
            (Work::Sink(body), _) => value_body(self.wiring.krate, body),
            (_, steps) => self.iterator(worker, steps, Then::Nothing),
        };
        let sink = invented(if tries { "try_sink" } else { "sink" }, place);
        let local = self.wiring.keeps(value, place);
        let ty = self.wiring.plan.values[value].ty;
        let ty = ty.map(|ty| quote_spanned!(hygienic(place)=> ::<_, #ty, _>));
        let start = self.wiring.start(worker);
        quote_spanned!(hygienic(place)=> #local #start.#sink #ty (#name, #from, #closure);)
    }

    /// What a worker reads, with the methods on it that come before its work.
    fn source(&self, worker: &Worker<'_>, place: Span) -> TokenStream {
        let at = hygienic(place);
        match worker.source {
            Source::Generator(source) => {
                let make = generate(self.wiring.krate, source);
                quote_spanned!(at=> scope_.#make)
            }
            Source::Receive(channel) => quote_spanned!(at=> scope_.receive(#channel)),
            Source::Edge(_) | Source::Zip(_) | Source::Batches { .. } => {
                let from = self.wiring.streams(worker, place);
                if worker.before.is_empty() || matches!(worker.work, Work::Pass) {
                    return from;
                }
                let items = self.wiring.items(worker, place);
                let methods = self.steps(items.to_token_stream(), &worker.before, Then::Nothing);
                let mutable = mutable(worker.before.first());
                let (method, methods) = if tries(&worker.before) {
                    ("try_through", wrap_ok(methods))
                } else {
                    ("through", methods)
                };
                let method = invented(method, place);
                quote_spanned!(at=> scope_.#method(#from, |#mutable #items| #methods))
            }
        }
    }

    /// A worker's methods, and its body before them, as a closure on its iterator.
    fn iterator(&self, worker: &Worker<'_>, steps: &[Step<'_>], then: Then) -> Chained {
        let place = worker.verb.span();
        let items = self.wiring.items(worker, place);
        let mut chain = items.to_token_stream();
        let mut tries = tries(steps);
        let mut first = steps.first();
        if let Work::Stage(body) = &worker.work {
            let method = invented(body.manner().method(), body.span);
            let function = body.function(self.wiring.krate);
            chain.extend(quote_spanned!(hygienic(body.span)=> .#method(#function)));
            tries |= body.is_made() && body.setup_tries();
            first = None;
        }
        let chain = self.steps(chain, steps, then);
        let chain = if tries { wrap_ok(chain) } else { chain };
        let mutable = mutable(first);
        let head = first_place(worker);
        let closure = quote_spanned!(hygienic(head)=> |#mutable #items| #chain);
        Chained { closure, tries }
    }

    /// The methods on `chain`. Where one may make items by itself, what follows sees them only until
    /// the worker must stop.
    fn steps(&self, chain: TokenStream, steps: &[Step<'_>], then: Then) -> TokenStream {
        let makers = makers(steps);
        let mut chain = chain;
        for (at, step) in steps.iter().enumerate() {
            chain = self.step(chain, step);
            if let Some(maker) = makers.get(at).copied().flatten() {
                chain = self.until_stopped(chain, maker, steps.get(at + 1), then);
            }
        }
        chain
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
        }
    }

    /// `until_stopped(CHAIN)`, or where CHAIN may be no iterator,
    /// `(&mut MaybeItems::of(CHAIN)).until_stopped()`.
    fn until_stopped(
        &self,
        chain: TokenStream,
        maker: Maker<'_>,
        next: Option<&Step<'_>>,
        then: Then,
    ) -> TokenStream {
        let place = maker.verb.span();
        let at = hygienic(place);
        let krate = located(self.wiring.krate, place);
        let next = match next {
            None => Next::of_end(then),
            Some(step) => Next::of(step),
        };
        let is_foreign = !method::is_known(&names::text(maker.verb));
        match (maker.is_known, next) {
            (_, Next::Nothing) => chain,
            (false, Next::Unknown) if is_foreign => chain,
            (false, Next::Known | Next::Unknown) => {
                quote_spanned!(at=> (&mut #krate::__private::MaybeItems::of(#chain)).until_stopped())
            }
            (true, _) | (false, Next::Items) => {
                quote_spanned!(at=> #krate::__private::until_stopped(#chain))
            }
        }
    }
}

/// What is done with the items that a worker's methods give.
#[derive(Clone, Copy)]
enum Then {
    /// Each is sent on.
    Sent,
    /// They are a source of the runtime's, which looks for each whether to stop; or a value.
    Nothing,
}

/// A method that may make items by itself.
#[derive(Clone, Copy)]
struct Maker<'s> {
    verb: &'s Ident,
    /// It gives an iterator: neither it nor a method before it is unknown.
    is_known: bool,
}

/// What comes after a method that may make items by itself.
#[derive(Clone, Copy)]
enum Next {
    Nothing,
    /// It takes whatever iterates.
    Items,
    /// One of `Iterator`'s methods, by its name.
    Known,
    /// It may be a method of the type that the maker gives, and of no other.
    Unknown,
}

impl Next {
    fn of_end(then: Then) -> Self {
        match then {
            Then::Sent => Next::Items,
            Then::Nothing => Next::Nothing,
        }
    }

    fn of(step: &Step<'_>) -> Self {
        match method_of(step) {
            None => Next::Items,
            Some(verb) if method::is_known(&names::text(verb)) => Next::Known,
            Some(_) => Next::Unknown,
        }
    }
}

/// For each step, up to the first that gives a value for certain, the maker that it is.
fn makers<'s>(steps: &'s [Step<'_>]) -> Vec<Option<Maker<'s>>> {
    let text = |step: &Step<'_>| method_of(step).map(names::text);
    let role = |step: &Step<'_>| text(step).map(|verb| method::role(&verb));
    let streams = steps
        .iter()
        .take_while(|step| role(step) != Some(Role::Consumer));
    let mut is_known = true;
    let makers = streams.map(|step| {
        is_known &= role(step) != Some(Role::Unknown);
        let verb = method_of(step).filter(|verb| method::may_add(&names::text(verb)))?;
        Some(Maker { verb, is_known })
    });
    makers.collect()
}

/// `items(|| …)`, or the like for a block that yields.
fn generate(krate: &TokenStream, source: &Body) -> TokenStream {
    let manner = Uses::of(&source.tokens).manner();
    let place = source.span;
    let (method, parameter) = match (manner.yields, manner.fallible) {
        (false, false) => ("items", None),
        (false, true) => ("try_items", None),
        (true, false) => ("yields", Some(local("out", place))),
        (true, true) => ("try_yields", Some(local("out", place))),
    };
    let method = invented(method, place);
    let code = expand_code(krate, &source.tokens, manner);
    quote_spanned!(hygienic(place)=> #method(|#parameter| #code))
}

/// `map(|x| …)`, or `each_worker(|worker| worker.map(…))` for a body that an expression makes.
fn apply(krate: &TokenStream, body: &Body) -> TokenStream {
    let at = hygienic(body.span);
    let method = invented(body.manner().method(), body.span);
    let function = body.function(krate);
    if body.is_made() {
        quote_spanned!(at=> each_worker(|worker_| worker_.#method(#function)))
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

/// A sink's closure. One that an expression makes or names, or that names its own error type, is
/// called in a closure of ours: on the worker, and with a stream of whatever lifetime.
fn value_body(krate: &TokenStream, body: &Body) -> Chained {
    let manner = body.manner();
    let own_error = manner.fallible && manner.typed;
    let function = body.function(krate);
    if body.literal().is_some() && !own_error {
        return Chained {
            closure: function,
            tries: manner.fallible,
        };
    }
    let at = hygienic(body.span);
    let call = quote_spanned!(at=> items_.consume(#function));
    let setup_tries = body.is_made() && body.setup_tries();
    let call = if own_error {
        wrap_ok(quote_spanned!(at=> #call?))
    } else if setup_tries && !manner.fallible {
        wrap_ok(call)
    } else {
        call
    };
    Chained {
        closure: quote_spanned!(at=> |items_| #call),
        tries: setup_tries || manner.fallible,
    }
}

/// Whether code among the methods' arguments uses `?`.
fn tries(steps: &[Step<'_>]) -> bool {
    let in_code = |code: TokenStream| Uses::of(&scan::tokens(code)).tries.is_some();
    let calls = steps.iter().filter_map(Step::call);
    calls.flat_map(Call::code).any(in_code)
}
