//! Messages for ordinary Rust code where a declaration of a stream should stand, one for each kind of code.

use proc_macro2::{Delimiter, Span, TokenTree};

use crate::scan::{self, is_ident, is_punct};

/// The tokens of a block's own level without doc comments, and where other attributes stand.
pub fn without_docs(tokens: Vec<TokenTree>) -> (Vec<TokenTree>, Vec<Span>) {
    let (mut kept, mut attributes) = (Vec::new(), Vec::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let bang = is_punct(&token, '#') && tokens.next_if(|next| is_punct(next, '!')).is_some();
        let is_list = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
        let list = if is_punct(&token, '#') {
            tokens.next_if(is_list)
        } else {
            None
        };
        match list {
            Some(TokenTree::Group(list)) => {
                let inner = scan::tokens(list.stream());
                if bang || !inner.first().is_some_and(|first| is_ident(first, "doc")) {
                    attributes.push(token.span());
                }
            }
            _ => kept.push(token),
        }
    }
    (kept, attributes)
}

/// Words that begin a statement of Rust.
const STATEMENTS: [&str; 18] = [
    "break",
    "const",
    "continue",
    "enum",
    "fn",
    "for",
    "if",
    "impl",
    "loop",
    "macro_rules",
    "match",
    "mod",
    "return",
    "static",
    "struct",
    "unsafe",
    "use",
    "while",
];

/// Why `code` begins no stream.
pub fn why(code: &[TokenTree]) -> Option<&'static str> {
    let first = code.first().filter(|first| !is_punct(first, '>'))?;
    let is = |word: &str| is_ident(first, word);
    let goes_on =
        (1..code.len()).any(|at| is_punct(&code[at - 1], '>') && is_punct(&code[at], '>'));
    if STATEMENTS.into_iter().any(is) {
        Some(match first.to_string().as_str() {
            "for" | "while" | "loop" => {
                "a verb reads a stream, not a loop: write `>> for_each(|item| ...)`"
            }
            "if" | "match" => {
                "a declaration cannot choose between streams: choose in a body, or before `pipeline!`"
            }
            _ => {
                "only streams are declared here: put ordinary code before `pipeline!`, or into a body"
            }
        })
    } else if is_macro(code) {
        Some(if goes_on || ["vec", "array"].into_iter().any(is) {
            "a macro makes no stream: write `generator(...)` around it"
        } else {
            "only streams are declared here: put ordinary code before `pipeline!`, or into a body"
        })
    } else if matches!(first, TokenTree::Ident(_)) {
        None
    } else if goes_on {
        Some("this is no stream: write `generator(...)` around what makes the items")
    } else {
        is_value(code).then_some(
            "this is no stream: write `generator(...)` around it, or put an ordinary `let` before `pipeline!`",
        )
    }
}

fn is_macro(code: &[TokenTree]) -> bool {
    matches!(code, [TokenTree::Ident(_), bang, TokenTree::Group(_), ..] if is_punct(bang, '!'))
}

/// Whether `code` begins as a value does.
fn is_value(code: &[TokenTree]) -> bool {
    match &code[0] {
        TokenTree::Literal(_) => true,
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        mark => {
            ['&', '-', '*', '|']
                .iter()
                .any(|&value| is_punct(mark, value))
                && code.len() > 1
        }
    }
}

/// The tokens that stand in place of `>>`, if they look like an arrow.
pub fn arrow(code: &[TokenTree]) -> Option<&'static str> {
    match code {
        [a, b, ..] if is_punct(a, '=') && is_punct(b, '>') => Some("=>"),
        [a, b, ..] if is_punct(a, '-') && is_punct(b, '>') => Some("->"),
        [a, b, ..] if is_punct(a, '|') && is_punct(b, '>') => Some("|>"),
        [a, b, ..] if is_punct(a, '<') && is_punct(b, '<') => Some("<<"),
        [a, TokenTree::Ident(_), ..] if is_punct(a, '>') => Some(">"),
        [a, TokenTree::Ident(_), ..] if is_punct(a, '|') => Some("|"),
        _ => None,
    }
}
