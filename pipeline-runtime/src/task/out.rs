//! How a worker of futures gets its items, and what becomes of those that its body makes.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context as Task, Poll, ready};

use futures_core::Stream;

use super::adaptors::again;
use super::clock::{Clock, Sleep};
use super::giving::{Giving, Step};
use super::items::{BoxFuture, Items};
use super::order::Place;
use super::policy::{Attempt, Attempts, Dispose, Keep, Tries};
use super::port::{Port, Wait};
use super::sender::Sender;
use super::taking::Taking;
use crate::budget::spend;
use crate::context::Context;
use crate::edge::Closed;
use crate::policy::{Limit, Once, Policy, Stop};
use crate::sync::Arc;
use crate::tally::Count;
use crate::worker::Worker;

/// A worker's output, and the policy of its stage.
pub struct Out<O, E, A = Once, D = Stop> {
    to: Port<O>,
    /// Items handed over.
    given: Count,
    worker: Worker<E>,
    clock: Arc<Clock>,
    policy: Policy<A, D>,
    /// Its part in the order, if items leave in one.
    order: Option<Place<O>>,
    turn: Turn,
    /// What is sent is made from nothing: it is counted here, and a drain ends it.
    generates: bool,
    /// Something was sent of the item in hand: false between two items.
    sent: bool,
    /// The number of the attempt at the item in hand, from 1.
    attempt: u32,
    /// The wait before the next.
    pause: Option<Sleep>,
    wait: Wait,
}

/// Which item is next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The next there is: items leave in any order.
    Any,
    /// The next there is, when it may be begun.
    Ordered,
    /// The same again: the last attempt at it failed.
    Again,
}

impl Turn {
    /// When all is done with an item.
    fn after<O>(order: Option<&Place<O>>) -> Self {
        order.map_or(Turn::Any, |_| Turn::Ordered)
    }
}

impl<O, E, A, D> Out<O, E, A, D> {
    pub(crate) fn new(
        to: Sender<O>,
        worker: &Worker<E>,
        clock: &Arc<Clock>,
        policy: Policy<A, D>,
        order: Option<Place<O>>,
    ) -> Self {
        Out {
            to: Port::new(to, 0),
            given: Count::clone(&worker.tally().given[0]),
            worker: worker.clone(),
            clock: Arc::clone(clock),
            policy,
            turn: Turn::after(order.as_ref()),
            order,
            generates: false,
            sent: false,
            attempt: 1,
            pause: None,
            wait: Wait::default(),
        }
    }

    /// What is sent is made here, and not of an item that was taken.
    pub(crate) fn of_generator(mut self) -> Self {
        self.generates = true;
        self
    }

    /// Whether to begin no further item.
    #[inline]
    pub(super) fn must_stop(&self) -> bool {
        self.worker.must_stop()
    }

    /// The context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// [`items.next()`](Items::next) for a stage that keeps an order or tries again: waits until one more item may
    /// be begun, and gives the same again where the last attempt at it failed and is not the last.
    #[inline]
    pub fn next<'a, S>(&'a mut self, items: &'a mut Items<S, E>) -> Taking<'a, S, O, E, A, D>
    where
        S: Stream + Unpin,
        A: Attempts<S::Item>,
        D: Keep<S::Item>,
    {
        Taking::new(self, items)
    }

    #[inline(always)]
    pub(super) fn poll_item<S>(
        &mut self,
        items: &mut Items<S, E>,
        cx: &mut Task<'_>,
    ) -> Poll<Option<S::Item>>
    where
        S: Stream + Unpin,
        A: Attempts<S::Item>,
        D: Keep<S::Item>,
    {
        match self.turn {
            Turn::Any => self.poll_next(items, cx),
            Turn::Ordered | Turn::Again => self.poll_in_turn(items, cx),
        }
    }

