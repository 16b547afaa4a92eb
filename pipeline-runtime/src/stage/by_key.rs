//! Which worker of a fan-out gets an item: any that is free, or the worker of the item's key.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::context::Context;
use crate::edge::Receiver;
use crate::edge::partition::{self, KeyFunction, KeyedReceiver};
use crate::edge::reorder::Ahead;
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
/// The function that the macro makes gives the hash and not the key, because a key may borrow from its item.
#[derive(Clone, Copy)]
pub struct Hashing<'c> {
    context: &'c Context,
}

impl<'c> Hashing<'c> {
    /// The hash of a key.
    #[must_use]
    pub fn of<K: Hashed + ?Sized>(self, key: &K) -> u64 {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish()
    }

    /// The hash of the key that `key` returns.
    #[must_use]
    pub fn of_returned<K: Hashed>(self, key: impl FnOnce() -> K) -> u64 {
        self.of(&key())
    }

    /// The context of the run.
    #[must_use]
    pub fn context(self) -> &'c Context {
        self.context
    }
}

/// A function that is given an item and what hashes its key.
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
pub trait Division<I> {
    /// What one of them reads.
    type Part;

    /// One stream for each of `workers`. `ahead` says how far they may go ahead, if their outputs leave in
    /// order.
    #[doc(hidden)]
    fn divide(
        self,
        from: Receiver<I>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = Self::Part>;
}

/// Any worker that is free gets the next item.
pub struct AnyWorker(());

impl AnyWorker {
    pub(crate) const NEW: Self = AnyWorker(());
}

impl<I> Division<I> for AnyWorker {
    type Part = Receiver<I>;

    fn divide(
        self,
        from: Receiver<I>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = Receiver<I>> {
        from.share_among(workers, ahead)
    }
}

/// The worker of an item's key gets it.
pub struct ByKey<'k, I>(pub(crate) KeyFunction<'k, I>);

impl<'k, I> Division<I> for ByKey<'k, I> {
    type Part = KeyedReceiver<'k, I>;

    fn divide(
        self,
        from: Receiver<I>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = KeyedReceiver<'k, I>> {
        partition::partition(from, workers, self.0, ahead)
    }
}
