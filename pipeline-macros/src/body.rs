//! Bodies of verbs: the meaning of their `?` and `yield`, and mistakes that are certain.

mod code;
mod inline;
mod shape;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::ast::Engine;
use crate::report::Errors;
use crate::scan::{self, Closure, Piece, is_ident, is_parenthesized, is_punct};
use shape::{inside, tail_start};

pub use shape::gives_no_result;

pub use inline::{Inline, awaits};

pub use code::{Form, expand_code, in_own_braces, wrap_ok, yielding_statements};

/// A body as it was typed.
pub struct Body {
    pub tokens: Vec<TokenTree>,
    /// The span for messages about the body: its first token.
    pub span: Span,
    /// The span of the token after the body.
    pub end: Span,
    /// The block, if the body is one.
    block: Option<Group>,
    /// The tokens in the block, or all tokens if the body is not a block.
    inner: Vec<TokenTree>,
    /// Index in `inner` at which the body's closure literal starts. It is the body itself, or the
    /// end of its block.
    function: Option<usize>,
}

/// How a function handles an item.
#[derive(Clone, Copy, Default)]
pub struct Manner {
    pub yields: bool,
    pub fallible: bool,
    /// Whether the closure has a return type, so that its value is not wrapped in `Ok`.
    pub typed: bool,
}

