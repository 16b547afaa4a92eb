//! Reads the arguments of a verb, from front to back: options first, the body last.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::LitStr;

use super::{
    Reported, VERBS, Verb, at, by, debounce, fan_in, fan_out, feedback, full, on_error, throttle,
    timeout, transform, weight, with_option, zip,
};
use crate::ast::{Engine, Options};
use crate::body::{self, Body};
use crate::cursor::Cursor;
use crate::names;
use crate::report::{Errors, closest, list};
use crate::scan::{self, expression_end, is_ident, is_parenthesized, is_punct};

/// Reads a verb's arguments from front to back.
pub(super) struct Arguments<'a> {
    pub verb: &'static Verb,
    pub engine: Engine,
    /// The verb as it was typed.
    pub word: &'a Ident,
    pub cursor: Cursor<'a>,
    /// The span of the closing parenthesis.
    pub close: Span,
    /// The argument that was read last, up to its comma.
    pub before: &'a [TokenTree],
    pub options: Options,
    /// The names of streams among the arguments.
    pub streams: Vec<Ident>,
    /// Whether an option was wrong.
    pub reported: bool,
    /// The number of errors up to a missing or a wrong separator. Further errors about this call
    /// would follow from it.
    pub certain: Option<usize>,
    pub errors: &'a mut Errors,
}

