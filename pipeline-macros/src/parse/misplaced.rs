//! Messages for ordinary Rust code in a place where a stream must be declared, one for each kind of
//! code.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use super::Place;
use crate::names;
use crate::scan::{self, is_ident, is_parenthesized, is_punct};
use crate::verbs;

/// Returns the tokens of a block without the doc comments at its own level, and the spans of other
/// attributes.
pub fn without_docs(tokens: Vec<TokenTree>) -> (Vec<TokenTree>, Vec<Span>) {
    let mut kept = Vec::new();
    let mut pending = Vec::new();
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
                    pending.push((kept.len(), token.span()));
                }
            }
            _ => kept.push(token),
        }
    }
    // An item is an error itself.
    pending.retain(|(at, _)| !is_item(&kept[*at..]));
    let attributes = pending.into_iter().map(|(_, place)| place).collect();
    (kept, attributes)
}

/// Words that begin a statement of Rust.
const STATEMENTS: [&str; 22] = [
    "break",
    "const",
    "continue",
    "enum",
    "extern",
    "fn",
    "for",
    "if",
    "impl",
    "loop",
    "macro_rules",
    "match",
    "mod",
    "pub",
    "return",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
    "while",
];

/// Returns whether a statement of Rust begins with `first`.
pub fn is_statement(first: &TokenTree) -> bool {
    STATEMENTS.into_iter().any(|word| is_ident(first, word))
}

/// Returns the message for `code` that cannot begin a stream.
pub fn why(code: &[TokenTree], place: Place) -> Option<&'static str> {
    let first = code.first().filter(|first| !is_punct(first, '>'))?;
    let is = |word: &str| is_ident(first, word);
    let goes_on = scan::has_arrows(code);
    if is_item(code) {
        Some(ONLY_STREAMS)
    } else if is_statement(first) {
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
        let is_verb = matches!(first, TokenTree::Ident(verb) if verbs::is_one(verb));
        Some(if is_verb {
            "a verb is no macro: write it without `!`"
        } else if goes_on || ["vec", "array"].into_iter().any(is) {
            "a macro makes no stream: write `generator(...)` around it"
        } else {
            ONLY_STREAMS
        })
    } else if place == Place::Let && scan::begins_with_async_block(code) {
        Some(plain(place))
    } else if matches!(first, TokenTree::Ident(_)) {
        None
    } else if goes_on {
        Some("this is no stream: write `generator(...)` around what makes the items")
    } else {
        is_value(code).then_some(plain(place))
    }
}

/// Returns whether `code` begins with an item.
pub fn is_item(code: &[TokenTree]) -> bool {
    let is_visible = code.first().is_some_and(|first| is_ident(first, "pub"));
    let code = match code {
        [_, group, rest @ ..] if is_visible && is_parenthesized(group) => rest,
        [_, rest @ ..] if is_visible => rest,
        code => code,
    };
    let named = |at: usize| matches!(code.get(at), Some(TokenTree::Ident(_)));
    let then = |words: &[&str]| {
        let next = code.get(1);
        words
            .iter()
            .any(|word| next.is_some_and(|next| is_ident(next, word)))
    };
    let Some(TokenTree::Ident(first)) = code.first() else {
        return false;
    };
    match first.to_string().as_str() {
        "enum" | "extern" | "fn" | "impl" | "mod" | "static" | "struct" | "trait" | "type"
        | "use" => true,
        "const" => named(1),
        "async" => then(&["fn", "unsafe"]),
        "unsafe" => then(&["extern", "fn", "impl", "trait"]),
        "macro_rules" => code.get(1).is_some_and(|bang| is_punct(bang, '!')),
        "union" => named(1) && code.get(2).is_some_and(scan::is_block),
        _ => false,
    }
}

/// Returns the end of an item or an expression at the start of `code` that ends in a block, and
/// needs no `;` after it.
pub fn block_end(code: &[TokenTree]) -> Option<usize> {
    const BLOCKS: [&str; 6] = ["for", "if", "loop", "match", "unsafe", "while"];
    let first = code.first()?;
    let ends_in_semicolon = ["const", "extern", "pub", "static", "type", "use"];
    let is_any = |words: &[&str]| words.iter().any(|word| is_ident(first, word));
    let is_function = || {
        let fn_ = code.iter().position(|token| is_ident(token, "fn"));
        let end = code
            .iter()
            .position(|token| is_punct(token, ';') || scan::is_block(token));
        fn_.zip(end).is_some_and(|(fn_, end)| fn_ < end)
    };
    let begins = if is_item(code) {
        !is_any(&ends_in_semicolon) || is_function() || is_any(&["pub"])
    } else {
        let is_labelled =
            is_punct(first, '\'') && code.get(2).is_some_and(|mark| is_punct(mark, ':'));
        is_any(&BLOCKS) || is_labelled || scan::is_block(first)
    };
    if !begins {
        return None;
    }
    let mut end = 0;
    loop {
        let rest = &code[end..];
        let block = rest.iter().position(scan::is_block)?;
        if rest[..block].iter().any(|token| is_punct(token, ';')) {
            return None;
        }
        end += block + 1;
        if !code.get(end).is_some_and(|next| is_ident(next, "else")) {
            return Some(end);
        }
    }
}

/// Returns whether `arguments` are a chain, although `word` is no verb, as in `Ok(words >> count())`.
pub fn is_around_a_chain(word: &Ident, arguments: &TokenStream) -> bool {
    !verbs::is_known(word) && has_verb(&scan::tokens(arguments.clone()))
}

/// Returns whether `code` contains `>> VERB(…)`, also in parentheses.
fn has_verb(code: &[TokenTree]) -> bool {
    let is_chain = |four: &[TokenTree]| match four {
        [a, b, TokenTree::Ident(verb), call] => {
            is_punct(a, '>') && is_punct(b, '>') && verbs::is_known(verb) && is_parenthesized(call)
        }
        _ => false,
    };
    let is_inside = |token: &TokenTree| match token {
        TokenTree::Group(group) if is_parenthesized(token) => {
            has_verb(&scan::tokens(group.stream()))
        }
        _ => false,
    };
    code.windows(4).any(is_chain) || code.iter().any(is_inside)
}

/// Returns whether `code` contains `>>`, at any depth.
pub fn has_chain(code: &[TokenTree]) -> bool {
    let is_inside = |token: &TokenTree| match token {
        TokenTree::Group(group) => has_chain(&scan::tokens(group.stream())),
        _ => false,
    };
    scan::has_arrows(code) || code.iter().any(is_inside)
}

/// Returns the message for code that ends in a block. `reads` says that it names a stream.
pub fn block(code: &[TokenTree], reads: bool) -> &'static str {
    match code {
        [_] if has_chain(code) => "statements have no braces around them: remove these",
        _ if !reads => ONLY_STREAMS,
        _ => why(code, Place::Statement).unwrap_or(ONLY_STREAMS),
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

pub const ONLY_STREAMS: &str =
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
    if method == "clone" {
        return Some(
            "a stream is copied with a verb: write `let (a, b) = stream >> tee();`".to_owned(),
        );
    }
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
