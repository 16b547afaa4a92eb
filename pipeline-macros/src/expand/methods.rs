//! The methods that a worker calls on its iterator, as far as both expanders quote them alike.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::ast::Kind;
use crate::lower::{Step, Work, Worker};
use crate::names::{self, hygienic, invented};
use crate::verbs::method;

/// `CHAIN.METHOD::<TYPES>(ARGUMENTS)`
pub fn call(
    mut chain: TokenStream,
    verb: &Ident,
    generics: &TokenStream,
    arguments: &impl ToTokens,
) -> TokenStream {
    // Put behind it, for a chain may be long.
    chain.extend(quote_spanned!(hygienic(verb.span())=> .#verb #generics #arguments));
    chain
}

/// `THROTTLED.evenly()`, if the word says so.
pub fn evenly(mut throttled: TokenStream, word: Option<&Ident>) -> TokenStream {
    let evenly = word.map(|word| {
        let method = invented("evenly", word.span());
        quote_spanned!(hygienic(word.span())=> .#method())
    });
    throttled.extend(evenly);
    throttled
}

/// `THROTTLED.when_taken()`
pub fn when_taken(mut throttled: TokenStream) -> TokenStream {
    throttled.extend(quote_spanned!(Span::mixed_site()=> .when_taken()));
    throttled
}

/// The methods on a worker's own iterator. Those before a body are its source's; a worker without a
/// body has all of them on one side.
pub fn steps<'p>(worker: &'p Worker<'_>) -> &'p [Step<'p>] {
    if worker.before.is_empty() || matches!(worker.work, Work::Stage(_)) {
        &worker.after
    } else {
        &worker.before
    }
}

/// The method of a trait that a step is: ours are in the runtime.
pub fn method_of<'s>(step: &'s Step<'_>) -> Option<&'s Ident> {
    match step {
        Step::Method(call) if matches!(call.kind, Kind::Method { .. }) => Some(&call.verb),
        _ => None,
    }
}

/// `mut`, where the method called on the parameter itself may borrow it.
pub fn mutable(first: Option<&Step<'_>>) -> Option<TokenStream> {
    let verb = method_of(first?)?;
    method::may_borrow(&names::text(verb)).then(|| quote!(mut))
}

/// Where a worker's closure begins, for messages on all of it: at its body or its first method.
pub fn first_place(worker: &Worker<'_>) -> Span {
    let methods = worker.before.iter().chain(&worker.after);
    let mut verbs = methods.filter_map(Step::call).map(|call| call.verb.span());
    match &worker.work {
        Work::Stage(body) => body.span,
        _ => verbs.next().unwrap_or_else(|| worker.verb.span()),
    }
}

/// `values(STREAM, 0)`: rustc finds out whether its items are futures.
pub fn values(krate: &TokenStream, word: &str, stream: &TokenStream, place: Span) -> TokenStream {
    let krate = located(krate, place);
    let word = invented(word, place);
    let stream = spanning(stream, place);
    quote_spanned!(hygienic(place)=> (#krate::__private::#word)(#stream, 0))
}

/// `items_of::<TYPE, _>(STREAM)`: a message that the items are not of this type goes to the type, which the user
/// wrote.
pub fn typed(
    krate: &TokenStream,
    word: &str,
    ty: &TokenStream,
    stream: &TokenStream,
) -> TokenStream {
    let first = ty.clone().into_iter().next();
    let place = first.map_or_else(Span::mixed_site, |first| first.span());
    let krate = located(krate, place);
    let word = invented(word, place);
    let stream = spanning(stream, place);
    quote_spanned!(hygienic(place)=> (#krate::__private::#word::<#ty, _>)(#stream))
}

/// The expression, at whose ends messages on all of it find `place`.
fn spanning(expression: &TokenStream, place: Span) -> TokenStream {
    let mut tokens: Vec<TokenTree> = expression.clone().into_iter().collect();
    if let Some(first) = tokens.first_mut() {
        first.set_span(first.span().located_at(place));
    }
    if let Some(last @ TokenTree::Group(_)) = tokens.last_mut() {
        last.set_span(hygienic(place));
    }
    tokens.into_iter().collect()
}

/// The path of the `pipeline` crate as if it stood at `place`, where messages on it then go.
pub fn located(krate: &TokenStream, place: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    krate.clone().into_iter().map(located).collect()
}
