//! Bodies: what `?` and `yield` in them ask for, and how they stand in the expansion.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::names::{hygienic, invented};
use crate::report::Errors;
use crate::scan::{self, Closure, Piece, is_ident, is_parenthesized, is_punct};

/// A body as it was typed.
pub struct Body {
    pub tokens: Vec<TokenTree>,
    /// Where messages about it go: its first token.
    pub span: Span,
    /// The block that it is, if it is one.
    block: Option<Group>,
    /// The block's tokens, or all.
    inner: Vec<TokenTree>,
    /// Where in `inner` the closure literal starts that the body is, or that the block ends in.
    function: Option<usize>,
}

/// What a function does with an item.
#[derive(Clone, Copy, Default)]
pub struct Manner {
    pub yields: bool,
    pub fallible: bool,
    /// Its author named what it returns, so nothing is wrapped.
    pub typed: bool,
}

impl Manner {
    /// The runtime's word for a body of this kind.
    pub fn method(self) -> &'static str {
        match (self.yields, self.fallible) {
            (false, false) => "map",
            (false, true) if self.typed => "try_map_into",
            (false, true) => "try_map",
            (true, false) => "yields",
            (true, true) if self.typed => "try_yields_into",
            (true, true) => "try_yields",
        }
    }
}

impl Body {
    pub fn new(tokens: Vec<TokenTree>, place: Span) -> Self {
        let tokens = scan::ungrouped(tokens);
        let span = tokens.first().map_or(place, TokenTree::span);
        let block = match &tokens[..] {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                Some(group.clone())
            }
            _ => None,
        };
        let inner = block
            .as_ref()
            .map_or_else(|| tokens.clone(), |block| scan::tokens(block.stream()));
        let function = match block {
            Some(_) => tail_closure(&inner),
            None => Closure::parse(&inner).map(|_| 0),
        };
        Body {
            tokens,
            span,
            block,
            inner,
            function,
        }
    }

    /// The closure literal that the body is.
    pub fn literal(&self) -> Option<Closure<'_>> {
        self.closure().filter(|_| self.block.is_none())
    }

    /// For a generator's: whether its block yields.
    pub fn yields(&self) -> bool {
        Uses::of(&self.tokens).yields.is_some()
    }

    /// Whether it is an expression that makes a function, rather than being or naming one.
    pub fn is_made(&self) -> bool {
        self.literal().is_none() && !is_path(&self.tokens)
    }

    /// What the function that the body is, or ends in, does with an item.
    pub fn manner(&self) -> Manner {
        self.closure()
            .map_or(Manner::default(), |closure| manner(&closure))
    }

    /// The argument for the runtime's method of this [manner](Manner::method).
    pub fn function(&self) -> TokenStream {
        let Some((start, closure)) = self.function.zip(self.closure()) else {
            return self.tokens.iter().cloned().collect();
        };
        let function = expand_closure(&closure, manner(&closure));
        let Some(block) = &self.block else {
            return function;
        };
        let mut code: TokenStream = self.inner[..start].iter().cloned().collect();
        code.extend(function);
        let mut made = Group::new(Delimiter::Brace, code);
        made.set_span(block.span());
        TokenTree::Group(made).into()
    }

    /// Whether code outside the function, which runs when it is made, uses `?`.
    pub fn setup_tries(&self) -> bool {
        Uses::of(&self.inner[..self.function.unwrap_or(self.inner.len())]).tries
    }

    /// Where its function yields, if it does.
    pub fn yield_span(&self) -> Option<Span> {
        Uses::of(self.closure()?.body).yields
    }

    /// Reports what no function for items may do.
    pub fn check(&self, errors: &mut Errors) {
        if let Some(closure) = self.closure() {
            if closure.is_async() {
                errors.at(
                    closure.prefix[0].span(),
                    "an async body needs an async pipeline: these stages are threads, so remove `async` and let the body block",
                );
            }
            check_ok_tail(&closure, errors);
            check_nested_yields(closure.body, errors);
        }
        let setup = &self.inner[..self.function.unwrap_or(self.inner.len())];
        if let Some(span) = Uses::of(setup).yields {
            errors.at(
                span,
                "`yield` stands outside the closure: only what is called for each item can yield",
            );
        }
        check_nested_yields(setup, errors);
    }

    /// [`check`](Body::check), for a body that cannot yield; `message` says why.
    pub fn check_silent(&self, message: &str, errors: &mut Errors) {
        if let Some(span) = self.yield_span() {
            errors.at(span, message);
        }
        self.check(errors);
    }

    /// Whether the code of its function stands elsewhere.
    pub fn names_a_function(&self) -> bool {
        self.function.is_none()
    }

    fn closure(&self) -> Option<Closure<'_>> {
        Closure::parse(&self.inner[self.function?..])
    }
}

