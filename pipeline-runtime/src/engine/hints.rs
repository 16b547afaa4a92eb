//! Compile errors for methods that slices or other libraries' iterators have and streams do not,
//! such as `chunks`. The error says what to write instead.
//!
//! When an expansion calls such a method, it also declares a trait that provides the method for
//! `&mut` of the receiver. Method resolution tries `&mut` receivers last, so a method of the user's
//! own traits, such as itertools' `chunks`, wins. The provided method has a bound that no type
//! fulfils. The methods are not in a trait of this crate because rustc would then suggest that
//! trait wherever a method of that name is missing.

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

/// The type on which the unfulfillable bounds are put. It has a lifetime because rustc rejects an
/// unfulfillable bound at its declaration, unless the bound is higher-ranked
/// (`for<'l> Stream<'l>: …`).
pub struct Stream<'l>(PhantomData<&'l ()>);

/// The receiver of a hinted method, and the types that the method would return. With a known return
/// type, rustc reports no follow-up errors in the code after the call.
pub trait Hinted: Sized {
    /// The type of the items.
    type Item;
    /// The unchanged stream.
    type Same;
    /// The stream of batches.
    type Batches;
}

/// Implements `Display` and `Debug` for streams with a bound that never holds. A common mistake is
/// a sink that prints its parameter as if it were one item. Without these impls, rustc would only
/// say that an internal type of the runtime cannot be printed.
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
