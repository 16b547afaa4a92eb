//! Parses tokens into a declaration. Verbs and options are parsed strictly, and bodies are kept as
//! tokens. After a mistake, parsing continues with the next statement.

mod header;
mod hygiene;
mod misplaced;

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

use crate::ast::{
    Call, Chain, Declaration, Element, Engine, Form, Header, Let, Name, Statement, Tail,
};
use crate::cursor::Cursor;
use crate::names;
use crate::report::{Errors, closest};
use crate::scan::{self, is_ident, is_parenthesized, is_punct};
use crate::verbs::{self, Reported};

#[cfg(any(test, fuzzing))]
pub use misplaced::is_around_a_chain;
pub use misplaced::is_item;

pub struct Parsed {
    pub declaration: Declaration,
    /// Names in chains that did not parse. No further errors about these names are reported,
    /// because they would only follow from the first error.
    pub mentioned: HashSet<String>,
    /// Whether the last statement is half-typed. Then a missing reader of a stream is not reported
    /// yet.
    pub unfinished: bool,
    /// The number of `let`s that lack a name.
    pub nameless: usize,
}

pub fn parse(form: Form, input: TokenStream, errors: &mut Errors) -> Parsed {
    let tokens = scan::ungrouped(scan::tokens(input));
    let mut cursor = Cursor::new(&tokens, Span::call_site());
    let header = parse_header(form, &mut cursor, errors);
    let mut after: &[TokenTree] = &[];
    let body = match without_last_comma(cursor.rest()) {
        [block, rest @ ..] if scan::is_block(block) => {
            after = rest;
            if let [first, ..] = after {
                errors.at(first.span(), after_block(after));
            }
            match block {
                TokenTree::Group(block) => scan::flattened(scan::tokens(block.stream())),
                _ => Vec::new(),
            }
        }
        rest => scan::flattened(rest.to_vec()),
    };
    let (body, attributes) = misplaced::without_docs(body);
    for place in attributes {
        errors.at(
            place,
            "a declaration has no attributes: put this on the statement or function around `pipeline!`",
        );
    }
    if body.is_empty() && errors.is_empty() {
        errors.at(cursor.span(), no_statements(&header));
    }
    let mut parser = Parser {
        engine: header.engine(),
        errors,
        leftovers: Vec::new(),
        mentioned: HashSet::new(),
        declared: header
            .stream
            .iter()
            .map(|name| names::text(&name.ident))
            .collect(),
        values: HashSet::new(),
        mutable: None,
        unfinished: false,
        nameless: 0,
    };
    let (statements, tail) = parser.statements(&body);
    let end = body.last().map_or_else(|| cursor.span(), TokenTree::span);
    let outside = verbs::output::call(place_of(&tail, end));
    parser.keep_code(&scan::flattened(after.to_vec()));
    let after = std::mem::take(&mut parser.leftovers);
    let mut declaration = Declaration {
        header,
        statements,
        tail,
        outside,
        after,
    };
    hygiene::tell_apart(&mut declaration);
    if body.is_empty() {
        parser.mentioned.extend(parser.declared);
    }
    Parsed {
        mentioned: parser.mentioned,
        unfinished: parser.unfinished,
        nameless: parser.nameless,
        declaration,
    }
}

/// Returns the error for an empty declaration.
fn no_statements(header: &Header) -> String {
    match (header.form, &header.stream) {
        (Form::Segment, Some(stream)) => {
            let stream = names::text(&stream.ident);
            format!(
                "an empty segment: write what it makes of `{stream}`, as in `{stream} >> stage(...)`"
            )
        }
        _ => "an empty pipeline: begin with `let items = generator(...);`".to_owned(),
    }
}

/// Returns the declaration without the comma of the macro's argument.
fn without_last_comma(tokens: &[TokenTree]) -> &[TokenTree] {
    match tokens {
        [rest @ .., comma] if is_punct(comma, ',') => rest,
        tokens => tokens,
    }
}

/// Returns the message for what follows the block.
fn after_block(after: &[TokenTree]) -> String {
    match after {
        [dot, TokenTree::Ident(method), ..] if is_punct(dot, '.') => {
            let call = if after.get(2).is_some_and(is_parenthesized) {
                format!("{method}()")
            } else {
                method.to_string()
            };
            format!("`.{call}` stands outside of `pipeline!`: write `pipeline!({{ ... }}).{call}`")
        }
        [mark, ..] if is_punct(mark, '?') => {
            "`?` stands outside of `pipeline!`: write `pipeline!({ ... }).run()?`".to_owned()
        }
        [mark] if is_punct(mark, ';') => "remove this `;`".to_owned(),
        _ => "nothing can follow the block of a declaration: remove this".to_owned(),
    }
}

