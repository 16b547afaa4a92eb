//! `s >> METHOD(args)`: the methods of `Iterator`, by name.

use proc_macro2::{Group, Ident, Span, TokenTree};

use super::{Counts, Gives, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Call;
use crate::body::{self, Body, Inline, Uses};
use crate::names;
use crate::report::{Errors, closest};
use crate::scan::{self, Closure};

/// The [`Verb`] that stands for all methods. The name of the method is that of the call.
pub const VERB: Verb = Verb {
    name: "",
    usage: "",
    docs: "any `Iterator` method; in most cases it runs in the stage before or after it, without a thread of its own",
    options: &[],
    parse: |_| Err(Reported),
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::InNeighbour,
    gives,
    counts,
    keeps_order: plain::in_order,
    stalls_loop,
    hosts_methods: |_| true,
    unawaited,
};

fn gives(call: &Call) -> Gives {
    match role(&call.text()) {
        Role::Adaptor => Gives::Stream,
        Role::Consumer if call.text() == "for_each" => Gives::Value,
        Role::Consumer => Gives::Answer,
        Role::Unknown => Gives::StreamIfRead,
    }
}

fn counts(call: &Call, _: &[&Ident]) -> Counts {
    let method = call.text();
    if !is_known(&method) {
        Counts::Unknown
    } else if changes_number(&method) {
        Counts::Changes
    } else {
        Counts::Same
    }
}

fn stalls_loop(call: &Call) -> Option<String> {
    let method = call.text();
    may_hold(&method).then(|| format!("`{method}` may keep items back or add some, so the loop would not find its end: write a `stage` that yields, or move it out of the loop"))
}

fn unawaited(call: &Call, _: Option<&Ident>) -> Option<Span> {
    let arguments = scan::tokens(call.arguments.stream());
    match &*call.text() {
        "map" => Body::new(arguments, call.word.span()).unawaited(),
        "filter_map" | "flat_map" | "map_while" | "scan" => {
            let closure = scan::expressions(&arguments).last()?.to_vec();
            Body::new(closure, call.word.span()).unawaited_in_some()
        }
        _ => None,
    }
}

/// Methods that turn a stream into a value.
const CONSUMERS: &[&str] = &[
    "cmp",
    "collect",
    "count",
    "eq",
    "fold",
    "for_each",
    "ge",
    "gt",
    "is_partitioned",
    "is_sorted",
    "is_sorted_by",
    "is_sorted_by_key",
    "last",
    "le",
    "lt",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "partial_cmp",
    "partition",
    "product",
    "reduce",
    "sum",
    "unzip",
];

/// Consumers that borrow the stream, and may leave some of it unread.
const BORROWING_CONSUMERS: &[&str] = &[
    "all",
    "any",
    "find",
    "find_map",
    "next",
    "nth",
    "position",
    "rposition",
    "try_fold",
    "try_for_each",
];

/// Consumers that have the name of a comparison, so that values have such a method, too.
const COMPARISONS: &[&str] = &[
    "cmp",
    "eq",
    "ge",
    "gt",
    "le",
    "lt",
    "max",
    "min",
    "ne",
    "partial_cmp",
];

/// Methods that turn a stream into another stream.
const ADAPTORS: &[&str] = &[
    "chain",
    "cloned",
    "copied",
    "cycle",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fuse",
    "inspect",
    "map",
    "map_while",
    "peekable",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "zip",
];

/// Whether a method returns a stream or a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Returns another stream.
    Adaptor,
    /// Returns a value.
    Consumer,
    /// Not in the tables, like the methods of itertools. It is a consumer if nothing reads its
    /// result.
    Unknown,
}

pub fn role(method: &str) -> Role {
    if CONSUMERS.contains(&method) || BORROWING_CONSUMERS.contains(&method) {
        Role::Consumer
    } else if ADAPTORS.contains(&method) {
        Role::Adaptor
    } else {
        Role::Unknown
    }
}

/// Returns all names in the tables.
pub fn known() -> impl Iterator<Item = &'static str> {
    [CONSUMERS, BORROWING_CONSUMERS, ADAPTORS]
        .into_iter()
        .flatten()
        .copied()
}

pub fn is_known(method: &str) -> bool {
    role(method) != Role::Unknown
}

/// Returns whether the name means a method when it follows a stream, although a verb may have the
/// same name. True for the methods of `Iterator`, and for those of itertools that share a verb's
/// name.
pub fn is_also_verb(method: &str) -> bool {
    is_known(method) || ["concat", "merge_by"].contains(&method)
}

