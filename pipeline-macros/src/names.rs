//! Makes all identifiers of an expansion.
//!
//! An invented identifier is hygienic (`mixed_site`), so a body never sees it. The same name in a
//! body means the user's own variable. The identifier is located at the user's token that it stands
//! for, so that rustc's messages appear there.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

/// Keywords that cannot be names, not even with `r#`.
const RESERVED: [&str; 4] = ["self", "Self", "super", "crate"];

pub fn is_reserved(name: &Ident) -> bool {
    RESERVED.iter().any(|word| name == word)
}

/// Returns whether a pattern can bind the name.
pub fn can_be_bound(name: &Ident) -> bool {
    name == "_" || syn::parse_str::<Ident>(&name.to_string()).is_ok()
}

/// Returns a hygienic identifier at `place`.
pub fn invented(name: &str, place: Span) -> Ident {
    let span = hygienic(place);
    let is_keyword = syn::parse_str::<Ident>(name).is_err();
    if is_keyword {
        Ident::new_raw(name, span)
    } else {
        Ident::new(name, span)
    }
}

/// Returns a local variable of the expansion: `paths_`.
///
/// Hygiene separates it from the user's variables, but not from the user's items. If a constant, a
/// `static`, a unit struct or a variant with the name is in scope, a pattern means that item, and a
/// macro cannot change this. So the name ends in `_`, as names of items do not. Comments in this
/// crate leave the `_` out.
pub fn local(name: &str, place: Span) -> Ident {
    Ident::new(&format!("{name}_"), hygienic(place))
}

/// Returns the span of invented tokens at `place`.
pub fn hygienic(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}

/// Returns the name without `r#`, for text and for parts of other names.
pub fn text(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Identifies the macro expansion that the name comes from, by the `Debug` output of its span: `#4
/// bytes(12..13)`. Stable Rust has no other way to compare expansions. Empty if the output has
/// another form.
pub fn context(ident: &Ident) -> String {
    let span = format!("{:?}", ident.span());
    let written = span.strip_prefix('#').and_then(|rest| rest.split_once(' '));
    written.map_or(String::new(), |(context, _)| context.to_owned())
}

/// Makes distinct names.
pub struct Distinct {
    separator: char,
    given: HashSet<String>,
    /// The next number for each name that was asked for more than once.
    numbers: HashMap<String, usize>,
}

impl Distinct {
    pub fn new(separator: char) -> Self {
        Distinct::beside(separator, &[])
    }

    /// Makes names that are also distinct from `taken`.
    pub fn beside(separator: char, taken: &[&str]) -> Self {
        let given = taken.iter().map(|&name| name.to_owned()).collect();
        Distinct {
            separator,
            given,
            numbers: HashMap::new(),
        }
    }

    pub fn name(&mut self, wanted: &str) -> String {
        self.name_with(wanted, &[])
    }

    /// Returns a distinct name. It stays distinct if one of `prefixes` is put before it.
    pub fn name_with(&mut self, wanted: &str, prefixes: &[&str]) -> String {
        let mut name = wanted.to_owned();
        let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
        if *number > 1 {
            name = format!("{wanted}{}{number}", self.separator);
        }
        loop {
            let prefixed = prefixes.iter().map(|prefix| format!("{prefix}{name}"));
            let all: Vec<String> = prefixed.chain([name.clone()]).collect();
            if all.iter().all(|name| !self.given.contains(name)) {
                self.given.extend(all);
                return name;
            }
            *number += 1;
            name = format!("{wanted}{}{number}", self.separator);
        }
    }
}