/// Returns the span of the last word of a tail that may be a stream. `end` is the span of the last
/// token.
fn place_of(tail: &Tail, end: Span) -> Span {
    match tail {
        Tail::One(chain) => {
            let last = chain.calls.last();
            last.map_or_else(|| chain.span(), |call| call.word.span())
        }
        Tail::Nothing | Tail::Tuple(_) => end,
    }
}

fn parse_header(form: Form, cursor: &mut Cursor<'_>, errors: &mut Errors) -> Header {
    let mut header = Header {
        form,
        place: cursor.rest().first().map(|token| match token {
            TokenTree::Group(block) => block.span_open(),
            token => token.span(),
        }),
        ..Header::default()
    };
    header.asyncness = header_word("async", cursor, errors);
    header.moves = header_word("move", cursor, errors);
    if let (Some(_), Some(word)) = (&header.moves, cursor.word("async")) {
        let message = "`async` stands before `move`: `async move { ... }`";
        errors.at(word.span(), message);
        header.asyncness = Some(word);
    }
    match form {
        Form::Segment => header::parse_stream(&mut header, cursor, errors),
        Form::Pipeline if cursor.punct("|") => parse_context(&mut header, cursor, errors),
        Form::Pipeline => check_without_bars(&header, cursor, errors),
    }
    let arrow = cursor.span();
    if cursor.punct("->") {
        let length = cursor
            .rest()
            .iter()
            .position(scan::is_block)
            .unwrap_or(cursor.rest().len());
        let ty = cursor.take(length);
        if ty.is_empty() && !cursor.is_empty() {
            errors.at(arrow, "a type is missing after `->`");
        } else if let Some(open) = scan::unclosed_angle(ty).filter(|_| !cursor.is_empty()) {
            errors.at(open, "this `<` has no `>`");
        }
        header.returns = Some(ty.iter().cloned().collect());
    }
    if form == Form::Pipeline {
        header::check_unknown(&mut header, cursor, errors);
    }
    if cursor.is_empty() && header.place.is_some() && errors.is_empty() {
        let message = "the statements after a header need braces: `{ ... }`";
        errors.at(cursor.span(), message);
    }
    header
}

/// Parses a word of a header, and reports it if it is there twice.
fn header_word(word: &str, cursor: &mut Cursor<'_>, errors: &mut Errors) -> Option<Ident> {
    let first = cursor.word(word)?;
    while let Some(again) = cursor.word(word) {
        errors.at(again.span(), format!("`{word}` is here twice: remove one"));
    }
    Some(first)
}

/// Parses a pipeline's header after its first bar.
fn parse_context(header: &mut Header, cursor: &mut Cursor<'_>, errors: &mut Errors) {
    if !cursor.peek_punct('|') {
        header.context = header::bound_name(cursor);
    }
    if !cursor.punct("|") {
        let message = if cursor.rest().first().is_none_or(scan::is_block) {
            "missing `|` after the context's name: `|ctx| { ... }`"
        } else {
            "a pipeline's header takes at most the context's name: `|ctx|`"
        };
        errors.at(cursor.span(), message);
        skip_bars(cursor);
    }
}

/// Skips the rest between the bars. Stops before the block, which contains the user's code.
fn skip_bars(cursor: &mut Cursor<'_>) {
    skip_to(cursor, |token| {
        is_punct(token, '|') || scan::is_block(token)
    });
    cursor.punct("|");
}

/// Reports header words at the wrong place. Without bars, `async` must be before the block, and
/// `move` only after `async`.
fn check_without_bars(header: &Header, cursor: &mut Cursor<'_>, errors: &mut Errors) {
    let (word, message) = match (&header.asyncness, &header.moves) {
        (Some(word), _) if !cursor.rest().first().is_some_and(scan::is_block) => {
            (word, "`async` stands before a block: `async { ... }`")
        }
        (None, Some(word)) => (
            word,
            "`move` stands before a closure's bars: `move || { ... }`",
        ),
        _ => return,
    };
    errors.at(word.span(), message);
    // Everything before the only block belongs to the header.
    if let [.., block] = cursor.rest()
        && scan::is_block(block)
    {
        skip_to(cursor, scan::is_block);
    }
}

