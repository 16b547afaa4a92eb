//! What a stage does when its body fails: try again, and then stop, go on, or send the failure on.

use std::time::Duration;

use crate::body::{Body, Out};
use crate::current::pause;
use crate::queue::Sender;
use crate::supply::{Place, Supply};
use crate::sync::{Arc, AtomicU64, Ordering};
use crate::worker::Worker;

/// An item's failure, as an item of a stream: what `let (ok, failed) = …` gives beside the good.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure<E = crate::BoxError> {
    /// The stage whose body failed.
    pub stage: &'static str,
    /// What it returned.
    pub cause: E,
}

/// How long to wait before the next attempt: always the same, or by the number of the attempt that
/// failed, from 1.
pub trait Backoff {
    /// The wait after failed attempt number `attempt`.
    fn after(&self, attempt: u32) -> Duration;
}

impl Backoff for Duration {
    fn after(&self, _: u32) -> Duration {
        *self
    }
}

impl<F: Fn(u32) -> Duration> Backoff for F {
    fn after(&self, attempt: u32) -> Duration {
        self(attempt)
    }
}

/// How often a body is called for one item.
pub trait Attempts<I> {
    /// Whether that is once.
    #[doc(hidden)]
    const ONCE: bool = false;

    #[doc(hidden)]
    fn call<O, E>(
        &self,
        body: &mut impl Body<I, O, E>,
        item: I,
        out: &mut Out<O, E>,
    ) -> Result<(), E>;
}

/// Once.
#[derive(Clone)]
pub struct Once;

impl<I> Attempts<I> for Once {
    const ONCE: bool = true;

    #[inline]
    fn call<O, E>(
        &self,
        body: &mut impl Body<I, O, E>,
        item: I,
        out: &mut Out<O, E>,
    ) -> Result<(), E> {
        body.call(item, out)
    }
}

/// Until it succeeds, but at most `further` times more.
#[derive(Clone)]
pub struct Retry<B> {
    pub(crate) further: u32,
    pub(crate) backoff: B,
}

impl<I: Clone, B: Backoff> Attempts<I> for Retry<B> {
    fn call<O, E>(
        &self,
        body: &mut impl Body<I, O, E>,
        item: I,
        out: &mut Out<O, E>,
    ) -> Result<(), E> {
        for attempt in 1..=self.further {
            sabotage!(RetriesOneLess => if attempt == self.further { break; });
            if body.call(item.clone(), out).is_ok() {
                return Ok(());
            }
            pause(self.backoff.after(attempt));
            sabotage!(RetriesAfterTheCancel => continue);
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
pub trait Disposal<E> {
    #[doc(hidden)]
    fn dispose(&self, error: E, worker: &Worker<E>);

    /// Whether a failure ends the run at once.
    #[doc(hidden)]
    const STOPS: bool = false;
}

/// It ends the run.
#[derive(Clone)]
pub struct Stop;

impl<E> Disposal<E> for Stop {
    fn dispose(&self, _: E, _: &Worker<E>) {}

    const STOPS: bool = true;
}

/// It is counted.
#[derive(Clone)]
pub struct Skip;

impl<E> Disposal<E> for Skip {
    fn dispose(&self, _: E, _: &Worker<E>) {}
}

/// It is an item of another stream.
pub struct Letters<E>(pub(crate) Sender<Failure<E>>);

impl<E> Clone for Letters<E> {
    fn clone(&self) -> Self {
        Letters(self.0.clone())
    }
}

impl<E> Disposal<E> for Letters<E> {
    fn dispose(&self, cause: E, worker: &Worker<E>) {
        let stage = worker.stage();
        let place = worker.place(self.0.edge());
        // Where nobody reads the failures, they are counted all the same.
        let _ = worker.send(&self.0, place, Failure { stage, cause });
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
    /// What becomes of an item's failure: it is the run's, or settled.
    fn dispose<O, E>(&self, error: E, out: &mut Out<O, E>) -> Result<(), E>
    where
        D: Disposal<E>,
    {
        if D::STOPS || self.limit.as_ref().is_some_and(Limit::is_reached) {
            return Err(error);
        }
        out.worker().tally().failed.add(1);
        out.settle();
        sabotage!(LetterLost => return Ok(()));
        self.disposal.dispose(error, out.worker());
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
        sabotage!(OneFailureMore => return self.so_far.fetch_add(1, Ordering::Relaxed) >= self.most);
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
    A: Attempts<I>,
    D: Disposal<E>,
{
    const GOES_AT_HAND: bool = B::GOES_AT_HAND && A::ONCE;

    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        let made = self.policy.attempts.call(&mut self.body, item, out);
        made.or_else(|error| self.policy.dispose(error, out))
    }

    #[inline(always)]
    fn call_at_hand(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E> {
        self.body.call_at_hand(items, place)
    }

    #[inline]
    fn dispose(&mut self, error: E, out: &mut Out<O, E>) -> Result<(), E> {
        self.policy.dispose(error, out)
    }
}
