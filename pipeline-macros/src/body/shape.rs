//! Properties of code that show in its first and last tokens.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use super::mentions_of;
use crate::scan::{self, Piece, is_block, is_ident, is_punct};

/// Returns the tokens inside the block, if `code` is a block. Otherwise `code`.
pub fn inside(code: &[TokenTree]) -> Vec<TokenTree> {
    match code {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => {
            scan::tokens(block.stream())
        }
        _ => code.to_vec(),
    }
}

/// Returns the index of the first token after the last `;`.
pub fn tail_start(tokens: &[TokenTree]) -> usize {
    let semicolon = tokens.iter().rposition(|token| is_punct(token, ';'));
    semicolon.map_or(0, |at| at + 1)
}

/// Keywords of statements that end with a block and need no `;`.
const BLOCKS: [&str; 6] = ["for", "if", "loop", "match", "unsafe", "while"];

/// Returns whether another statement can follow `code` without a `;`.
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

/// Returns whether code certainly ends without a value, as far as its last statement shows.
pub fn is_unit(code: &[TokenTree]) -> bool {
    let tail = tail_start(code);
    let starts =
        |at: &usize| *at == tail || is_block(&code[at - 1]) && !is_ident(&code[*at], "else");
    let Some(last) = (tail..code.len()).rev().find(starts) else {
        return true;
    };
    let is = |word: &str| is_ident(&code[last], word);
    let ends_in_block = code.last().is_some_and(is_block);
    let is_loop = is("for") || is("while");
    let is_if = is("if") && !code[last..].iter().any(is_else);
    is("yield") || (is_loop || is_if) && ends_in_block
}

/// Returns whether `code` is an expression which, as a statement, would end with its first block.
pub fn ends_early(code: &[TokenTree]) -> bool {
    let begins =
        |first: &TokenTree| is_block(first) || BLOCKS.into_iter().any(|word| is_ident(first, word));
    code.first().is_some_and(begins) && !ends_in_statement(code)
}

/// Returns whether control certainly never reaches the end of `code`, so that no `Ok(…)` belongs
/// there. This looks only at the last statement.
pub fn never_ends(code: &[TokenTree]) -> bool {
    let inner = inside(code);
    let end = inner
        .iter()
        .rposition(|token| !is_punct(token, ';'))
        .map_or(0, |at| at + 1);
    let inner = &inner[..end];
    let start = tail_start(inner);
    // A statement that ends in a block may come before the tail without a `;`.
    (start..end)
        .filter(|&at| at == start || is_block(&inner[at - 1]))
        .any(|at| is_endless(&inner[at..]))
}

/// Returns whether the statement is `return …`, a `loop { … }` without a `break`, or `panic!(…)`.
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

/// Returns whether the code of a loop may break out of it.
fn breaks(tokens: &[TokenTree]) -> bool {
    scan::pieces(tokens).into_iter().any(|piece| match piece {
        Piece::Group(group) => breaks(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => breaks(operand),
        Piece::Plain(tokens) => tokens.iter().any(|token| is_ident(token, "break")),
        Piece::Nested(_) | Piece::Try(_) => false,
    })
}

/// Returns whether control certainly reaches the end of `code`. A call, a macro or a block may have
/// the type `!`, and rustc would warn that code after it is unreachable. This looks only at the
/// last statement.
pub fn gives_value(code: &[TokenTree]) -> bool {
    let inner = inside(code);
    is_value(last_statement(&inner))
}

/// Returns the last statement, without the `;` after it.
fn last_statement(code: &[TokenTree]) -> &[TokenTree] {
    let last = code.iter().rposition(|token| !is_punct(token, ';'));
    let end = last.map_or(0, |at| at + 1);
    let code = &code[..end];
    let start = tail_start(code);
    // A statement that ends with its block may come before the tail without a `;`.
    let starts = |at: &usize| *at == start || is_block(&code[at - 1]) && !is_else(&code[*at]);
    let last = (start..end).rev().find(starts).unwrap_or(start);
    &code[last..]
}

fn is_else(token: &TokenTree) -> bool {
    is_ident(token, "else")
}

/// Returns the blocks of the branches of an `if`.
fn branches(code: &[TokenTree]) -> impl Iterator<Item = &TokenTree> {
    let ends = |at: &usize| is_block(&code[*at]) && code.get(at + 1).is_none_or(is_else);
    (0..code.len()).filter(ends).map(|at| &code[at])
}

/// Returns whether the value of `code` is certainly neither a `Result` nor an `Option`, so that no
/// `?` can leave a closure that ends in it. Such values are a literal, a tuple, an array, and the
/// results of some macros of `std`.
pub fn gives_no_result(code: &[TokenTree]) -> bool {
    let inner = inside(code);
    match &inner[tail_start(&inner)..] {
        [TokenTree::Literal(_)] => true,
        [TokenTree::Group(group)] => match group.delimiter() {
            Delimiter::Parenthesis => scan::expressions(&scan::tokens(group.stream())).len() > 1,
            Delimiter::Bracket => true,
            Delimiter::Brace | Delimiter::None => false,
        },
        [TokenTree::Ident(name), bang, TokenTree::Group(_)] if is_punct(bang, '!') => {
            name != "write" && GIVING.iter().any(|gives| name == gives)
        }
        _ => false,
    }
}

/// Returns whether the value of `code` may be a future: the result of a call may be one, and a
/// variable that a `let` of `scope` declares, the code around `code`.
pub fn may_give_future(code: &[TokenTree], scope: &[TokenTree]) -> bool {
    let inner = inside(code);
    let is_unit = inner.last().is_none_or(|last| is_punct(last, ';'));
    if is_unit || never_ends(code) || ends_in_await(&inner) {
        return false;
    }
    let may = |block: &TokenTree| may_give_future(std::slice::from_ref(block), scope);
    match last_statement(&inner) {
        [TokenTree::Ident(name)] => declares(scope, name),
        [word, block] if is_ident(word, "unsafe") => may(block),
        // All branches have the same type.
        [word, rest @ ..] if is_ident(word, "if") && rest.iter().any(is_else) => branches(rest)
            .filter(|block| !never_ends(std::slice::from_ref(*block)))
            .all(may),
        last => !is_value(last),
    }
}

/// Returns whether `code` ends in a method call that in all likelihood is one of `std`, and so gives
/// no future.
pub fn ends_in_std(code: &[TokenTree]) -> bool {
    const METHODS: [&str; 16] = [
        "abs",
        "as_str",
        "collect",
        "contains",
        "count",
        "is_empty",
        "len",
        "max",
        "min",
        "pow",
        "push",
        "sum",
        "to_owned",
        "to_string",
        "to_vec",
        "trim",
    ];
    match &inside(code)[..] {
        [.., dot, name, TokenTree::Group(_)] if is_punct(dot, '.') => {
            METHODS.iter().any(|method| is_ident(name, method))
        }
        _ => false,
    }
}

/// Returns whether `code` ends in `.await`.
fn ends_in_await(code: &[TokenTree]) -> bool {
    code.last().is_some_and(|last| is_ident(last, "await"))
}

/// Returns whether a `let` statement in `code`, at any level, declares `name` without its type.
fn declares(code: &[TokenTree], name: &Ident) -> bool {
    code.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => declares(&scan::tokens(group.stream()), name),
        word if is_ident(word, "let") => {
            let begins = at == 0 || is_punct(&code[at - 1], ';') || is_block(&code[at - 1]);
            let declared = &code[at + 1..];
            let ends = |token: &TokenTree| is_punct(token, '=') || is_punct(token, ';');
            let end = declared.iter().position(ends).unwrap_or(declared.len());
            let declared = &declared[..end];
            begins && scan::type_colon(declared).is_none() && mentions_of(name, declared) > 0
        }
        _ => false,
    })
}

