//! Rejects items that are futures which nothing awaits.
//!
//! `stage(fetch)` with an `async fn` would make futures for the next stage, and run none of them.
//! Rust has no bound "is not a future", so the type of an integer literal takes its place. A type
//! that is not a future has one impl of [`Kind`], and rustc takes that one. A future has two, so
//! the impls do not determine the literal's type, and rustc falls back to `i32`, as for any other
//! literal. Only the impl for futures has `i32`, and [`Awaited`] has the error message for that
//! impl.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use futures_core::Stream;

use crate::edge::{Receiver, Sender};

/// Marks a type that is not a future.
pub struct PlainValue;
/// Marks a future.
pub struct Pending;
/// Marks a type that rustc itself falls back to, at the same time as to `i32`, so that `Kind`
/// cannot decide earlier: the type of a number literal, and the type of a body that never ends,
/// which is `()` or, from edition 2024 on, `!`.
pub struct LateValue<T>(PhantomData<T>);

/// Whether a type is a future: `K` is `PlainValue`, `Pending` or `LateValue`. `N` is the integer
/// literal's type.
pub trait Kind<N, K> {}

impl<T> Kind<u8, PlainValue> for T {}
impl<F: Future> Kind<i32, Pending> for F {}
impl Kind<i32, LateValue<()>> for () {}
impl Kind<i32, LateValue<i32>> for i32 {}
impl Kind<i32, LateValue<f64>> for f64 {}
impl Kind<i32, LateValue<fn() -> !>> for <fn() -> ! as Gives>::Value {}
// A `Box` is a future if its content is one, so `Kind` decides both at the same time.
impl<T: Kind<i32, LateValue<L>>, L> Kind<i32, LateValue<Box<L>>> for Box<T> {}
impl<T: Kind<i32, LateValue<L>>, L> Kind<i32, LateValue<Box<L>>> for Pin<Box<T>> {}

/// Names the type `!` as the result of `fn() -> !`, because stable Rust has no name for it.
pub trait Gives {
    /// Result of the function.
    type Value;
}

impl<V> Gives for fn() -> V {
    type Value = V;
}

/// An item that is not a future.
#[diagnostic::on_unimplemented(
    message = "the item is a future that nothing awaits",
    label = "write `f(x).await`, in an `async` body of `pipeline!(async {{ ... }})`",
    note = "if items are meant to be futures, name the stream's type: `let futures: _ = ...`"
)]
pub trait Awaited<K> {}

impl<T> Awaited<PlainValue> for T {}
impl<T, L> Awaited<LateValue<L>> for T {}

/// Returns `items`, which must not be futures.
pub fn values<I, N, K>(items: I, _: N) -> I
where
    I: Iterator,
    I::Item: Kind<N, K> + Awaited<K>,
{
    items
}

/// Returns `items`, which must not be futures.
pub fn async_values<S, N, K>(items: S, _: N) -> S
where
    S: Stream,
    S::Item: Kind<N, K> + Awaited<K>,
{
    items
}

/// Returns `ends`, the ends of a stream whose items must not be futures.
#[must_use]
pub fn edge_of_values<T, N, K>(ends: (Sender<T>, Receiver<T>), _: N) -> (Sender<T>, Receiver<T>)
where
    T: Kind<N, K> + Awaited<K>,
{
    ends
}

/// Returns `sender`, of a stream whose items must not be futures.
#[must_use]
pub fn sender_of_values<T, N, K>(sender: Sender<T>, _: N) -> Sender<T>
where
    T: Kind<N, K> + Awaited<K>,
{
    sender
}