impl Arguments<'_> {
    /// Reads the options that come next: `name = value`, or a word such as `ordered`.
    pub fn options(&mut self) {
        loop {
            match self.cursor.rest() {
                [name, equals, rest @ ..] if is_option(name, equals, rest.first()) => self.option(),
                rest if begins_with_word(rest) => self.word(),
                [word, next, ..] if is_word(word) && is_next_argument(self.cursor.rest()) => {
                    let message = format!("missing `,` after `{word}`");
                    let (place, end) = (word.span(), is_punct(next, ';'));
                    self.certainly(place, message);
                    self.word();
                    self.cursor.take(usize::from(end));
                }
                rest if self.begins_with_misjoined(rest) => self.misjoined(),
                rest if self.begins_with_policy(rest) => self.policy(),
                _ => break,
            }
        }
    }

    /// Reports a missing or a wrong separator.
    fn certainly(&mut self, place: Span, message: impl Into<String>) {
        self.errors.at(place, message);
        let count = self.errors.count();
        self.certain.get_or_insert(count);
    }

    /// Returns whether an option comes next that has another mark than `=` before its value.
    fn begins_with_misjoined(&self, arguments: &[TokenTree]) -> bool {
        let argument = &arguments[..expression_end(arguments, 0)];
        let is_value = |next: &TokenTree| matches!(next, TokenTree::Literal(_));
        match argument {
            [TokenTree::Ident(name), next, ..] => {
                let is_marked = mark_for_equals(argument).is_some_and(|(mark, _)| mark != "==");
                let is_meant = closest(&names::text(name), self.known()).is_some();
                let is_known = is_meant || is_word(&argument[0]);
                is_known && (is_marked || is_value(next))
            }
            _ => false,
        }
    }

    /// Reports an option that has another mark than `=` before its value.
    fn misjoined(&mut self) {
        let end = expression_end(self.cursor.rest(), 0);
        let argument = self.cursor.take(end);
        self.cursor.punct(",");
        if let [TokenTree::Ident(word), ..] = argument {
            let text = names::text(word);
            let meant = closest(&text, self.known()).unwrap_or_default();
            let message =
                if let Some(message) = self.misplaced(&text).filter(|_| is_word(&argument[0])) {
                    message
                } else if has_no_value(meant) && mark_for_equals(argument).is_none() {
                    format!("missing `,` after `{meant}`")
                } else if has_no_value(meant) {
                    format!("`{meant}` takes no value: write the word alone")
                } else {
                    format!(
                        "an option has a name and a value: `{}`",
                        self.example(meant)
                    )
                };
            self.certainly(word.span(), message);
        }
    }

    fn word(&mut self) {
        let Some(word) = self.cursor.ident() else {
            return;
        };
        self.cursor.punct(",");
        let text = names::text(&word);
        if let Some(message) = self.misplaced(&text) {
            self.errors.at(word.span(), message);
            return;
        }
        let option = match text.as_str() {
            "ordered" => &mut self.options.ordered,
            "keep" => &mut self.options.keep,
            "transform" => &mut self.options.transform,
            _ => &mut self.options.blocking,
        };
        if option.replace(word.clone()).is_some() {
            let message = format!("`{text}` is said twice: keep one");
            self.errors.at(word.span(), message);
        }
    }

    /// Returns whether a policy comes next without the option's name. As the last argument, it is a
    /// body.
    fn begins_with_policy(&self, arguments: &[TokenTree]) -> bool {
        let end = expression_end(arguments, 0);
        let (first, rest) = arguments.split_at(end);
        self.knows("on_error") && rest.len() > 1 && on_error::is_one(first)
    }

    /// Reports a policy without the option's name.
    fn policy(&mut self) {
        let place = self.cursor.span();
        self.up_to_comma();
        let policy = on_error::shown(self.before);
        let message = format!("a policy is the value of an option: write `on_error = {policy}`");
        self.errors.at(place, message);
    }

    fn knows(&self, option: &str) -> bool {
        self.known().contains(&option)
    }

    /// Returns the message for an unknown option whose meaning can be guessed.
    fn instead_of(&self, name: &str, value: &TokenStream) -> Option<String> {
        if self.knows("on_error") && ["retry", "retries", "max_retries"].contains(&name) {
            let further = scan::shown(value, "...");
            return Some(format!(
                "unknown option `{name}`: write `on_error = retry({further})`"
            ));
        }
        if name == by::OPTION && !self.knows(name) {
            return Some(by::misplaced(self.verb.name));
        }
        if self.knows(by::OPTION) && by::is_meant(name) {
            return Some(format!("unknown option `{name}`: write `by = |item| ...`"));
        }
        if name == at::OPTION && !self.knows(name) {
            return Some(at::misplaced(self.verb.name));
        }
        if self.knows(at::OPTION) && at::is_meant(name) {
            return Some(format!("unknown option `{name}`: write `at = \"place\"`"));
        }
        if name == full::OPTION
            && let Some(message) = full::misplaced(self.verb.name)
        {
            return Some(message.to_owned());
        }
        if self.verb.name == "transform"
            && let Some(message) = transform::misplaced(name)
        {
            return Some(message);
        }
        if self.engine == Engine::Threads
            && name == timeout::OPTION
            && self.verb.options.contains(&name)
        {
            return Some(timeout::ON_THREADS.to_owned());
        }
        let workers = self.verb.name == "stage" && fan_out::is_count(name);
        workers.then(|| {
            let count = scan::shown(value, "workers");
            format!("a `stage` has one worker: write `fan_out({count}, |item| ...)` for more")
        })
    }

    /// Returns the options that the verb knows. Threads have neither `blocking` nor `timeout`.
    fn known(&self) -> Vec<&'static str> {
        let options = self.verb.options.iter().copied();
        let known = |option: &&str| {
            self.engine == Engine::Futures || !["blocking", timeout::OPTION].contains(option)
        };
        options.filter(known).collect()
    }

    /// Returns the message for the option `word` on a verb that does not have it.
    fn misplaced(&self, word: &str) -> Option<String> {
        let verb = self.verb.name;
        let is_known = self.known().contains(&word);
        match word {
            "blocking" if self.engine == Engine::Threads => {
                Some("stages are threads here, and may block: remove `blocking`".to_owned())
            }
            _ if is_known => None,
            "transform" => Some(
                "only a `fan_out` has `transform` as an option: for one worker write `>> transform(|items| ...)`"
                    .to_owned(),
            ),
            _ if verb == "transform" => transform::misplaced(word),
            "ordered" if verb == "segment" => Some(
                "`ordered` belongs to a `fan_out`: write it inside the segment".to_owned(),
            ),
            "ordered" => Some(format!(
                "only a `fan_out` needs `ordered`: remove it, `{verb}` keeps the order as it is"
            )),
            "keep" => Some(format!(
                "`{verb}` has no stream of failures, so it cannot `keep` items: write `keep` in a `stage` or a `fan_out`"
            )),
            _ => Some(format!(
                "`{verb}` cannot be `blocking`: let a stage block, as in `>> stage(blocking, |x| ...)`"
            )),
        }
    }

    fn option(&mut self) {
        let Some(name) = self.cursor.ident() else {
            return;
        };
        self.cursor.take(1);
        let place = self.cursor.span();
        let value = self.up_to_comma();
        let text = names::text(&name);
        if let Some(message) = self.unknown(&name, &value) {
            self.errors.at(name.span(), message);
            return;
        }
        if value.is_empty() {
            self.reported = true;
            self.errors.at(
                place,
                format!(
                    "the option `{text}` has no value: `{}`",
                    self.example(&text)
                ),
            );
            return;
        }
        if COMPUTED.contains(&text.as_str()) && !weight::is_one(&value) {
            body::check_stays(&value, &format!("`{text}`"), self.errors);
        }
        if text == timeout::OPTION {
            debounce::check_is_time(&value, self.errors);
        }
        if let Ok(true) = self.set(&name, value, place) {
            self.errors.at(
                name.span(),
                format!("the option `{text}` is given twice: keep one"),
            );
        }
    }

    /// Returns the error for an option that the verb does not know, or knows only as a word.
    fn unknown(&self, name: &Ident, value: &TokenStream) -> Option<String> {
        let text = names::text(name);
        let known = self.known();
        let is_known = known.contains(&text.as_str());
        if is_word(&TokenTree::Ident(name.clone()))
            && let Some(message) = self.misplaced(&text)
        {
            return Some(message);
        }
        if has_no_value(&text) && is_known {
            return Some(format!("`{text}` takes no value: write the word alone"));
        }
        if let Some(message) = self.instead_of(&text, value) {
            return Some(message);
        }
        if is_known {
            return None;
        }
        let hint = closest(&text, known.iter().copied())
            .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        let known = match &known[..] {
            [] => "has no options".to_owned(),
            options => format!("knows {}", list(options)),
        };
        let verb = self.verb.name;
        Some(format!("unknown option `{text}`: `{verb}` {known}{hint}"))
    }

    /// Parses the value of a known option, and stores it. Returns whether the option was given
    /// before.
    fn set(&mut self, name: &Ident, value: TokenStream, place: Span) -> Result<bool, Reported> {
        let options = &mut self.options;
        let text = names::text(name);
        let name = name.clone();
        Ok(match text.as_str() {
            "capacity" => {
                let amount = weight::parse(value, "`capacity`", self.errors)?;
                options.capacity.replace((name, amount)).is_some()
            }
            "bound" => options.bound.replace((name, value)).is_some(),
            full::OPTION => self.when_full(&name, value, place)?,
            "allow" => {
                let word = zip::allow(self.verb.name, value, place, self.errors);
                options.allow.replace(word.ok_or(Reported)?).is_some()
            }
            "stop_after" => options.stop_after.replace((name, value)).is_some(),
            "timeout" => options.timeout.replace((name, value)).is_some(),
            "stack_size" => options.stack_size.replace((name, value)).is_some(),
            "window" => options.window.replace((name, value)).is_some(),
            by::OPTION => {
                let key = by::parse(value, place, self.errors)?;
                options.by.replace((name, key)).is_some()
            }
            at::OPTION => {
                let at = at::parse(value, place, self.errors)?;
                options.at.replace((name, at)).is_some()
            }
            "on_error" => {
                let policy = on_error::parse(value, place, self.errors).ok_or(Reported)?;
                options.on_error.replace((name, policy)).is_some()
            }
            _ => {
                let literal = self.stage_name(value, place).ok_or(Reported)?;
                self.options.name.replace(literal).is_some()
            }
        })
    }

    /// Parses the value of `full`. Returns whether the option was given before.
    fn when_full(
        &mut self,
        name: &Ident,
        value: TokenStream,
        place: Span,
    ) -> Result<bool, Reported> {
        let options = &mut self.options;
        if self.verb.name == feedback::VERB.name {
            let full = feedback::full(value, place, self.errors);
            return Ok(options.full.replace(full).is_some());
        }
        let full = full::parse(value, place, self.errors)?;
        Ok(options.when_full.replace((name.clone(), full)).is_some())
    }

    /// Reports `stack_size` for a future, which has no stack. A blocking body has one.
    pub fn check_stack_size(&mut self) {
        let options = &self.options;
        if self.engine == Engine::Futures
            && options.blocking.is_none()
            && let Some((name, _)) = &options.stack_size
        {
            let message = if self.verb.options.contains(&"blocking") {
                "in an async pipeline only a `blocking` body has a stack of its own: write `blocking`, or remove `stack_size`"
            } else {
                "this stage is a future, which has no stack of its own: remove `stack_size`"
            };
            self.errors.at(name.span(), message);
        }
    }

    /// Returns the value of `name`, if a thread can have that name.
    fn stage_name(&mut self, value: TokenStream, place: Span) -> Option<LitStr> {
        let name = syn::parse2::<LitStr>(value).ok();
        let message = match name.as_ref().map(LitStr::value) {
            None => "a stage's name is a string literal: `name = \"parse\"`",
            Some(text) if text.is_empty() => "a stage's name cannot be empty",
            Some(text) if text.contains('\0') => {
                "a stage's name cannot hold a NUL: it is its thread's name too"
            }
            Some(_) => return name,
        };
        self.errors.at(place, message);
        None
    }

    /// Parses one argument that is not the last.
    pub fn expression(&mut self) -> Result<TokenStream, Reported> {
        let value = self.up_to_comma();
        if value.is_empty() {
            Err(self.missing())
        } else {
            Ok(value)
        }
    }

    /// Parses a number that is computed before the workers start. `of` names it in messages.
    pub fn count(&mut self, of: &str) -> Result<TokenStream, Reported> {
        let count = self.expression()?;
        let place = format!("the {of} of `{}`", self.verb.name);
        body::check_stays(&count, &place, self.errors);
        Ok(count)
    }

    /// Parses the last argument, as a body for items.
    pub fn item_body(&mut self) -> Result<Body, Reported> {
        let body = self.body()?;
        body.check(self.engine, self.errors);
        if let Some(word) = &self.options.blocking {
            check_blocking(word, &body, self.errors);
        }
        timeout::check(&self.options, &body, self.engine, self.errors);
        Ok(body)
    }

    /// Parses the last argument, as ordinary code.
    pub fn last(&mut self) -> Result<TokenStream, Reported> {
        Ok(self.body()?.tokens.into_iter().collect())
    }

    /// Parses the last argument.
    pub fn body(&mut self) -> Result<Body, Reported> {
        let place = self.cursor.span();
        let mut tokens = self.up_to_comma_or_end();
        let end = self
            .cursor
            .rest()
            .first()
            .map_or(self.close, TokenTree::span);
        if let Some(message) = self.no_body(&tokens) {
            self.certainly(place, message);
        }
        match self.half_option(&tokens) {
            Some((span, message)) if !self.cursor.is_empty() => {
                self.certainly(span, message);
                while self.cursor.punct(",") && !self.cursor.is_empty() {
                    tokens = self.up_to_comma_or_end();
                }
            }
            _ => self.end(),
        }
        if tokens.is_empty() {
            return Err(self.missing());
        }
        Ok(Body::new(tokens, place).up_to(end))
    }

    /// Returns the message for a literal before the body, which was meant as an option or as a
    /// number of workers.
    fn no_body(&self, body: &[TokenTree]) -> Option<String> {
        let ([TokenTree::Literal(literal)], [_, _, ..]) = (body, self.cursor.rest()) else {
            return None;
        };
        let text = literal.to_string();
        if self.knows("name") && text.starts_with('"') {
            return Some(format!(
                "an option has a name and a value: write `name = {text}`"
            ));
        }
        let is_count =
            self.verb.name == "stage" && text.starts_with(|first: char| first.is_ascii_digit());
        is_count.then(|| {
            format!("a `stage` has one worker: write `fan_out({text}, |item| ...)` for more")
        })
    }

    fn up_to_comma_or_end(&mut self) -> Vec<TokenTree> {
        let end = expression_end(self.cursor.rest(), 0);
        self.before = self.cursor.take(end);
        self.before.to_vec()
    }

    /// Reports arguments after the last one.
    pub fn end(&mut self) {
        if let [mark, rest @ ..] = self.cursor.rest()
            && is_punct(mark, ';')
        {
            let message = if rest.is_empty() {
                "remove this `;`"
            } else if scan::Closure::parse(self.before).is_some() {
                "code with a `;` needs braces: `|item| { ... }`"
            } else {
                "write `,` instead of this `;`"
            };
            self.certainly(mark.span(), message);
        }
        self.cursor.punct(",");
        let Some(extra) = self.cursor.rest().first() else {
            return;
        };
        let Verb { name, usage, .. } = self.verb;
        let misplaced = if is_word(extra) {
            self.misplaced(&extra.to_string())
        } else {
            None
        };
        let message = match (misplaced, self.option_ahead()) {
            (Some(message), _) => message,
            (None, Some(option)) => {
                let usage = with_option(usage, &option);
                format!("options stand before the last argument: `{usage}`")
            }
            (None, None) => format!("`{name}` takes no further argument: `{usage}`"),
        };
        self.errors.at(extra.span(), message);
    }

    /// Returns the option that comes next, as messages show it.
    fn option_ahead(&self) -> Option<String> {
        let rest = self.cursor.rest();
        let next = &rest[..expression_end(rest, 0)];
        match next {
            [word] if is_word(word) => Some(word.to_string()),
            [name, equals, value @ ..] if is_option(name, equals, value.first()) => {
                let name = name.to_string();
                self.knows(&name).then(|| format!("{name} = ..."))
            }
            policy if self.knows("on_error") && on_error::is_one(policy) => {
                Some(format!("on_error = {}", on_error::shown(policy)))
            }
            _ => None,
        }
    }

    fn missing(&mut self) -> Reported {
        let Verb { name, usage, .. } = self.verb;
        self.errors.at(
            self.cursor.span(),
            format!("`{name}` lacks an argument: `{usage}`"),
        );
        Reported
    }

    /// Parses an argument that is not the last, and the comma after it.
    fn up_to_comma(&mut self) -> TokenStream {
        let rest = self.cursor.rest();
        let end = expression_end(rest, 0);
        // If nothing comes after this argument, its bars are those of the last argument.
        let is_last = rest.len() <= end + 1;
        if let Some(second) = scan::missing_comma(&rest[..end], is_last) {
            self.before = self.cursor.take(second);
            self.certainly(self.cursor.span(), "missing `,` before this");
        } else {
            self.before = self.cursor.take(end);
            if let [mark, _, ..] = self.cursor.rest()
                && is_punct(mark, ';')
            {
                self.certainly(mark.span(), "write `,` instead of this `;`");
                self.cursor.take(1);
            }
            self.cursor.punct(",");
        }
        self.before.iter().cloned().collect()
    }

    fn example(&self, option: &str) -> &'static str {
        if option == full::OPTION && self.verb.name != feedback::VERB.name {
            "full = drop_oldest"
        } else {
            example(option)
        }
    }

    /// Returns the message for a body that is a half-typed option.
    fn half_option(&self, body: &[TokenTree]) -> Option<(Span, String)> {
        let Some(TokenTree::Ident(word)) = body.first() else {
            return None;
        };
        let text = names::text(word);
        let known = self.known();
        let meant = closest(&text, known)?;
        let message = if is_word(&body[0]) {
            format!("missing `,` after `{text}`")
        } else if WORDS.contains(&meant) {
            format!("unknown option `{text}`: did you mean `{meant}`?")
        } else {
            format!(
                "an option has a name and a value: `{}`",
                self.example(meant)
            )
        };
        Some((word.span(), message))
    }
}

