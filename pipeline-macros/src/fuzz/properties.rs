//! What holds of the macro's answer to any tokens at all:
//!
//! * there is one, soon, and it is the same each time;
//! * it is an expression, if the code in the declaration is Rust;
//! * all code in the declaration stands in it, each token with its own span and in order;
//! * of a declaration with mistakes the errors come last, and there is at least one.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::report::Errors;
use crate::scan;

mod code;
mod rust;

pub use rust::is_rust;

/// Far more than any declaration takes that a fuzzer has room for, unless time grows out of all
/// proportion.
#[cfg(fuzzing)]
const SOON: std::time::Duration = std::time::Duration::from_secs(1);

/// Panics if the answer to `declaration` is wrong, or late each time: once it may be the machine.
#[cfg(fuzzing)]
pub fn assert_soon(declaration: TokenStream) {
    let is_late = |_| {
        let started = std::time::Instant::now();
        drop(crate::compile(&quote!(::pipeline), declaration.clone()));
        started.elapsed() > SOON
    };
    assert!(!(0..5).all(is_late), "five times late: {declaration}");
    if let Err(what) = check(&declaration) {
        panic!("{what}\n  of: {declaration}");
    }
    // Or the texts that they are places in would be kept for ever.
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// The answer to `declaration`, or what is wrong with it.
pub fn check(declaration: &TokenStream) -> Result<TokenStream, String> {
    let declaration = marked(declaration);
    let answer = crate::compile(&quote!(::pipeline), declaration.clone());
    let again = crate::compile(&quote!(::pipeline), declaration.clone());
    let words = words(&answer);
    if words != self::words(&again) {
        return Err(format!("differs the second time: {answer}"));
    }
    // What is nested too deep has no code that anybody reads; nor does anybody see that a fragment of
    // a macro is around a single token.
    let declaration = scan::readable(declaration, &mut Errors::default());
    let declaration = scan::without_fragments(declaration);
    if is_rust(&declaration)
        && let Err(error) = syn::parse2::<syn::Expr>(answer.clone())
    {
        return Err(format!("is no expression ({error}): {answer}"));
    }
    check_code(&declaration, &words, is_rejected(&answer))
        .map_err(|what| format!("{what}\n  in: {answer}"))?;
    Ok(answer)
}

/// Whether it reports mistakes: it is a block then, and else a call.
pub fn is_rejected(answer: &TokenStream) -> bool {
    let first = answer.clone().into_iter().next();
    first.is_some_and(|first| scan::is_block(&first))
}

/// A token that is no group.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    text: String,
    /// Where it stands in the text that it was made of.
    place: usize,
}

/// All words of `tokens`, however deep they are: more than the stack has room for, maybe.
fn words(tokens: &TokenStream) -> Vec<Word> {
    let word = |token: &TokenTree| Word {
        text: token.to_string(),
        place: token.span().byte_range().start,
    };
    leaves(tokens).iter().map(word).collect()
}

/// All tokens that are no groups.
fn leaves(tokens: &TokenStream) -> Vec<TokenTree> {
    let mut leaves = Vec::new();
    let mut levels = vec![tokens.clone().into_iter()];
    while let Some(level) = levels.last_mut() {
        match level.next() {
            Some(TokenTree::Group(group)) => levels.push(group.stream().into_iter()),
            Some(token) => leaves.push(token),
            None => drop(levels.pop()),
        }
    }
    leaves
}

/// The same tokens, each with a span of its own, whatever they had.
fn marked(tokens: &TokenStream) -> TokenStream {
    let count = leaves(tokens).len();
    let text: TokenStream = " x".repeat(count).parse().expect("words");
    let mut spans = text.into_iter().map(|word| word.span());
    let mut levels = vec![(Delimiter::None, tokens.clone().into_iter(), Vec::new())];
    loop {
        let (_, level, here) = levels.last_mut().expect("the outermost stays");
        match level.next() {
            Some(TokenTree::Group(group)) => {
                levels.push((group.delimiter(), group.stream().into_iter(), Vec::new()));
            }
            Some(mut token) => {
                token.set_span(spans.next().expect("as many as words"));
                here.push(token);
            }
            None => {
                let (delimiter, _, inner) = levels.pop().expect("it is there");
                let inner: TokenStream = inner.into_iter().collect();
                match levels.last_mut() {
                    Some((_, _, around)) => around.push(Group::new(delimiter, inner).into()),
                    None => return inner,
                }
            }
        }
    }
}

/// The code that was typed is in the answer, and the errors come after it.
fn check_code(declaration: &TokenStream, answer: &[Word], rejected: bool) -> Result<(), String> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, word) in answer.iter().enumerate() {
        places.entry(word.place).or_default().push(at);
    }
    let mut typed = vec![false; answer.len()];
    let mut end = 0;
    for code in code::of(declaration, rejected) {
        // Each stage has its place in an expansion, where its `let` may not be the first.
        end = if rejected { end } else { 0 };
        for word in words(&code) {
            let known = places.get(&word.place).into_iter().flatten();
            let mut known = known.filter(|&&at| at >= end && answer[at].text == word.text);
            match known.next() {
                Some(&at) => (typed[at], end) = (true, at + 1),
                // What `yield` becomes says it otherwise.
                None if word.text == "yield" => {}
                None => {
                    return Err(format!(
                        "lost, or not in order: `{}` of `{code}`",
                        word.text
                    ));
                }
            }
        }
    }
    let is_error = |at: &usize| answer[*at].text == "compile_error" && !typed[*at];
    let errors = (0..answer.len()).filter(is_error);
    match (rejected, errors.min()) {
        (true, None) => Err("reports nothing".to_owned()),
        (true, Some(first)) if first < end => Err("an error stands before code".to_owned()),
        (false, Some(_)) => Err("reports an error, but goes on".to_owned()),
        _ => Ok(()),
    }
}
