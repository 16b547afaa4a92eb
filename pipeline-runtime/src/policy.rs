//! What a stage does when its body fails: try again, and then stop, go on, or send the failure on.

use std::fmt;
use std::time::Duration;

use crate::body::{Body, Out};
use crate::current::pause;
use crate::queue::Sender;
use crate::supply::{Place, Supply};
use crate::sync::{Arc, AtomicU64, Mutex, Ordering, lock};
use crate::worker::Worker;

/// The failure of an item: an item of the stream `failed` in `let (ok, failed) = …`.
///
/// `{}` prints the stage and the cause, `{:#}` also the sources of the cause.
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

/// How long to wait before the next attempt: a `Duration`, or a function of the number of the failed attempt,
/// which counts from 1.
#[diagnostic::on_unimplemented(
    message = "a backoff is a `Duration`, or a closure `|attempt| ...` that gives one: `{Self}` is neither",
    label = "write `Duration::from_millis(100)`, or `|attempt| Duration::from_secs(1) * attempt`"
)]
pub trait Backoff {
    /// The wait after failed attempt number `attempt`.
    fn after(&self, attempt: u32) -> Duration;
}

impl Backoff for Duration {
    fn after(&self, _: u32) -> Duration {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<F: Fn(u32) -> Duration> Backoff for F {
    fn after(&self, attempt: u32) -> Duration {
        self(attempt)
    }
}

/// Decides which errors are worth another attempt.
pub trait Worth<E> {
    /// Whether `error` is worth another attempt.
    #[doc(hidden)]
    fn is_worth(&self, error: &E) -> bool;
}

/// Every error is worth another attempt.
#[derive(Clone)]
pub struct AnyError;

impl<E> Worth<E> for AnyError {
    fn is_worth(&self, _: &E) -> bool {
        true
    }
}

impl<E, F: Fn(&E) -> bool> Worth<E> for F {
    fn is_worth(&self, error: &E) -> bool {
        self(error)
    }
}

/// How often a body is called for one item.
pub trait Attempts<I, E> {
    /// Whether that is once.
    #[doc(hidden)]
    const ONCE: bool = false;

    #[doc(hidden)]
    fn call<O>(&self, body: &mut impl Body<I, O, E>, item: I, out: &mut Out<O, E>)
    -> Result<(), E>;
}

/// Once.
#[derive(Clone)]
pub struct Once;

impl<I, E> Attempts<I, E> for Once {
    const ONCE: bool = true;

    #[inline]
    fn call<O>(
        &self,
        body: &mut impl Body<I, O, E>,
        item: I,
        out: &mut Out<O, E>,
    ) -> Result<(), E> {
        body.call(item, out)
    }
}

/// An item of which a stage takes copies.
#[diagnostic::on_unimplemented(
    message = "items must be `Clone` here: `{Self}` is not",
    label = "this takes a copy of each item",
    note = "write `#[derive(Clone)]` for the item, or make items of type `Arc<{Self}>`"
)]
pub trait Copied: Clone {}

#[diagnostic::do_not_recommend]
impl<I: Clone> Copied for I {}

/// How an item is copied. The option that asks for copies demands [`Copied`], and tells of an item that is not;
/// with a bound on the bodies' methods too, rustc would tell of it twice, and of the runtime's types.
pub(crate) type CopyFn<I> = fn(&I) -> I;

/// [`Backoff::after`]
pub(crate) type AfterFn<B> = fn(&B, u32) -> Duration;

/// Calls the body again until it succeeds: at most `further` times, and only after errors that are worth it.
pub struct Retry<I, B, W = AnyError> {
    pub(crate) further: u32,
    pub(crate) backoff: B,
    /// How `backoff` is asked. The option that names it demands [`Backoff`], and rustc tells of a bound once.
    pub(crate) after: AfterFn<B>,
    pub(crate) worth: W,
    pub(crate) copy: CopyFn<I>,
}

impl<I, B: Clone, W: Clone> Clone for Retry<I, B, W> {
    fn clone(&self) -> Self {
        Retry {
            further: self.further,
            backoff: self.backoff.clone(),
            after: self.after,
            worth: self.worth.clone(),
            copy: self.copy,
        }
    }
}