/// What a stretch of code does at its own level.
#[derive(Default)]
pub struct Uses {
    pub tries: bool,
    pub yields: Option<Span>,
}

impl Uses {
    pub fn of(tokens: &[TokenTree]) -> Self {
        let mut uses = Uses::default();
        uses.look(tokens);
        uses
    }

    fn look(&mut self, tokens: &[TokenTree]) {
        for piece in scan::pieces(tokens) {
            match piece {
                Piece::Try(_) => self.tries = true,
                Piece::Yield { keyword, operand } => {
                    self.yields.get_or_insert(keyword.span());
                    self.look(operand);
                }
                Piece::Group(group) => self.look(&scan::tokens(group.stream())),
                Piece::Nested(_) | Piece::Plain(_) => {}
            }
        }
    }

    pub fn manner(&self) -> Manner {
        Manner {
            yields: self.yields.is_some(),
            fallible: self.tries,
            typed: false,
        }
    }
}

fn manner(closure: &Closure<'_>) -> Manner {
    Manner {
        typed: !closure.output.is_empty(),
        ..Uses::of(closure.body).manner()
    }
}

/// Where the closure literal starts that a block's tokens end in.
fn tail_closure(inner: &[TokenTree]) -> Option<usize> {
    let tail = tail_start(inner);
    (tail..inner.len())
        .filter(|&at| at == tail || scan::is_block(&inner[at - 1]))
        .find(|&at| Closure::parse(&inner[at..]).is_some())
}

/// The first token behind the last `;`.
fn tail_start(tokens: &[TokenTree]) -> usize {
    let semicolon = tokens.iter().rposition(|token| is_punct(token, ';'));
    semicolon.map_or(0, |at| at + 1)
}

fn is_path(tokens: &[TokenTree]) -> bool {
    let mut at = 0;
    while at < tokens.len() {
        let plain = matches!(tokens[at], TokenTree::Ident(_)) || is_punct(&tokens[at], ':');
        match scan::generics_end(tokens, at) {
            Some(end) => at = end,
            None if plain => at += 1,
            None => return false,
        }
    }
    true
}

