//! The verbs, one file each. A [`Verb`] contains everything that the macro knows about a verb. The
//! other modules ask it, and do not distinguish verbs themselves. Only `lower` matches on the
//! [`Kind`] of a call, because each kind becomes another worker.

mod arguments;
mod at;
mod batch;
mod by;
mod concat;
mod debounce;
mod distinct;
pub mod fan_in;
mod fan_out;
mod feedback;
mod full;
mod generator;
mod latest;
mod merge_by;
pub mod method;
mod on_error;
pub mod output;
mod receive;
mod route;
mod sample;
mod segment;
mod sink;
mod split;
mod stage;
mod tee;
mod throttle;
mod timeout;
mod transform;
mod weight;
mod zip;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

use crate::ast::{Call, Engine, Kind, Options};
use crate::cursor::Cursor;
use crate::names;
use crate::report::{Errors, closest};
use crate::scan;
use arguments::Arguments;

pub use arguments::{is_nearly_word, is_option, is_plain_number, misjoined, number, zero};
pub use on_error::is_one as is_policy;
pub use throttle::is_word_at as is_even_at;
pub use weight::arguments as in_weight;

/// The verbs, in the order of the README's table.
pub const VERBS: [&Verb; 22] = [
    &generator::VERB,
    &receive::VERB,
    &stage::VERB,
    &fan_out::VERB,
    &fan_in::VERB,
    &concat::VERB,
    &merge_by::VERB,
    &latest::VERB,
    &tee::VERB,
    &split::VERB,
    &route::VERB,
    &zip::VERB,
    &feedback::VERB,
    &batch::VERB,
    &batch::WITHIN,
    &throttle::VERB,
    &debounce::VERB,
    &sample::VERB,
    &distinct::VERB,
    &transform::VERB,
    &segment::VERB,
    &sink::VERB,
];

/// Everything that the macro knows about a verb.
pub struct Verb {
    pub name: &'static str,
    /// An example of a call, for messages.
    pub usage: &'static str,
    /// The purpose of the verb, in the words of the README's table of verbs.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a test compares the README with it")
    )]
    pub docs: &'static str,
    /// The options of the verb.
    pub options: &'static [&'static str],
    /// Parses the arguments.
    parse: fn(&mut Arguments<'_>) -> Result<Kind, Reported>,
    pub reads: Reads,
    pub makes: Makes,
    pub runs: Runs,
    /// Whether a call returns a stream or a value.
    pub gives: fn(&Call) -> Gives,
    /// The effect of a call on the number of items. The second argument contains the names of the
    /// streams that the call makes.
    pub counts: fn(&Call, &[&Ident]) -> Counts,
    /// Whether the output of a call has the order of its input.
    pub keeps_order: fn(&Call) -> bool,
    /// Why a call in a loop would wait forever, and what to write instead.
    pub stalls_loop: fn(&Call) -> Option<String>,
    /// Whether the worker of a call can also run the methods that follow.
    pub hosts_methods: fn(&Call) -> bool,
    /// The span of the code that makes the items of a call, or of its branch of this name, if the
    /// items may be futures that nothing awaits.
    pub unawaited: fn(&Call, Option<&Ident>) -> Option<Span>,
}

/// The streams that a verb reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// None. The verb begins a chain.
    Nothing,
    /// The stream before it in the chain.
    Chain,
    /// The streams in its arguments. Their items are merged.
    Merged,
    /// The streams in its arguments. Takes an item from any stream that has one.
    Any,
    /// The streams in its arguments, one after the other.
    InTurn,
    /// The streams in its arguments. Compares one item of each.
    Sorted,
    /// The streams in its arguments, one item of each at a time.
    Paired,
    /// The stream before it in the chain, and the stream in its argument, which a later `let`
    /// makes.
    Loop,
}

impl Reads {
    /// Returns whether the verb begins a chain.
    fn begins(self) -> bool {
        self == Reads::Nothing || self.joins()
    }

