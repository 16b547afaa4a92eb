//! Collects the mistakes of one pipeline, each at its own token.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::ast::Form;
use crate::names::hygienic;

/// The mistakes found so far.
#[derive(Default)]
pub struct Errors {
    /// The macro that the messages are about.
    form: Form,
    found: Vec<(Span, String)>,
    /// Warnings about code that is allowed, but possibly wrong.
    doubts: Vec<(Span, String)>,
    /// Warnings about values that nothing uses.
    unused: Vec<(Span, String)>,
}

impl Errors {
    pub fn of(form: Form) -> Self {
        Errors {
            form,
            ..Errors::default()
        }
    }

    pub fn at(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span, message.into()));
    }

    /// Inserts an error before those from index `place` on.
    pub fn before(&mut self, place: usize, span: Span, message: impl Into<String>) {
        self.found.insert(place, (span, message.into()));
    }

    /// Removes the errors from index `count` on, because they would only follow from those before.
    pub fn truncate(&mut self, count: usize) {
        self.found.truncate(count);
    }

    pub fn warn(&mut self, span: Span, message: String) {
        self.doubts.push((span, message));
    }

    /// Warns about an unused value. `#[allow(unused)]` silences the warning.
    pub fn warn_unused(&mut self, span: Span, message: String) {
        self.unused.push((span, message));
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Statements for which rustc prints the warnings. The only warnings that a macro can cause are
    /// those about deprecated functions and about unused values.
    pub fn warnings(&self) -> TokenStream {
        let warnings = self.doubts.iter().map(|(span, message)| {
            let place = hygienic(*span);
            quote_spanned! {place=>
                {
                    #[deprecated(note = #message)]
                    const fn possible_deadlock() {}
                    possible_deadlock();
                }
            }
        });
        let unused = self.unused.iter().map(|(span, message)| {
            // The tokens have the user's span, because rustc shows a span of the macro as the whole
            // macro call. The value's type is a trait, because for a function or a type rustc would
            // suggest `let _ = ` in the middle of the chain.
            quote_spanned! {*span=>
                {
                    #[must_use = #message]
                    trait Value {}
                    impl Value for () {}
                    const fn value() -> impl Value {}
                    value();
                }
            }
        });
        warnings.chain(unused).collect()
    }

    /// Returns a block with a `compile_error!` for each error. The last is the block's value, so
    /// that rustc does not check its type.
    pub fn to_block(&self) -> TokenStream {
        let errors = self.found.iter().map(|(span, message)| {
            let message = self.form.of(message);
            quote_spanned!(*span=> ::core::compile_error!(#message))
        });
        quote_spanned!(Span::mixed_site()=> { #(#errors);* })
    }
}

/// Returns the known word that is closest to `word`, if it is close enough.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word of one letter has no match, because any other letter is one change away.
    let allowed = (word.chars().count() + 1) / 3;
    let allowed = allowed.min(2);
    // A half-typed word may lack any number of letters.
    let is_half = |candidate: &str| word.len() > 1 && candidate.starts_with(word);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed || is_half(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Counts how many letters must be inserted, removed, changed or swapped with a neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Returns a list for messages: `a`, `b` and `c`.
pub fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