impl<I, E, B, W: Worth<E>> Attempts<I, E> for Retry<I, B, W> {
    fn call<O>(
        &self,
        body: &mut impl Body<I, O, E>,
        item: I,
        out: &mut Out<O, E>,
    ) -> Result<(), E> {
        for attempt in 1..=self.further {
            match body.call((self.copy)(&item), out) {
                Err(error) if self.worth.is_worth(&error) => {}
                ended => return ended,
            }
            pause((self.after)(&self.backoff, attempt));
            if out.worker().must_stop() {
                out.close();
                return Ok(());
            }
            out.worker().tally().retried.add(1);
        }
        body.call(item, out)
    }
}

/// What becomes of a failure.
pub trait Disposal<E, I>: Sized {
    /// Whether a failure ends the run at once.
    #[doc(hidden)]
    const STOPS: bool = false;

    /// Whether failures are items of a stream; those of an ordered stage keep its order.
    #[doc(hidden)]
    const SENDS: bool = false;

    /// Whether each item is kept until its body has ended.
    #[doc(hidden)]
    const KEEPS: bool = false;

    /// What is kept of an item.
    #[doc(hidden)]
    type Kept: Default;

    #[doc(hidden)]
    fn keep(&self, _: &I) -> Self::Kept {
        Self::Kept::default()
    }

    #[doc(hidden)]
    fn dispose(&self, error: E, kept: Self::Kept, worker: &Worker<E>);

    /// For workers that share one sender. Only the worker that has the turn sends.
    #[doc(hidden)]
    #[must_use]
    fn in_order(self) -> Self {
        self
    }
}

/// It ends the run.
#[derive(Clone)]
pub struct Stop;

impl<E, I> Disposal<E, I> for Stop {
    const STOPS: bool = true;

    type Kept = ();

    fn dispose(&self, _: E, (): (), _: &Worker<E>) {}
}

/// It is counted.
#[derive(Clone)]
pub struct Skip;

impl<E, I> Disposal<E, I> for Skip {
    type Kept = ();

    fn dispose(&self, _: E, (): (), _: &Worker<E>) {}
}

/// It is an item of another stream.
pub struct Letters<E>(pub(crate) Post<Failure<E>>);

impl<E> Clone for Letters<E> {
    fn clone(&self) -> Self {
        Letters(self.0.clone())
    }
}

impl<E, I> Disposal<E, I> for Letters<E> {
    const SENDS: bool = true;

    type Kept = ();

    fn dispose(&self, cause: E, item: (), worker: &Worker<E>) {
        self.0.send(Failure::new(cause, item, worker), worker);
    }

    fn in_order(self) -> Self {
        Letters(self.0.shared())
    }
}

/// It is an item of another stream, together with the item that failed.
pub struct KeptLetters<E, I>(pub(crate) Post<Failure<E, I>>, pub(crate) CopyFn<I>);

impl<E, I> Clone for KeptLetters<E, I> {
    fn clone(&self) -> Self {
        KeptLetters(self.0.clone(), self.1)
    }
}

impl<E, I> Disposal<E, I> for KeptLetters<E, I> {
    const SENDS: bool = true;
    const KEEPS: bool = true;

    type Kept = Option<I>;

    fn keep(&self, item: &I) -> Option<I> {
        Some((self.1)(item))
    }

    /// # Panics
    ///
    /// If the item was not kept.
    fn dispose(&self, cause: E, kept: Option<I>, worker: &Worker<E>) {
        let item = kept.expect("each item is kept before its body is called");
        self.0.send(Failure::new(cause, item, worker), worker);
    }

