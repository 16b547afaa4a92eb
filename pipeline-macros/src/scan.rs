//! Scans Rust code as tokens, only as deeply as a pipeline needs.
//!
//! Bodies belong to the user. They are kept as they were typed, even half-typed, and never parsed
//! into a syntax tree. This module only finds where an expression ends, and where `?` and `yield`
//! are used at the body's own level, that is, not in nested closures, async blocks, macros or
//! items.

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

use crate::report::Errors;

/// A range of tokens at one level of nesting.
pub enum Piece<'a> {
    /// `?` after an operand.
    Try(&'a TokenTree),
    /// `yield OPERAND`.
    Yield {
        keyword: &'a TokenTree,
        operand: &'a [TokenTree],
    },
    /// Parentheses, brackets or braces that belong to the expression around them.
    Group(&'a Group),
    /// A closure or an async block. A `yield` in it does not belong to the body.
    Nested(&'a [TokenTree]),
    /// Any other tokens. They are left unchanged.
    Plain(&'a [TokenTree]),
}

pub fn tokens(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

/// The most layers of nesting. rustc overflows its stack at about as many nested closures.
const DEEPEST: usize = 500;

/// Returns the stream itself, or an empty stream if it is nested too deeply. Each layer takes stack
/// in every function that reads the stream.
pub fn readable(stream: TokenStream, errors: &mut Errors) -> TokenStream {
    let Some(place) = too_deep(&stream) else {
        return stream;
    };
    let message = format!(
        "code that is nested more than {DEEPEST} deep is more than a compiler can read: give what is inside a function of its own"
    );
    errors.at(place, message);
    TokenStream::new()
}

fn too_deep(stream: &TokenStream) -> Option<Span> {
    let mut levels = vec![(stream.clone().into_iter(), 0)];
    while let Some((level, yields)) = levels.last_mut() {
        let Some(token) = level.next() else {
            levels.pop();
            continue;
        };
        // The operand of a `yield` may hold a further `yield`.
        if is_ident(&token, "yield") {
            *yields += 1;
        } else if is_punct(&token, ';') || is_punct(&token, ',') {
            *yields = 0;
        }
        let is_deep = *yields > DEEPEST || levels.len() > DEEPEST;
        match token {
            token if is_deep => return Some(token.span()),
            TokenTree::Group(group) => levels.push((group.stream().into_iter(), 0)),
            _ => {}
        }
    }
    None
}

/// Removes a single group that a `macro_rules` fragment left around the tokens. It has no meaning.
pub fn ungrouped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match &tokens[..] {
        [token] if is_fragment(token) => flattened(tokens),
        _ => tokens,
    }
}

/// Returns whether `token` is a group that a `macro_rules` fragment left.
fn is_fragment(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::None)
}

/// Returns the tokens, without the groups that `macro_rules` fragments left at their level. Use it
/// only for words of the declaration itself: in Rust code, such a group keeps the precedence of its
/// operators.
pub fn flattened(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let flat = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            flattened(self::tokens(group.stream()))
        }
        token => vec![token],
    };
    tokens.into_iter().flat_map(flat).collect()
}

/// Returns the tokens, without the groups that `macro_rules` fragments of at most one token left,
/// at every level. These are fragments of a block, a name, a literal, or an empty visibility.
pub fn without_fragments(stream: TokenStream) -> TokenStream {
    stream.into_iter().flat_map(without_fragment).collect()
}

fn without_fragment(token: TokenTree) -> TokenStream {
    let TokenTree::Group(group) = &token else {
        return token.into();
    };
    if !is_fragment(&token) && !holds_fragment(&group.stream()) {
        return token.into();
    }
    let inner = without_fragments(group.stream());
    let mut tokens = inner.clone().into_iter();
    let says_nothing =
        !matches!(tokens.next(), Some(TokenTree::Punct(_))) && tokens.next().is_none();
    if is_fragment(&token) && says_nothing {
        return inner;
    }
    let mut copy = Group::new(group.delimiter(), inner);
    copy.set_span(group.span());
    TokenTree::Group(copy).into()
}

