//! Messages for ordinary Rust code in a place where a stream must be declared, one for each kind of
//! code.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};

use super::Place;
use crate::names;
use crate::scan::{self, is_ident, is_parenthesized, is_punct};
use crate::verbs;

/// Returns the tokens of a block without the doc comments at its own level, and the spans of other
/// attributes.
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

/// Returns the message for `code` that cannot begin a stream.
pub fn why(code: &[TokenTree], place: Place) -> Option<&'static str> {
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
            _ => ONLY_STREAMS,
        })
    } else if is_macro(code) {
        Some(if goes_on || ["vec", "array"].into_iter().any(is) {
            "a macro makes no stream: write `generator(...)` around it"
        } else {
            ONLY_STREAMS
        })
    } else if matches!(first, TokenTree::Ident(_)) {
        None
    } else if goes_on {
        Some("this is no stream: write `generator(...)` around what makes the items")
    } else {
        is_value(code).then_some(plain(place))
    }
}

/// Returns the message for ordinary code without a stream.
pub fn plain(place: Place) -> &'static str {
    match place {
        Place::Let => {
            "this is no stream: write `generator(...)` around it, or put an ordinary `let` before `pipeline!`"
        }
        Place::Statement => ONLY_STREAMS,
        Place::Tail => {
            "only the value of a stream can stand in the tail, such as `words >> count()`: move other values out of `pipeline!`"
        }
    }
}

const ONLY_STREAMS: &str =
    "only streams are declared here: put ordinary code before `pipeline!`, or into a body";

/// The message for a computation with a pipeline's value.
pub const COMPUTES: &str =
    "a declaration cannot compute: give the value as it is, and compute after the run";

/// Returns whether an expression continues here with an operator, a path or a cast.
pub fn goes_on(code: &[TokenTree]) -> bool {
    const OPERATORS: [char; 8] = ['+', '-', '*', '/', '%', '^', '&', '<'];
    match code {
        [mark, ..] if is_punct(mark, '?') => true,
        [word, _, ..] if is_ident(word, "as") => true,
        [first, second, _, ..] if is_punct(first, '>') || is_punct(first, '|') => {
            is_punct(second, '=') || is_punct(second, '|')
        }
        [first, second, ..] => {
            let is_twice = |mark| is_punct(first, mark) && is_punct(second, mark);
            let is_compared = is_punct(first, '>') && !matches!(second, TokenTree::Punct(_));
            let is_operator = OPERATORS.iter().any(|&mark| is_punct(first, mark));
            is_operator || is_compared || is_twice(':') || is_twice('.') || is_twice('=')
        }
        _ => false,
    }
}

/// Returns the mark that was typed instead of `>>` before a verb or a method.
pub fn mark_before_call(code: &[TokenTree]) -> Option<String> {
    match code {
        [TokenTree::Punct(mark), TokenTree::Ident(verb), call, ..]
            if is_parenthesized(call)
                && verbs::is_known(verb)
                && !['.', '='].contains(&mark.as_char()) =>
        {
            Some(mark.as_char().to_string())
        }
        _ => None,
    }
}

/// Returns the method that `code` calls with a dot.
pub fn called(code: &[TokenTree]) -> Option<&Ident> {
    match code {
        [dot, TokenTree::Ident(method), _, ..] if is_punct(dot, '.') => {
            arguments_of(code).map(|_| method)
        }
        _ => None,
    }
}

/// Returns the arguments of `.method(…)` or `.method::<…>(…)`.
fn arguments_of(code: &[TokenTree]) -> Option<&TokenTree> {
    let types = scan::generics_end(code, 2).unwrap_or(2);
    code.get(types).filter(|token| is_parenthesized(token))
}

/// Returns the message for `.method(…)` instead of `>> method(…)`.
pub fn dot_before_call(code: &[TokenTree]) -> Option<String> {
    let method = names::text(called(code)?);
    let TokenTree::Group(arguments) = arguments_of(code)? else {
        return None;
    };
    let types = if is_punct(&code[2], ':') {
        "::<...>"
    } else {
        ""
    };
    let inner = if arguments.stream().is_empty() {
        ""
    } else {
        "..."
    };
    Some(format!(
        "streams are joined to verbs with `>>`: write `>> {method}{types}({inner})` instead of `.{method}({inner})`"
    ))
}

/// Returns the message for `value.method(…)`.
pub fn method_of_value(value: &Ident, method: &Ident, place: Place) -> String {
    let (value, method) = (names::text(value), names::text(method));
    match place {
        Place::Tail => {
            format!(
                "`{value}` is a value: name it alone in the tail, and call `{method}` after the run"
            )
        }
        Place::Let | Place::Statement => {
            format!("`{value}` is a value, not a stream: only the tail can name it")
        }
    }
}

fn is_macro(code: &[TokenTree]) -> bool {
    matches!(code, [TokenTree::Ident(_), bang, TokenTree::Group(_), ..] if is_punct(bang, '!'))
}

/// Returns whether `code` begins like a value.
fn is_value(code: &[TokenTree]) -> bool {
    match &code[0] {
        TokenTree::Literal(_) => true,
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        mark => {
            ['&', '-', '*', '|', '!']
                .iter()
                .any(|&value| is_punct(mark, value))
                && code.len() > 1
        }
    }
}

/// Returns the arrow that was typed instead of `>>`.
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