impl Manner {
    /// Returns the runtime's method for the code of a generator.
    pub fn source_method(self) -> &'static str {
        match (self.yields, self.fallible) {
            (false, false) => "items",
            (false, true) => "try_items",
            (true, false) => "yields",
            (true, true) => "try_yields",
        }
    }

    /// Returns the runtime's method for a body of this kind.
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
        let tokens = scan::unwrapped(tokens);
        let span = tokens.first().map_or(place, TokenTree::span);
        let end = tokens.last().map_or(place, TokenTree::span);
        let block = match &tokens[..] {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                Some(group.clone())
            }
            _ => None,
        };
        let inner = block.as_ref().map_or_else(
            || tokens.clone(),
            |block| with_open_tail(scan::tokens(block.stream())),
        );
        let function = match block {
            Some(_) => tail_closure(&inner),
            None => Closure::parse(&inner).map(|_| 0),
        };
        Body {
            tokens,
            span,
            end,
            block,
            inner,
            function,
        }
    }

    /// Returns the body, with the span of the token after it.
    pub fn up_to(self, end: Span) -> Self {
        Body { end, ..self }
    }

    /// Returns the body as a closure literal, if it is one.
    pub fn literal(&self) -> Option<Closure<'_>> {
        self.closure().filter(|_| self.block.is_none())
    }

    /// Returns whether the code of a generator yields.
    pub fn yields(&self) -> bool {
        Uses::of(&self.tokens).yields.is_some()
    }

    /// Returns whether the body is an expression that has to be evaluated to get a function.
    pub fn is_made(&self) -> bool {
        self.literal().is_none() && !self.is_path()
    }

    /// Returns whether the body is the path of a function.
    pub fn is_path(&self) -> bool {
        self.literal().is_none() && is_path(&self.tokens)
    }

    /// How the body's closure handles an item.
    pub fn manner(&self) -> Manner {
        self.closure()
            .map_or(Manner::default(), |closure| manner(&closure))
    }

    /// Returns whether the body's closure is `async`.
    pub fn is_async(&self) -> bool {
        self.closure().is_some_and(|closure| closure.is_async())
    }

    /// Returns the span of the code that makes the body's items, if the items may be futures that
    /// nothing awaits. This looks only at the tokens.
    pub fn unawaited(&self) -> Option<Span> {
        let gives_future = match self.closure() {
            Some(closure) if manner(&closure).yields => {
                return yielded_future(closure.body, closure.body);
            }
            // An `async` closure that is called makes a future.
            Some(closure) if closure.is_async() && self.inline().is_none() => true,
            // In an `async` body, a call that nothing awaits is suspicious whatever its name.
            Some(closure) if !closure.is_async() && shape::ends_in_std(closure.body) => false,
            Some(Closure { output, body, .. }) => {
                output.is_empty() && shape::may_give_future(body, body)
            }
            None => !self.is_path() || !shape::names_a_type(self.tokens.last()),
        };
        gives_future.then_some(self.span)
    }

    /// Like [`unawaited`](Body::unawaited), for the closure of a method whose items come out of an
    /// `Option` or an iterator.
    pub fn unawaited_in_some(&self) -> Option<Span> {
        let closure = self.literal().filter(|closure| closure.output.is_empty())?;
        future_given_to("Some", closure.body, closure.body)
    }

    /// Like [`unawaited`](Body::unawaited), for the items that the body of a `route` sends to
    /// `branch`.
    pub fn unawaited_in_branch(&self, branch: &Ident) -> Option<Span> {
        let code = self.closure()?.body;
        future_given_to(&branch.to_string(), code, code)
    }

    /// Like [`unawaited`](Body::unawaited), for the items that a generator yields.
    pub fn yields_future(&self) -> Option<Span> {
        yielded_future(&self.tokens, &self.tokens)
    }

    /// Returns the argument for the runtime's method of this [manner](Manner::method).
    pub fn function(&self, krate: &TokenStream) -> TokenStream {
        self.function_as(&Form::typed(krate))
    }

    /// Like [`function`](Body::function), with the closure in another form than it was typed in.
    pub fn function_as(&self, form: &Form<'_>) -> TokenStream {
        self.function_in(form, |function| function)
    }

    /// Returns the code that makes the function. It ends in a call of the runtime with the function
    /// as its argument.
    pub fn function_in(
        &self,
        form: &Form<'_>,
        call: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let Some((start, closure)) = self.function.zip(self.closure()) else {
            return call(self.tokens.iter().cloned().collect());
        };
        let call = call(code::expand_closure(&closure, manner(&closure), form));
        let Some(block) = &self.block else {
            return call;
        };
        let mut code: TokenStream = self.inner[..start].iter().cloned().collect();
        code.extend(call);
        let mut made = Group::new(Delimiter::Brace, code);
        made.set_span(block.span());
        TokenTree::Group(made).into()
    }

    /// Returns whether the code that makes the function uses `?`.
    pub fn setup_tries(&self) -> bool {
        let setup = &self.inner[..self.function.unwrap_or(self.inner.len())];
        Uses::of(setup).tries.is_some()
    }

    /// Returns the span of the closure's first `yield`.
    pub fn yield_span(&self) -> Option<Span> {
        Uses::of(self.closure()?.body).yields
    }

    /// Reports mistakes that no body may have.
    pub fn check(&self, engine: Engine, errors: &mut Errors) {
        if let Some(closure) = self.closure() {
            if closure.is_async() && engine == Engine::Threads {
                errors.at(
                    closure.prefix[0].span(),
                    "an async body needs an async pipeline: write `pipeline!(async { ... })`, or remove `async` and let the body block: stages are threads here",
                );
            }
            check_parameters(&closure, errors);
            check_given_future(&closure, engine, errors);
            check_given_option(&closure, errors);
            check_ok_tail(&closure, errors);
            check_yields(closure.body, errors);
        }
        if let Some(word) = self.async_block() {
            let message = match engine {
                Engine::Futures => "a body is a function: write `async |item| ...`",
                Engine::Threads => {
                    "a body is a function, and stages are threads here: write `|item| ...`"
                }
            };
            errors.at(word.span(), message);
            return;
        }
        let setup = &self.inner[..self.function.unwrap_or(self.inner.len())];
        if let Some(span) = Uses::of(setup).yields {
            errors.at(
                span,
                "this `yield` is outside of the closure: only code that is called for each item can yield",
            );
        } else if self.is_no_function() {
            errors.at(
                self.span,
                "a body is a function: write `|item| ...`, the name of a function, or a block that ends in one of them",
            );
        }
        check_yields(setup, errors);
    }

    /// Returns the first token of the `async` block that the body is, or ends in.
    fn async_block(&self) -> Option<&TokenTree> {
        let tail = &self.inner[tail_start(&self.inner)..];
        tail.first().filter(|_| scan::is_async_block(tail))
    }

    /// Returns whether the body is certainly not a function: a block that ends in `;`, or a literal
    /// with or without an operator.
    fn is_no_function(&self) -> bool {
        let is_operator = |token: &TokenTree| {
            matches!(token, TokenTree::Punct(_)) && !is_punct(token, '.') && !is_punct(token, '?')
        };
        match (&self.block, &self.tokens[..]) {
            (Some(_), _) => self.inner.last().is_none_or(|last| is_punct(last, ';')),
            (None, [TokenTree::Literal(_)]) => true,
            (None, [TokenTree::Literal(_), next, ..]) => is_operator(next),
            _ => false,
        }
    }

    /// Like [`check`](Body::check), for a body that cannot yield. `message` says why.
    pub fn check_silent(&self, message: &str, engine: Engine, errors: &mut Errors) {
        if let Some(span) = self.yield_span() {
            errors.at(span, message);
        }
        self.check(engine, errors);
    }

    /// Reports a closure that waits, fails or yields, for a function that has to return one value
    /// at once. `verb` is the verb that takes the closure.
    pub fn check_gives_at_once(&self, verb: &str, errors: &mut Errors) {
        let Some(closure) = self.closure() else {
            if self.is_no_function() || self.async_block().is_some() {
                let message = format!(
                    "`{verb}` takes a function here: write a closure, or the name of a function"
                );
                errors.at(self.span, message);
            }
            return;
        };
        let uses = Uses::of(closure.body);
        if closure.is_async() {
            let message = format!("the closure of `{verb}` cannot wait: remove `async`");
            errors.at(closure.prefix[0].span(), message);
        } else if let Some(mark) = uses.tries {
            let message = format!("the closure of `{verb}` cannot fail: write it without `?`");
            errors.at(mark, message);
        } else if let Some(word) = uses.yields {
            let message =
                format!("the closure of `{verb}` gives one value: write it without `yield`");
            errors.at(word, message);
        }
    }

    /// Returns whether the body has no closure literal, so that its code is elsewhere.
    pub fn names_a_function(&self) -> bool {
        self.function.is_none()
    }

    /// Like [`check`](Body::check), for a body that is given a stream. `verb` is the verb that
    /// takes the body.
    pub fn check_given_stream(&self, verb: &str, engine: Engine, errors: &mut Errors) {
        self.check(engine, errors);
        let (Engine::Futures, Some(closure)) = (engine, self.closure()) else {
            return;
        };
        if !closure.is_async() {
            let place = closure.prefix.first().unwrap_or(closure.bars[0]).span();
            errors.at(
                place,
                format!(
                    "a {verb} of an async pipeline waits for its items: write `async |items| ...`"
                ),
            );
        } else if let Some(items) = self.parameter()
            && mentions_of(items, closure.body) == 1
            && let Some(place) = loop_over(items, closure.body)
        {
            errors.at(
                place,
                format!("a `for` loop cannot wait for items: write `async |mut {items}| while let Some(item) = {items}.next().await {{ ... }}`"),
            );
        }
    }

    /// Returns the parameter of the body's closure, if it is one plain name.
    fn parameter(&self) -> Option<&Ident> {
        match self.closure()?.parameters {
            [TokenTree::Ident(name)] => Some(name),
            [word, TokenTree::Ident(name)] if is_ident(word, "mut") => Some(name),
            _ => None,
        }
    }

    /// Returns the last method that the body calls on its parameter, if the value of this call is
    /// the body's value.
    pub fn last_method(&self) -> Option<&Ident> {
        let parameter = self.parameter()?;
        match self.closure()?.body {
            [
                TokenTree::Ident(name),
                ..,
                dot,
                TokenTree::Ident(method),
                TokenTree::Group(_),
            ] if name == parameter && is_punct(dot, '.') => Some(method),
            _ => None,
        }
    }

    fn closure(&self) -> Option<Closure<'_>> {
        Closure::parse(&self.inner[self.function?..])
    }
}

