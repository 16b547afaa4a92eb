//! `s >> throttle(n, time)`: at most `n` items in any period of that length. `throttle(even, n,
//! time)`: spread evenly over it.

use proc_macro2::{Ident, TokenTree};

use super::arguments::zero;
use super::{Arguments, Makes, Reads, Reported, Runs, Verb, debounce, fan_out, plain};
use crate::ast::{Adaptor, Kind};
use crate::names::{self, invented};
use crate::report::closest;
use crate::scan::{Closure, expressions, is_ident};

pub(super) const EVEN: &str = "even";

pub const VERB: Verb = Verb {
    name: "throttle",
    usage: "throttle(items, time)",
    docs: "the next stage begins at most `n` items in any stretch of `time`",
    options: &[EVEN],
    parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::InNextStage,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: |_| true,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let even = even(arguments)?;
    arguments.options();
    let items = arguments.expression()?;
    if let Some(span) = zero(&items) {
        let message = "a throttle of no items lets nothing through: give at least 1";
        arguments.errors.at(span, message);
    }
    let time = arguments.last()?;
    debounce::check_number_first("throttle", &items, &time, arguments.errors);
    let word = arguments.word.clone();
    Ok(Kind::Adaptor(Adaptor {
        then: even.map(|even| invented("evenly", even.span())),
        ..Adaptor::new(word, vec![items, time])
    }))
}

/// Returns whether the argument at `at` was meant as the word `even`.
pub fn is_word_at(arguments: &[&[TokenTree]], at: usize) -> bool {
    let is_number = |argument: &[TokenTree]| {
        Closure::parse(argument).is_none() && !fan_out::is_option_at(argument)
    };
    let mut others = arguments
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at);
    let is_third = arguments.len() == 3
        && nearly(arguments[at]).is_some()
        && others.all(|(_, one)| is_number(one));
    is_third || at == 0 && is_without_time(arguments)
}

/// Returns whether the arguments are only the word `even` and a number. The number cannot be the
/// time.
fn is_without_time(arguments: &[&[TokenTree]]) -> bool {
    match arguments {
        [[word], [TokenTree::Literal(number)]] => {
            let number = number.to_string();
            is_ident(word, EVEN) && number.starts_with(|first: char| first.is_ascii_digit())
        }
        _ => false,
    }
}

/// Returns the word of an argument, if it is `even` or close to it.
fn nearly(argument: &[TokenTree]) -> Option<&Ident> {
    match argument {
        [TokenTree::Ident(word)] => closest(&names::text(word), [EVEN]).map(|_| word),
        _ => None,
    }
}

/// Parses the word `even`, if two arguments follow it. As one of two arguments, it is a variable.
fn even(arguments: &mut Arguments<'_>) -> Result<Option<Ident>, Reported> {
    let all = expressions(arguments.cursor.rest());
    if is_without_time(&all) {
        arguments.errors.at(
            all[1][0].span(),
            "`throttle` lacks an argument: `throttle(even, items, time)`",
        );
        return Err(Reported);
    }
    if all.len() != 3 {
        return Ok(None);
    }
    let words: Vec<Option<&Ident>> = all.iter().map(|argument| nearly(argument)).collect();
    if words[0].is_some_and(|word| word == EVEN) {
        let word = arguments.cursor.ident();
        arguments.cursor.punct(",");
        return Ok(word);
    }
    let is_exact = |word: &&Ident| *word == EVEN;
    let mut found = words.iter().flatten().copied();
    let Some(word) = found.clone().find(is_exact).or_else(|| found.next()) else {
        return Ok(None);
    };
    let message = if word == EVEN {
        "`even` stands first: `throttle(even, items, time)`".to_owned()
    } else {
        format!("unknown option `{word}`: did you mean `throttle(even, items, time)`?")
    };
    arguments.errors.at(word.span(), message);
    Err(Reported)
}
