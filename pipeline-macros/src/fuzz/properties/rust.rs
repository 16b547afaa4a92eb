//! Finds out whether the code in a declaration is Rust. If not, its expansion cannot be Rust
//! either.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::parse::{Parse, Parser};

use crate::ast::{Call, Declaration, Kept, Let, Statement};
use crate::expand::broken::{expressions, lacks_comma};
use crate::report::Errors;
use crate::scan::{Closure, Piece};
use crate::{parse, scan};

pub fn is_rust(declaration: &TokenStream) -> bool {
    let declaration = parse::parse(
        crate::ast::Form::Pipeline,
        declaration.clone(),
        &mut Errors::default(),
    )
    .declaration;
    let is_ordinary = |kept: &Kept<'_>| match kept {
        Kept::Ordinary(code) => syn::Block::parse_within.parse2(code.clone()).is_ok(),
        Kept::Code(..) | Kept::Variable(_) => true,
    };
    if !declaration.kept().iter().all(is_ordinary) {
        return false;
    }
    let code = declaration
        .kept()
        .into_iter()
        .filter_map(|kept| match kept {
            Kept::Code(code, _) => Some(code),
            Kept::Variable(_) | Kept::Ordinary(_) => None,
        });
    let code: Vec<TokenStream> = code.collect();
    let is_separated = !code.iter().cloned().any(lacks_comma);
    let code = code.into_iter().flat_map(expressions);
    let mut calls = declaration
        .chains()
        .into_iter()
        .flat_map(|chain| &chain.calls);
    is_separated
        && types(&declaration).into_iter().all(is::<syn::Type>)
        && code
            .into_iter()
            .all(|code| is_expression(code.into_iter().collect()))
        && calls.all(is_call)
}

fn types(declaration: &Declaration) -> Vec<TokenStream> {
    let names = declaration
        .statements
        .iter()
        .flat_map(|statement| match statement {
            Statement::Let(Let { names, .. }) => &names[..],
            Statement::Chain(_) | Statement::Kept(_) | Statement::Ordinary(_) => &[],
        });
    let types = names.filter_map(|name| name.ty.clone());
    types.chain(declaration.header.returns.clone()).collect()
}

/// Returns whether a method call is Rust, with its generics and arguments.
fn is_call(call: &Call) -> bool {
    let (method, generics, arguments) = (&call.word, &call.generics, &call.arguments);
    !call.is_method() || is::<syn::Expr>(quote::quote!(x.#method #generics #arguments))
}

fn is_expression(code: TokenStream) -> bool {
    let tokens = scan::tokens(code.clone());
    !has_dot_after_range(&tokens) && are_items(&tokens) && is::<syn::Expr>(code)
}

/// In `|x| x.. .len()`, Rust calls the method on the closure. The macro takes everything as the
/// closure's body, which then is not an expression.
fn has_dot_after_range(code: &[TokenTree]) -> bool {
    let dot = |token: &TokenTree| match token {
        TokenTree::Punct(punct) if punct.as_char() == '.' => Some(punct.spacing()),
        _ => None,
    };
    code.windows(3).any(|three| {
        dot(&three[0]) == Some(Spacing::Joint)
            && dot(&three[1]) == Some(Spacing::Alone)
            && dot(&three[2]).is_some()
    })
}

/// Returns whether the operands of `yield` in `code` are expressions. `yield > 1` is Rust, but
/// yields nothing.
fn are_items(code: &[TokenTree]) -> bool {
    scan::pieces(code).iter().all(|piece| match piece {
        Piece::Try(_) | Piece::Plain(_) | Piece::Yield { operand: [], .. } => true,
        Piece::Yield { operand, .. } => is_expression(operand.iter().cloned().collect()),
        Piece::Group(group) => are_items(&scan::tokens(group.stream())),
        Piece::Nested(code) => are_items(
            Closure::parse(code).map_or_else(|| &code[code.len() - 1..], |closure| closure.body),
        ),
    })
}

fn is<T: Parse>(tokens: TokenStream) -> bool {
    syn::parse2::<T>(tokens).is_ok()
}