/// The `?` and `yield` that code uses at its own level.
#[derive(Default)]
pub struct Uses {
    /// The first `?`.
    pub tries: Option<Span>,
    /// The first `yield`.
    pub yields: Option<Span>,
}

/// Reports `?`, `return`, `yield` and `.await` in code that does not run in a body, such as the
/// value of an option. `place` names the code in the message.
pub fn check_stays(code: &TokenStream, place: &str, errors: &mut Errors) {
    let Some((span, word)) = first_leaving(&scan::tokens(code.clone())) else {
        return;
    };
    errors.at(
        span,
        format!("`{word}` cannot stand in {place}: compute the value before `pipeline!`"),
    );
}

/// Returns the first `?`, `.await`, `return` or `yield` at the code's own level.
fn first_leaving(tokens: &[TokenTree]) -> Option<(Span, &'static str)> {
    let mut follows_dot = false;
    for piece in scan::pieces(tokens) {
        let found = match &piece {
            Piece::Try(mark) => Some((mark.span(), "?")),
            Piece::Plain([word]) if follows_dot && is_ident(word, "await") => {
                Some((word.span(), ".await"))
            }
            Piece::Plain([word]) if is_ident(word, "return") => Some((word.span(), "return")),
            Piece::Group(group) => first_leaving(&scan::tokens(group.stream())),
            Piece::Yield { keyword, .. } => Some((keyword.span(), "yield")),
            Piece::Nested(_) | Piece::Plain(_) => None,
        };
        if found.is_some() {
            return found;
        }
        follows_dot = matches!(&piece, Piece::Plain([dot]) if is_punct(dot, '.'));
    }
    None
}

