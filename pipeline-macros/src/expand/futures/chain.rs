//! Workers that call methods on their items, some of which wait for an `async` closure.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::loops::form;
use super::{Futures, lend};
use crate::ast::Adaptor;
use crate::body::{Body, in_own_braces, wrap_ok};
use crate::expand::methods::{self, method_of, mutable, steps};
use crate::lower::{Source, Step, Work, Worker};
use crate::names::{self, hygienic, invented, local};
use crate::scan::{self, Piece, is_ident};
use crate::verbs::method::{self, Handed};

/// A worker's methods on what it reads.
pub struct Chained {
    /// What it reads is called so.
    pub items: Ident,
    /// It, in the head of the worker's block.
    pub parameter: TokenStream,
    /// Statements before it.
    pub before: TokenStream,
    pub chain: TokenStream,
}

impl Futures<'_> {
    /// The methods of a worker that has nothing else, or a body among them.
    pub fn chained(&self, worker: &Worker<'_>) -> Chained {
        let place = worker.verb.span();
        let items = self.items(worker, place);
        let source = match worker.source {
            Source::Generator(source) => {
                let code = in_own_braces(source.tokens.clone());
                quote_spanned!(hygienic(source.span)=> #items.items(#code))
            }
            Source::Receive(channel) => {
                quote_spanned!(hygienic(place)=> #items.receive(#channel))
            }
            Source::Edge(_) | Source::Zip(_) | Source::Batches { .. } => items.to_token_stream(),
        };
        let (before, chain) = match &worker.work {
            Work::Stage(body) => self.with_body(worker, body, &items),
            Work::Sink(body) => {
                let chain = self.steps(source, &worker.before, true);
                let function = body.function(self.wiring.krate);
                let at = hygienic(body.span);
                let chain = quote_spanned!(at=> #chain.consume(#function));
                (TokenStream::new(), chain)
            }
            _ => {
                let chain = self.steps(source, steps(worker), false);
                (TokenStream::new(), chain)
            }
        };
        let mutable = if makes_body(worker) && worker.before.is_empty() {
            Some(quote!(mut))
        } else {
            first_of_items(worker).and_then(|step| mutable(Some(step)))
        };
        let parameter = quote_spanned!(hygienic(place)=> #mutable #items);
        Chained {
            items,
            parameter,
            before,
            chain,
        }
    }

    /// A body among methods: statements before it, and the chain.
    fn with_body(
        &self,
        worker: &Worker<'_>,
        body: &Body,
        items: &Ident,
    ) -> (TokenStream, TokenStream) {
        let at = hygienic(body.span);
        let read = self.steps(items.to_token_stream(), &worker.before, true);
        let method = invented(body.manner().method(), body.span);
        let (before, chain) = if !body.is_async() {
            let function = body.function(self.wiring.krate);
            (None, quote_spanned!(at=> #read.#method(#function)))
        } else if makes_body(worker) {
            // A `?` in its making could not leave the closure in which it is called.
            let read = (!worker.before.is_empty()).then(|| quote!(let mut #items = #read;));
            let made = body.function_in(
                &form(self.wiring.krate, body),
                |function| quote_spanned!(at=> (&mut #items).async_body(#function)),
            );
            let before = quote_spanned!(at=> #read let mut body_ = #made;);
            (Some(before), waiting_for(body, items, None))
        } else {
            let made = body.function_in(
                &form(self.wiring.krate, body),
                |function| quote_spanned!(at=> each_.body(#function)),
            );
            (None, waiting_for(body, &read, Some(made)))
        };
        let chain = self.steps(chain, &worker.after, false);
        (before.unwrap_or_default(), chain)
    }

    /// The methods on `chain`; `goes_on` says that more is called on what they give.
    pub fn steps(&self, chain: TokenStream, steps: &[Step<'_>], goes_on: bool) -> TokenStream {
        let last = steps.len().saturating_sub(1);
        let mut chain = chain;
        for (at, step) in steps.iter().enumerate() {
            if let Step::Method(call) = step
                && awaits(&scan::tokens(call.arguments.stream()))
                && chain.clone().into_iter().nth(1).is_some()
            {
                // The stream waits while its argument does.
                chain.extend(quote_spanned!(hygienic(call.word.span())=> .boxed()));
            }
            if let (Step::OfValue(_), Some(consumer)) =
                (step, steps[..at].last().and_then(method_of))
            {
                chain.extend(quote_spanned!(hygienic(consumer.span())=> .await));
            }
            chain = self.step(chain, step);
            // What a method of another trait gives does not have ours.
            if let (Some(verb), true) = (foreign(step), goes_on || at < last) {
                let site = local("site", verb.span());
                chain = quote_spanned!(hygienic(verb.span())=> #site.items(#chain));
            }
        }
        chain
    }

    fn step(&self, chain: TokenStream, step: &Step<'_>) -> TokenStream {
        let krate = self.wiring.krate;
        match step {
            Step::Typed(ty) => methods::typed(krate, "async_items_of", ty, &chain),
            Step::Values(place) => methods::values(krate, "async_values", &chain, *place),
            Step::WhenTaken => methods::when_taken(chain),
            Step::OfValue(call) => {
                methods::call(chain, &call.word, &call.generics, &call.arguments)
            }
            Step::Method(call) => match waiting(&call.word, call.arguments.stream()) {
                Some((word, arguments)) => {
                    let arguments = quote_spanned!(hygienic(call.word.span())=> (#arguments));
                    methods::call(chain, &word, &call.generics, &arguments)
                }
                None => methods::call(chain, &call.word, &call.generics, &call.arguments),
            },
            Step::Adaptor(
                call,
                Adaptor {
                    word,
                    arguments,
                    then,
                },
            ) => {
                let then = then.iter();
                let place = call.word.span();
                let mut chain = methods::spanning(&chain, place);
                chain
                    .extend(quote_spanned!(hygienic(place)=> .#word(#(#arguments),*) #(.#then())*));
                chain
            }
        }
    }
}

/// Whether the function of a worker's body is made in front of its chain.
fn makes_body(worker: &Worker<'_>) -> bool {
    matches!(&worker.work, Work::Stage(body) if body.is_async() && body.is_made() && body.setup_tries())
}

/// `CHAIN.map_async(async |mut each| { … })`
fn waiting_for(body: &Body, chain: &impl ToTokens, made: Option<TokenStream>) -> TokenStream {
    let method = format!("{}_async", body.manner().method());
    let method = invented(&method, body.span);
    let each = calling_each(body.span, Handed::Item, made);
    quote_spanned!(hygienic(body.span)=> #chain.#method(#each))
}

/// `let site = &(&lines).site();`, where [`steps`](Futures::steps) need it.
pub fn site(worker: &Worker<'_>, items: &Ident) -> Option<TokenStream> {
    let has_body = !matches!(worker.work, Work::Pass | Work::Tee);
    let ends = |steps: &[Step<'_>], goes_on: bool| {
        let behind = usize::from(!goes_on);
        let behind = steps.len().saturating_sub(behind);
        steps[..behind].iter().any(|step| foreign(step).is_some())
    };
    let needs = if has_body {
        ends(&worker.before, true) || ends(&worker.after, false)
    } else {
        ends(steps(worker), false)
    };
    needs.then(|| quote_spanned!(hygienic(items.span())=> let site_ = &(&#items).site();))
}

/// Whether code waits at its own level.
fn awaits(code: &[TokenTree]) -> bool {
    scan::pieces(code).into_iter().any(|piece| match piece {
        Piece::Group(group) => awaits(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => awaits(operand),
        Piece::Plain(tokens) => tokens.iter().any(|token| is_ident(token, "await")),
        Piece::Nested(_) | Piece::Try(_) => false,
    })
}

/// The method, if it is not one of ours.
fn foreign<'s>(step: &'s Step<'_>) -> Option<&'s Ident> {
    method_of(step).filter(|verb| !method::is_known(&names::text(verb)))
}

/// What a sink's block ends with: `Ok(CHAIN.await)`.
pub fn value(worker: &Worker<'_>, chain: &TokenStream) -> TokenStream {
    let Work::Sink(body) = &worker.work else {
        let steps = steps(worker);
        let place = steps.iter().rev().find_map(method_of);
        let place = place.unwrap_or(worker.verb).span();
        let is_waited_for = matches!(steps.last(), Some(Step::OfValue(_)));
        let wait = (!is_waited_for).then(|| quote_spanned!(hygienic(place)=> .await));
        return wrap_ok(quote_spanned!(hygienic(place)=> #chain #wait));
    };
    let at = hygienic(body.span);
    let manner = body.manner();
    match (manner.fallible, manner.typed) {
        (false, _) => wrap_ok(quote_spanned!(at=> #chain.await)),
        (true, true) => wrap_ok(quote_spanned!(at=> #chain.await?)),
        (true, false) => quote_spanned!(at=> #chain.await),
    }
}

/// The method that is called on the block's parameter itself.
fn first_of_items<'p>(worker: &'p Worker<'_>) -> Option<&'p Step<'p>> {
    match (&worker.work, worker.source) {
        (_, Source::Generator(_) | Source::Receive(_)) => None,
        (Work::Stage(_) | Work::Sink(_), _) => worker.before.first(),
        _ => steps(worker).first(),
    }
}

/// The name and the arguments of a method's sibling that waits, if one of its closures is `async`.
fn waiting(verb: &Ident, arguments: TokenStream) -> Option<(Ident, TokenStream)> {
    let text = names::text(verb);
    let handed = method::hands(&text)?;
    let tokens = scan::tokens(arguments);
    let arguments = scan::expressions(&tokens).into_iter();
    let arguments: Vec<_> = arguments
        .map(|argument| scan::unwrapped(argument.to_vec()))
        .collect();
    let is_async = |argument: &[TokenTree]| method::async_closure(argument).is_some();
    if !arguments.iter().any(|argument| is_async(argument)) {
        return None;
    }
    let arguments = arguments.into_iter().map(|argument| {
        let code: TokenStream = argument.iter().cloned().collect();
        if !is_async(&argument) {
            return code;
        }
        let place = argument[0].span();
        let make = invented(handed.maker(), place);
        let made = quote_spanned!(hygienic(place)=> each_.#make(#code));
        calling_each(place, handed, Some(made))
    });
    let name = invented(&format!("{text}_async"), verb.span());
    Some((name, quote!(#(#arguments),*)))
}

impl Handed {
    /// The runtime's word for a function that is handed this.
    fn maker(self) -> &'static str {
        match self {
            Handed::Item => "body",
            Handed::Reference => "test",
            Handed::SumAndItem => "folding",
        }
    }
}

/// What calls an `async` function for each item that passes by: one that is `made` here, or else the
/// `body` that was made before. It borrows from the block around it, and so is never `move`.
fn calling_each(place: Span, handed: Handed, made: Option<TokenStream>) -> TokenStream {
    let at = hygienic(place);
    let item = match handed {
        Handed::Item | Handed::Reference => quote_spanned!(at=> item_),
        Handed::SumAndItem => quote_spanned!(at=> (sum_, item_)),
    };
    let give = match handed {
        Handed::Item => quote_spanned!(at=> each_.give(body_(item_).await);),
        Handed::Reference => {
            quote_spanned!(at=> let given_ = body_(&item_).await; each_.give((item_, given_));)
        }
        Handed::SumAndItem => quote_spanned!(at=> each_.give(body_(sum_, item_).await);),
    };
    let bind = made.map(|made| quote_spanned!(at=> let mut body_ = #made;));
    let lend = lend(&local("each", place));
    quote_spanned! {at=>
        async |mut each_| {
            #lend
            #bind
            while let ::core::option::Option::Some(#item) = each_.next().await {
                #give
            }
        }
    }
}