fn holds_fragment(stream: &TokenStream) -> bool {
    stream.clone().into_iter().any(|token| match &token {
        TokenTree::Group(group) => is_fragment(&token) || holds_fragment(&group.stream()),
        _ => false,
    })
}

/// Returns the tokens without the parentheses and `macro_rules` groups around them, if a closure or
/// a block remains. Otherwise the tokens themselves.
pub fn unwrapped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let tokens = ungrouped(tokens);
    let [TokenTree::Group(group)] = &tokens[..] else {
        return tokens;
    };
    if group.delimiter() != Delimiter::Parenthesis {
        return tokens;
    }
    let inner = unwrapped(self::tokens(group.stream()));
    let is_function = Closure::parse(&inner).is_some() || is_async_block(&inner);
    if is_function || matches!(&inner[..], [block] if is_block(block)) {
        inner
    } else {
        tokens
    }
}

/// Cuts one level of tokens into pieces, in order and without gaps.
pub fn pieces(tokens: &[TokenTree]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (piece, end) = piece_at(tokens, at);
        pieces.push(piece);
        at = end;
    }
    pieces
}

fn piece_at(tokens: &[TokenTree], at: usize) -> (Piece<'_>, usize) {
    if let Some(end) = closure_end(tokens, at).or_else(|| async_block_end(tokens, at)) {
        return (Piece::Nested(&tokens[at..end]), end);
    }
    if let Some(end) = macro_end(tokens, at).or_else(|| item_end(tokens, at)) {
        return (Piece::Plain(&tokens[at..end]), end);
    }
    let token = &tokens[at];
    if is_ident(token, "yield") {
        let end = expression_end(tokens, at + 1);
        let operand = &tokens[at + 1..end];
        let keyword = token;
        return (Piece::Yield { keyword, operand }, end);
    }
    let piece = match token {
        TokenTree::Punct(punct) if punct.as_char() == '?' && ends_operand(tokens, at) => {
            Piece::Try(token)
        }
        TokenTree::Group(group) => Piece::Group(group),
        _ => Piece::Plain(&tokens[at..=at]),
    };
    (piece, at + 1)
}

/// Where the expression that starts at `at` ends: before a `,` or `;` of its level, or at the end.
pub fn expression_end(tokens: &[TokenTree], mut at: usize) -> usize {
    while at < tokens.len() {
        if is_punct(&tokens[at], ',') || is_punct(&tokens[at], ';') {
            break;
        }
        at = closure_continues(tokens, at)
            .or_else(|| generics_end(tokens, at))
            .unwrap_or(at + 1);
    }
    at
}

/// Returns the expressions of a list of arguments, cut at its commas.
pub fn expressions(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut expressions = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let end = expression_end(tokens, start);
        expressions.push(&tokens[start..end]);
        start = end + 1;
    }
    expressions
}

/// Returns the index at which a second expression begins, if a comma is missing between two. A bar
/// that may be an `or` counts as the beginning of a closure only if `bars`.
pub fn missing_comma(tokens: &[TokenTree], bars: bool) -> Option<usize> {
    for at in 1..tokens.len() {
        if closure_bar(tokens, at - 1).is_some() {
            return None;
        }
        let begins = match &tokens[at] {
            TokenTree::Ident(_) => !is_word_between(&tokens[at]),
            TokenTree::Literal(_) => true,
            TokenTree::Punct(_) => {
                bars && is_punct(&tokens[at], '|') && closing_bar(tokens, at).is_some()
            }
            TokenTree::Group(_) => false,
        };
        if begins && is_operand(tokens, at - 1) {
            return Some(at);
        }
    }
    None
}

/// Returns the length of the first statement in the operand of a `yield`, if the `;` after it is
/// missing.
pub fn missing_semicolon(operand: &[TokenTree]) -> Option<usize> {
    const STATEMENTS: [&str; 8] = [
        "for", "if", "let", "loop", "match", "return", "while", "yield",
    ];
    let begins = |token: &TokenTree| STATEMENTS.iter().any(|word| is_ident(token, word));
    let statement =
        (1..operand.len()).find(|&at| begins(&operand[at]) && is_operand(operand, at - 1));
    let value = missing_comma(operand, false);
    statement.into_iter().chain(value).min()
}

