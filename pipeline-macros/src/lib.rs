//! The macros `pipeline!` and `segment!`. Use them through the `pipeline` crate, which documents
//! them.
//!
//! A declaration goes through five passes. `parse` reads the tokens, `graph` resolves the names,
//! `check` finds mistakes, `lower` decides which worker does what, and `expand` quotes the result.
//! No pass calls an earlier one. All mistakes are collected in one `report`.

#![forbid(unsafe_code)]

mod ast;
mod body;
mod check;
mod cursor;
mod expand;
#[cfg(any(test, fuzzing))]
mod fuzz;
mod graph;
mod lower;
mod names;
#[cfg(test)]
mod pages;
mod parse;
#[cfg(test)]
mod pictures;
mod report;
mod scan;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod tests;
mod verbs;

use proc_macro2::TokenStream;

// The package `fuzz` uses these files as an ordinary library.
#[cfg(fuzzing)]
pub use fuzz::{grammar, growth, properties, text, tokens};

/// `pipeline!` with the path of the `pipeline` crate in front: `$crate, DECLARATION`.
#[cfg(not(fuzzing))]
#[proc_macro]
pub fn pipeline(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    compile_input(ast::Form::Pipeline, input)
}

/// `segment!` with the path of the `pipeline` crate in front.
#[cfg(not(fuzzing))]
#[proc_macro]
pub fn segment(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    compile_input(ast::Form::Segment, input)
}

#[cfg(not(fuzzing))]
fn compile_input(form: ast::Form, input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let tokens = scan::tokens(input.into());
    let comma = tokens
        .iter()
        .position(|token| scan::is_punct(token, ','))
        .unwrap_or(0);
    let (krate, rest) = tokens.split_at(comma);
    let declaration = rest.iter().skip(1).cloned().collect();
    compile(form, &krate.iter().cloned().collect(), declaration).into()
}

/// Expands any declaration. If it has mistakes, the expansion reports them.
fn compile(form: ast::Form, krate: &TokenStream, declaration: TokenStream) -> TokenStream {
    let mut errors = report::Errors::of(form);
    let declaration = scan::readable(declaration, &mut errors);
    let declaration = scan::without_fragments(declaration);
    let parsed = parse::parse(form, declaration, &mut errors);
    let graph = graph::build(&parsed, &mut errors);
    if errors.is_empty() {
        check::check(&graph, parsed.declaration.header.engine(), &mut errors);
    }
    if !errors.is_empty() {
        return expand::broken::expand(krate, &parsed.declaration, &errors);
    }
    let header = &parsed.declaration.header;
    let warnings = errors.warnings();
    match header.engine() {
        ast::Engine::Threads => {
            let plan = lower::threads(&graph, header);
            expand::threads::expand(krate, header, &plan, &warnings)
        }
        ast::Engine::Futures => {
            let plan = lower::futures(&graph, header);
            expand::futures::expand(krate, header, &plan, &warnings)
        }
    }
}