/// Returns whether the token names a type or a constructor. Such a name begins with a capital
/// letter.
pub fn names_a_type(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Ident(name)) if name.to_string().starts_with(char::is_uppercase))
}

/// Keywords that begin an expression without a value.
const LEAVING: [&str; 4] = ["break", "continue", "let", "return"];

/// Macros of `std` that return a value.
const GIVING: [&str; 7] = [
    "eprintln", "format", "matches", "print", "println", "vec", "write",
];

/// Returns whether an expression is a literal, a place, a tuple, a call of a constructor, an
/// operation, or ends in `?`.
fn is_value(code: &[TokenTree]) -> bool {
    let Some(first) = code.first().filter(|first| !is_ident(first, "yield")) else {
        return true;
    };
    let begins = |words: &[&str]| words.iter().any(|word| is_ident(first, word));
    match code {
        _ if begins(&LEAVING) || is_punct(first, '\'') => false,
        [.., last] if begins(&BLOCKS) => is_block(last) && ends_its_block(code),
        [.., last] if is_punct(last, '?') => true,
        [TokenTree::Group(group)] => match group.delimiter() {
            Delimiter::Parenthesis | Delimiter::None => is_tuple_or_value(group),
            Delimiter::Bracket => true,
            Delimiter::Brace => false,
        },
        [TokenTree::Ident(name), bang, TokenTree::Group(_)] if is_punct(bang, '!') => {
            GIVING.iter().any(|gives| name == gives)
        }
        [.., name, TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => {
            names_a_type(Some(name)) || operates(code)
        }
        [.., bang, TokenTree::Group(_)] if is_punct(bang, '!') => false,
        [.., last] if is_ident(last, "await") => operates(code),
        _ => true,
    }
}

/// Returns whether control can get past a statement that ends with a block, by at least one of its
/// branches.
fn ends_its_block(code: &[TokenTree]) -> bool {
    let is = |word: &str| is_ident(&code[0], word);
    let gives = |block: &TokenTree| gives_value(std::slice::from_ref(block));
    if is("if") {
        !code.iter().any(is_else) || branches(code).any(gives)
    } else {
        is("for") || is("while") || is("unsafe") && code.last().is_some_and(gives)
    }
}

fn is_tuple_or_value(group: &Group) -> bool {
    let inner = scan::tokens(group.stream());
    inner.iter().any(|token| is_punct(token, ',')) || is_value(&inner)
}

/// Returns whether `code` is an operation: it has an operator at its level, or before it.
fn operates(code: &[TokenTree]) -> bool {
    let is_operator = |token: &TokenTree| {
        ['+', '*', '/', '%', '^']
            .iter()
            .any(|&mark| is_punct(token, mark))
    };
    is_punct(&code[0], '&') || is_punct(&code[0], '!') || code.iter().any(is_operator)
}
