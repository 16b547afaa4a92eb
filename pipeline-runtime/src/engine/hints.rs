//! Methods that slices and other libraries' iterators have, and streams have not: a call says what to write instead.
//!
//! An expansion that calls one has a trait of its own with it, for `&mut` of what the method is called on, where
//! rustc looks last: so a method of the user's own traits, such as itertools' `chunks`, goes first. The method has a
//! bound that nothing fulfils. A trait here that had the methods would be offered by rustc wherever one is missing.

use std::fmt;
use std::marker::PhantomData;

use crate::engine::task::private::{Batch as AsyncBatch, Items};
use crate::engine::threads::batch::Batch;
use crate::engine::threads::source::Items as ThreadItems;
use crate::private::never;
use crate::stage::filling::Count;

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "a stream has no `chunks`",
    label = "write `batch(n)` here: it makes a `Vec` of each `n` items"
)]
pub trait Chunks {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "a stream cannot be sorted: its least item may come last",
    label = "write `collect::<Vec<_>>()` here, and sort what the run gives"
)]
pub trait Sorts {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`spawn` of an async pipeline needs the feature `tokio`",
    label = "write `features = [\"tokio\"]` for `pipeline` in Cargo.toml, or `run().await` here"
)]
pub trait Tokio {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "a stream cannot be printed, only its items can",
    label = "a sink's closure takes the whole stream: write `for_each(|item| ...)` instead of `sink`"
)]
pub trait Prints {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "this pipeline has no value: its tail is a stream",
    label = "end the tail with a consumer, such as `>> collect()`; or read the stream, by `iter()` or `consume(|items| ...)`"
)]
pub trait HasValue {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "this pipeline has no value: its tail is a stream",
    label = "end the tail with a consumer, such as `>> collect()`; or read the stream, by `stream()`"
)]
pub trait HasAwaitedValue {}

/// Implemented by nothing.
pub trait Never {}

/// What the bounds are on. It has a lifetime because rustc rejects a bound that nothing can fulfil where it is
/// declared, unless it is one for any lifetime.
pub struct Stream<'l>(PhantomData<&'l ()>);

/// What such a method is called on, and what it would give: so that rustc has nothing to say of what follows.
pub trait Hinted: Sized {
    /// The items.
    type Item;
    /// The stream as it is.
    type Same;
    /// The stream in batches.
    type Batches;
}

/// A newcomer's sink prints its parameter, as if it were an item. Without these impls, rustc tells only that a type
/// of the runtime's cannot be printed.
macro_rules! is_not_printed {
    ($($way:ident)*) => {$(
        impl<I, E> fmt::$way for ThreadItems<'_, I, E>
        where
            for<'l> Stream<'l>: Prints,
        {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                never()
            }
        }

        impl<S: futures_core::Stream, E> fmt::$way for Items<S, E>
        where
            for<'l> Stream<'l>: Prints,
        {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                never()
            }
        }
    )*};
}

is_not_printed!(Display Debug);

impl<I: Iterator> Hinted for &mut I {
    type Item = I::Item;
    type Same = I;
    type Batches = Batch<I, Count>;
}

impl<S: futures_core::Stream + Unpin, E> Hinted for &mut Items<S, E> {
    type Item = S::Item;
    type Same = Items<S, E>;
    type Batches = Items<AsyncBatch<S, Count>, E>;
}