/// Returns whether the token at `at` is an operand after which no other can stand.
fn is_operand(tokens: &[TokenTree], at: usize) -> bool {
    let is_lifetime = || at > 0 && is_punct(&tokens[at - 1], '\'');
    match &tokens[at] {
        TokenTree::Ident(_) => !is_word_between(&tokens[at]) && !is_lifetime(),
        TokenTree::Literal(_) => true,
        // After a block, another expression may stand.
        TokenTree::Group(group) => {
            matches!(
                group.delimiter(),
                Delimiter::Parenthesis | Delimiter::Bracket
            )
        }
        TokenTree::Punct(_) => false,
    }
}

/// Returns whether `token` is a keyword beside which another word may stand.
fn is_word_between(token: &TokenTree) -> bool {
    const WORDS: [&str; 10] = [
        "as", "const", "dyn", "fn", "for", "impl", "loop", "raw", "unsafe", "while",
    ];
    is_keyword(token) || WORDS.iter().any(|word| is_ident(token, word))
}

/// Returns the tokens without commas that end no argument, and the first of these commas.
pub fn without_extra_commas(tokens: Vec<TokenTree>) -> (Vec<TokenTree>, Option<Span>) {
    let is_comma = |token: &TokenTree| is_punct(token, ',');
    let mut first = None;
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if is_comma(&token) && kept.last().is_none_or(is_comma) {
            first.get_or_insert(token.span());
        } else {
            kept.push(token);
        }
    }
    (kept, first)
}

/// The parts of a closure literal.
pub struct Closure<'a> {
    /// `#[...]`, any number of them.
    pub attributes: &'a [TokenTree],
    /// `move`, `async move` and the like.
    pub prefix: &'a [TokenTree],
    /// The opening and the closing bar.
    pub bars: [&'a TokenTree; 2],
    pub parameters: &'a [TokenTree],
    /// `-> TYPE`, without the block after it.
    pub output: &'a [TokenTree],
    pub body: &'a [TokenTree],
}

impl<'a> Closure<'a> {
    /// Parses `tokens` if they are one closure literal.
    pub fn parse(tokens: &'a [TokenTree]) -> Option<Self> {
        closure_end(tokens, 0).filter(|&end| end == tokens.len())?;
        let open = closure_bar(tokens, 0)?;
        let close = closing_bar(tokens, open)?;
        let body = body_start(tokens, close);
        let words = attributes_end(tokens, 0);
        Some(Closure {
            attributes: &tokens[..words],
            prefix: &tokens[words..open],
            bars: [&tokens[open], &tokens[close]],
            parameters: &tokens[open + 1..close],
            output: &tokens[close + 1..body],
            body: &tokens[body..],
        })
    }

    pub fn is_async(&self) -> bool {
        self.prefix.iter().any(|token| is_ident(token, "async"))
    }
}

/// A closure that is half-typed.
pub enum HalfClosure {
    /// Without a body. Contains the place of the closing bar.
    WithoutBody(Span),
    /// Without the closing bar, which can stand at `end`. Contains the place of the opening bar.
    WithoutBar { open: Span, end: usize },
}

impl HalfClosure {
    /// Returns the message, and its place.
    pub fn error(&self) -> (Span, &'static str) {
        match self {
            HalfClosure::WithoutBody(place) => {
                (*place, "a body is missing after this `|`: `|item| ...`")
            }
            HalfClosure::WithoutBar { open, .. } => (
                *open,
                "missing `|` after the parameters of this closure: `|item| ...`",
            ),
        }
    }
}

/// Returns what is missing, if the tokens are the beginning of a closure.
pub fn half_closure(tokens: &[TokenTree]) -> Option<HalfClosure> {
    let open = closure_bar(tokens, 0)?;
    let Some(close) = closing_bar(tokens, open) else {
        let rest = &tokens[open + 1..];
        let block = rest.iter().position(is_block).unwrap_or(rest.len());
        let body = missing_comma(rest, false).unwrap_or(block);
        return Some(HalfClosure::WithoutBar {
            open: tokens[open].span(),
            end: open + 1 + body.min(block),
        });
    };
    (close + 1 == tokens.len()).then(|| HalfClosure::WithoutBody(tokens[close].span()))
}

