//! `weight(max, |item| …)` in place of a number of items: `capacity = weight(…)`, `batch(weight(…))`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::Reported;
use crate::ast::Amount;
use crate::body::{self, Body};
use crate::names;
use crate::report::{Errors, closest};
use crate::scan::{self, Closure};

/// Returns whether the value is written as a weight.
pub fn is_one(value: &TokenStream) -> bool {
    arguments(&scan::tokens(value.clone())).is_some()
}

const WORD: &str = "weight";

/// Returns the arguments of a weight. The word `weight` may be misspelt.
pub fn arguments(tokens: &[TokenTree]) -> Option<TokenStream> {
    match tokens {
        [TokenTree::Ident(word), TokenTree::Group(arguments)]
            if arguments.delimiter() == Delimiter::Parenthesis =>
        {
            let is_one = word == WORD || is_misspelt(word, arguments);
            is_one.then(|| arguments.stream())
        }
        _ => None,
    }
}

/// Returns whether `word` was meant as `weight`: it looks similar, and has the same arguments.
fn is_misspelt(word: &Ident, arguments: &Group) -> bool {
    let text = names::text(word);
    let arguments = scan::tokens(arguments.stream());
    let fits =
        matches!(scan::expressions(&arguments)[..], [_, weigh] if Closure::parse(weigh).is_some());
    fits && text.starts_with('w') && closest(&text, [WORD]).is_some()
}

/// Parses a number of items, or a weight.
pub fn parse(value: TokenStream, place: &str, errors: &mut Errors) -> Result<Amount, Reported> {
    let tokens = scan::tokens(value.clone());
    let Some(arguments) = arguments(&tokens) else {
        return Ok(Amount::Items(value));
    };
    if let TokenTree::Ident(word) = &tokens[0]
        && word != WORD
    {
        let message = format!("unknown word `{word}`: did you mean `{WORD}`?");
        errors.at(word.span(), message);
        return Err(Reported);
    }
    let arguments = scan::tokens(arguments);
    match scan::expressions(&arguments)[..] {
        [max, weigh] if !max.is_empty() && !weigh.is_empty() && Closure::parse(max).is_none() => {
            let max: TokenStream = max.iter().cloned().collect();
            body::check_stays(&max, place, errors);
            Body::new(weigh.to_vec(), Span::call_site()).check_gives_at_once(WORD, errors);
            let weigh = weigh.iter().cloned().collect();
            Ok(Amount::Weight { max, weigh })
        }
        _ => {
            let message = "`weight` takes a maximum and a function that weighs an item: `weight(1 << 20, |item| item.len())`";
            errors.at(tokens[0].span(), message);
            Err(Reported)
        }
    }
}
