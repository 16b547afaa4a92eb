//! Quotes the chains of workers of futures, and the loops of `async` closures in them.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::{FutureWorker, Futures, lend};
use crate::ast::Adaptor;
use crate::body::{Inline, in_own_braces};
use crate::expand::methods;
use crate::lower::futures::InChain;
use crate::lower::steps::Argument;
use crate::lower::{Chain, Source, Step};
use crate::names::{hygienic, invented, local};
use crate::verbs::method::{self, ClosureInput};

/// A quoted chain.
pub struct Chained {
    /// The variable for the items.
    pub items: Ident,
    /// The parameter for the items in the worker's block.
    pub parameter: TokenStream,
    /// Statements before the chain.
    pub before: TokenStream,
    pub chain: TokenStream,
}

impl Futures<'_> {
    /// Returns the methods of a worker, with a body among them if there is one.
    pub fn chained(&self, worker: &FutureWorker<'_>, body: Option<&InChain<'_>>) -> Chained {
        let place = worker.verb.span();
        let items = self.items(worker, place);
        let (source, is_made) = match worker.source {
            Source::Generator(source) => {
                let code = in_own_braces(source.tokens.clone());
                let at = hygienic(source.span);
                (quote_spanned!(at=> #items.items(#code)), true)
            }
            Source::Receive(channel) => {
                let at = hygienic(place);
                (quote_spanned!(at=> #items.receive(#channel)), true)
            }
            Source::Edge(_) | Source::Zip(_) | Source::Read { .. } => {
                (items.to_token_stream(), false)
            }
        };
        let read = self.steps(source, &worker.before);
        let (setup, read) = match body {
            None => (TokenStream::new(), read),
            Some(body) => self.with_body(body, &read),
        };
        let chain = self.steps(read, &worker.after);
        let first = if worker.before.is_empty() && body.is_none() {
            &worker.after
        } else {
            &worker.before
        };
        let mutable = (first.borrows && !is_made).then(|| quote!(mut));
        let site = site(worker, &items);
        Chained {
            parameter: quote_spanned!(hygienic(place)=> #mutable #items),
            before: quote!(#site #setup),
            items,
            chain,
        }
    }

    /// Adds a body to a chain. Returns the statements before the chain, and the chain.
    fn with_body(&self, in_chain: &InChain<'_>, read: &TokenStream) -> (TokenStream, TokenStream) {
        let InChain { body, inline } = in_chain;
        let at = hygienic(body.span);
        let manner = body.manner().method();
        match inline {
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
                let each = self.each(inline, ClosureInput::Item);
                (inline.setup(), quote_spanned!(at=> #read.#method(#each)))
            }
        }
    }

    /// Returns the loop of an `async` closure in a method: `async |mut each| while let Some(item) =
    /// each.next().await { … }`
    fn each(&self, inline: &Inline<'_>, input: ClosureInput) -> TokenStream {
        let place = inline.place();
        let at = hygienic(place);
        let made = local("made", place);
        let (pattern, items, give) = match input {
            ClosureInput::Item => (
                quote_spanned!(at=> item_),
                vec![quote_spanned!(at=> item_)],
                quote_spanned!(at=> made_),
            ),
            ClosureInput::Reference => (
                quote_spanned!(at=> item_),
                vec![quote_spanned!(at=> &item_)],
                quote_spanned!(at=> (item_, made_)),
            ),
            ClosureInput::SumAndItem => (
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

    /// Returns the methods on `chain`.
    pub fn steps(&self, chain: TokenStream, steps: &Chain<'_>) -> TokenStream {
        let steps = steps.steps.iter();
        steps.fold(chain, |chain, step| self.step(chain, step))
    }

    fn step(&self, mut chain: TokenStream, step: &Step<'_>) -> TokenStream {
        let krate = self.wiring.krate;
        match step {
            Step::Typed(ty) => methods::typed(krate, "async_items_of", ty, &chain),
            Step::Values(place) => methods::values(krate, "async_values", &chain, *place),
            Step::WhenTaken => methods::when_taken(chain),
            Step::Method(call) | Step::OfValue(call) => {
                methods::call(chain, &call.word, &call.generics, &call.arguments)
            }
            Step::Awaiting(call, arguments) => {
                let word = &call.word;
                let name = invented(&format!("{}_async", call.text()), word.span());
                let arguments = arguments.iter().map(|argument| self.argument(argument));
                let arguments = quote_spanned!(hygienic(word.span())=> (#(#arguments),*));
                methods::call(chain, &name, &call.generics, &arguments)
            }
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
            Step::Boxed(place) => {
                // Appended, because copying a long chain for each method would take quadratic time.
                chain.extend(quote_spanned!(hygienic(*place)=> .boxed()));
                chain
            }
            Step::Awaited(place) => {
                chain.extend(quote_spanned!(hygienic(*place)=> .await));
                chain
            }
            Step::Foreign(place) => {
                let site = local("site", *place);
                quote_spanned!(hygienic(*place)=> #site.items(#chain))
            }
            // Only threads have this step. A task checks for a stop between two polls.
            Step::UntilStopped { .. } => chain,
        }
    }

    fn argument(&self, argument: &Argument) -> TokenStream {
        let inline = argument.awaited.and_then(|input| {
            let inline = method::awaited(&argument.tokens, input)?;
            Some(self.each(&inline, input))
        });
        inline.unwrap_or_else(|| argument.tokens.iter().cloned().collect())
    }
}

/// `let site = &(&lines).site();`, for a chain with methods of other traits.
pub fn site(worker: &FutureWorker<'_>, items: &Ident) -> Option<TokenStream> {
    let needs = worker.before.leaves_ours() || worker.after.leaves_ours();
    needs.then(|| quote_spanned!(hygienic(items.span())=> let site_ = &(&#items).site();))
}
