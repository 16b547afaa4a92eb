//! Expands a pipeline with mistakes: first the user's code as it was typed, so that editors can
//! complete in it, and then the errors.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::ast::{Call, Declaration, Engine, Kept};
use crate::body::{Body, Form, wrap_ok};
use crate::names::{self, hygienic};
use crate::parse;
use crate::report::{Errors, closest};
use crate::scan::{self, Closure, HalfClosure};
use crate::verbs;

pub fn expand(krate: &TokenStream, declaration: &Declaration, errors: &Errors) -> TokenStream {
    let context = declaration
        .header
        .context
        .iter()
        .map(|name| quote!(let #name = #krate::__private::no_context(); let _ = #name;));
    // One function for each name, even if several routes have the name.
    let mut given = HashSet::new();
    let engine = declaration.header.engine();
    let branches = declaration.routes().into_iter();
    let branches = branches.map(|(name, route)| (name, has_async_body(route)));
    let branches = branches.chain(declaration.broken_branches());
    let branches =
        branches.filter(|(name, _)| names::can_be_bound(name) && given.insert(names::text(name)));
    let branches = branches.map(|(name, is_async)| branch(name, engine, is_async));
    let kept = declaration.kept().into_iter();
    let kept = kept.map(|kept| match kept {
        Kept::Code(code, names) => {
            let code = expressions(code).into_iter();
            let code = code.map(|code| keep(krate, engine, &completed(code)));
            let names = names.into_iter().map(|name| variable(krate, name));
            quote!({ #(#names)* #(#code)* })
        }
        Kept::Variable(name) => variable(krate, name).unwrap_or_default(),
        Kept::Ordinary(code) if parse::is_item(&scan::tokens(code.clone())) => {
            quote!(#[allow(unused)] #code)
        }
        Kept::Ordinary(code) => code,
    });
    let errors = errors.to_block();
    // rustc checks arguments that are not closures first. So it finds the errors first, and then
    // does not report types that it cannot infer in the closure.
    quote!({
        #(#branches)*
        #(#context)*
        #krate::__private::keep(|| { #(#kept)* }, #errors)
    })
}

/// Declares the function by which the body of a `route` sends into a branch. An `async` body awaits
/// it.
fn branch(name: &Ident, engine: Engine, is_async: bool) -> TokenStream {
    if engine == Engine::Futures && is_async {
        quote! {
            #[allow(dead_code)]
            fn #name<T>(_: T) -> ::core::future::Ready<()> { ::core::future::ready(()) }
        }
    } else {
        quote!(#[allow(dead_code)] fn #name<T>(_: T) {})
    }
}

/// Returns whether a call has an `async` body, even if its arguments did not parse.
fn has_async_body(call: &Call) -> bool {
    let arguments = scan::tokens(call.arguments.stream());
    call.body().is_some_and(Body::is_async) || scan::says_async(&arguments)
}

/// Declares a variable of any type, for code that uses a name of the declaration like a variable.
fn variable(krate: &TokenStream, name: &Ident) -> Option<TokenStream> {
    let is_name = names::can_be_bound(name) && name != "_";
    is_name.then(|| quote!(let #name = #krate::__private::never(); let _ = &#name;))
}

/// Returns the user's expressions in a list of arguments, without the names of options.
pub fn expressions(arguments: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens = scan::tokens(arguments);
    let arguments = separated(&tokens);
    let last = arguments.len().saturating_sub(1);
    let mut code = Vec::new();
    for (at, &argument) in arguments.iter().enumerate() {
        // A closure is a body, so an argument after it may be an option, even the last one.
        let follows_body = at > 0 && Closure::parse(arguments[at - 1]).is_some();
        let is_before_body = at < last;
        match argument {
            [name, equals, value @ ..] if verbs::is_option(name, equals, value.first()) => {
                code.extend(in_option(name, value));
            }
            [TokenTree::Ident(_), next, ..]
                if let Some((name, value)) = verbs::misjoined(argument)
                    && (is_before_body || !scan::is_parenthesized(next)) =>
            {
                code.extend(in_option(name, &value));
            }
            [word] if verbs::is_nearly_word(word) && (is_before_body || follows_body) => {}
            // The option's value is missing.
            [TokenTree::Ident(word)] if verbs::is_option_name(word) && is_before_body => {}
            policy if verbs::is_policy(policy) && (is_before_body || follows_body) => {
                code.extend(in_policy(policy));
            }
            _ if verbs::is_even_at(&arguments, at) => {}
            weight if verbs::in_weight(weight).is_some() => {
                code.extend(
                    verbs::in_weight(weight)
                        .map(expressions)
                        .unwrap_or_default(),
                );
            }
            expression => code.push(expression.to_vec()),
        }
    }
    code.retain(|code| !code.is_empty());
    code
}

/// Returns whether a comma is missing in a list of arguments.
#[cfg(any(test, fuzzing))]
pub fn lacks_comma(arguments: TokenStream) -> bool {
    let tokens = scan::tokens(arguments);
    separated(&tokens).len() > scan::expressions(&tokens).len()
}

/// Cuts a list of arguments at its commas, and where a comma is missing.
fn separated(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let arguments = scan::expressions(tokens);
    let last = arguments.len().saturating_sub(1);
    let mut separated = Vec::new();
    for (at, mut argument) in arguments.into_iter().enumerate() {
        while let Some(second) = scan::missing_comma(argument, at == last) {
            let (before, rest) = argument.split_at(second);
            separated.push(before);
            argument = rest;
        }
        separated.push(argument);
    }
    separated
}

/// Returns the user's code in a policy. Only `retry(…)` contains code.
fn in_policy(policy: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    match policy {
        [_, TokenTree::Group(retry)] => expressions(retry.stream()),
        _ => Vec::new(),
    }
}

/// Returns the closures among the arguments of `merge(…)`. The other arguments are names of
/// streams.
fn functions(arguments: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut all = expressions(arguments);
    all.retain(|argument| scan::Closure::parse(argument).is_some());
    all
}

const OPTIONS_OF_WORDS: [&str; 3] = ["on_error", "full", "allow"];

/// Returns the user's code in an option's value. The values of some options are keywords. The
/// option's name may be misspelt.
fn in_option(name: &TokenTree, value: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    let text = name.to_string();
    let meant = closest(&text, OPTIONS_OF_WORDS).unwrap_or(&text);
    let is = |option: &&str| meant == *option;
    match value {
        policy if is(&"on_error") => in_policy(policy),
        [_, TokenTree::Group(merge)] if is(&"full") => functions(merge.stream()),
        _ if OPTIONS_OF_WORDS.iter().any(is) => Vec::new(),
        // The value is a literal.
        [TokenTree::Ident(_)] if is(&"name") || is(&"at") => Vec::new(),
        [TokenTree::Ident(_), TokenTree::Group(arguments)] if is(&"by") => {
            expressions(arguments.stream())
        }
        value => match verbs::in_weight(value) {
            Some(weight) if is(&"capacity") => expressions(weight),
            _ => vec![value.to_vec()],
        },
    }
}

/// Adds the bar or the body that a closure lacks, which has been reported.
fn completed(code: Vec<TokenTree>) -> Vec<TokenTree> {
    let unit = |place: Span| quote_spanned!(hygienic(place)=> ());
    match scan::half_closure(&code) {
        None => code,
        Some(HalfClosure::WithoutBody(place)) => code.into_iter().chain(unit(place)).collect(),
        Some(HalfClosure::WithoutBar { open, end }) => {
            let (parameters, body) = code.split_at(end);
            let last = parameters[end - 1].span();
            let ty = scan::is_punct(&parameters[end - 1], ':');
            let ty = ty.then(|| quote_spanned!(hygienic(last)=> _));
            let body: TokenStream = if body.is_empty() {
                unit(last)
            } else {
                body.iter().cloned().collect()
            };
            let bar = quote_spanned!(open=> |);
            scan::tokens(quote!(#(#parameters)* #ty #bar #body))
        }
    }
}

/// Returns the code as a statement, in the form that a correct expansion would have, so that rustc
/// reports nothing about it.
fn keep(krate: &TokenStream, engine: Engine, code: &[TokenTree]) -> TokenStream {
    // If the code is half-typed, rustc reports the token after it.
    let end = code.last().map_or_else(Span::call_site, TokenTree::span);
    let code = kept(krate, engine, code);
    quote_spanned!(hygienic(end)=> #code;)
}

fn kept(krate: &TokenStream, engine: Engine, code: &[TokenTree]) -> TokenStream {
    let typed = Body::new(code.to_vec(), Span::call_site());
    let body = Body::new(scan::tokens(without_yields(krate, code)), Span::call_site());
    let is_async = engine == Engine::Futures;
    let function = body.function_as(&Form {
        waits: is_async && typed.manner().yields,
        ..Form::typed(krate)
    });
    if body.literal().is_some() {
        return function;
    }
    let code = if body.setup_tries() {
        wrap_ok(function)
    } else {
        function
    };
    let at = hygienic(body.span);
    let waits = is_async.then(|| quote_spanned!(at=> async));
    quote_spanned!(at=> #waits || #code)
}

/// Replaces `yield x` by a call that takes any value.
fn without_yields(krate: &TokenStream, code: &[TokenTree]) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut at = 0;
    while at < code.len() {
        match &code[at] {
            word if scan::is_ident(word, "yield") => {
                let mut end = scan::expression_end(code, at + 1);
                let missing = scan::missing_semicolon(&code[at + 1..end]);
                if let Some(length) = missing {
                    end = at + 1 + length;
                }
                let operand = without_yields(krate, &code[at + 1..end]);
                let semicolon = missing.map(|_| quote!(;));
                kept.extend(
                    quote_spanned!(hygienic(word.span())=> #krate::__private::keep((#operand), ()) #semicolon),
                );
                at = end;
            }
            TokenTree::Group(group) => {
                let inner = without_yields(krate, &scan::tokens(group.stream()));
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                kept.extend([TokenTree::Group(copy)]);
                at += 1;
            }
            token => {
                kept.extend([token.clone()]);
                at += 1;
            }
        }
    }
    kept
}
