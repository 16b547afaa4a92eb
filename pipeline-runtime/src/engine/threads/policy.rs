//! The failure policies of stages on threads.

use std::convert::Infallible;

use super::body::{Body, Out};
use crate::edge::Sender;
use crate::edge::supply::{Place, Supply};
use crate::report::state::Pause;
use crate::run::current::pause;
use crate::run::worker::Worker;
use crate::stage::policy::{Attempts, Disposal, Keep, Limit, Nowhere, Policy, Post, Tries};
use crate::sync::{Arc, Mutex, lock};

/// What a thread does with a failure that does not end the run.
pub trait Dispose<E>: Disposal<E> {
    /// Handles the failure. Blocks while the stream of failures is full.
    #[doc(hidden)]
    fn dispose(&mut self, cause: E, worker: &Worker<E>);
}

impl<E, D> Dispose<E> for D
where
    D: Disposal<E>,
    D::Post: Deliver<D::Letter>,
{
    fn dispose(&mut self, cause: E, worker: &Worker<E>) {
        if let Some((letter, post)) = self.letter(cause, worker) {
            post.deliver(letter, worker);
        }
    }
}

/// Sends the letter of a failure. If that stream has no receiver, the failure is still counted.
pub trait Deliver<L> {
    #[doc(hidden)]
    fn deliver<E>(&mut self, letter: L, worker: &Worker<E>);
}

impl Deliver<Infallible> for Nowhere {
    fn deliver<E>(&mut self, letter: Infallible, _: &Worker<E>) {
        match letter {}
    }
}

/// The sender of a stream of failures, on threads.
pub enum LetterSender<T> {
    /// The worker's own sender.
    Own(Box<Sender<T>>),
    /// One sender for all workers of the stage.
    Shared(Arc<Mutex<Sender<T>>>),
}

impl<T> Post for LetterSender<T> {
    fn shared(self) -> Self {
        match self {
            LetterSender::Own(to) => LetterSender::Shared(Arc::new(Mutex::new(*to))),
            shared @ LetterSender::Shared(_) => shared,
        }
    }
}

impl<T> Deliver<T> for LetterSender<T> {
    fn deliver<E>(&mut self, letter: T, worker: &Worker<E>) {
        let send = |to: &mut Sender<T>| worker.send(to, worker.place(to.edge()), letter);
        let _ = match self {
            LetterSender::Own(to) => send(to),
            LetterSender::Shared(to) => send(&mut lock(to)),
        };
    }
}

impl<T> Clone for LetterSender<T> {
    fn clone(&self) -> Self {
        match self {
            LetterSender::Own(to) => LetterSender::Own(to.clone()),
            LetterSender::Shared(to) => LetterSender::Shared(Arc::clone(to)),
        }
    }
}

impl<A, D> Policy<A, D> {
    pub(crate) fn guard<B>(self, body: B) -> Guarded<B, A, D> {
        Guarded { body, policy: self }
    }

    /// Ends the run with an item's failure, or counts the failure and sends its letter.
    fn dispose<O, E>(&mut self, error: E, out: &mut Out<O, E>) -> Result<(), E>
    where
        D: Dispose<E>,
    {
        if D::STOPS || self.limit.as_ref().is_some_and(Limit::is_reached) {
            return Err(error);
        }
        out.worker().counters().begin_failure();
        out.worker().span().fail_item();
        out.settle();
        if D::SENDS && out.reach_turn().is_err() {
            drop(error);
        } else {
            self.disposal.dispose(error, out.worker());
        }
        out.worker().counters().end_failure();
        Ok(())
    }
}

/// A body with its failure policy.
pub struct Guarded<B, A, D> {
    body: B,
    policy: Policy<A, D>,
}

impl<B, A, D> Guarded<B, A, D> {
    /// Calls the body until it succeeds or has no attempts left.
    #[inline]
    fn attempt<I, O, E>(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E>
    where
        B: Body<I, O, E>,
        A: Attempts<I> + Tries<E>,
    {
        let attempts = &self.policy.attempts;
        for attempt in 1..=attempts.further() {
            let Some(copy) = attempts.copy(&item) else {
                break;
            };
            match self.body.call(copy, out) {
                Err(error) if attempts.is_worth(&error) => {}
                ended => return ended,
            }
            pause(attempts.wait(attempt), Pause::Backoff);
            if out.worker().must_stop() {
                out.close();
                return Ok(());
            }
            out.worker().counters().retried.add(1);
            out.worker().span().retry();
        }
        self.body.call(item, out)
    }
}

impl<I, O, E, B, A, D> Body<I, O, E> for Guarded<B, A, D>
where
    B: Body<I, O, E>,
    A: Attempts<I> + Tries<E>,
    D: Dispose<E> + Keep<I>,
{
    const TAKES_READY: bool = B::TAKES_READY && A::ONCE && !D::KEEPS;

    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        self.policy.disposal.keep(&item);
        let made = self.attempt(item, out);
        match made {
            Ok(()) => self.policy.disposal.forget(),
            Err(error) => self.policy.dispose(error, out)?,
        }
        Ok(())
    }

    #[inline(always)]
    fn call_ready(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E> {
        self.body.call_ready(items, place)
    }

    /// Handles a failure in [`call_ready`](Body::call_ready). No item is kept there: see
    /// [`TAKES_READY`](Body::TAKES_READY).
    #[inline]
    fn dispose(&mut self, error: E, out: &mut Out<O, E>) -> Result<(), E> {
        self.policy.dispose(error, out)
    }
}
