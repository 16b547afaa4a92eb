//! Parses a segment's header between its bars: `|lines|`, `|lines: String, ctx|`.

use proc_macro2::{Ident, TokenTree};

use super::{skip_bars, skip_to};
use crate::ast::{Header, Name};
use crate::cursor::Cursor;
use crate::names;
use crate::report::Errors;
use crate::scan::{self, is_punct};

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
