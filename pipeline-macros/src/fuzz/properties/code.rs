//! Finds the user's code in a declaration, in the arguments of its calls. It does not use the
//! parser, because it checks the parser.

use proc_macro2::{Delimiter, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::cursor::Cursor;
use crate::expand::broken::expressions;
use crate::parse::is_around_a_chain;
use crate::scan::{self, Closure, is_block, is_ident, is_punct};
use crate::verbs;

/// Returns the code of each call, in the order of the text. An expansion keeps neither names of
/// stages nor capacities of streams without a queue. For futures, it keeps only the parameters, the
/// return type and the body of a closure, because the code of bodies is put into loops.
pub fn of(declaration: &TokenStream, rejected: bool) -> Vec<TokenStream> {
    let mut code = Vec::new();
    for statement in statements(&scan::flattened(block(declaration))) {
        add_calls(statement, rejected, &mut code);
    }
    let header = scan::flattened(scan::tokens(declaration.clone()));
    if !rejected && header.first().is_some_and(|first| is_ident(first, "async")) {
        code = code.into_iter().flat_map(parts).collect();
    }
    code
}

/// Returns the parts of a closure, or of a block that ends in one: the code before it, its return
/// type, its body and its parameters.
fn parts(code: TokenStream) -> Vec<TokenStream> {
    let unwrapped = scan::unwrapped(scan::tokens(code.clone()));
    let inner = match &unwrapped[..] {
        [TokenTree::Group(block)] if is_block(&unwrapped[0]) => scan::tokens(block.stream()),
        _ => unwrapped,
    };
    let begins = |at: &usize| *at == 0 || is_punct(&inner[at - 1], ';') || is_block(&inner[at - 1]);
    for at in (0..inner.len()).filter(begins) {
        let tail = scan::unwrapped(inner[at..].to_vec());
        if let Some(closure) = Closure::parse(&tail) {
            let named = scan::split_types(closure.parameters).into_iter();
            let named =
                named.filter(|parameter| !matches!(parameter, [word] if is_ident(word, "_")));
            let parts = [
                &inner[..at],
                closure.output.get(2..).unwrap_or(&[]),
                closure.body,
            ];
            // The expansion may have the type of a parameter before its pattern.
            let named = named.flat_map(|parameter| {
                let colon = parameter.iter().position(|token| is_punct(token, ':'));
                let (pattern, ty) = parameter.split_at(colon.unwrap_or(parameter.len()));
                [pattern, ty]
            });
            let parts = parts.into_iter().chain(named);
            return parts.map(|part| part.iter().cloned().collect()).collect();
        }
    }
    vec![code]
}

/// Returns the tokens after the header.
fn block(declaration: &TokenStream) -> Vec<TokenTree> {
    let tokens = scan::ungrouped(scan::tokens(declaration.clone()));
    let (header, block) = match tokens.iter().position(is_block) {
        Some(at) if at + 1 == tokens.len() => tokens.split_at(at),
        _ => (&[][..], &tokens[..]),
    };
    let begins = |word: &str| tokens.first().is_some_and(|first| is_ident(first, word));
    let bar = tokens
        .first()
        .is_some_and(|first| is_punct(first, '|') || is_punct(first, '-'));
    let has_header = bar || begins("async") || begins("move");
    match block {
        [TokenTree::Group(block)] if has_header || header.is_empty() => {
            scan::tokens(block.stream())
        }
        _ if has_header => Vec::new(),
        _ => tokens,
    }
}

/// Returns the chains of the statements. For a `let`, these are the tokens after its `=`.
fn statements(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut starts: Vec<usize> = vec![0];
    for (at, token) in tokens.iter().enumerate() {
        if is_punct(token, ';') || is_ident(token, "let") {
            starts.push(at);
        }
    }
    starts.push(tokens.len());
    let statements = starts.windows(2).map(|ends| &tokens[ends[0]..ends[1]]);
    statements.map(made).collect()
}

fn made(statement: &[TokenTree]) -> &[TokenTree] {
    let is_let = statement
        .first()
        .is_some_and(|first| is_ident(first, "let"));
    let equals = statement.iter().position(|token| is_punct(token, '='));
    match equals {
        _ if !is_let => statement,
        // A type may contain a `=`.
        Some(at) if !statement[..at].iter().any(|token| is_punct(token, '<')) => &statement[at..],
        _ => &[],
    }
}

fn add_calls(tokens: &[TokenTree], rejected: bool, code: &mut Vec<TokenStream>) {
    let mut cursor = Cursor::new(tokens, Span::call_site());
    while let [token, ..] = cursor.rest() {
        cursor.take(1);
        match token {
            // The names of a `let` are not code.
            TokenTree::Ident(word) if word == "let" => {
                let rest = cursor.rest();
                let ends = |token: &TokenTree| is_punct(token, '=') || is_punct(token, ';');
                let names = rest.iter().position(ends);
                cursor.take(names.unwrap_or(rest.len()));
            }
            TokenTree::Ident(verb) => {
                cursor.generics();
                let takes_names = verbs::names_streams(verb);
                match cursor.group(Delimiter::Parenthesis) {
                    Some(arguments) if is_around_a_chain(verb, &arguments.stream()) => {
                        add_calls(&scan::tokens(arguments.stream()), rejected, code);
                    }
                    Some(arguments) if !takes_names => {
                        code.extend(expressions_in(arguments.stream(), rejected));
                    }
                    _ => {}
                }
            }
            TokenTree::Group(group) => add_calls(&scan::tokens(group.stream()), rejected, code),
            // Attributes are not code. A doc comment is removed, and any other attribute is an
            // error.
            TokenTree::Punct(_) if is_punct(token, '#') => {
                if cursor
                    .rest()
                    .first()
                    .is_some_and(|next| is_punct(next, '!'))
                {
                    cursor.take(1);
                }
                cursor.group(Delimiter::Bracket);
            }
            _ => {}
        }
    }
}

fn expressions_in(arguments: TokenStream, rejected: bool) -> Vec<TokenStream> {
    let arguments = scan::tokens(arguments);
    // An option may come from a fragment of a macro.
    let arguments = scan::expressions(&arguments).into_iter();
    let mut kept: Vec<Vec<TokenTree>> = arguments
        .map(|argument| scan::ungrouped(argument.to_vec()))
        .collect();
    if !rejected {
        kept.retain(|argument| !is_dropped(argument));
    }
    let comma = TokenTree::from(Punct::new(',', Spacing::Alone));
    let mut joined = kept.join(&comma);
    // An empty argument counts, too: the word before it is not the last.
    joined.extend(kept.last().filter(|last| last.is_empty()).map(|_| comma));
    let mut code = expressions(joined.into_iter().collect());
    if !rejected {
        for code in &mut code {
            code.drain(..async_words(code));
        }
    }
    code.into_iter().map(TokenStream::from_iter).collect()
}

/// Returns whether the argument is an option that need not be in an expansion.
fn is_dropped(argument: &[TokenTree]) -> bool {
    let named = |name: &TokenTree| is_ident(name, "name") || is_ident(name, "capacity");
    matches!(argument, [name, equals, ..] if is_punct(equals, '=') && named(name))
}

/// Returns number of words before an async block, because a generator's async block becomes a block
/// of the expansion.
fn async_words(code: &[TokenTree]) -> usize {
    if scan::is_async_block(code) {
        code.len() - 1
    } else {
        0
    }
}
