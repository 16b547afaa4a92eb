//! Parses a segment's header between its bars: `|lines|`, `|lines: String, ctx|`. Reports what is no
//! header.

use proc_macro2::{Ident, TokenTree};

use super::{misplaced, skip_bars, skip_to, without_last_comma};
use crate::ast::{Header, Name};
use crate::cursor::Cursor;
use crate::names;
use crate::report::{Errors, closest};
use crate::scan::{self, is_ident, is_punct};

/// Parses the segment's stream, and the context's name if there is one.
pub fn parse_stream(header: &mut Header, cursor: &mut Cursor<'_>, errors: &mut Errors) {
    const FORM: &str = "a segment's header names the stream that it reads: `|items| { ... }`";
    let place = cursor.span();
    if !cursor.punct("|") {
        errors.at(place, FORM);
        // Everything before the only block belongs to the header.
        if let [.., block] = cursor.rest()
            && scan::is_block(block)
        {
            skip_to(cursor, scan::is_block);
        }
        return;
    }
    if let Some(word) = cursor.word("mut") {
        errors.at(word.span(), "a stream has no `mut`: remove it");
    }
    let place = cursor.span();
    match bound_name(cursor) {
        Some(name) if name == "_" => {
            let message = "`_` is no name that a reader could use: name this stream";
            errors.at(place, message);
        }
        Some(name) if names::is_reserved(&name) => {
            errors.at(place, format!("`{name}` cannot name a stream"));
        }
        Some(ident) => header.stream = Some(Name { ident, ty: None }),
        None => {
            errors.at(place, FORM);
            skip_bars(cursor);
            return;
        }
    }
    if cursor.punct(":") {
        let ty = cursor.take(type_length(cursor.rest())).iter().cloned();
        let ty = ty.collect();
        header
            .stream
            .iter_mut()
            .for_each(|stream| stream.ty = Some(Clone::clone(&ty)));
    }
    if cursor.punct(",") && !cursor.peek_punct('|') {
        header.context = bound_name(cursor);
        cursor.punct(",");
    }
    if !cursor.punct("|") {
        let message = if cursor.rest().first().is_none_or(scan::is_block) {
            "missing `|` after the stream's name: `|items| { ... }`"
        } else {
            "a segment's header takes a stream, and at most the context's name: `|items, ctx|`"
        };
        errors.at(cursor.span(), message);
        // If the second bar is missing, the user's code comes next.
        let ends = |token: &TokenTree| is_punct(token, '|') || scan::is_block(token);
        if cursor.rest().iter().any(ends) {
            skip_bars(cursor);
        }
    }
}

/// Reports what stands between a pipeline's header and its only block, and skips it. The words of a
/// header that are in it count, so that no further error follows from this one.
pub fn check_unknown(header: &mut Header, cursor: &mut Cursor<'_>, errors: &mut Errors) {
    let [unknown @ .., block] = without_last_comma(cursor.rest()) else {
        return;
    };
    let Some(message) = unknown_header(unknown, block) else {
        return;
    };
    errors.at(cursor.span(), message);
    cursor.take(unknown.len());
    for token in unknown {
        match token {
            TokenTree::Ident(word) if word == "async" => header.asyncness = Some(word.clone()),
            TokenTree::Ident(word) if word == "move" => header.moves = Some(word.clone()),
            _ => {}
        }
    }
    if let [.., open, TokenTree::Ident(context), close] = unknown
        && is_punct(open, '|')
        && is_punct(close, '|')
        && names::can_be_bound(context)
    {
        header.context = Some(context.clone());
    }
}

/// Returns the message for `unknown` in front of the block of a declaration.
fn unknown_header(unknown: &[TokenTree], block: &TokenTree) -> Option<String> {
    let first = unknown.first()?;
    let TokenTree::Group(group) = block else {
        return None;
    };
    // Parentheses may contain the user's code.
    let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
    if unknown.iter().any(is_group) {
        return None;
    }
    let is_unsafe = is_ident(first, "unsafe");
    let is_statement = is_ident(first, "let") || (misplaced::is_statement(first) && !is_unsafe);
    if !scan::is_block(block) || is_statement || scan::has_arrows(unknown) {
        return None;
    }
    if let [TokenTree::Ident(word)] = unknown
        && let word = names::text(word)
        && let Some(meant) = closest(&word, ["async", "move"])
    {
        let form = if meant == "move" { "move ||" } else { "async" };
        return Some(format!(
            "unknown word `{word}` before a block: did you mean `{form} {{ ... }}`?"
        ));
    }
    if !scan::has_arrows(&scan::tokens(group.stream())) {
        return None;
    }
    Some(match first {
        TokenTree::Ident(word) if METHODS.iter().any(|method| word == method) => {
            let is_async = unknown.iter().any(|token| is_ident(token, "async"));
            no_method(&names::text(word), is_async)
        }
        _ => "unknown header: before its block, a pipeline has `|ctx|`, `move |ctx|`, `async` or \
              `async move`, or nothing"
            .to_owned(),
    })
}

/// Returns the message for a method that stands in front of the block.
fn no_method(method: &str, is_async: bool) -> String {
    let header = match (is_async, method.starts_with("spawn")) {
        (true, true) => "async move ",
        (true, false) => "async ",
        (false, true) => "move || ",
        (false, false) => "",
    };
    let context = if method.ends_with("_with") {
        "&context"
    } else {
        ""
    };
    format!("`{method}` is a method: write `pipeline!({header}{{ ... }}).{method}({context})`")
}

/// Methods of a pipeline that others write as a word in front.
const METHODS: [&str; 4] = ["run", "run_with", "spawn", "spawn_with"];

/// Parses a name that a pattern can bind.
pub fn bound_name(cursor: &mut Cursor<'_>) -> Option<Ident> {
    let is_name =
        matches!(cursor.rest().first(), Some(TokenTree::Ident(name)) if names::can_be_bound(name));
    if is_name { cursor.ident() } else { None }
}

/// Returns the length of the type at the start of `tokens`, up to the comma or the bar after it.
fn type_length(tokens: &[TokenTree]) -> usize {
    let ty = scan::split_types(tokens).into_iter().next().unwrap_or(&[]);
    let bar = ty.iter().position(|token| is_punct(token, '|'));
    // If the second bar is missing, the last block is the user's code.
    let is_block = ty.last().is_some_and(scan::is_block);
    bar.unwrap_or(ty.len() - usize::from(is_block))
}
