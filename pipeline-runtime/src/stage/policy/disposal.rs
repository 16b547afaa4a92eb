//! How a failure is handled: it ends the run, is counted, or becomes an item of another stream.

use std::convert::Infallible;
use std::fmt;

use super::attempts::CopyFn;
use crate::run::worker::Worker;

/// The failure of an item: an item of the stream `failed` in `let (ok, failed) = …`.
///
/// `{}` prints the stage and the cause. `{:#}` prints the cause by its own `{:#}`: a
/// [`BoxError`](crate::BoxError) then adds its sources. After retries, the cause is the error of
/// the last attempt. A panic is not a failure of an item: it ends the run.
///
/// ```
/// use pipeline::{Failure, pipeline};
///
/// let texts = pipeline!({
///     let (numbers, failed) = generator(["1", "two"])
///         >> stage(name = "parse", keep, |word| word.parse::<u32>()?);
///     numbers >> for_each(drop);
///     failed >> map(|failure: Failure<_, &str>| format!("`{}`: {failure}", failure.item)) >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(texts, ["`two`: stage `parse` failed: invalid digit found in string"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[doc(alias = "dead letter")]
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure<E = crate::BoxError, I = ()> {
    /// The stage whose body failed.
    pub stage: &'static str,
    /// The error that the body returned.
    pub cause: E,
    /// The item, if the stage has the option `keep`.
    pub item: I,
}

impl<E: fmt::Display, I> fmt::Display for Failure<E, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stage `{}` failed: ", self.stage)?;
        self.cause.fmt(f)
    }
}

impl<E, I> Failure<E, I> {
    pub(crate) fn new(cause: E, item: I, worker: &Worker<E>) -> Self {
        Failure {
            stage: worker.stage(),
            cause,
            item,
        }
    }
}

/// How the failures of a stage are handled.
pub trait Disposal<E>: Sized {
    /// Whether a failure ends the run at once.
    #[doc(hidden)]
    const STOPS: bool = false;

    /// Whether failures leave the stage as a stream, in the order of the stage if it has one.
    #[doc(hidden)]
    const SENDS: bool = false;

    /// Whether each item is kept until its body has ended.
    #[doc(hidden)]
    const KEEPS: bool = false;

    /// The message that is sent for a failure.
    #[doc(hidden)]
    type Letter;

    /// The sender of the messages.
    #[doc(hidden)]
    type Post;

    /// Returns the message for a failure, and its sender. `None` if failures are not sent.
    #[doc(hidden)]
    fn letter(&mut self, cause: E, worker: &Worker<E>) -> Option<(Self::Letter, &mut Self::Post)>;

    /// Forgets the kept item, because its body has ended.
    #[doc(hidden)]
    fn forget(&mut self) {}

    /// Adapts to workers whose failures keep the order of the input: only the worker that has the
    /// turn sends.
    #[doc(hidden)]
    #[must_use]
    fn in_order(self) -> Self {
        self
    }
}

/// Keeps items of type `I` until their bodies have ended.
pub trait Keep<I> {
    /// Keeps a copy of an item that was taken, if failures contain their items.
    #[doc(hidden)]
    fn keep(&mut self, _: &I) {}
}

/// Sends failures, in the way of an engine.
pub trait Post {
    /// Returns a sender that all clones share, because a reader sees the items of one sender in
    /// order.
    #[doc(hidden)]
    #[must_use]
    fn shared(self) -> Self;
}

/// The sender where nothing is sent.
#[derive(Clone)]
pub struct Nowhere(Infallible);

/// A failure ends the run.
#[derive(Clone)]
pub struct Stop;

impl<E> Disposal<E> for Stop {
    const STOPS: bool = true;

    type Letter = Infallible;
    type Post = Nowhere;

    fn letter(&mut self, _: E, _: &Worker<E>) -> Option<(Infallible, &mut Nowhere)> {
        None
    }
}

impl<I> Keep<I> for Stop {}

/// A failure is counted, and the run continues.
#[derive(Clone)]
pub struct Skip;

impl<E> Disposal<E> for Skip {
    type Letter = Infallible;
    type Post = Nowhere;

    fn letter(&mut self, _: E, _: &Worker<E>) -> Option<(Infallible, &mut Nowhere)> {
        None
    }
}

impl<I> Keep<I> for Skip {}

/// A failure is an item of another stream: a dead letter.
#[derive(Clone)]
pub struct Letters<P>(pub(crate) P);

impl<E, P: Post> Disposal<E> for Letters<P> {
    const SENDS: bool = true;

    type Letter = Failure<E>;
    type Post = P;

    fn letter(&mut self, cause: E, worker: &Worker<E>) -> Option<(Failure<E>, &mut P)> {
        Some((Failure::new(cause, (), worker), &mut self.0))
    }

    fn in_order(self) -> Self {
        Letters(self.0.shared())
    }
}

impl<I, P> Keep<I> for Letters<P> {}

/// A failure is an item of another stream, together with the item that failed.
pub struct KeptLetters<P, I> {
    post: P,
    item: Option<I>,
    copy: CopyFn<I>,
}

impl<P, I> KeptLetters<P, I> {
    pub(crate) fn new(post: P, copy: CopyFn<I>) -> Self {
        let item = None;
        KeptLetters { post, item, copy }
    }
}

impl<P: Clone, I> Clone for KeptLetters<P, I> {
    fn clone(&self) -> Self {
        KeptLetters::new(self.post.clone(), self.copy)
    }
}

impl<E, I, P: Post> Disposal<E> for KeptLetters<P, I> {
    const SENDS: bool = true;
    const KEEPS: bool = true;

    type Letter = Failure<E, I>;
    type Post = P;

    /// # Panics
    ///
    /// If no item was kept.
    fn letter(&mut self, cause: E, worker: &Worker<E>) -> Option<(Failure<E, I>, &mut P)> {
        let item = self.item.take();
        let item = item.expect("each item is kept before its body is called");
        Some((Failure::new(cause, item, worker), &mut self.post))
    }

    fn forget(&mut self) {
        self.item = None;
    }

    fn in_order(self) -> Self {
        KeptLetters::new(self.post.shared(), self.copy)
    }
}

impl<I, P> Keep<I> for KeptLetters<P, I> {
    fn keep(&mut self, item: &I) {
        self.item = Some((self.copy)(item));
    }
}