    /// Returns whether the verb reads several streams, which are its arguments.
    pub fn joins(self) -> bool {
        match self {
            Reads::Merged | Reads::Any | Reads::InTurn | Reads::Sorted | Reads::Paired => true,
            Reads::Nothing | Reads::Chain | Reads::Loop => false,
        }
    }

    /// Returns whether the verb's arguments are names of streams.
    pub fn names_streams(self) -> bool {
        self == Reads::Loop || self.joins()
    }

    /// Returns whether the verb may wait for an item of one stream while others have items.
    pub fn waits_for_each(self) -> bool {
        matches!(self, Reads::InTurn | Reads::Sorted | Reads::Paired)
    }

    /// Returns whether items of several streams come out as one stream.
    pub fn merges(self) -> bool {
        self != Reads::Paired && self.names_streams()
    }
}

/// The streams that a verb makes, if it makes no value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    One,
    /// One stream, and the failures if the `let` has a second name.
    Failures,
    /// Two streams. Each item goes into one of them.
    Sides,
    /// As many streams as there are names. Each item goes into every one of them.
    Copies,
    /// As many streams as there are names. The body sends into them by name.
    Branches,
}

/// The worker that does the work of a verb.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// Workers of its own.
    OnWorkers,
    /// No worker: the input streams share an edge.
    InEdge,
    /// The worker that reads its stream.
    InReader,
    /// A neighbouring worker, as a method on its items.
    InNeighbour,
    /// The next stage, if it can do the work. Otherwise a neighbouring worker, as a method on its
    /// items. In the next stage, the work on an item begins as soon as the item passes.
    InNextStage,
}

impl Runs {
    /// Returns whether the verb is a method on the items of a neighbouring worker.
    pub fn is_hosted(self) -> bool {
        match self {
            Runs::InNeighbour | Runs::InNextStage => true,
            Runs::OnWorkers | Runs::InEdge | Runs::InReader => false,
        }
    }
}

/// The result of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Stream,
    /// A value that a statement may drop.
    Value,
    /// A value that is the only reason for the call.
    Answer,
    /// A stream if something reads it, and otherwise a value.
    StreamIfRead,
}

/// The effect of a call on the number of items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// One item for each input item.
    Same,
    /// None or several items for an input item.
    Changes,
    /// Not known to the macro.
    Unknown,
}

/// Functions that several verbs share.
mod plain {
    use super::{Call, Counts, Gives, Ident, Span};

    pub fn stream(_: &Call) -> Gives {
        Gives::Stream
    }

    pub fn same(_: &Call, _: &[&Ident]) -> Counts {
        Counts::Same
    }

    pub fn changes(_: &Call, _: &[&Ident]) -> Counts {
        Counts::Changes
    }

    pub fn in_order(_: &Call) -> bool {
        true
    }

    pub fn goes_on(_: &Call) -> Option<String> {
        None
    }

    pub fn hosts_none(_: &Call) -> bool {
        false
    }

    pub fn no_futures(_: &Call, _: Option<&Ident>) -> Option<Span> {
        None
    }
}

/// `usage` with `option` before its last argument.
fn with_option(usage: &str, option: &str) -> String {
    let open = usage.find('(').map_or(0, |open| open + 1);
    let closure = usage.find('|').unwrap_or(usage.len());
    let last = usage[..closure].rfind(", ").map_or(open, |comma| comma + 2);
    let (before, last) = usage.split_at(last);
    format!("{before}{option}, {last}")
}

/// Says that an error has been reported.
pub struct Reported;