fn skip_to(cursor: &mut Cursor<'_>, stop: impl FnMut(&TokenTree) -> bool) {
    let length = cursor
        .rest()
        .iter()
        .position(stop)
        .unwrap_or(cursor.rest().len());
    cursor.take(length);
}

struct Parser<'e> {
    engine: Engine,
    errors: &'e mut Errors,
    /// User code of the current statement that did not parse.
    leftovers: Vec<TokenStream>,
    mentioned: HashSet<String>,
    /// Names of the `let`s so far.
    declared: HashSet<String>,
    /// Names of the `let`s so far whose chain ends in a value.
    values: HashSet<String>,
    /// The `mut` of the `let` that is being parsed.
    mutable: Option<Span>,
    /// Whether a statement is half-typed.
    unfinished: bool,
    /// The number of `let`s that lack a name.
    nameless: usize,
}

/// The position of a chain in the declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After the `=` of a `let`.
    Let,
    /// In a statement of its own.
    Statement,
    /// In the tail, or as an element of its tuple.
    Tail,
}

type Result<T> = std::result::Result<T, Reported>;

impl Parser<'_> {
    fn statements(&mut self, body: &[TokenTree]) -> (Vec<Statement>, Tail) {
        let mut statements = Vec::new();
        let mut tail = Tail::Nothing;
        let split = split_statements(body);
        let last = split.len() - 1;
        for (at, (tokens, semicolon)) in split.into_iter().enumerate() {
            let end = semicolon
                .or(tokens.last())
                .map_or_else(Span::call_site, TokenTree::span);
            let mut cursor = Cursor::new(tokens, end);
            let mut parsed = None;
            match semicolon {
                _ if tokens.is_empty() => {}
                _ if misplaced::is_item(tokens) => {
                    self.errors.at(cursor.span(), misplaced::ONLY_STREAMS);
                    parsed = Some(Statement::Ordinary(whole(tokens, semicolon)));
                }
                _ if misplaced::block_end(tokens) == Some(tokens.len()) => {
                    let is_named = |name: &String| scan::names(tokens, name);
                    let reads = self.declared.iter().any(is_named);
                    self.errors
                        .at(cursor.span(), misplaced::block(tokens, reads));
                    if reads || misplaced::has_chain(tokens) {
                        self.keep_code(tokens);
                    } else {
                        parsed = Some(Statement::Ordinary(whole(tokens, semicolon)));
                    }
                }
                _ if cursor.peek_word("let") => {
                    let statement = self.let_statement(&mut cursor);
                    let is_whole =
                        matches!(&statement, Some(Statement::Let(Let { chain: Some(_), .. })));
                    if is_whole && semicolon.is_none() {
                        self.errors.at(end, "missing `;` after this `let`");
                    }
                    parsed = statement;
                }
                Some(_) => {
                    let chain = self.whole_chain(&mut cursor, Place::Statement).ok();
                    parsed = chain.map(Statement::Chain);
                }
                None if at < last => {
                    let (place, message) = match misplaced::why(tokens, Place::Statement) {
                        Some(message) => (cursor.span(), message),
                        None => (
                            end,
                            "missing `;` after this: only the last expression is the pipeline's value",
                        ),
                    };
                    self.errors.at(place, message);
                    self.keep_code(tokens);
                }
                None => tail = self.tail(&mut cursor),
            }
            // The kept code comes before the statement itself, and uses the names declared before
            // it.
            let kept = std::mem::take(&mut self.leftovers);
            if !kept.is_empty() {
                statements.push(Statement::Kept(kept));
            }
            statements.extend(parsed);
        }
        (statements, tail)
    }

    fn let_statement(&mut self, cursor: &mut Cursor<'_>) -> Option<Statement> {
        cursor.word("let");
        self.mutable = None;
        let whole = cursor.rest();
        let Ok((mut names, tuple)) = self.let_names(cursor) else {
            self.keep_let(whole);
            return None;
        };
        self.let_type(cursor, tuple.is_some(), &mut names);
        let found = self.errors.count();
        let chain = if cursor.punct("=") {
            self.whole_chain(cursor, Place::Let).ok()
        } else {
            let _: Reported = self.unexpected(cursor, "`=` and what makes the stream");
            self.keep_code(cursor.rest());
            None
        };
        // If the chain made no stream, its own error is enough.
        if let (Some(span), true) = (self.mutable.take(), chain.is_some()) {
            let message = "a stream has no `mut`: remove it";
            self.errors.before(found, span, message);
        }
        let texts = names.iter().map(|name| names::text(&name.ident));
        self.declared.extend(texts.clone());
        if chain.as_ref().is_some_and(Chain::ends_in_value) {
            self.values.extend(texts);
        }
        Some(Statement::Let(Let {
            names,
            tuple,
            chain,
        }))
    }

    /// Parses `NAME` or `(NAME, NAME)`. Returns the names, and the span of the parentheses.
    fn let_names(&mut self, cursor: &mut Cursor<'_>) -> Result<(Vec<Name>, Option<Span>)> {
        let Some(tuple) = cursor.group(Delimiter::Parenthesis) else {
            return self.bare_names(cursor);
        };
        let tokens = scan::tokens(tuple.stream());
        let mut cursor = Cursor::new(&tokens, tuple.span_close());
        let mut names = Vec::new();
        while !cursor.is_empty() {
            if self.skips_comma(&mut cursor) {
                continue;
            }
            names.push(self.let_name(&mut cursor)?);
            if !cursor.punct(",") && !cursor.is_empty() {
                return Err(self.unexpected(&cursor, "`,` between the names of branches"));
            }
        }
        if names.len() < 2 {
            self.errors.at(
                tuple.span(),
                "parentheses stand around the names of two branches or more: `let (a, b) = ...`",
            );
            return Err(Reported);
        }
        Ok((names, Some(tuple.span())))
    }

    /// Parses a single name. Several names without parentheses are reported.
    fn bare_names(&mut self, cursor: &mut Cursor<'_>) -> Result<(Vec<Name>, Option<Span>)> {
        let mut names = vec![self.let_name(cursor)?];
        while matches!(cursor.rest(), [comma, TokenTree::Ident(_), ..] if is_punct(comma, ',')) {
            cursor.punct(",");
            names.push(self.let_name(cursor)?);
        }
        if names.len() == 1 {
            return Ok((names, None));
        }
        cursor.punct(",");
        let span = names[0].ident.span();
        let texts: Vec<String> = names.iter().map(|name| names::text(&name.ident)).collect();
        let message = format!(
            "several names stand in parentheses: `let ({}) = ...`",
            texts.join(", ")
        );
        self.errors.at(span, message);
        Ok((names, Some(span)))
    }

    fn let_name(&mut self, cursor: &mut Cursor<'_>) -> Result<Name> {
        let word = cursor.word("mut");
        self.mutable = self.mutable.or(word.map(|word| word.span()));
        let Some(ident) = cursor.ident() else {
            self.nameless += 1;
            return Err(self.unexpected(cursor, "a stream's name: `let words = ...`"));
        };
        if names::is_reserved(&ident) {
            self.errors
                .at(ident.span(), format!("`{ident}` cannot name a stream"));
            return Err(Reported);
        }
        let is_pattern = match cursor.rest() {
            [TokenTree::Group(_), ..] => true,
            [first, second, ..] => is_punct(first, ':') && is_punct(second, ':'),
            _ => false,
        };
        if is_pattern {
            let message = "a `let` names a stream, and has no pattern: `let words = ...`";
            self.errors.at(ident.span(), message);
            return Err(Reported);
        }
        Ok(Name { ident, ty: None })
    }

    /// Parses the type after a `:`, if there is one.
    fn let_type(&mut self, cursor: &mut Cursor<'_>, tuple: bool, names: &mut [Name]) {
        let colon = cursor.span();
        let is_glued = matches!(cursor.rest().first(), Some(TokenTree::Punct(mark)) if mark.spacing() == Spacing::Joint);
        if !cursor.punct(":") {
            return;
        }
        let length = scan::type_length(cursor.rest());
        if length > 0 {
            self.let_types(cursor.take(length), tuple, names);
        } else if !cursor.is_empty() {
            let message = if is_glued {
                "a `let` has `=` before the stream, not `:=`: remove this `:`"
            } else {
                "a type is missing after this `:`"
            };
            self.errors.at(colon, message);
        }
    }

    /// Gives each name its type. A tuple of names has a tuple of types.
    fn let_types(&mut self, tokens: &[TokenTree], tuple: bool, names: &mut [Name]) {
        let inner = match tokens {
            [TokenTree::Group(types)] if tuple => scan::tokens(types.stream()),
            _ => tokens.to_vec(),
        };
        let types = if tuple {
            scan::split_types(&inner)
        } else {
            vec![&inner[..]]
        };
        if types.len() != names.len() {
            let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
            let message = format!(
                "{} names need {} types, in parentheses",
                names.len(),
                names.len()
            );
            self.errors.at(span, message);
            return;
        }
        for (name, ty) in names.iter_mut().zip(types) {
            name.ty = Some(ty.iter().cloned().collect());
        }
    }

    fn tail(&mut self, cursor: &mut Cursor<'_>) -> Tail {
        match cursor.rest() {
            [TokenTree::Group(tuple)] if tuple.delimiter() == Delimiter::Parenthesis => {
                self.tuple(tuple)
            }
            _ => self
                .whole_chain(cursor, Place::Tail)
                .map_or(Tail::Nothing, Tail::One),
        }
    }

    fn tuple(&mut self, tuple: &Group) -> Tail {
        let (tokens, _) = misplaced::without_docs(scan::flattened(scan::tokens(tuple.stream())));
        if tokens.is_empty() {
            return Tail::Nothing;
        }
        let mut cursor = Cursor::new(&tokens, tuple.span_close());
        let mut elements = Vec::new();
        let mut comma = false;
        while !cursor.is_empty() {
            if self.skips_comma(&mut cursor) {
                continue;
            }
            let end = scan::expression_end(cursor.rest(), 0);
            let mut element = Cursor::new(cursor.take(end), cursor.span());
            elements.push(self.element(&mut element));
            comma = cursor.punct(",");
            if !comma && !cursor.is_empty() {
                self.errors
                    .at(cursor.span(), "values stand between commas: `(a, b)`");
                self.keep_code(cursor.rest());
                elements.push(Element::Kept(std::mem::take(&mut self.leftovers)));
                break;
            }
        }
        match elements.pop() {
            Some(Element::Chain(only)) if elements.is_empty() && !comma => Tail::One(only),
            last => {
                elements.extend(last);
                Tail::Tuple(elements)
            }
        }
    }

    /// Reports a comma that comes next, where a name or a value should.
    fn skips_comma(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let place = cursor.span();
        let skips = cursor.punct(",");
        if skips {
            self.errors.at(place, verbs::EXTRA_COMMA);
        }
        skips
    }

    fn element(&mut self, cursor: &mut Cursor<'_>) -> Element {
        let between = "expected `>>` or `,` before this";
        match self.chain_before(cursor, Place::Tail, between) {
            Ok(chain) => Element::Chain(chain),
            Err(Reported) => Element::Kept(std::mem::take(&mut self.leftovers)),
        }
    }

    /// Parses a chain up to the end of the statement.
    fn whole_chain(&mut self, cursor: &mut Cursor<'_>, place: Place) -> Result<Chain> {
        self.chain_before(cursor, place, "expected `>>` or `;` before this")
    }

    /// Parses a chain up to the end of the statement. `between` is the message for another word
    /// after it.
    fn chain_before(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: Place,
        between: &str,
    ) -> Result<Chain> {
        let before = cursor.rest();
        let chain = self.chain(cursor, place).and_then(|chain| {
            if cursor.is_empty() {
                return Ok(chain);
            }
            let (span, message) = self.after_chain(&chain, cursor, place, between);
            self.errors.at(span, message);
            Err(Reported)
        });
        if chain.is_err() {
            let is_named = |name: &&String| scan::names(before, name);
            self.mentioned
                .extend(self.declared.iter().filter(is_named).cloned());
            self.keep_code(before);
        }
        chain
    }

    /// Returns the message for tokens after a whole chain, and its span.
    fn after_chain(
        &self,
        chain: &Chain,
        cursor: &Cursor<'_>,
        place: Place,
        between: &str,
    ) -> (Span, String) {
        let rest = cursor.rest();
        let span = cursor.span();
        let mark = misplaced::arrow(rest).map(str::to_owned);
        if let Some(mark) = mark.or_else(|| misplaced::mark_before_call(rest)) {
            let message = format!("write `>>` between a stream and a verb, not `{mark}`");
            return (span, message);
        }
        if cursor.peek_punct('?') && !chain.calls.is_empty() {
            let message = "`?` can stand only in a body: an error there ends the run";
            return (span, message.to_owned());
        }
        if let Some(message) = self.braces_for_parentheses(chain, rest) {
            return (chain.span(), message);
        }
        if let [a, b, TokenTree::Ident(verb), call, ..] = rest
            && is_punct(a, ':')
            && is_punct(b, ':')
            && verbs::begins(verb)
            && is_parenthesized(call)
        {
            let message = format!("a verb has no path before it: write `{verb}(...)`");
            return (chain.span(), message);
        }
        let is_dot = cursor.peek_punct('.');
        let is_foreign = chain.calls.is_empty() && !self.is_declared(chain.head.as_ref());
        if is_foreign && (is_dot || misplaced::goes_on(rest)) {
            return (chain.span(), misplaced::plain(place).to_owned());
        }
        if let (Some(head), Some(called)) = (&chain.head, misplaced::called(rest))
            && chain.calls.is_empty()
            && self.values.contains(&names::text(head))
        {
            let message = misplaced::method_of_value(head, called, place);
            return (chain.span(), message);
        }
        let message = if misplaced::goes_on(rest) {
            misplaced::COMPUTES
        } else if let Some(message) = misplaced::dot_before_call(rest) {
            return (span, message);
        } else if is_dot {
            "streams are joined to verbs with `>>`: write `>> stage(...)` where a method call would stand"
        } else if cursor.peek_punct('=') {
            "a pipeline has no assignments: name a stream with `let`"
        } else if matches!(rest, [TokenTree::Ident(_) | TokenTree::Group(_), ..]) {
            between
        } else {
            "expected `>>` or `;`"
        };
        (span, message.to_owned())
    }

    /// Returns the message for `generator { ... }` and `generator[...]`.
    fn braces_for_parentheses(&self, chain: &Chain, rest: &[TokenTree]) -> Option<String> {
        let (Some(head), [], [TokenTree::Group(group), ..]) = (&chain.head, &chain.calls[..], rest)
        else {
            return None;
        };
        let name = names::text(head);
        let inner = match group.delimiter() {
            Delimiter::Brace => "{ ... }",
            Delimiter::Bracket => "[...]",
            Delimiter::Parenthesis | Delimiter::None => return None,
        };
        let is_verb = !self.declared.contains(&name) && verbs::is_one(head);
        is_verb.then(|| format!("a verb needs parentheses: write `{name}({inner})`"))
    }

    /// Returns whether `code` begins with a stream in parentheses, followed by `>>`.
    fn are_around_a_stream(&self, code: &[TokenTree]) -> bool {
        let [TokenTree::Group(group), first, second, ..] = code else {
            return false;
        };
        if !is_parenthesized(&code[0]) || !is_punct(first, '>') || !is_punct(second, '>') {
            return false;
        }
        let inner = scan::flattened(scan::tokens(group.stream()));
        let Some(TokenTree::Ident(first)) = inner.first() else {
            return false;
        };
        let is_call = call_end(&inner).is_some() && verbs::is_one(first);
        is_call || self.declared.contains(&names::text(first))
    }

    /// Returns the message for several streams in parentheses or brackets at the start of `code`.
    fn several_streams(&self, code: &[TokenTree]) -> Option<String> {
        let TokenTree::Group(group) = code.first()? else {
            return None;
        };
        if !matches!(
            group.delimiter(),
            Delimiter::Parenthesis | Delimiter::Bracket
        ) {
            return None;
        }
        let inner = scan::tokens(group.stream());
        let elements = scan::expressions(&inner);
        let name = |element: &&[TokenTree]| match element {
            [TokenTree::Ident(name)] => Some(names::text(name)),
            _ => None,
        };
        let named: Option<Vec<String>> = elements.iter().map(name).collect();
        let is_made = |element: &&[TokenTree]| match element {
            [TokenTree::Ident(verb), arguments, ..] => {
                verbs::begins(verb) && is_parenthesized(arguments)
            }
            _ => false,
        };
        match named {
            _ if elements.len() < 2 => None,
            Some(names) if names.iter().all(|name| self.declared.contains(name)) => {
                let names = names.join(", ");
                Some(format!(
                    "streams are joined by a verb: write `fan_in({names})`, or `zip({names})` for tuples"
                ))
            }
            _ if elements.iter().all(is_made) => {
                Some("each stream has a `let` of its own: `let words = generator(...);`".to_owned())
            }
            _ => None,
        }
    }

    /// Returns whether an earlier `let` declares the name, or one close to it.
    fn is_declared(&self, name: Option<&Ident>) -> bool {
        let names = self.declared.iter().map(String::as_str);
        name.is_some_and(|name| closest(&names::text(name), names).is_some())
    }

    fn chain(&mut self, cursor: &mut Cursor<'_>, place: Place) -> Result<Chain> {
        if let Some(message) = self.several_streams(cursor.rest()) {
            self.errors.at(cursor.span(), message);
            return Err(Reported);
        }
        if self.are_around_a_stream(cursor.rest()) {
            let message = "a stream has no parentheses around it: remove these";
            self.errors.at(cursor.span(), message);
            return Err(Reported);
        }
        if let Some(message) = misplaced::why(cursor.rest(), place) {
            self.errors.at(cursor.span(), message);
            return Err(Reported);
        }
        if let [TokenTree::Ident(name), after @ ..] = cursor.rest()
            && let Some(message) = verbs::at_head_alone(name)
            && !self.declared.contains(&names::text(name))
            && after.first().is_none_or(|next| is_punct(next, '>'))
        {
            self.unfinished |= cursor.rest().len() == 1;
            self.errors.at(name.span(), message);
            return Err(Reported);
        }
        let call = call_end(cursor.rest());
        if let (Some(end), [TokenTree::Ident(name), arguments @ ..]) = (call, cursor.rest())
            && place != Place::Let
            && !verbs::is_nearly_one(name)
            && !arguments
                .get(end - 1)
                .is_some_and(|next| is_punct(next, '>'))
        {
            let is_named = |name: &String| scan::names(arguments, name);
            let message = if self.declared.iter().any(is_named) {
                misplaced::COMPUTES
            } else {
                misplaced::plain(place)
            };
            self.errors.at(name.span(), message);
            return Err(Reported);
        }
        let mut calls = Vec::new();
        let head = match cursor.rest() {
            _ if call.is_some() => {
                calls.push(self.call(cursor, true)?);
                None
            }
            [TokenTree::Ident(_), ..] => cursor.ident(),
            _ => {
                // Any stream may be meant before `>>`.
                if cursor.peek_punct('>') {
                    self.mentioned.extend(self.declared.iter().cloned());
                }
                return Err(self.unexpected(
                    cursor,
                    "a stream's name, or `generator(...)`, `receive(...)` or `fan_in(...)`",
                ));
            }
        };
        while cursor.punct(">>") {
            calls.push(self.call(cursor, false)?);
        }
        Ok(Chain { head, calls })
    }

    /// Parses `VERB(…)`, at the head of a chain or after `>>`.
    fn call(&mut self, cursor: &mut Cursor<'_>, at_head: bool) -> Result<Call> {
        let Some(verb) = cursor.ident() else {
            return Err(self.unexpected(cursor, "a verb, as in `>> stage(...)`"));
        };
        let generics = cursor.generics();
        if generics.is_empty() && self.lacks_colons(cursor, &verb) {
            return Err(Reported);
        }
        let Some(arguments) = cursor.group(Delimiter::Parenthesis) else {
            let name = names::text(&verb);
            if let Some(meant) = verbs::meant(&name) {
                let message = format!("unknown verb `{name}`: did you mean `{meant}(...)`?");
                self.errors.at(verb.span(), message);
                self.unfinished |= cursor.is_empty();
                return Err(Reported);
            }
            if !verbs::is_known(&verb) {
                let message = format!(
                    "`{name}` is no verb: write `segment(...)` around a segment, or `stage(...)` around a function"
                );
                self.errors.at(verb.span(), message);
                self.unfinished |= cursor.is_empty();
                return Err(Reported);
            }
            return Err(self.unexpected(
                cursor,
                &format!("parentheses after the verb: `{name}(...)`"),
            ));
        };
        verbs::parse_call(verb, generics, arguments, at_head, self.engine, self.errors)
    }

    /// Reports `collect<Vec<_>>()`, where `::` is missing.
    fn lacks_colons(&mut self, cursor: &Cursor<'_>, verb: &Ident) -> bool {
        let rest = cursor.rest();
        let Some(end) = scan::type_arguments_end(rest) else {
            return false;
        };
        let is_call = rest.get(end).is_some_and(is_parenthesized);
        if is_call {
            let types: TokenStream = rest[..end].iter().cloned().collect();
            let types = types.to_string().replace(' ', "");
            let name = names::text(verb);
            let message = format!("write `::` before a method's types: `{name}::{types}(...)`");
            self.errors.at(cursor.span(), message);
        }
        is_call
    }

    fn unexpected(&mut self, cursor: &Cursor<'_>, wanted: &str) -> Reported {
        self.errors.at(cursor.span(), format!("expected {wanted}"));
        self.unfinished |= cursor.is_empty();
        Reported
    }

    /// Marks all names in `tokens` as mentioned.
    fn mention(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => drop(self.mentioned.insert(names::text(name))),
                TokenTree::Group(group) => self.mention(&scan::tokens(group.stream())),
                _ => {}
            }
        }
    }

    /// Keeps the code of a `let` whose names did not parse.
    fn keep_let(&mut self, tokens: &[TokenTree]) {
        let ends = |token: &TokenTree| is_punct(token, '=') || is_punct(token, ';');
        let names = tokens.iter().position(ends);
        let (names, made) = tokens.split_at(names.unwrap_or(tokens.len()));
        self.mention(names);
        self.keep_code(made);
    }

    /// Keeps the names in tokens that did not parse, and the arguments of calls in them.
    fn keep_code(&mut self, tokens: &[TokenTree]) {
        let mut cursor = Cursor::new(tokens, Span::call_site());
        while let [token, ..] = cursor.rest() {
            cursor.take(1);
            match token {
                TokenTree::Ident(word) if word == "let" => {
                    self.keep_let(cursor.rest());
                    return;
                }
                TokenTree::Ident(name) => {
                    self.mentioned.insert(names::text(name));
                    cursor.generics();
                    let arguments = cursor.group(Delimiter::Parenthesis);
                    let arguments = arguments.map(Group::stream);
                    match arguments {
                        Some(arguments) if misplaced::is_around_a_chain(name, &arguments) => {
                            self.keep_code(&scan::tokens(arguments));
                        }
                        Some(arguments) if verbs::names_streams(name) => {
                            self.mention(&scan::tokens(arguments.clone()));
                            self.leftovers.push(closures(arguments));
                        }
                        arguments => self.leftovers.extend(arguments),
                    }
                }
                TokenTree::Group(names) => {
                    self.keep_code(&scan::flattened(scan::tokens(names.stream())));
                }
                _ => {}
            }
        }
    }
}

