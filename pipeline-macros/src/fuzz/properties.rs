//! The properties of the macro's answer to any tokens:
//!
//! * There is an answer, soon, and it is the same each time.
//! * It is an expression, if the code in the declaration is Rust.
//! * It contains all code in the declaration, each token with its own span and in order.
//! * If the declaration has mistakes, there is at least one error, and the errors come last.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::report::Errors;
use crate::scan;

mod code;
mod rust;

pub use rust::is_rust;

/// Far longer than a declaration of a fuzzer's size takes, unless the time grows faster than the
/// size.
#[cfg(fuzzing)]
const SOON: std::time::Duration = std::time::Duration::from_secs(1);

/// Panics if the answer to `declaration` is wrong, or late five times. A single delay may have
/// another cause on the machine.
#[cfg(fuzzing)]
pub fn assert_soon(declaration: TokenStream) {
    let is_late = |_| {
        let started = std::time::Instant::now();
        drop(crate::compile(
            crate::ast::Form::Pipeline,
            &quote!(::pipeline),
            declaration.clone(),
        ));
        started.elapsed() > SOON
    };
    assert!(!(0..5).all(is_late), "five times late: {declaration}");
    if let Err(what) = check(&declaration) {
        panic!("{what}\n  of: {declaration}");
    }
    // Otherwise proc-macro2 would keep the text of every declaration forever.
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// Returns the answer to `declaration`, or a message about its fault.
pub fn check(declaration: &TokenStream) -> Result<TokenStream, String> {
    let declaration = marked(declaration);
    let answer = crate::compile(
        crate::ast::Form::Pipeline,
        &quote!(::pipeline),
        declaration.clone(),
    );
    let again = crate::compile(
        crate::ast::Form::Pipeline,
        &quote!(::pipeline),
        declaration.clone(),
    );
    let words = words(&answer);
    if words != self::words(&again) {
        return Err(format!("differs the second time: {answer}"));
    }
    // The macro removes code that is nested too deeply, and the groups that fragments of macros
    // leave around single tokens.
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

/// Returns whether the answer reports mistakes.
pub fn is_rejected(answer: &TokenStream) -> bool {
    // The answer to a declaration without mistakes is a call, or a block if there are segments.
    let first = answer.clone().into_iter().next();
    let is_block = first.is_some_and(|first| scan::is_block(&first));
    is_block
        && leaves(answer)
            .iter()
            .any(|leaf| scan::is_ident(leaf, "compile_error"))
}

/// A token that is not a group.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    text: String,
    /// Its position in the text of the declaration.
    place: usize,
}

/// Returns all words of `tokens`, at any depth, without recursion.
fn words(tokens: &TokenStream) -> Vec<Word> {
    let word = |token: &TokenTree| Word {
        text: token.to_string(),
        place: token.span().byte_range().start,
    };
    leaves(tokens).iter().map(word).collect()
}

/// Returns all tokens that are not groups.
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

/// Returns the same tokens, each with a distinct new span.
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

/// Checks that the typed code is in the answer, and that the errors come after it.
fn check_code(declaration: &TokenStream, answer: &[Word], rejected: bool) -> Result<(), String> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, word) in answer.iter().enumerate() {
        places.entry(word.place).or_default().push(at);
    }
    let mut typed = vec![false; answer.len()];
    let mut end = 0;
    for code in code::of(declaration, rejected) {
        // Stages may be in another order than their `let`s.
        end = if rejected { end } else { 0 };
        for word in words(&code) {
            let known = places.get(&word.place).into_iter().flatten();
            let mut known = known.filter(|&&at| at >= end && answer[at].text == word.text);
            match known.next() {
                Some(&at) => (typed[at], end) = (true, at + 1),
                // A `yield` becomes a send.
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