/// Reports a blocking body that is `async` or yields.
fn check_blocking(word: &Ident, body: &Body, errors: &mut Errors) {
    if body.is_async() {
        errors.at(
            word.span(),
            "`blocking` gives a body a thread, which an async body does not need: remove `blocking` or `async`",
        );
    } else if let Some(span) = body.yield_span() {
        errors.at(
            span,
            "a blocking body gives one value: return a `Vec` and flatten it, as in `>> stage(blocking, ...) >> flatten()`",
        );
    }
}

/// Returns whether the first argument is a word that is an option. As the last argument, it is a
/// body: the name of a function.
fn begins_with_word(arguments: &[TokenTree]) -> bool {
    matches!(arguments, [word, comma, _, ..] if is_word(word) && is_punct(comma, ','))
}

/// Returns whether the next argument follows the first word without a comma.
fn is_next_argument(arguments: &[TokenTree]) -> bool {
    let end = expression_end(arguments, 0);
    let is_last = arguments.len() <= end + 1;
    scan::missing_comma(&arguments[..end], is_last) == Some(1)
}

/// Returns the mark after the name in an argument, if it was probably typed instead of `=`, and the
/// value after it.
fn mark_for_equals(argument: &[TokenTree]) -> Option<(&'static str, &[TokenTree])> {
    const MARKS: [&str; 4] = [":=", "==", "=>", ":"];
    let rest = argument.get(1..)?;
    let begins = |mark: &&str| {
        let mut marks = mark.chars().enumerate();
        marks.all(|(at, mark)| rest.get(at).is_some_and(|token| is_punct(token, mark)))
    };
    let mark = MARKS.into_iter().find(begins)?;
    let value = &rest[mark.len()..];
    let is_path = mark == ":" && value.first().is_some_and(|next| is_punct(next, ':'));
    (!is_path).then_some((mark, value))
}

