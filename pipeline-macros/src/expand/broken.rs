//! A pipeline with mistakes: the user's code as it was typed, so that editors complete in it, then
//! the errors.

use std::collections::HashSet;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::ast::Declaration;
use crate::body::{Body, wrap_ok};
use crate::names::{self, hygienic};
use crate::report::Errors;
use crate::scan;
use crate::verbs;

pub fn expand(krate: &TokenStream, declaration: &Declaration, errors: &Errors) -> TokenStream {
    let context = declaration
        .header
        .context
        .iter()
        .map(|name| quote!(let #name = #krate::__private::no_context(); let _ = #name;));
    // One function for each name, in whichever routes it stands.
    let mut given = HashSet::new();
    let branches = declaration.routes().into_iter();
    let branches =
        branches.filter(|name| names::can_be_bound(name) && given.insert(names::text(name)));
    let branches = branches.map(|name| quote!(#[allow(dead_code)] fn #name<T>(_: T) {}));
    let code = declaration.code().into_iter().flat_map(expressions);
    let code: Vec<TokenStream> = code.map(|code| keep(krate, &code)).collect();
    let errors = errors.to_block();
    // Rustc looks at arguments that are no closures first. It meets the errors, and then says
    // nothing of types that it cannot infer in the closures before them.
    let kept = code.into_iter().rfold(
        errors,
        |behind, code| quote!(#krate::__private::keep(#code, #behind)),
    );
    quote!({
        #(#branches)*
        #(#context)*
        #kept
    })
}

/// Options whose values are words of ours.
const WORDS: [&str; 3] = ["on_error", "full", "allow"];

/// The expressions in a list of arguments.
fn expressions(arguments: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens = scan::tokens(arguments);
    let mut expressions = Vec::new();
    let mut rest = &tokens[..];
    while !rest.is_empty() {
        let (first, behind) = rest.split_at(scan::expression_end(rest, 0));
        // An option's name is no code.
        let first = match first {
            [name, equals, value @ ..] if verbs::is_option(name, equals, value.first()) => {
                let has_words = WORDS.iter().any(|word| scan::is_ident(name, word));
                if has_words { &[] } else { value }
            }
            expression => expression,
        };
        if !first.is_empty() {
            expressions.push(first.to_vec());
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    expressions
}

/// The code in the shape that an expansion would give it, so that rustc finds nothing to add.
fn keep(krate: &TokenStream, code: &[TokenTree]) -> TokenStream {
    let body = Body::new(scan::tokens(without_yields(krate, code)), Span::call_site());
    if body.literal().is_some() {
        return body.function();
    }
    let code = body.function();
    let code = if body.setup_tries() {
        wrap_ok(code)
    } else {
        code
    };
    quote_spanned!(hygienic(body.span)=> || #code)
}

/// `yield x` as a call that takes anything.
fn without_yields(krate: &TokenStream, code: &[TokenTree]) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut at = 0;
    while at < code.len() {
        match &code[at] {
            word if scan::is_ident(word, "yield") => {
                let end = scan::expression_end(code, at + 1);
                let operand = without_yields(krate, &code[at + 1..end]);
                kept.extend(
                    quote_spanned!(hygienic(word.span())=> #krate::__private::keep((#operand), ())),
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