/// Returns whether code has a `return` at its own level.
pub fn returns(tokens: &[TokenTree]) -> bool {
    scan::pieces(tokens).iter().any(|piece| match piece {
        Piece::Plain([word]) => is_ident(word, "return"),
        Piece::Group(group) => returns(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => returns(operand),
        Piece::Try(_) | Piece::Nested(_) | Piece::Plain(_) => false,
    })
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
                Piece::Try(mark) => {
                    self.tries.get_or_insert(mark.span());
                }
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
            fallible: self.tries.is_some(),
            typed: false,
        }
    }
}

/// Returns the span of `code`, if its value may be a future. `scope` is the code around it.
fn future_in(code: &[TokenTree], scope: &[TokenTree]) -> Option<Span> {
    let place = code.first()?.span();
    let may_be = !shape::ends_in_std(code) && shape::may_give_future(code, scope);
    may_be.then_some(place)
}

/// Returns the first operand of a `yield` that may be a future.
fn yielded_future(code: &[TokenTree], scope: &[TokenTree]) -> Option<Span> {
    scan::pieces(code)
        .into_iter()
        .find_map(|piece| match piece {
            Piece::Yield { operand, .. } => {
                future_in(operand, scope).or_else(|| yielded_future(operand, scope))
            }
            Piece::Group(group) => yielded_future(&scan::tokens(group.stream()), scope),
            Piece::Try(_) | Piece::Nested(_) | Piece::Plain(_) => None,
        })
}

/// Returns the first argument of a call of `function` that may be a future.
fn future_given_to(function: &str, code: &[TokenTree], scope: &[TokenTree]) -> Option<Span> {
    code.iter().enumerate().find_map(|(at, token)| {
        let TokenTree::Group(group) = token else {
            return None;
        };
        let inner = scan::tokens(group.stream());
        let calls = at > 0 && is_ident(&code[at - 1], function);
        let given = calls.then(|| future_in(&inner, scope)).flatten();
        given.or_else(|| future_given_to(function, &inner, scope))
    })
}

fn manner(closure: &Closure<'_>) -> Manner {
    Manner {
        typed: !closure.output.is_empty(),
        ..Uses::of(closure.body).manner()
    }
}

/// Returns a block's tokens, without parentheses around the closure at their end.
fn with_open_tail(mut inner: Vec<TokenTree>) -> Vec<TokenTree> {
    let tail = inner.split_off(tail_start(&inner));
    inner.extend(scan::unwrapped(tail));
    inner
}