/// Returns the end of `NAME(…)` or `NAME::<…>(…)`, if `tokens` start with one.
fn call_end(tokens: &[TokenTree]) -> Option<usize> {
    let [TokenTree::Ident(_), rest @ ..] = tokens else {
        return None;
    };
    let colons = rest.first().is_some_and(|mark| is_punct(mark, ':'));
    let types = if colons {
        scan::generics_end(rest, 0)?
    } else {
        0
    };
    is_parenthesized(rest.get(types)?).then_some(types + 2)
}

/// Returns the closures among arguments that are otherwise names of streams.
fn closures(arguments: TokenStream) -> TokenStream {
    let arguments = scan::tokens(arguments);
    let closures = scan::expressions(&arguments).into_iter();
    let closures = closures.filter(|argument| scan::Closure::parse(argument).is_some());
    closures.flatten().cloned().collect()
}

/// Returns the tokens of a statement, with its `;`.
fn whole(tokens: &[TokenTree], semicolon: Option<&TokenTree>) -> TokenStream {
    tokens.iter().chain(semicolon).cloned().collect()
}

/// Splits the statements, each with the `;` after it. A `let` begins a statement even if the `;`
/// before it is missing, and code that ends in a block needs none.
fn split_statements(body: &[TokenTree]) -> Vec<(&[TokenTree], Option<&TokenTree>)> {
    let mut statements = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < body.len() {
        let block = (at == start).then(|| misplaced::block_end(&body[at..]));
        if let Some(end) = block.flatten() {
            at += end;
            let semicolon = body.get(at).filter(|next| is_punct(next, ';'));
            statements.push((&body[start..at], semicolon));
            at += usize::from(semicolon.is_some());
            start = at;
        } else if is_punct(&body[at], ';') {
            statements.push((&body[start..at], Some(&body[at])));
            at += 1;
            start = at;
        } else if is_ident(&body[at], "let") && at > start {
            statements.push((&body[start..at], None));
            start = at;
        } else {
            at += 1;
        }
    }
    statements.push((&body[start..], None));
    statements
}