    #[inline(always)]
    fn poll_next<S>(&mut self, items: &mut Items<S, E>, cx: &mut Task<'_>) -> Poll<Option<S::Item>>
    where
        S: Stream + Unpin,
        A: Attempts<S::Item>,
        D: Keep<S::Item>,
    {
        if self.must_stop() {
            return Poll::Ready(None);
        }
        let polled = items.poll_for_body(cx);
        if let Poll::Ready(Some(item)) = &polled {
            self.begin(item, &mut items.kept);
        }
        polled
    }

    /// The next, where the item before is to be tried again, or items leave in order.
    #[inline(never)]
    fn poll_in_turn<S>(
        &mut self,
        items: &mut Items<S, E>,
        cx: &mut Task<'_>,
    ) -> Poll<Option<S::Item>>
    where
        S: Stream + Unpin,
        A: Attempts<S::Item>,
        D: Keep<S::Item>,
    {
        if self.turn == Turn::Again {
            return self.poll_again(items, cx);
        }
        if self.poll_credit(cx).is_pending() {
            return Poll::Pending;
        }
        let polled = self.poll_next(items, cx);
        if let (Some(order), Poll::Ready(Some(_))) = (&mut self.order, &polled) {
            order.enter();
        }
        polled
    }

    /// Waits before a further attempt at the item in hand, and gives it.
    fn poll_again<S>(&mut self, items: &mut Items<S, E>, cx: &mut Task<'_>) -> Poll<Option<S::Item>>
    where
        S: Stream,
        A: Attempts<S::Item>,
    {
        if self.poll_pause(cx).is_pending() {
            return Poll::Pending;
        }
        if self.worker.must_stop() {
            return Poll::Ready(None);
        }
        if !spend() {
            return again(cx);
        }
        self.pause = None;
        self.turn = Turn::after(self.order.as_ref());
        self.attempt += 1;
        self.worker.tally().retried.add(1);
        let item = items.kept.take();
        items.kept = item.as_ref().and_then(|item| self.copy(item));
        Poll::Ready(item)
    }

    fn poll_pause(&mut self, cx: &mut Task<'_>) -> Poll<()>
    where
        A: Attempt,
    {
        if self.pause.is_none() {
            let time = self.policy.attempts.wait(self.attempt);
            if time.is_zero() {
                return Poll::Ready(());
            }
            match self.clock.sleep(time) {
                Ok(sleep) => self.pause = Some(sleep),
                Err(error) => self.worker.fail_to_start(error),
            }
        }
        let Some(sleep) = &mut self.pause else {
            return Poll::Ready(());
        };
        let polled = sleep.as_mut().poll(cx);
        self.wait
            .note(&self.worker.tally().waited_for_output, polled.is_ready());
        polled
    }

    /// Waits until one more item may be taken.
    fn poll_credit(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        let Some(order) = &mut self.order else {
            return Poll::Ready(());
        };
        let polled = order.poll_credit(cx);
        self.wait
            .note(&self.worker.tally().waited_for_output, polled.is_ready());
        polled
    }

    /// `item` was taken: a copy of it is kept, if there may be another attempt.
    #[inline(always)]
    fn begin<I>(&mut self, item: &I, kept: &mut Option<I>)
    where
        A: Attempts<I>,
        D: Keep<I>,
    {
        self.worker.tally().held.set(1);
        self.policy.disposal.keep(item);
        if self.policy.attempts.further() > 0 {
            self.attempt = 1;
            *kept = self.copy(item);
        }
    }

    /// A copy of the item in hand for another attempt, if there may be one.
    fn copy<I>(&self, item: &I) -> Option<I>
    where
        A: Attempts<I>,
    {
        let attempts = &self.policy.attempts;
        (self.attempt <= attempts.further()).then(|| attempts.copy(item))?
    }

    /// Hands `item` to the next stage, when there is room.
    ///
    /// # Errors
    ///
    /// [`Closed`], if nobody reads or a generator is drained: the body is to return.
    pub async fn send(&mut self, item: O) -> Result<(), Closed> {
        if self.generates {
            return self.generate(item).await;
        }
        if self.must_stop() {
            return Err(Closed);
        }
        self.sent = true;
        let mut left = if spend() {
            self.hand_over_now(item).err()
        } else {
            Some(item)
        };
        if left.is_none() {
            return Ok(());
        }
        poll_fn(|cx| self.poll_hand_over(&mut left, cx)).await
    }

    /// Hands `item` over if that needs no wait, and items leave in any order.
    #[inline(always)]
    fn hand_over_now(&mut self, item: O) -> Result<(), O> {
        match self.turn {
            Turn::Any => self.put_now(item),
            Turn::Ordered | Turn::Again => Err(item),
        }
    }

    #[inline(always)]
    fn put_now(&mut self, item: O) -> Result<(), O> {
        self.to.send_uncounted(item)?;
        self.given.add(1);
        Ok(())
    }

    pub(super) fn poll_hand_over(
        &mut self,
        item: &mut Option<O>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        let polled = match &mut self.order {
            None => self.to.poll_send(item, &self.worker, cx),
            Some(place) => place.poll_send(item, &mut self.to, &self.worker, cx),
        };
        self.wait
            .note(&self.worker.tally().waited_for_output, polled.is_ready());
        polled
    }

    /// From a drain on, this takes nothing more than the item that is just being made.
    async fn generate(&mut self, item: O) -> Result<(), Closed> {
        let tally = Arc::clone(self.worker.tally());
        tally.taken[0].add(1);
        tally.held.set(1);
        if self.worker.must_stop() {
            return Err(Closed);
        }
        self.to.send(item, &self.worker).await?;
        tally.held.set(0);
        if self.worker.context().is_drained() {
            return Err(Closed);
        }
        Ok(())
    }

    /// What was made of the item in hand: given at once if that needs no wait, else when this is
    /// awaited.
    #[inline(always)]
    pub fn give(&mut self, made: O) -> Giving<'_, O, E, A, D> {
        let step = match self.hand_over_now(made) {
            Ok(()) => {
                self.worker.tally().held.set(0);
                Step::Done
            }
            Err(made) => Step::HandOver(Some(made)),
        };
        Giving::new(self, step)
    }

    /// The body that sends is done with the item in hand.
    pub async fn end(&mut self) {
        if self.worker.must_stop() {
            return;
        }
        if !std::mem::take(&mut self.sent) {
            self.worker.tally().filtered.add(1);
        }
        self.settle().await;
    }

    /// What was made of the item in hand, or why nothing was.
    pub async fn try_give(&mut self, made: Result<O, E>)
    where
        A: Tries<E>,
        D: Dispose<E>,
    {
        match made {
            Ok(made) => {
                self.policy.disposal.forget();
                self.give(made).await;
            }
            Err(error) => self.fail(error).await,
        }
    }

    /// [`try_give`](Out::try_give), of a body that names its own error type.
    pub async fn try_give_into<X>(&mut self, made: Result<O, X>)
    where
        E: From<X>,
        A: Tries<E>,
        D: Dispose<E>,
    {
        self.try_give(made.map_err(E::from)).await;
    }

    /// The body that sends is done with the item in hand, or has failed.
    pub async fn try_end(&mut self, made: Result<(), E>)
    where
        A: Tries<E>,
        D: Dispose<E>,
    {
        match made {
            Ok(()) => {
                self.policy.disposal.forget();
                self.end().await;
            }
            Err(error) => self.fail(error).await,
        }
    }

    /// [`try_end`](Out::try_end), of a body that names its own error type.
    pub async fn try_end_into<X>(&mut self, made: Result<(), X>)
    where
        E: From<X>,
        A: Tries<E>,
        D: Dispose<E>,
    {
        self.try_end(made.map_err(E::from)).await;
    }

    async fn fail(&mut self, error: E)
    where
        A: Tries<E>,
        D: Dispose<E>,
    {
        self.sent = false;
        let attempts = &self.policy.attempts;
        if self.attempt <= attempts.further() && attempts.is_worth(&error) {
            self.turn = Turn::Again;
            return;
        }
        let limit = self.policy.limit.as_ref();
        let tally = self.worker.tally();
        tally.held.set(0);
        if D::STOPS || limit.is_some_and(Limit::is_reached) {
            self.worker.fail(error);
            return;
        }
        tally.failed.add(1);
        if D::SENDS
            && let Some(place) = &mut self.order
        {
            place.reach_turn(&self.worker).await;
        }
        self.policy.disposal.dispose(error, &self.worker).await;
        self.settle().await;
    }

    /// The item in hand is done.
    fn settle(&mut self) -> Giving<'_, O, E, A, D> {
        Giving::new(self, Step::Settle)
    }

    pub(super) fn poll_settle(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if let Some(place) = &mut self.order {
            let polled = place.poll_finish(&mut self.to, &self.worker, cx);
            self.wait
                .note(&self.worker.tally().waited_for_output, polled.is_ready());
            if ready!(polled).is_err() {
                return Poll::Ready(());
            }
        }
        self.worker.tally().held.set(0);
        Poll::Ready(())
    }

    /// `for item in items { to.send(item)? }`
    ///
    /// # Errors
    ///
    /// None: it gives `Ok`, so that the block around it may use `?`.
    pub fn send_all<'l, S>(&'l mut self, items: S) -> BoxFuture<'l, Result<(), E>>
    where
        Self: Send,
        O: Send,
        E: Send,
        S: Stream<Item = O> + Send + 'l,
    {
        Box::pin(async move {
            let mut items = pin!(items);
            let tally = Arc::clone(self.worker.tally());
            tally.methods.lead_out();
            while let Some(item) = poll_fn(|cx| self.poll_all(items.as_mut(), cx)).await {
                tally.held.add(1);
                if self.to.send(item, &self.worker).await.is_err() {
                    break;
                }
                tally.held.subtract(1);
            }
            Ok(())
        })
    }

    /// Sends those of `items` that need no wait; gives the first that does.
    #[inline(always)]
    fn poll_all<S: Stream<Item = O>>(
        &mut self,
        mut items: Pin<&mut S>,
        cx: &mut Task<'_>,
    ) -> Poll<Option<O>> {
        while !self.must_stop()
            && let Some(item) = ready!(items.as_mut().poll_next(cx))
        {
            if let Err(item) = self.put_now(item) {
                return Poll::Ready(Some(item));
            }
        }
        Poll::Ready(None)
    }
}