/// Parses `NAME GENERICS ARGUMENTS`.
pub fn parse_call(
    name: Ident,
    generics: TokenStream,
    arguments: &Group,
    at_head: bool,
    engine: Engine,
    errors: &mut Errors,
) -> Result<Call, Reported> {
    check_closures(arguments, errors)?;
    let text = names::text(&name);
    // If the name is also a method of `Iterator` or itertools, it means the method after a stream:
    // `s >> zip(0..)`.
    let is_verb = |verb: &&Verb| verb.name == text && (at_head || !method::is_also_verb(&text));
    let Some(verb) = VERBS.into_iter().find(is_verb) else {
        check_method(&name, at_head, errors)?;
        return method_call(name, generics, arguments, engine, errors);
    };
    check_place(verb, &name, at_head, errors)?;
    if let Some(first) = generics.into_iter().next() {
        errors.at(
            first.span(),
            format!("`{text}` takes no types: name the item's type at the `let`, as in `let words: String = ...`"),
        );
    }
    let (tokens, extra) = scan::without_extra_commas(scan::tokens(arguments.stream()));
    let found = errors.count();
    let mut reader = Arguments {
        verb,
        engine,
        word: &name,
        cursor: Cursor::new(&tokens, arguments.span_close()),
        close: arguments.span_close(),
        before: &[],
        options: Options::default(),
        streams: Vec::new(),
        reported: false,
        certain: None,
        errors,
    };
    let kind = (verb.parse)(&mut reader);
    if kind.is_ok() {
        reader.check_stack_size();
        full::check(&mut reader);
        at::check(&reader.options, reader.errors);
    }
    let (verb, options, streams) = (reader.verb, reader.options, reader.streams);
    if let Some(count) = reader.certain {
        errors.truncate(count);
    }
    // Without the comma, another error says what is missing at its place.
    if let Some(comma) = extra.filter(|_| errors.count() == found) {
        errors.at(comma, EXTRA_COMMA);
    }
    let kind = kind?;
    Ok(Call {
        word: name,
        verb,
        generics: TokenStream::new(),
        arguments: arguments.clone(),
        options,
        streams,
        kind,
    })
}

/// Makes the call of a method.
fn method_call(
    name: Ident,
    generics: TokenStream,
    arguments: &Group,
    engine: Engine,
    errors: &mut Errors,
) -> Result<Call, Reported> {
    let text = names::text(&name);
    check_no_options(&text, arguments, errors)?;
    check_commas(arguments, errors)?;
    method::check_tries(&text, arguments, errors);
    method::check_yields(&text, arguments, errors);
    if engine == Engine::Futures {
        method::check_closures(&name, arguments, errors);
    }
    Ok(Call {
        word: name,
        verb: &method::VERB,
        generics,
        arguments: arguments.clone(),
        options: Options::default(),
        streams: Vec::new(),
        kind: Kind::Method,
    })
}

/// Reports a verb that follows a stream although it begins a chain, and any other verb at the head
/// of a chain.
fn check_place(
    verb: &Verb,
    name: &Ident,
    at_head: bool,
    errors: &mut Errors,
) -> Result<(), Reported> {
    let Verb {
        name: text, usage, ..
    } = verb;
    let message = match (verb.reads.begins(), at_head) {
        (true, false) if verb.reads == Reads::Nothing => format!(
            "`{text}` begins a stream, it does not read one: write `let name = {usage};` by itself"
        ),
        (true, false) => format!(
            "`{text}` takes its streams as arguments: write `let name = {usage};` by itself"
        ),
        (false, true) => format!("`{text}` needs a stream to read: `stream >> {usage}`"),
        _ => return Ok(()),
    };
    errors.at(name.span(), message);
    Err(Reported)
}

/// Reports a name at the head of a chain that is no verb, and a name that is close to a verb's. Any
/// other name may be a method of a trait.
fn check_method(name: &Ident, at_head: bool, errors: &mut Errors) -> Result<(), Reported> {
    let text = names::text(name);
    let verbs = VERBS
        .into_iter()
        .filter(|verb| !at_head || verb.reads.begins())
        .map(|verb| verb.name);
    let meant = closest(&text, verbs);
    if !at_head && (meant.is_none() || method::is_also_verb(&text)) {
        return Ok(());
    }
    errors.at(
        name.span(),
        match meant {
            Some(verb) => format!("unknown verb `{text}`: did you mean `{verb}`?"),
            None => format!("`{text}` does not begin a stream: `generator(...)`, `receive(...)` and `fan_in(...)` do"),
        },
    );
    Err(Reported)
}

