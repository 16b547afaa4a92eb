//! `generator(EXPR)`: items made on demand, from an `IntoIterator` or a block that `yield`s.

use proc_macro2::{Ident, Span, TokenTree};

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Call, Engine, Kind};
use crate::body::{self, Body, Uses};
use crate::scan;

pub const VERB: Verb = Verb {
    name: "generator",
    usage: "generator(items)",
    docs: "items made on demand, from an iterator or a block that `yield`s",
    options: &["capacity", "full", "name", "stack_size"],
    parse,
    reads: Reads::Nothing,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods,
    unawaited,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let source = arguments.body()?;
    if let Some(closure) = source.literal() {
        arguments.errors.at(
            closure.bars[0].span(),
            "a generator is not a closure: give an iterator, or a block that yields: `generator({ yield 1; })`",
        );
        return Ok(Kind::Generator(source));
    }
    if arguments.cursor.is_empty()
        && let [TokenTree::Literal(literal)] = &source.tokens[..]
        && literal
            .to_string()
            .starts_with(|first: char| first.is_ascii_digit())
    {
        arguments.errors.at(
            literal.span(),
            format!("a number gives no items: write a range, `0..{literal}`, or `[{literal}]`"),
        );
        return Ok(Kind::Generator(source));
    }
    let source = awaited(source, arguments);
    let manner = Uses::of(&source.tokens).manner();
    let wraps = manner.fallible || arguments.engine == Engine::Futures;
    if manner.yields && wraps {
        body::check_ok_end(&source.tokens, manner, arguments.errors);
    }
    body::check_yields(&source.tokens, arguments.errors);
    Ok(Kind::Generator(source))
}

/// Returns the block inside an `async` block. It means the same, because the generator's block may
/// wait anyway.
fn awaited(source: Body, arguments: &mut Arguments<'_>) -> Body {
    let (true, [word, .., block]) = (scan::is_async_block(&source.tokens), &source.tokens[..])
    else {
        return source;
    };
    let inner = Body::new(vec![block.clone()], block.span());
    let message = match arguments.engine {
        Engine::Threads => {
            "an async block needs an async pipeline: write `pipeline!(async { ... })`, or remove `async` and let it block: generators are threads here"
        }
        Engine::Futures if !inner.yields() => {
            "an async block gives one value, and a generator makes many: `yield` them"
        }
        Engine::Futures => return inner,
    };
    arguments.errors.at(word.span(), message);
    inner
}

/// A block that yields sends its items one by one, so no method can be called on them.
fn hosts_methods(call: &Call) -> bool {
    call.body().is_some_and(|source| !source.yields())
}

fn unawaited(call: &Call, _: Option<&Ident>) -> Option<Span> {
    call.body()?.yields_future()
}