/// Returns the end of the closure that starts at `at`, if one does.
fn closure_end(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let (body, typed) = closure_body(tokens, at)?;
    Some(if typed {
        (body + 1).min(tokens.len())
    } else {
        expression_end(tokens, body)
    })
}

/// Returns the index at which the expression around a closure that starts at `at` continues. A
/// closure without a return type takes the rest of the expression as its body.
fn closure_continues(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let (body, typed) = closure_body(tokens, at)?;
    Some((body + usize::from(typed)).min(tokens.len()))
}

/// Returns the index of the body of the closure at `at`, and whether the closure names its return
/// type.
fn closure_body(tokens: &[TokenTree], at: usize) -> Option<(usize, bool)> {
    let open = closure_bar(tokens, at)?;
    let close = closing_bar(tokens, open)?;
    let body = body_start(tokens, close);
    Some((body, body > close + 1))
}

/// Returns the opening bar of a closure that starts at `at`.
fn closure_bar(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let words = attributes_end(tokens, at);
    let keywords = tokens[words..]
        .iter()
        .take_while(|token| {
            ["move", "async", "static"]
                .iter()
                .any(|word| is_ident(token, word))
        })
        .count();
    let bar = words + keywords;
    let starts = is_punct(tokens.get(bar)?, '|') && (bar > at || !is_or(tokens, at));
    starts.then_some(bar)
}

/// Returns the end of the attributes that start at `at`, if some do.
pub fn attributes_end(tokens: &[TokenTree], mut at: usize) -> usize {
    let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
    while matches!(&tokens[at.min(tokens.len())..], [mark, list, ..] if is_punct(mark, '#') && is_list(list))
    {
        at += 2;
    }
    at
}

/// Returns whether the bar at `at` is an `or` of expressions or patterns, and not a closure's.
fn is_or(tokens: &[TokenTree], at: usize) -> bool {
    // It is an `or` after an operand, after an open range, as the second bar of `a || b`, after
    // `let`, and before the `=>` of a match arm.
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let is_let = before.is_some_and(|before| is_ident(before, "let"));
    let may_lead = before.is_none_or(|before| is_punct(before, ','));
    let goes_on = |at: &usize| !is_punct(&tokens[*at], ',') && !is_punct(&tokens[*at], ';');
    let mut rest = (at..tokens.len()).take_while(goes_on);
    let mut leads_arm = || may_lead && rest.any(|at| is_arrow(tokens, at, '='));
    let is_open = before.is_some_and(|before| is_punct(before, '.'));
    let is_second = follows_joint(tokens, at, &['|']);
    ends_operand(tokens, at) || is_open || is_second || is_let || leads_arm()
}

fn closing_bar(tokens: &[TokenTree], open: usize) -> Option<usize> {
    let parameters = &tokens[open + 1..];
    let length = parameters.iter().position(|token| is_punct(token, '|'))?;
    Some(open + 1 + length)
}

/// Returns the index of a closure's body: after its bars, or at the block after its return type.
fn body_start(tokens: &[TokenTree], close: usize) -> usize {
    let start = close + 1;
    if !is_arrow(tokens, start, '-') {
        return start;
    }
    let block = tokens[start..].iter().position(is_block);
    block.map_or(tokens.len(), |length| start + length)
}

/// Returns whether `tokens` are one async block.
pub fn is_async_block(tokens: &[TokenTree]) -> bool {
    !tokens.is_empty() && async_block_end(tokens, 0) == Some(tokens.len())
}

/// Returns whether `tokens` begin with an async block.
pub fn begins_with_async_block(tokens: &[TokenTree]) -> bool {
    !tokens.is_empty() && async_block_end(tokens, 0).is_some()
}

fn async_block_end(tokens: &[TokenTree], at: usize) -> Option<usize> {
    if !is_ident(&tokens[at], "async") {
        return None;
    }
    let moves = tokens
        .get(at + 1)
        .is_some_and(|token| is_ident(token, "move"));
    let block = at + 1 + usize::from(moves);
    is_block(tokens.get(block)?).then_some(block + 1)
}