/// Returns the verb that joins two streams in the way in which `method` joins a stream with its
/// argument.
pub fn joined(method: &str, first: &str, second: &str) -> String {
    match method {
        "chain" | "concat" => format!("concat({first}, {second})"),
        "zip" | "zip_eq" | "zip_longest" => format!("zip({first}, {second})"),
        "merge" | "merge_by" | "merge_join_by" | "kmerge_by" => {
            format!("merge_by({first}, {second}, |x, y| x.cmp(y))")
        }
        _ => format!("fan_in({first}, {second})"),
    }
}

/// Returns whether the method may need its stream in a `mut` variable.
pub fn may_borrow(method: &str) -> bool {
    !is_known(method) || BORROWING_CONSUMERS.contains(&method)
}

/// Returns whether the adaptor may leave out an item in the middle, or add one.
fn changes_number(method: &str) -> bool {
    const CHANGING: &[&str] = &[
        "chain",
        "cycle",
        "filter",
        "filter_map",
        "flat_map",
        "flatten",
        "skip",
        "skip_while",
        "step_by",
    ];
    CHANGING.contains(&method)
}

/// Returns whether the method may keep items back until others come, or add some at the end of the
/// stream.
fn may_hold(method: &str) -> bool {
    !is_known(method) || ["chain", "cycle", "peekable", "rev"].contains(&method)
}

/// Returns whether the method may make more items than it takes, so that its reader may work for
/// long without taking an item.
pub fn may_add(method: &str) -> bool {
    !is_known(method) || ["chain", "cycle", "flat_map", "flatten"].contains(&method)
}

/// A method that slices or iterators of other libraries have, and streams lack.
#[derive(Clone, Copy)]
pub enum Hint {
    /// `chunks(n)`
    Chunks,
    /// `sort()`
    Sort,
    /// `sort_by(|a, b| ...)`
    SortBy,
    /// `sort_by_key(|item| ...)`
    SortByKey,
}

/// Returns the hint for a method. It is shown only if no trait of the user has the method.
pub fn hint(method: &str) -> Option<Hint> {
    Some(match method {
        "chunks" => Hint::Chunks,
        "sort" | "sort_unstable" | "sorted" | "sorted_unstable" => Hint::Sort,
        "sort_by" | "sort_unstable_by" | "sorted_by" | "sorted_unstable_by" => Hint::SortBy,
        "sort_by_key"
        | "sort_unstable_by_key"
        | "sort_by_cached_key"
        | "sorted_by_key"
        | "sorted_unstable_by_key"
        | "sorted_by_cached_key" => Hint::SortByKey,
        _ => return None,
    })
}

/// The arguments with which a method calls its `async` closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ClosureInput {
    Item,
    Reference,
    /// The result for the earlier items, and the next item.
    SumAndItem,
}

/// Returns the arguments with which a method calls an `async` closure, if it can await one.
pub fn closure_input(method: &str) -> Option<ClosureInput> {
    match method {
        "all" | "any" | "filter_map" | "find_map" | "flat_map" | "for_each" | "map"
        | "map_while" | "position" | "try_for_each" => Some(ClosureInput::Item),
        "filter" | "find" | "inspect" | "skip_while" | "take_while" => {
            Some(ClosureInput::Reference)
        }
        "fold" => Some(ClosureInput::SumAndItem),
        _ => None,
    }
}

impl ClosureInput {
    /// Returns the number of parameters of such a closure.
    fn count(self) -> usize {
        match self {
            ClosureInput::Item | ClosureInput::Reference => 1,
            ClosureInput::SumAndItem => 2,
        }
    }
}

/// Returns the code of an argument that is an `async` closure, for the loop that awaits it.
pub fn awaited(argument: &[TokenTree], input: ClosureInput) -> Option<Inline<'_>> {
    Inline::of_method(async_closure(argument)?, input.count())
}

/// Returns the argument as a closure literal, if it is an `async` one.
fn async_closure(argument: &[TokenTree]) -> Option<Closure<'_>> {
    Closure::parse(argument).filter(Closure::is_async)
}

