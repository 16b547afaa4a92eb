//! How a worker of futures gets its items, and what becomes of those that its body makes.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context as Task, Poll, ready};

use futures_core::Stream;

use super::items::{BoxFuture, Items};
use super::order::InOrder;
use super::policy::Dispose;
use super::port::{Port, Wait};
use super::timeout::TimeLimit;
use crate::context::Context;
use crate::context::clock::{Clock, Sleep};
use crate::edge::Closed;
use crate::edge::Sender;
use crate::report::counters::SharedCounter;
use crate::report::state::Pause;
use crate::run::budget::again;
use crate::run::budget::spend;
use crate::run::worker::Worker;
use crate::stage::policy::{Attempt, Attempts, Keep, Limit, Once, Policy, Stop, Tries};
use crate::stage::timed_out::Timeout;
use crate::sync::Arc;

/// A worker's output, and the policy of its stage.
pub struct Out<O, E, A = Once, D = Stop> {
    to: Port<O>,
    /// Items handed over.
    given: SharedCounter,
    worker: Worker<E>,
    clock: Arc<Clock>,
    policy: Policy<A, D>,
    timeout: Option<Timeout<E>>,
    /// Its part in the order, if items leave in one.
    order: Option<InOrder<O>>,
    turn: NextTurn,
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
enum NextTurn {
    /// The next there is: items leave in any order.
    Any,
    /// The next there is, when it may be begun.
    Ordered,
    /// The same again: the last attempt at it failed.
    Again,
}

impl NextTurn {
    /// When all is done with an item.
    fn after<O>(order: Option<&InOrder<O>>) -> Self {
        order.map_or(NextTurn::Any, |_| NextTurn::Ordered)
    }
}

impl<O, E, A, D> Out<O, E, A, D> {
    pub(crate) fn new(
        to: Sender<O>,
        worker: &Worker<E>,
        clock: &Arc<Clock>,
        policy: Policy<A, D>,
        order: Option<InOrder<O>>,
    ) -> Self {
        Out {
            to: Port::new(to, 0),
            given: SharedCounter::clone(&worker.counters().given[0]),
            worker: worker.clone(),
            clock: Arc::clone(clock),
            policy,
            timeout: None,
            turn: NextTurn::after(order.as_ref()),
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

    /// Its way out, without the policy.
    pub(super) fn into_parts(self) -> (Port<O>, Worker<E>) {
        (self.to, self.worker)
    }

    /// Its body may take so long for an item.
    pub(crate) fn within(mut self, timeout: Option<Timeout<E>>) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the body may take for an item.
    ///
    /// # Panics
    ///
    /// If the stage has no timeout.
    #[must_use]
    pub fn limit(&self) -> TimeLimit<E>
    where
        E: Send,
    {
        let timeout = self.timeout.expect("the expansion asks where it set one");
        TimeLimit::new(timeout, &self.clock, &self.worker)
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

    #[cfg_attr(not(debug_assertions), inline(always))]
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
            NextTurn::Any => self.poll_next(items, cx),
            NextTurn::Ordered | NextTurn::Again => self.poll_in_turn(items, cx),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
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
        if self.turn == NextTurn::Again {
            return self.poll_again(items, cx);
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
        self.turn = NextTurn::after(self.order.as_ref());
        self.attempt += 1;
        self.worker.counters().retried.add(1);
        self.worker.span().retry();
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
            self.worker.counters().begin_pause(Pause::Backoff);
        }
        let polled = match &mut self.pause {
            Some(sleep) => sleep.as_mut().poll(cx),
            None => Poll::Ready(()),
        };
        if polled.is_ready() {
            self.worker.counters().end_pause();
        }
        polled
    }

    /// `item` was taken: a copy of it is kept, if there may be another attempt.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn begin<I>(&mut self, item: &I, kept: &mut Option<I>)
    where
        A: Attempts<I>,
        D: Keep<I>,
    {
        self.worker.counters().held.set(1);
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
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hand_over_now(&mut self, item: O) -> Result<(), O> {
        match self.turn {
            NextTurn::Any => self.put_now(item),
            NextTurn::Ordered | NextTurn::Again => Err(item),
        }
    }

    /// Puts the only output of the item in hand in, which is settled by that.
    fn put_in_order_now(&mut self, item: O) -> Result<(), O> {
        match &mut self.order {
            Some(order) => order.put_now(item)?,
            None => return Err(item),
        }
        self.given.add(1);
        Ok(())
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
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
            Some(order) => {
                let books = (&self.worker, &**self.given, &**self.to.edge());
                order.poll_send(item, books, cx)
            }
        };
        self.wait
            .note(&self.worker.counters().waited_for_output, polled.is_ready());
        polled
    }

    /// From a drain on, this takes nothing more than the item that is just being made.
    async fn generate(&mut self, item: O) -> Result<(), Closed> {
        let counters = Arc::clone(self.worker.counters());
        counters.taken[0].add(1);
        counters.held.set(1);
        if self.worker.must_stop() {
            return Err(Closed);
        }
        self.to.send(item, &self.worker).await?;
        counters.held.set(0);
        if self.worker.context().is_drained() {
            return Err(Closed);
        }
        Ok(())
    }

    /// Gives what was made of the item in hand, if that needs no wait; else it comes back.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn give_now(&mut self, made: O) -> Result<(), O> {
        match self.turn {
            NextTurn::Ordered => self.put_in_order_now(made)?,
            NextTurn::Any | NextTurn::Again => self.hand_over_now(made)?,
        }
        self.worker.counters().held.set(0);
        Ok(())
    }

    /// The body that sends is done with the item in hand.
    pub async fn end(&mut self) {
        if self.worker.must_stop() {
            return;
        }
        if !std::mem::take(&mut self.sent) {
            self.worker.counters().filtered.add(1);
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
            self.turn = NextTurn::Again;
            return;
        }
        let limit = self.policy.limit.as_ref();
        let counters = self.worker.counters();
        counters.held.set(0);
        if D::STOPS || limit.is_some_and(Limit::is_reached) {
            self.worker.fail(error);
            return;
        }
        counters.failed.add(1);
        self.worker.span().fail_item();
        if D::SENDS
            && let Some(order) = &mut self.order
        {
            order.reach_turn(&self.worker).await;
        }
        self.policy.disposal.dispose(error, &self.worker).await;
        self.settle().await;
    }

    pub(super) fn poll_settle(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if let Some(order) = &mut self.order {
            let polled = order.poll_finish(cx);
            self.wait
                .note(&self.worker.counters().waited_for_output, polled.is_ready());
            if ready!(polled).is_err() {
                return Poll::Ready(());
            }
        }
        self.worker.counters().held.set(0);
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
            let counters = Arc::clone(self.worker.counters());
            counters.methods.lead_out();
            while let Some(item) = poll_fn(|cx| self.poll_all(items.as_mut(), cx)).await {
                counters.held.add(1);
                if self.to.send(item, &self.worker).await.is_err() {
                    break;
                }
                counters.held.subtract(1);
            }
            Ok(())
        })
    }

    /// Sends those of `items` that need no wait; gives the first that does.
    #[cfg_attr(not(debug_assertions), inline(always))]
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
