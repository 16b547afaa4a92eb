//! How a stretch of code begins and ends, as far as its tokens show.

use proc_macro2::{Delimiter, TokenTree};

use crate::scan::{self, Piece, is_block, is_ident, is_punct};

/// The tokens of the block that `code` is, or all of them.
pub fn inside(code: &[TokenTree]) -> Vec<TokenTree> {
    match code {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => {
            scan::tokens(block.stream())
        }
        _ => code.to_vec(),
    }
}

/// The first token behind the last `;`.
pub fn tail_start(tokens: &[TokenTree]) -> usize {
    let semicolon = tokens.iter().rposition(|token| is_punct(token, ';'));
    semicolon.map_or(0, |at| at + 1)
}

/// Begins a statement that ends with its block, and needs no `;`.
const BLOCKS: [&str; 6] = ["for", "if", "loop", "match", "unsafe", "while"];

/// Whether a further statement may stand right behind `code`, which may yield.
pub fn ends_in_statement(code: &[TokenTree]) -> bool {
    let tail = tail_start(code);
    let starts =
        |at: &usize| *at == tail || is_block(&code[at - 1]) && !is_ident(&code[*at], "else");
    let Some(last) = (tail..code.len()).rev().find(starts) else {
        return true;
    };
    let is = |word: &str| is_ident(&code[last], word);
    is("yield") || BLOCKS.into_iter().any(is) && code.last().is_some_and(is_block)
}

/// Whether `code` is an expression that would end with its first block, were it a statement.
pub fn ends_early(code: &[TokenTree]) -> bool {
    let begins =
        |first: &TokenTree| is_block(first) || BLOCKS.into_iter().any(|word| is_ident(first, word));
    code.first().is_some_and(begins) && !ends_in_statement(code)
}

/// Whether control never reaches the end of `code`, as far as its tail shows: rustc would call an
/// `Ok(…)` around it unreachable.
pub fn never_ends(code: &[TokenTree]) -> bool {
    let inner = inside(code);
    let end = inner
        .iter()
        .rposition(|token| !is_punct(token, ';'))
        .map_or(0, |at| at + 1);
    let inner = &inner[..end];
    let start = tail_start(inner);
    // A statement that ends in a block may stand before the tail without a `;`.
    (start..end)
        .filter(|&at| at == start || is_block(&inner[at - 1]))
        .any(|at| is_endless(&inner[at..]))
}

/// `return …`, `loop { … }` that nothing breaks, `panic!(…)`.
fn is_endless(statement: &[TokenTree]) -> bool {
    const PANICS: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    match statement {
        [word, ..] if is_ident(word, "return") => true,
        [word, TokenTree::Group(block)] if is_ident(word, "loop") => {
            !breaks(&scan::tokens(block.stream()))
        }
        [TokenTree::Ident(name), bang, TokenTree::Group(_)] if is_punct(bang, '!') => {
            PANICS.iter().any(|panics| name == panics)
        }
        _ => false,
    }
}

/// Whether a loop's own level, or one below it, may break out of it.
fn breaks(tokens: &[TokenTree]) -> bool {
    scan::pieces(tokens).into_iter().any(|piece| match piece {
        Piece::Group(group) => breaks(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => breaks(operand),
        Piece::Plain(tokens) => tokens.iter().any(|token| is_ident(token, "break")),
        Piece::Nested(_) | Piece::Try(_) => false,
    })
}
