//! Which worker of a fan-out gets an item: any that is free, or the worker of the item's key.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::task::{Poll, Waker};

use crate::context::Context;
use crate::edge::partition::{self, KeyFunction, KeyedReceiver};
use crate::edge::reorder::Ahead;
use crate::edge::{Edge, Receiver, Sender};
use crate::run::worker::Worker;
use crate::stage::feed::{Feed, Streams};
use crate::sync::Arc;

/// A key whose items go to the same worker.
#[diagnostic::on_unimplemented(
    message = "`by` cannot hash keys of the type `{Self}`",
    label = "give a key whose type is `Hash`"
)]
pub trait Hashed: Hash {}

#[diagnostic::do_not_recommend]
impl<K: Hash + ?Sized> Hashed for K {}

/// Hashes keys. Equal keys have equal hashes, in every run of a program.
///
/// The function that the macro makes returns the hash and not the key, because a key may borrow
/// from its item.
#[derive(Clone, Copy)]
pub struct Hashing<'c> {
    context: &'c Context,
}

impl<'c> Hashing<'c> {
    /// Returns the hash of a key.
    #[must_use]
    pub fn of<K: Hashed + ?Sized>(self, key: &K) -> u64 {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish()
    }

    /// Returns the hash of the key that `key` returns.
    #[must_use]
    pub fn of_returned<K: Hashed>(self, key: impl FnOnce() -> K) -> u64 {
        self.of(&key())
    }

    /// Returns the context of the run.
    #[must_use]
    pub fn context(self) -> &'c Context {
        self.context
    }
}

/// Returns the key function made of `key`, which is called with an item and the [`Hashing`] for its
/// key.
pub(crate) fn key<'k, T, F>(context: &Context, mut key: F) -> KeyFunction<'k, T>
where
    F: FnMut(&T, Hashing<'_>) -> u64 + Send + 'k,
{
    let context = context.clone();
    Box::new(move |item| {
        let hashing = Hashing { context: &context };
        key(item, hashing)
    })
}

/// How the workers of a fan-out share its stream.
pub trait Division<I, O>: Sized {
    /// The input of one worker.
    type Part;
    /// The stream to the workers, if they are in other processes.
    type Away: Streams<Item = O, Crossing = I>;

    /// Returns where the workers are.
    #[doc(hidden)]
    fn locate(self, from: Receiver<I>, _is_ordered: bool) -> Located<Self, I, Self::Away> {
        Located::Here(self, from)
    }

    /// Returns whether this process does only what other processes ask for.
    #[doc(hidden)]
    fn is_served(&self) -> bool {
        false
    }

    /// Returns the input and the output of each of the `workers`. `ahead` says how far ahead they
    /// may go, if their outputs leave in order.
    #[doc(hidden)]
    fn divide(
        self,
        from: Receiver<I>,
        to: Sender<O>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = (Self::Part, Sender<O>)>;
}

/// Where the workers of a stage are.
pub enum Located<P, I, W> {
    #[doc(hidden)]
    Here(P, Receiver<I>),
    /// In other processes. The stream leads there.
    #[doc(hidden)]
    Away(W),
}

/// The stream to other processes, where there is none.
pub struct NeverAway<I, O>(Infallible, PhantomData<fn(I) -> O>);

impl<I, O> Streams for NeverAway<I, O> {
    type Item = O;
    type Crossing = I;
    type Feed = NeverAway<I, O>;

    fn open<E>(self, _: &Worker<E>) -> Self {
        self
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        match self.0 {}
    }
}

impl<I, O> Feed for NeverAway<I, O> {
    type Item = O;

    fn poll_next(&mut self, _: Option<&Waker>) -> Poll<Option<O>> {
        match self.0 {}
    }
}

/// Any worker that is free gets the next item.
pub struct AnyWorker(());

impl AnyWorker {
    pub(crate) const NEW: Self = AnyWorker(());
}

impl<I, O> Division<I, O> for AnyWorker {
    type Part = Receiver<I>;
    type Away = NeverAway<I, O>;

    fn divide(
        self,
        from: Receiver<I>,
        to: Sender<O>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = (Receiver<I>, Sender<O>)> {
        let parts = from.share_among(workers, ahead);
        parts.map(move |part| (part, to.clone()))
    }
}

/// The worker of an item's key gets the item.
pub struct ByKey<'k, I>(pub(crate) KeyFunction<'k, I>);

impl<'k, I, O> Division<I, O> for ByKey<'k, I> {
    type Part = KeyedReceiver<'k, I>;
    type Away = NeverAway<I, O>;

    fn divide(
        self,
        from: Receiver<I>,
        to: Sender<O>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = (KeyedReceiver<'k, I>, Sender<O>)> {
        let parts = partition::partition(from, workers, self.0, ahead);
        parts.map(move |part| (part, to.clone()))
    }
}