/// Returns the name and the value of an option that was typed with another mark than `=`, or as a
/// call.
pub fn misjoined(argument: &[TokenTree]) -> Option<(&TokenTree, Vec<TokenTree>)> {
    let [name @ TokenTree::Ident(word), ..] = argument else {
        return None;
    };
    let mut options = VERBS.into_iter().flat_map(|verb| verb.options).copied();
    let text = names::text(word);
    match argument {
        [_, TokenTree::Group(value)] if is_parenthesized(&argument[1]) => options
            .any(|option| option == text)
            .then(|| (name, scan::tokens(value.stream()))),
        _ => {
            let (_, value) = mark_for_equals(argument)?;
            closest(&text, options).map(|_| (name, value.to_vec()))
        }
    }
}

/// The options whose values are computed before the stages start.
const COMPUTED: [&str; 6] = [
    "capacity",
    "bound",
    "stop_after",
    "stack_size",
    "timeout",
    "window",
];

/// The options that are a single word.
const WORDS: [&str; 4] = ["ordered", "keep", "blocking", "transform"];

/// Returns whether the option `name` is a single word.
fn has_no_value(name: &str) -> bool {
    WORDS.contains(&name) || [throttle::EVEN, fan_in::PREFER].contains(&name)
}

/// Returns whether `token` is an option of a single word, or nearly one.
pub fn is_nearly_word(token: &TokenTree) -> bool {
    let meant = |word: &Ident| closest(&names::text(word), WORDS);
    is_word(token) || matches!(token, TokenTree::Ident(word) if meant(word).is_some())
}