/// The closure as the runtime takes it: `yield`s sent to a further parameter `out`, the value
/// `Ok`-wrapped where `?` stands beside it.
pub fn expand_closure(closure: &Closure<'_>, manner: Manner) -> TokenStream {
    let place = closure.bars[0].span();
    let mut code: TokenStream = closure.prefix.iter().cloned().collect();
    code.extend([closure.bars[0].clone()]);
    code.extend(closure.parameters.iter().cloned());
    if manner.yields {
        let out = invented("out", place);
        let comma = closure
            .parameters
            .last()
            .is_some_and(|last| !is_punct(last, ','));
        code.extend(if comma {
            quote_spanned!(hygienic(place)=> , #out)
        } else {
            quote_spanned!(hygienic(place)=> #out)
        });
    }
    code.extend([closure.bars[1].clone()]);
    code.extend(closure.output.iter().cloned());
    code.extend(expand_code(closure.body, manner));
    code
}

/// Code that may yield and fail, as an expression.
pub fn expand_code(tokens: &[TokenTree], manner: Manner) -> TokenStream {
    let code = if manner.yields {
        replace_yields(tokens, manner)
    } else {
        tokens.iter().cloned().collect()
    };
    if manner.fallible && !manner.typed && !never_ends(tokens) {
        wrap_ok(code)
    } else {
        code
    }
}

/// Whether control never reaches the end of `code`, as far as its tail shows: rustc would call an
/// `Ok(…)` around it unreachable.
fn never_ends(code: &[TokenTree]) -> bool {
    let inner = match code {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => {
            scan::tokens(block.stream())
        }
        _ => code.to_vec(),
    };
    let end = inner
        .iter()
        .rposition(|token| !is_punct(token, ';'))
        .map_or(0, |at| at + 1);
    let inner = &inner[..end];
    let start = tail_start(inner);
    // A statement that ends in a block may stand before the tail without a `;`.
    (start..end)
        .filter(|&at| at == start || scan::is_block(&inner[at - 1]))
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

/// `Ok(CODE)`. A block gets braces of our own, or rustc would call the user's unnecessary.
pub fn wrap_ok(code: TokenStream) -> TokenStream {
    let tokens = scan::tokens(code);
    let place = hygienic(tokens.first().map_or_else(Span::call_site, TokenTree::span));
    let code = match &tokens[..] {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => {
            let inner = block.stream();
            quote_spanned!(place=> { #inner })
        }
        _ => tokens.into_iter().collect(),
    };
    quote_spanned!(place=> ::core::result::Result::Ok(#code))
}

/// `yield x` as `if out.send(x).is_err() { return; }`.
fn replace_yields(tokens: &[TokenTree], manner: Manner) -> TokenStream {
    let mut code = TokenStream::new();
    for piece in scan::pieces(tokens) {
        match piece {
            Piece::Yield { keyword, operand } => code.extend(send(keyword.span(), operand, manner)),
            Piece::Group(group) if Uses::of(&scan::tokens(group.stream())).yields.is_some() => {
                let inner = replace_yields(&scan::tokens(group.stream()), manner);
                let mut replaced = Group::new(group.delimiter(), inner);
                replaced.set_span(group.span());
                code.extend([TokenTree::Group(replaced)]);
            }
            Piece::Group(group) => code.extend([TokenTree::Group(group.clone())]),
            Piece::Nested(tokens) | Piece::Plain(tokens) => code.extend(tokens.iter().cloned()),
            Piece::Try(token) => code.extend([token.clone()]),
        }
    }
    code
}

fn send(keyword: Span, operand: &[TokenTree], manner: Manner) -> TokenStream {
    let place = hygienic(keyword);
    let out = invented("out", keyword);
    let item = if operand.is_empty() {
        quote_spanned!(place=> ())
    } else {
        replace_yields(operand, manner)
    };
    let leave = if manner.fallible {
        quote_spanned!(place=> return ::core::result::Result::Ok(());)
    } else {
        quote_spanned!(place=> return;)
    };
    quote_spanned!(place=> if #out.send(#item).is_err() { #leave })
}

/// `Ok(…)` at the tail would give a stream of `Result`s, which nobody means beside a `?`.
pub fn check_ok_tail(closure: &Closure<'_>, errors: &mut Errors) {
    let manner = manner(closure);
    if manner.fallible && !manner.typed {
        check_ok_end(closure.body, manner, errors);
    }
}

/// [`check_ok_tail`] for code that is not a closure's.
pub fn check_ok_end(code: &[TokenTree], manner: Manner, errors: &mut Errors) {
    let inner = match code {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => {
            scan::tokens(block.stream())
        }
        _ => code.to_vec(),
    };
    let tail = &inner[tail_start(&inner)..];
    let [before @ .., ok, value] = tail else {
        return;
    };
    let alone = before.last().is_none_or(scan::is_block);
    if alone && is_ident(ok, "Ok") && is_parenthesized(value) {
        errors.at(
            ok.span(),
            if manner.yields {
                "a body that yields ends without a value: remove this `Ok(())`"
            } else {
                "the value of a body that uses `?` is wrapped in `Ok` for you: remove this `Ok` and keep what is in it"
            },
        );
    }
}

/// A `yield` in a closure or async block would have to leave two functions at once.
pub fn check_nested_yields(tokens: &[TokenTree], errors: &mut Errors) {
    for piece in scan::pieces(tokens) {
        match piece {
            Piece::Nested(nested) => report_yields(nested, errors),
            Piece::Group(group) => check_nested_yields(&scan::tokens(group.stream()), errors),
            Piece::Yield { operand, .. } => check_nested_yields(operand, errors),
            Piece::Try(_) | Piece::Plain(_) => {}
        }
    }
}

fn report_yields(nested: &[TokenTree], errors: &mut Errors) {
    for token in nested {
        match token {
            TokenTree::Group(group) => report_yields(&scan::tokens(group.stream()), errors),
            token if is_ident(token, "yield") => errors.at(
                token.span(),
                "`yield` cannot leave a nested closure or async block: write a loop in the body itself, or collect first and yield after",
            ),
            _ => {}
        }
    }
}
