//! `distinct`: drops items that are equal to an earlier one.

use std::collections::HashSet;
use std::hash::Hash;

/// An item that `distinct` can compare with others.
#[diagnostic::on_unimplemented(
    message = "`distinct` cannot tell items of the type `{Self}` apart",
    label = "the type needs `#[derive(Clone, PartialEq, Eq, Hash)]`; or write `distinct(|item| key)`"
)]
pub trait Distinct: Clone + Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Eq + Hash> Distinct for T {}

/// A key by which `distinct` compares items.
#[diagnostic::on_unimplemented(
    message = "`distinct` cannot tell keys of the type `{Self}` apart",
    label = "give a key whose type is `Eq + Hash`"
)]
pub trait Key: Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Eq + Hash> Key for T {}

/// Returns the items of `items` that are equal to none before them. Stores a copy of each.
pub fn distinct<I>(items: I) -> impl Iterator<Item = I::Item>
where
    I: IntoIterator,
    I::Item: Distinct,
{
    let mut seen = HashSet::new();
    let is_new = move |item: &I::Item| !seen.contains(item) && seen.insert(item.clone());
    items.into_iter().filter(is_new)
}

/// Returns the items of `items` whose key no item before them has. Stores each key.
pub fn distinct_by_key<I, K, F>(items: I, mut key: F) -> impl Iterator<Item = I::Item>
where
    I: IntoIterator,
    K: Key,
    F: FnMut(&I::Item) -> K,
{
    let mut seen = HashSet::new();
    items.into_iter().filter(move |item| seen.insert(key(item)))
}