/// Returns whether `token` is an option of a single word.
pub(super) fn is_word(token: &TokenTree) -> bool {
    WORDS.iter().any(|word| is_ident(token, word))
}

/// Returns an example of an option, for messages.
fn example(option: &str) -> &'static str {
    match option {
        "name" => "name = \"parse\"",
        "on_error" => "on_error = skip",
        "stop_after" => "stop_after = 10",
        "stack_size" => "stack_size = 8 << 20",
        "timeout" => "timeout = Duration::from_secs(5)",
        "window" => "window = 100",
        "by" => "by = |item| item.id",
        "at" => "at = \"workers\"",
        "bound" => "bound = 1000",
        "full" => "full = fail",
        "allow" => "allow = deadlock",
        _ => "capacity = 8",
    }
}

/// Returns whether the tokens begin with `name = …`, but not with `name == …` or `name => …`.
pub fn is_option(name: &TokenTree, equals: &TokenTree, next: Option<&TokenTree>) -> bool {
    let named = matches!(name, TokenTree::Ident(_));
    let alone = next.is_none_or(|next| !is_punct(next, '=') && !is_punct(next, '>'));
    named && is_punct(equals, '=') && alone
}

/// Returns the span of a literal `0`.
pub fn zero(expression: &TokenStream) -> Option<Span> {
    let literal: syn::LitInt = syn::parse2(expression.clone()).ok()?;
    (literal.base10_digits() == "0").then(|| literal.span())
}

/// Returns the number, if the expression is a number literal.
pub fn number(expression: &TokenStream) -> Option<usize> {
    let literal: syn::LitInt = syn::parse2(expression.clone()).ok()?;
    literal.base10_parse().ok()
}

/// Returns whether the expression is a number literal that can be a `usize`.
pub fn is_plain_number(expression: &TokenStream) -> bool {
    let literal = syn::parse2::<syn::LitInt>(expression.clone());
    let can_be = |literal: syn::LitInt| {
        let is_size = ["", "usize"].contains(&literal.suffix());
        is_size && literal.base10_parse::<usize>().is_ok()
    };
    literal.is_ok_and(can_be)
}