/// Reports `?` in a closure that has to return `()`, a `bool` or an `Ordering`, and in the closure
/// of a `map` that certainly returns neither a `Result` nor an `Option`.
pub fn check_tries(method: &str, arguments: &Group, errors: &mut Errors) {
    const PLAIN: [&str; 16] = [
        "all",
        "any",
        "filter",
        "find",
        "for_each",
        "inspect",
        "is_partitioned",
        "is_sorted_by",
        "max_by",
        "min_by",
        "partition",
        "position",
        "rposition",
        "skip_while",
        "sort_by",
        "take_while",
    ];
    let is_plain = PLAIN.contains(&method);
    if !is_plain && method != "map" {
        return;
    }
    for argument in scan::expressions(&scan::tokens(arguments.stream())) {
        let argument = scan::unwrapped(argument.to_vec());
        let closure = Closure::parse(&argument).filter(|closure| {
            closure.output.is_empty() && (is_plain || body::gives_no_result(closure.body))
        });
        if let Some(place) = closure.and_then(|closure| Uses::of(closure.body).tries) {
            let cure = if is_plain {
                "use `?` in a `stage(|x| ...)` before it"
            } else {
                "write `stage(|x| ...)` instead"
            };
            errors.at(
                place,
                format!("`?` cannot leave the closure of `{method}`: {cure}"),
            );
        }
    }
}

/// Reports `yield` in the arguments of a method.
pub fn check_yields(method: &str, arguments: &Group, errors: &mut Errors) {
    for argument in scan::expressions(&scan::tokens(arguments.stream())) {
        let argument = scan::unwrapped(argument.to_vec());
        let closure = Closure::parse(&argument);
        let code = closure.map_or(&argument[..], |closure| closure.body);
        if let Some(word) = Uses::of(code).yields {
            errors.at(
                word,
                format!("`{method}` cannot yield: only the body of a stage can, as in `stage(|item| {{ yield item; }})`"),
            );
        }
        body::check_yields(code, errors);
    }
}

/// Reports `async` closures in the arguments of a method that cannot await them.
pub fn check_closures(word: &Ident, arguments: &Group, errors: &mut Errors) {
    let method = &*names::text(word);
    if closure_input(method).is_some() {
        return;
    }
    for argument in scan::expressions(&scan::tokens(arguments.stream())) {
        let argument = scan::unwrapped(argument.to_vec());
        if let Some(closure) = async_closure(&argument) {
            let meant = closest(method, known()).filter(|meant| *meant != method);
            if let Some(meant) = meant.filter(|meant| closure_input(meant).is_some()) {
                let message = format!("unknown verb `{method}`: did you mean `{meant}`?");
                errors.at(word.span(), message);
                return;
            }
            errors.at(
                closure.prefix[0].span(),
                format!("`{method}` cannot wait for its closure: do the waiting in a stage before it, as in `>> stage(async |x| ...) >> {method}(...)`"),
            );
        }
    }
}

/// Reports a method of iterators that is called on the value of `consumer`, whose type lacks it.
pub fn check_has_method(consumer: &Call, method: &Call, errors: &mut Errors) {
    let (name, called) = (consumer.text(), method.text());
    let Some(value) = only_value(&name) else {
        return;
    };
    if is_known(&called) && !COMPARISONS.contains(&&*called) {
        errors.at(
            method.word.span(),
            format!(
                "`{name}` gives {value}, which has no `{called}`: call `{called}` before `{name}`"
            ),
        );
    }
}

/// Returns the type of a consumer's value, if it is the same for all streams.
fn only_value(consumer: &str) -> Option<&'static str> {
    match consumer {
        "count" => Some("a `usize`"),
        "all" | "any" | "eq" | "ge" | "gt" | "is_partitioned" | "is_sorted" | "is_sorted_by"
        | "is_sorted_by_key" | "le" | "lt" | "ne" => Some("a `bool`"),
        "cmp" => Some("an `Ordering`"),
        "for_each" => Some("`()`"),
        _ => None,
    }
}

/// Reports `async` closures in the arguments of a method of `consumer`'s value.
pub fn check_value_method(consumer: &Call, method: &Call, errors: &mut Errors) {
    let (consumer, method, arguments) = (consumer.text(), method.text(), method.arguments.stream());
    // For other methods, `check_closures` reports them.
    if closure_input(&method).is_none() {
        return;
    }
    for argument in scan::expressions(&scan::tokens(arguments)) {
        if let Some(closure) = async_closure(argument) {
            errors.at(
                closure.prefix[0].span(),
                format!("`{consumer}` gives a value, whose `{method}` cannot wait for its closure: do the waiting in a stage before it"),
            );
        }
    }
}