/// Returns the end of `name! (…)`, or of `macro_rules! name (…)`.
fn macro_end(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let named = matches!(tokens[at], TokenTree::Ident(_)) && !is_keyword(&tokens[at]);
    let called = is_punct(tokens.get(at + 1)?, '!');
    let group = at
        + if is_ident(&tokens[at], "macro_rules") {
            3
        } else {
            2
        };
    let grouped = matches!(tokens.get(group)?, TokenTree::Group(_));
    (named && called && grouped).then_some(group + 1)
}

/// Returns the end of an item (`fn`, `impl`, `mod`, `trait`), whose code does not belong to the
/// body.
fn item_end(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let function =
        is_ident(&tokens[at], "fn") && matches!(tokens.get(at + 1)?, TokenTree::Ident(_));
    let other = ["impl", "mod", "trait"]
        .iter()
        .any(|word| is_ident(&tokens[at], word));
    if !function && !other {
        return None;
    }
    let block = tokens[at..].iter().position(is_block)?;
    Some(at + block + 1)
}

/// Returns the end of `::<…>`, of the `<…>` that starts a qualified path, or of the `<…>` of a type
/// after `as`.
pub fn generics_end(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let path = is_punct(&tokens[at], ':') && is_punct(tokens.get(at + 1)?, ':');
    let open = if path { at + 2 } else { at };
    let compares = || !path && ends_operand(tokens, at) && !ends_cast(&tokens[..at]);
    if !is_punct(tokens.get(open)?, '<') || compares() {
        return None;
    }
    angle_end(tokens, open)
}

/// Returns whether `tokens` end in `as` and a path.
fn ends_cast(tokens: &[TokenTree]) -> bool {
    tokens
        .iter()
        .rev()
        .take_while(|token| matches!(token, TokenTree::Ident(_)) || is_punct(token, ':'))
        .any(|token| is_ident(token, "as"))
}

/// Returns the end of the `<…>` that `tokens` start with.
pub fn type_arguments_end(tokens: &[TokenTree]) -> Option<usize> {
    is_punct(tokens.first()?, '<').then(|| angle_end(tokens, 0))?
}

