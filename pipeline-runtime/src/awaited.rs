//! What an item may be: anything but a future that nothing awaits.
//!
//! `stage(fetch)` with an `async fn` would make futures for the next stage, and run none of them. Rust
//! has no bound that says "no future". An integer without a type says it: for a type that is no future
//! [`Kind`] has one impl, and rustc takes that; for a future it has two, so rustc waits, and in the end
//! makes the integer an `i32`, as it does with all integers that nothing else decides on. Only one of
//! the impls is for `i32`, and [`Awaited`] says what is wrong with that one.

use std::future::Future;
use std::marker::PhantomData;

use futures_core::Stream;

use crate::queue::{Receiver, Sender};
use crate::task::private as tasks;

/// No future.
pub struct Plain;
/// A future.
pub struct Pending;
/// What rustc decides on together with the integers, so that it cannot be told in time: numbers without
/// a type, and what a body gives that never ends, `()` or, from the edition of 2024 on, `!`.
pub struct Late<T>(PhantomData<T>);

/// What kind of type it is. `N` is the integer.
pub trait Kind<N, K> {}

impl<T> Kind<u8, Plain> for T {}
impl<F: Future> Kind<i32, Pending> for F {}
impl Kind<i32, Late<()>> for () {}
impl Kind<i32, Late<i32>> for i32 {}
impl Kind<i32, Late<f64>> for f64 {}
impl Kind<i32, Late<fn() -> !>> for <fn() -> ! as Gives>::Value {}

/// Names the type `!`, which has no name yet.
pub trait Gives {
    /// What it gives.
    type Value;
}

impl<V> Gives for fn() -> V {
    type Value = V;
}

/// An item that is no future.
#[diagnostic::on_unimplemented(
    message = "nothing awaits the future that this gives as an item",
    label = "write `async |x| f(x).await`, in `pipeline!(async {{ ... }})`",
    note = "where futures are to be items, name the stream's type: `let futures: _ = ...`"
)]
pub trait Awaited<K> {}

impl<T> Awaited<Plain> for T {}
impl<T, L> Awaited<Late<L>> for T {}

/// `items`, which are no futures.
pub fn values<I, N, K>(items: I, _: N) -> I
where
    I: Iterator,
    I::Item: Kind<N, K> + Awaited<K>,
{
    items
}

/// `items`, which are no futures.
pub fn async_values<S, N, K>(items: S, _: N) -> S
where
    S: Stream,
    S::Item: Kind<N, K> + Awaited<K>,
{
    items
}

/// The ends of a stream whose items are no futures.
pub fn edge_of_values<T, N, K>(ends: (Sender<T>, Receiver<T>), _: N) -> (Sender<T>, Receiver<T>)
where
    T: Kind<N, K> + Awaited<K>,
{
    ends
}

/// The ends of a stream between futures whose items are no futures.
pub fn async_edge_of_values<T, N, K>(
    ends: (tasks::Sender<T>, tasks::Receiver<T>),
    _: N,
) -> (tasks::Sender<T>, tasks::Receiver<T>)
where
    T: Kind<N, K> + Awaited<K>,
{
    ends
}
