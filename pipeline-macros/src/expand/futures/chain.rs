//! Workers that call methods on their items, some of which wait for an `async` closure.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::{Futures, lend};
use crate::ast::Adaptor;
use crate::body::{Body, Inline, awaits, in_own_braces, wrap_ok};
use crate::expand::methods::{self, method_of, mutable, steps};
use crate::lower::{Source, Step, Work, Worker};
use crate::names::{self, hygienic, invented, local};
use crate::scan;
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
            Work::Sink(_) => {
                let chain = self.steps(source, &worker.before, true);
                (TokenStream::new(), chain)
            }
            _ => {
                let chain = self.steps(source, steps(worker), false);
                (TokenStream::new(), chain)
            }
        };
        let mutable = first_of_items(worker).and_then(|step| mutable(Some(step)));
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
        let manner = body.manner().method();
        let inline = if body.is_async() { body.inline() } else { None };
        let (before, chain) = match inline {
            None => {
                let function = body.function(self.wiring.krate);
                let method = invented(manner, body.span);
                (
                    TokenStream::new(),
                    quote_spanned!(at=> #read.#method(#function)),
                )
            }
            Some(inline) => {
                let method = invented(&format!("{manner}_async"), body.span);
                let each = self.each(&inline, Handed::Item);
                (inline.setup(), quote_spanned!(at=> #read.#method(#each)))
            }
        };
        let chain = self.steps(chain, &worker.after, false);
        (before, chain)
    }

    /// What a sink's block ends with: `Ok(CHAIN.await)`, or the body's code.
    pub fn value(&self, worker: &Worker<'_>, chain: &TokenStream) -> TokenStream {
        let Work::Sink(body) = &worker.work else {
            let steps = steps(worker);
            let place = steps.iter().rev().find_map(method_of);
            let place = place.unwrap_or(worker.verb).span();
            let is_waited_for = matches!(steps.last(), Some(Step::OfValue(_)));
            let wait = (!is_waited_for).then(|| quote_spanned!(hygienic(place)=> .await));
            return wrap_ok(quote_spanned!(hygienic(place)=> #chain #wait));
        };
        let at = hygienic(body.span);
        if let Some(inline) = body.inline() {
            return inline.whole(self.wiring.krate, chain);
        }
        // Its code stands elsewhere.
        let function = body.function(self.wiring.krate);
        wrap_ok(quote_spanned!(at=> #chain.consume(#function).await))
    }

    /// What calls an `async` function for each item that passes by:
    /// `async |mut each| while let Some(item) = each.next().await { … }`
    fn each(&self, inline: &Inline<'_>, handed: Handed) -> TokenStream {
        let place = inline.place();
        let at = hygienic(place);
        let made = local("made", place);
        let (pattern, items, give) = match handed {
            Handed::Item => (
                quote_spanned!(at=> item_),
                vec![quote_spanned!(at=> item_)],
                quote_spanned!(at=> made_),
            ),
            Handed::Reference => (
                quote_spanned!(at=> item_),
                vec![quote_spanned!(at=> &item_)],
                quote_spanned!(at=> (item_, made_)),
            ),
            Handed::SumAndItem => (
                quote_spanned!(at=> (sum_, item_)),
                vec![quote_spanned!(at=> sum_), quote_spanned!(at=> item_)],
                quote_spanned!(at=> made_),
            ),
        };
        let value = inline.value(self.wiring.krate, &made, &items);
        let owns = inline.owns().then(|| quote_spanned!(at=> move));
        let lend = lend(&[&local("each", place)]);
        quote_spanned! {at=>
            async #owns |mut each_| {
                #lend
                while let ::core::option::Option::Some(#pattern) = each_.next().await {
                    #value
                    each_.give(#give);
                }
            }
        }
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
            Step::Method(call) => match self.waiting(&call.word, call.arguments.stream()) {
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

/// The method, if it is not one of ours.
fn foreign<'s>(step: &'s Step<'_>) -> Option<&'s Ident> {
    method_of(step).filter(|verb| !method::is_known(&names::text(verb)))
}

/// The method that is called on the block's parameter itself.
fn first_of_items<'p>(worker: &'p Worker<'_>) -> Option<&'p Step<'p>> {
    match (&worker.work, worker.source) {
        (_, Source::Generator(_) | Source::Receive(_)) => None,
        (Work::Stage(_) | Work::Sink(_), _) => worker.before.first(),
        _ => steps(worker).first(),
    }
}

/// The closure that is an `async` one among a method's arguments.
fn awaited_closure(argument: &[TokenTree], handed: Handed) -> Option<Inline<'_>> {
    Inline::of_method(method::async_closure(argument)?, handed.count())
}

impl Futures<'_> {
    /// The name and the arguments of a method's sibling that waits, if one of its closures is `async`.
    fn waiting(&self, verb: &Ident, arguments: TokenStream) -> Option<(Ident, TokenStream)> {
        let text = names::text(verb);
        let handed = method::hands(&text)?;
        let tokens = scan::tokens(arguments);
        let arguments = scan::expressions(&tokens).into_iter();
        let arguments: Vec<_> = arguments
            .map(|argument| scan::unwrapped(argument.to_vec()))
            .collect();
        let is_awaited = |argument: &Vec<TokenTree>| awaited_closure(argument, handed).is_some();
        if !arguments.iter().any(is_awaited) {
            return None;
        }
        let arguments = arguments
            .iter()
            .map(|argument| match awaited_closure(argument, handed) {
                Some(inline) => self.each(&inline, handed),
                None => argument.iter().cloned().collect(),
            });
        let name = invented(&format!("{text}_async"), verb.span());
        Some((name, quote!(#(#arguments),*)))
    }
}

impl Handed {
    /// How many parameters a function has that is handed this.
    fn count(self) -> usize {
        match self {
            Handed::Item | Handed::Reference => 1,
            Handed::SumAndItem => 2,
        }
    }
}