/// Returns the end of a `<…>` that opens at `open`.
fn angle_end(tokens: &[TokenTree], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in open..tokens.len() {
        if is_punct(&tokens[at], '<') {
            depth += 1;
        } else if is_punct(&tokens[at], '>') && !follows_joint(tokens, at, &['-', '=']) {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Returns the first `<` in a type that nothing closes.
pub fn unclosed_angle(ty: &[TokenTree]) -> Option<Span> {
    let mut at = 0;
    while at < ty.len() {
        at = if is_punct(&ty[at], '<') {
            let Some(end) = angle_end(ty, at) else {
                return Some(ty[at].span());
            };
            end
        } else {
            at + 1
        };
    }
    None
}

/// Returns the length of the type at the start of `tokens`, up to the `=` after it.
pub fn type_length(tokens: &[TokenTree]) -> usize {
    let mut at = 0;
    while at < tokens.len() && !is_punct(&tokens[at], '=') {
        let open = is_punct(&tokens[at], '<');
        at = if open { angle_end(tokens, at) } else { None }.unwrap_or(at + 1);
    }
    at
}

/// Returns the index of the `:` between a pattern and its type. A path may begin right after it, as
/// in `x: ::core::primitive::u8`.
pub fn type_colon(tokens: &[TokenTree]) -> Option<usize> {
    let begins_path = |at: usize| {
        tokens.get(at + 1).is_some_and(|next| is_punct(next, ':'))
            && follows_joint(tokens, at + 1, &[':'])
    };
    (0..tokens.len()).find(|&at| {
        is_punct(&tokens[at], ':') && !begins_path(at) && !follows_joint(tokens, at, &[':'])
    })
}

/// Returns the types in a tuple's parentheses: cut at commas that are not inside `<…>`.
pub fn split_types(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut types = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        if is_punct(&tokens[at], ',') {
            types.push(&tokens[start..at]);
            start = at + 1;
        }
        let open = is_punct(&tokens[at], '<');
        at = if open { angle_end(tokens, at) } else { None }.unwrap_or(at + 1);
    }
    if start < tokens.len() {
        types.push(&tokens[start..]);
    }
    types
}

/// Returns whether an operand ends before `at`, so that an operator may follow.
fn ends_operand(tokens: &[TokenTree], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    match &tokens[before] {
        TokenTree::Ident(_) => !is_keyword(&tokens[before]),
        TokenTree::Literal(_) | TokenTree::Group(_) => true,
        TokenTree::Punct(punct) => match punct.as_char() {
            '?' => true,
            '>' => !follows_joint(tokens, before, &['-', '=']),
            _ => false,
        },
    }
}

/// Keywords after which an expression starts.
fn is_keyword(token: &TokenTree) -> bool {
    const WORDS: [&str; 12] = [
        "return", "break", "in", "else", "match", "if", "while", "yield", "move", "async", "let",
        "mut",
    ];
    WORDS.iter().any(|word| is_ident(token, word))
}

/// Returns whether the punctuation at `at` is glued to one of `marks` before it, as in `->`.
fn follows_joint(tokens: &[TokenTree], at: usize, marks: &[char]) -> bool {
    match at.checked_sub(1).map(|before| &tokens[before]) {
        Some(TokenTree::Punct(punct)) => {
            punct.spacing() == Spacing::Joint && marks.contains(&punct.as_char())
        }
        _ => false,
    }
}

/// Returns whether `first>` is at `at`.
fn is_arrow(tokens: &[TokenTree], at: usize, first: char) -> bool {
    matches!(&tokens[at.min(tokens.len())..], [a, b, ..] if is_punct(a, first) && is_punct(b, '>'))
}

/// Returns whether `tokens` use the variable `name`, at any depth, or in the text of a format
/// string.
pub fn names(tokens: &[TokenTree], name: &str) -> bool {
    // After a single dot, the name is that of a field.
    let dot = |at: usize| is_punct(&tokens[at], '.') && !follows_joint(tokens, at, &['.']);
    let mut numbered = tokens.iter().enumerate();
    numbered.any(|(at, token)| match token {
        TokenTree::Ident(ident) => ident.unraw() == name && !at.checked_sub(1).is_some_and(dot),
        TokenTree::Group(group) => names(&self::tokens(group.stream()), name),
        TokenTree::Literal(literal) => is_formatted(&literal.to_string(), name),
        TokenTree::Punct(_) => false,
    })
}

/// Returns whether `async` is one of these tokens, or of those in their groups.
pub fn says_async(tokens: &[TokenTree]) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Group(group) => says_async(&self::tokens(group.stream())),
        token => is_ident(token, "async"),
    })
}

/// Returns whether `tokens` call the function `name`, at any depth.
pub fn calls(tokens: &[TokenTree], name: &str) -> bool {
    let is_call = |two: &[TokenTree]| match two {
        [TokenTree::Ident(word), arguments] => word.unraw() == name && is_parenthesized(arguments),
        _ => false,
    };
    let is_inside = |token: &TokenTree| match token {
        TokenTree::Group(group) => calls(&self::tokens(group.stream()), name),
        _ => false,
    };
    tokens.windows(2).any(is_call) || tokens.iter().any(is_inside)
}

/// Returns whether `text` contains `{name}` or `{name:…}`.
fn is_formatted(text: &str, name: &str) -> bool {
    let mut holes = text.split('{').skip(1);
    holes.any(|hole| {
        let rest = hole.trim_start().strip_prefix(name).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(['}', ':']))
    })
}

/// Returns the text of code for a message: the code itself if it is a name or a literal, otherwise
/// `other`.
pub fn shown(code: &TokenStream, other: &str) -> String {
    match &tokens(code.clone())[..] {
        [one @ (TokenTree::Ident(_) | TokenTree::Literal(_))] => one.to_string(),
        _ => other.to_owned(),
    }
}

/// Returns whether `tokens` contain `>>`, outside of groups.
pub fn has_arrows(tokens: &[TokenTree]) -> bool {
    let pairs = tokens.windows(2);
    pairs
        .into_iter()
        .any(|pair| pair.iter().all(|token| is_punct(token, '>')))
}

pub fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

pub fn is_ident(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

pub fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

pub fn is_parenthesized(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}
