//! Everything an expansion of `pipeline!` may name.
//!
//! Not for use by hand, but meant to be read: `cargo expand` shows these words, and their docs show
//! the loop that each stands for.

use std::collections::HashSet;
use std::hash::Hash;
use std::time::Duration;

pub use crate::awaited::{
    Awaited, Kind, async_edge_of_values, async_values, edge_of_values, values,
};
pub use crate::batch::{Batch, Batches, Timed, batch, batch_by_weight};
pub use crate::body::{Body, Out, Setup};
pub use crate::builder::Stage;
pub use crate::cycle::Loop;
pub use crate::edge::Closed;
pub use crate::error::{Cause, Holding, Printed, Std, View};
pub use crate::fan_out::Shared;
pub use crate::filling::{Count, Measure, Weight};
pub use crate::generator::Generator;
pub use crate::graph::words as graph;
pub use crate::hints::{Chunks, Hinted, Never, Prints, Sorts, Stream, Tokio};
pub use crate::inbox::{Receive, Received};
pub use crate::inline::{ByIterator, Inline, Iterates, Made, TryInline};
pub use crate::pipeline::{IsSent, Itself, Pipeline, Returned, Sent};
pub use crate::policy::{
    AnyError, Attempts, Copied, Disposal, Guarded, KeptLetters, Letters, Once, Retry, Skip, Stop,
    Worth,
};
pub use crate::queue::{Receiver, Sender};
pub use crate::route::{Route, Routing};
pub use crate::run::Run;
pub use crate::scope::{Scope, Stopped};
pub use crate::sink::Value;
pub use crate::source::{Checked, Items, Reading, Source, Through, TryMap, TryThrough};
pub use crate::split::{Split, Test};
pub use crate::stage::One;
pub use crate::throttle::{Throttle, throttle};
pub use crate::until_stopped::{MaybeItems, Plain, UntilStopped, until_stopped};
pub use crate::worker::Worker;
pub use crate::zip::Zip;

pub use crate::task::AsyncPipeline;
pub use crate::task::private as tasks;
pub use crate::task::private::{Sender as AsyncSender, async_items_of};

/// `items`, whose type a `let` between two methods named.
pub fn items_of<T, I: IntoIterator<Item = T>>(items: I) -> I {
    items
}

/// An item that `distinct` tells from others.
#[diagnostic::on_unimplemented(
    message = "`distinct` cannot tell items of the type `{Self}` apart",
    label = "the type needs `#[derive(Clone, PartialEq, Eq, Hash)]`; or write `distinct(|item| key)`"
)]
pub trait Distinct: Clone + Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Eq + Hash> Distinct for T {}

/// What `distinct` tells an item from others by.
#[diagnostic::on_unimplemented(
    message = "`distinct` cannot tell keys of the type `{Self}` apart",
    label = "give a key whose type is `Eq + Hash`"
)]
pub trait Key: Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Eq + Hash> Key for T {}

/// The items of `items` that are equal to none before them. It stores each of them.
pub fn distinct<I>(items: I) -> impl Iterator<Item = I::Item>
where
    I: IntoIterator,
    I::Item: Distinct,
{
    let mut seen = HashSet::new();
    let is_new = move |item: &I::Item| !seen.contains(item) && seen.insert(item.clone());
    items.into_iter().filter(is_new)
}

/// The items of `items` whose key none before them has. It stores each key.
pub fn distinct_by_key<I, K, F>(items: I, mut key: F) -> impl Iterator<Item = I::Item>
where
    I: IntoIterator,
    K: Key,
    F: FnMut(&I::Item) -> K,
{
    let mut seen = HashSet::new();
    items.into_iter().filter(move |item| seen.insert(key(item)))
}

/// The function that computes the wait before another attempt. Its bound gives a closure's parameter its type.
pub fn backoff<F: Fn(u32) -> Duration>(function: F) -> F {
    function
}

/// Takes the code of a pipeline with mistakes, so that nothing else is said of it.
pub fn keep<C, R>(_: C, rest: R) -> R {
    rest
}

/// A value for code that may never end. In `Ok(if true { return ...; } else { never() })` it keeps rustc from
/// warning that `Ok` is unreachable.
///
/// # Panics
///
/// Always; nothing calls it.
#[must_use]
pub fn never<T>() -> T {
    unreachable!("the other branch is always taken")
}

/// The context in the bodies of a pipeline with mistakes.
#[must_use]
pub fn no_context() -> &'static crate::Context {
    unreachable!("a pipeline with mistakes does not compile")
}