/// Reports options in the arguments of a method.
fn check_no_options(method: &str, arguments: &Group, errors: &mut Errors) -> Result<(), Reported> {
    for argument in scan::expressions(&scan::tokens(arguments.stream())) {
        if let [TokenTree::Ident(name), equals, value @ ..] = argument
            && is_option(&argument[0], equals, value.first())
            && is_option_name(name)
        {
            let message =
                format!("`{method}` takes no options: give `{name}` to the verb before it");
            errors.at(name.span(), message);
            return Err(Reported);
        }
    }
    Ok(())
}

/// Reports a half-typed closure among the arguments.
fn check_closures(arguments: &Group, errors: &mut Errors) -> Result<(), Reported> {
    let tokens = scan::tokens(arguments.stream());
    let mut arguments = scan::expressions(&tokens).into_iter();
    let half = arguments.find_map(scan::half_closure);
    half.map_or(Ok(()), |half| {
        let (place, message) = half.error();
        errors.at(place, message);
        Err(Reported)
    })
}

/// The message for a comma that ends no argument.
pub const EXTRA_COMMA: &str = "remove this `,`";

/// Reports a comma that ends no argument of a method, and a `;` between its arguments.
fn check_commas(arguments: &Group, errors: &mut Errors) -> Result<(), Reported> {
    let (tokens, extra) = scan::without_extra_commas(scan::tokens(arguments.stream()));
    let semicolon = tokens.iter().position(|token| scan::is_punct(token, ';'));
    let (place, message) = match (extra, semicolon) {
        (Some(comma), _) => (comma, EXTRA_COMMA),
        (None, Some(at)) if at + 1 == tokens.len() => (tokens[at].span(), "remove this `;`"),
        (None, Some(at)) => (
            tokens[at].span(),
            "code with a `;` needs braces: `|item| { ... }`",
        ),
        (None, None) => return Ok(()),
    };
    errors.at(place, message);
    Err(Reported)
}

/// Returns whether a verb has an option of that name.
pub fn is_option_name(name: &Ident) -> bool {
    let mut options = VERBS.into_iter().flat_map(|verb| verb.options);
    options.any(|option| name == option)
}

/// Returns whether `name` is a verb or a known method.
pub fn is_known(name: &Ident) -> bool {
    method::is_known(&names::text(name)) || is_one(name)
}

/// Returns whether `name` is a verb.
pub fn is_one(name: &Ident) -> bool {
    let text = names::text(name);
    VERBS.into_iter().any(|verb| verb.name == text)
}

/// Returns the message for a verb without parentheses at the head of a chain.
pub fn at_head_alone(name: &Ident) -> Option<String> {
    let text = names::text(name);
    let Verb { usage, reads, .. } = VERBS.into_iter().find(|verb| verb.name == text)?;
    Some(if reads.begins() {
        format!("expected parentheses after the verb: `{text}(...)`")
    } else {
        format!("`{text}` needs a stream to read: `stream >> {usage}`")
    })
}

/// Returns whether `name` is a verb that begins a chain.
pub fn begins(name: &Ident) -> bool {
    let text = names::text(name);
    let mut verbs = VERBS.into_iter();
    verbs.any(|verb| verb.name == text && verb.reads.begins())
}

/// Returns whether `name` is a verb, or close to one.
pub fn is_nearly_one(name: &Ident) -> bool {
    let verbs = VERBS.into_iter().map(|verb| verb.name);
    closest(&names::text(name), verbs).is_some()
}

/// Returns the verb or method that was probably meant by `name`.
pub fn meant(name: &str) -> Option<&'static str> {
    let known = VERBS
        .into_iter()
        .map(|verb| verb.name)
        .chain(method::known());
    closest(name, known).filter(|meant| *meant != name)
}
/// Returns whether the verb `name` takes names of streams as arguments.
pub fn names_streams(name: &Ident) -> bool {
    let mut verbs = VERBS.into_iter();
    verbs.any(|verb| name == verb.name && verb.reads.names_streams())
}