/// Where the closure literal at the end of a block starts.
fn tail_closure(inner: &[TokenTree]) -> Option<usize> {
    let tail = tail_start(inner);
    (tail..inner.len())
        .filter(|&at| at == tail || scan::is_block(&inner[at - 1]))
        .find(|&at| Closure::parse(&inner[at..]).is_some())
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

/// Reports a closure that has not exactly one parameter.
fn check_parameters(closure: &Closure<'_>, errors: &mut Errors) {
    let parameters = scan::split_types(closure.parameters);
    let (place, message) = match parameters[..] {
        [_] => return,
        [] => (
            closure.bars[0].span(),
            "a body has one parameter: write `|item| ...`, or `|_| ...`",
        ),
        [_, second, ..] => (
            second
                .first()
                .map_or(closure.bars[1].span(), TokenTree::span),
            "a body has one parameter: for the parts of a tuple write `|(a, b)| ...`",
        ),
    };
    errors.at(place, message);
}

/// Reports a closure whose value is an `async` block: the items would be futures that nothing
/// awaits.
fn check_given_future(closure: &Closure<'_>, engine: Engine, errors: &mut Errors) {
    let inner = inside(closure.body);
    let word = match &inner[tail_start(&inner)..] {
        [word, TokenTree::Group(_)] => word,
        [word, moves, TokenTree::Group(_)] if is_ident(moves, "move") => word,
        _ => return,
    };
    let message = match engine {
        Engine::Futures => {
            "nothing awaits this future: put `async` before the bars, `async |...| { ... }`"
        }
        Engine::Threads => {
            "nothing awaits this future: stages are threads here, so remove `async` and let the body block"
        }
    };
    if is_ident(word, "async") {
        errors.at(word.span(), message);
    }
}

/// Reports a body that uses `?` and returns an `Option`. `?` ends the run with an error, and an
/// `Option` contains no error.
fn check_given_option(closure: &Closure<'_>, errors: &mut Errors) {
    let ty = closure.output.get(2);
    if let Some(ty) = ty.filter(|ty| is_ident(ty, "Option"))
        && manner(closure).fallible
    {
        errors.at(
            ty.span(),
            "a body that uses `?` cannot return an `Option`: write `.ok_or(...)?`, or `filter_map(...)` instead of the verb",
        );
    }
}

/// Reports `Ok(…)` as the value of a body that uses `?`. The macro wraps the value, so the items
/// would be `Result`s.
pub fn check_ok_tail(closure: &Closure<'_>, errors: &mut Errors) {
    let manner = manner(closure);
    if manner.fallible && !manner.typed {
        check_ok_end(closure.body, manner, errors);
    }
}

/// Like [`check_ok_tail`], for code that is not in a closure.
pub fn check_ok_end(code: &[TokenTree], manner: Manner, errors: &mut Errors) {
    let inner = inside(code);
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
                "the value of a body that uses `?` is wrapped in `Ok` for you: remove this `Ok` and keep its value"
            },
        );
    }
}

/// Counts how often `name` is in code. If it is there twice, it may name another variable.
fn mentions_of(name: &Ident, code: &[TokenTree]) -> usize {
    let mentions = code.iter().map(|token| match token {
        TokenTree::Group(group) => mentions_of(name, &scan::tokens(group.stream())),
        TokenTree::Ident(ident) => usize::from(ident == name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    });
    mentions.sum()
}

/// Returns the span of `items`, if a `for` loop iterates over it.
fn loop_over(items: &Ident, code: &[TokenTree]) -> Option<Span> {
    let goes = |part: &[TokenTree]| match part {
        [word, TokenTree::Ident(name), block] => {
            let is_loop = is_ident(word, "in") && name == items && scan::is_block(block);
            is_loop.then(|| name.span())
        }
        _ => None,
    };
    let inner = code.iter().find_map(|token| match token {
        TokenTree::Group(group) => loop_over(items, &scan::tokens(group.stream())),
        _ => None,
    });
    code.windows(3).find_map(goes).or(inner)
}

/// Reports a `yield` in a nested closure or async block, because a yield cannot leave both functions,
/// and a `yield` whose operand does not end.
pub fn check_yields(tokens: &[TokenTree], errors: &mut Errors) {
    for piece in scan::pieces(tokens) {
        match piece {
            Piece::Nested(nested) => report_yields(nested, errors),
            Piece::Group(group) => check_yields(&scan::tokens(group.stream()), errors),
            Piece::Yield { operand, .. } => {
                if let Some(length) = scan::missing_semicolon(operand) {
                    let message = "write `;` after this: the `yield` sends what stands before it";
                    errors.at(operand[length - 1].span(), message);
                }
                check_yields(operand, errors);
            }
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