    fn in_order(self) -> Self {
        KeptLetters(self.0.shared(), self.1)
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

/// How failures are sent.
pub(crate) enum Post<T> {
    /// Each worker has a sender of its own.
    Own(Sender<T>),
    /// All workers share one sender, because a reader sees the items of one sender in order.
    Shared(Arc<Mutex<Sender<T>>>),
}

impl<T> Post<T> {
    fn shared(self) -> Self {
        match self {
            Post::Own(to) => Post::Shared(Arc::new(Mutex::new(to))),
            shared @ Post::Shared(_) => shared,
        }
    }

    /// Where nobody reads the failures, they are counted all the same.
    fn send<E>(&self, failure: T, worker: &Worker<E>) {
        let send = |to: &Sender<T>| worker.send(to, worker.place(to.edge()), failure);
        let _ = match self {
            Post::Own(to) => send(to),
            Post::Shared(to) => send(&lock(to)),
        };
    }
}

impl<T> Clone for Post<T> {
    fn clone(&self) -> Self {
        match self {
            Post::Own(to) => Post::Own(to.clone()),
            Post::Shared(to) => Post::Shared(Arc::clone(to)),
        }
    }
}

/// The policy of a stage: its workers share it.
#[derive(Clone)]
pub(crate) struct Policy<A, D> {
    pub(crate) attempts: A,
    pub(crate) disposal: D,
    pub(crate) limit: Option<Limit>,
}

impl Policy<Once, Stop> {
    pub(crate) const STOP: Self = Policy {
        attempts: Once,
        disposal: Stop,
        limit: None,
    };
}

impl<A, D> Policy<A, D> {
    pub(crate) fn trying<N>(self, attempts: N) -> Policy<N, D> {
        let Policy {
            disposal, limit, ..
        } = self;
        Policy {
            attempts,
            disposal,
            limit,
        }
    }

    pub(crate) fn disposing<N>(self, disposal: N) -> Policy<A, N> {
        let Policy {
            attempts, limit, ..
        } = self;
        Policy {
            attempts,
            disposal,
            limit,
        }
    }
}

impl<A, D> Policy<A, D> {
    /// For an ordered fan-out, whose failures keep the order too.
    pub(crate) fn in_order<E, I>(self) -> Self
    where
        D: Disposal<E, I>,
    {
        let disposal = self.disposal.in_order();
        Policy { disposal, ..self }
    }

    /// What becomes of an item's failure: it is the run's, or settled.
    fn dispose<O, E, I>(&self, error: E, kept: D::Kept, out: &mut Out<O, E>) -> Result<(), E>
    where
        D: Disposal<E, I>,
    {
        if D::STOPS || self.limit.as_ref().is_some_and(Limit::is_reached) {
            return Err(error);
        }
        out.worker().tally().failed.add(1);
        out.settle();
        if D::SENDS && out.reach_turn().is_err() {
            return Ok(());
        }
        self.disposal.dispose(error, kept, out.worker());
        Ok(())
    }
}

/// How many failures end the run.
#[derive(Clone)]
pub(crate) struct Limit {
    most: u64,
    so_far: Arc<AtomicU64>,
}

impl Limit {
    pub(crate) fn new(most: u64) -> Self {
        let so_far = Arc::default();
        Limit { most, so_far }
    }

    /// Counts a failure; whether it is the one that ends the run.
    pub(crate) fn is_reached(&self) -> bool {
        self.so_far.fetch_add(1, Ordering::Relaxed) + 1 >= self.most
    }
}

/// A body under a policy.
pub struct Guarded<B, A, D> {
    pub(crate) body: B,
    pub(crate) policy: Policy<A, D>,
}

impl<I, O, E, B, A, D> Body<I, O, E> for Guarded<B, A, D>
where
    B: Body<I, O, E>,
    A: Attempts<I, E>,
    D: Disposal<E, I>,
{
    const GOES_AT_HAND: bool = B::GOES_AT_HAND && A::ONCE && !D::KEEPS;

    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        let kept = self.policy.disposal.keep(&item);
        let made = self.policy.attempts.call(&mut self.body, item, out);
        made.or_else(|error| self.policy.dispose(error, kept, out))
    }

    #[inline(always)]
    fn call_at_hand(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E> {
        self.body.call_at_hand(items, place)
    }

    /// If [`GOES_AT_HAND`](Body::GOES_AT_HAND), no item is kept.
    #[inline]
    fn dispose(&mut self, error: E, out: &mut Out<O, E>) -> Result<(), E> {
        self.policy.dispose(error, D::Kept::default(), out)
    }
}
