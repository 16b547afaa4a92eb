//! All mistakes of one pipeline, each at its own token.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::names::hygienic;

/// The mistakes found so far.
#[derive(Default)]
pub struct Errors {
    found: Vec<(Span, String)>,
    /// Things that are allowed, and that the user should look at.
    doubts: Vec<(Span, String)>,
    /// Values that nothing uses.
    unused: Vec<(Span, String)>,
}

impl Errors {
    pub fn at(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span, message.into()));
    }

    /// An error that stands in the text before those found from `place` on.
    pub fn before(&mut self, place: usize, span: Span, message: impl Into<String>) {
        self.found.insert(place, (span, message.into()));
    }

    pub fn warn(&mut self, span: Span, message: String) {
        self.doubts.push((span, message));
    }

    /// Something is not used, which `#[allow(unused)]` allows.
    pub fn warn_unused(&mut self, span: Span, message: String) {
        self.unused.push((span, message));
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn has_doubts(&self) -> bool {
        !self.doubts.is_empty()
    }

    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Statements that rustc warns of: the only warnings that a macro can make are of a use of something
    /// deprecated, and of a value that is not used.
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
            // With the user's own span: rustc takes one of ours for all of the macro. By a trait: of a function or a
            // type that must be used it suggests `let _ = `, in the middle of the chain.
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

    /// A block with a `compile_error!` for each, the last as its value: as an expression, it keeps
    /// rustc from judging what is done with it.
    pub fn to_block(&self) -> TokenStream {
        let errors = self
            .found
            .iter()
            .map(|(span, message)| quote_spanned!(*span=> ::core::compile_error!(#message)));
        quote_spanned!(Span::mixed_site()=> { #(#errors);* })
    }
}

/// The known word that was probably meant by `word`.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of a letter alone any other would be one change away.
    let allowed = (word.chars().count() + 1) / 3;
    let allowed = allowed.min(2);
    // What is half typed may lack any number of letters.
    let is_half = |candidate: &str| word.len() > 1 && candidate.starts_with(word);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed || is_half(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, changed or swapped with a neighbour.
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

/// `a`, `b` or `c`: for messages that list what is known.
pub fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
