//! Quotes the methods of chains that are the same on both engines.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::names::{self, hygienic, invented};
use crate::verbs::method::{self, Hint};

/// `CHAIN.METHOD::<TYPES>(ARGUMENTS)`
pub fn call(
    mut chain: TokenStream,
    verb: &Ident,
    generics: &TokenStream,
    arguments: &impl ToTokens,
) -> TokenStream {
    let at = hygienic(verb.span());
    let mut verb = verb.clone();
    if method::hint(&names::text(&verb)).is_some() {
        // With the user's own span, rustc would show the hint at the whole pipeline.
        verb.set_span(at);
    }
    // Appended, because copying a long chain for each method would take quadratic time.
    chain.extend(quote_spanned!(at=> .#verb #generics #arguments));
    chain
}

/// Returns the arguments of a call in its parentheses. If they are half-typed, rustc reports the
/// closing one, so it is at the `end` of what the user typed.
pub fn arguments(arguments: TokenStream, end: Span) -> Group {
    let mut group = Group::new(Delimiter::Parenthesis, arguments);
    group.set_span(hygienic(end));
    group
}

/// Returns a trait with the called methods that streams lack: see the runtime's `hints`.
pub fn hints(krate: &TokenStream, hints: &[(&Ident, Hint)], site: Span) -> Option<TokenStream> {
    if hints.is_empty() {
        return None;
    }
    let methods = hints.iter().map(|(verb, hint)| hinting(krate, verb, *hint));
    Some(quote_spanned! {site=>
        #[allow(dead_code)]
        trait MissingMethods_: #krate::__private::Hinted {
            #(#methods)*
        }
        impl<I: #krate::__private::Hinted> MissingMethods_ for I {}
    })
}

/// `fn sort(self) -> Self::Same where Self::Item: Sorts { never() }`
fn hinting(krate: &TokenStream, verb: &Ident, hint: Hint) -> TokenStream {
    // rustc shows the bound at this span.
    let place = verb.span();
    let at = hygienic(place);
    let krate = &located(krate, place);
    let name = invented(&names::text(verb), place);
    let item = quote_spanned!(at=> <Self as #krate::__private::Hinted>::Item);
    let (generics, argument, gives, bound) = match hint {
        Hint::Chunks => {
            let size = quote_spanned!(at=> ::core::primitive::usize);
            (None, Some(size), "Batches", "Chunks")
        }
        Hint::Sort => (None, None, "Same", "Sorts"),
        Hint::SortBy => {
            let order = quote_spanned!(at=> impl ::core::ops::FnMut(&#item, &#item) -> ::core::cmp::Ordering);
            (None, Some(order), "Same", "Sorts")
        }
        Hint::SortByKey => {
            let key = quote_spanned!(at=> impl ::core::ops::FnMut(&#item) -> K);
            (Some(quote_spanned!(at=> <K>)), Some(key), "Same", "Sorts")
        }
    };
    let argument = argument.map(|ty| quote_spanned!(at=> , _: #ty));
    let (gives, bound) = (invented(gives, place), invented(bound, place));
    quote_spanned! {at=>
        fn #name #generics (self #argument) -> <Self as #krate::__private::Hinted>::#gives
        where
            for<'l> #krate::__private::Stream<'l>: #krate::__private::#bound,
        {
            #krate::__private::never()
        }
    }
}

/// `THROTTLED.when_taken()`
pub fn when_taken(mut throttled: TokenStream) -> TokenStream {
    throttled.extend(quote_spanned!(Span::mixed_site()=> .when_taken()));
    throttled
}

/// `values(STREAM, 0)`, by which rustc finds out whether the items are futures.
pub fn values(krate: &TokenStream, word: &str, stream: &TokenStream, place: Span) -> TokenStream {
    let krate = located(krate, place);
    let word = invented(word, place);
    let stream = spanning(stream, place);
    quote_spanned!(hygienic(place)=> (#krate::__private::#word)(#stream, 0))
}

/// `items_of::<TYPE, _>(STREAM)`. rustc reports items of another type at the type that the user
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

/// Returns the expression, with spans that make rustc show messages about the whole expression at
/// `place`.
pub fn spanning(expression: &TokenStream, place: Span) -> TokenStream {
    let mut tokens: Vec<TokenTree> = expression.clone().into_iter().collect();
    if let Some(first) = tokens.first_mut() {
        first.set_span(first.span().located_at(place));
    }
    if let Some(last @ TokenTree::Group(_)) = tokens.last_mut() {
        last.set_span(hygienic(place));
    }
    tokens.into_iter().collect()
}

/// Returns the path of the `pipeline` crate, located at `place`, so that messages about it appear
/// there.
pub fn located(krate: &TokenStream, place: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    krate.clone().into_iter().map(located).collect()
}
