//! [`Out`]: gives a worker of futures its items, and sends the outputs that its body makes.

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
use crate::run::budget::{self, again, spend};
use crate::run::worker::Worker;
use crate::stage::policy::{Attempt, Attempts, Keep, Limit, Once, Policy, Stop, Tries};
use crate::stage::timed_out::Timeout;
use crate::sync::Arc;

/// The output of a worker, with the policy of its stage.
pub struct Out<O, E, A = Once, D = Stop> {
    to: Port<O>,
    /// Counter of the items handed to the next stage.
    given: SharedCounter,
    worker: Worker<E>,
    clock: Arc<Clock>,
    policy: Policy<A, D>,
    timeout: Option<Timeout<E>>,
    /// The worker's part in the order, if outputs leave in the order of the input.
    order: Option<InOrder<O>>,
    turn: NextTurn,
    /// Whether this is the output of a generator: `send` then counts each item as taken, and fails
    /// after a drain.
    generates: bool,
    /// Whether the item in hand had an output. False between two items.
    sent: bool,
    /// Number of the current attempt at the item in hand, from 1.
    attempt: u32,
    /// The wait before the next attempt.
    pause: Option<Sleep>,
    wait: Wait,
}

/// Which item the worker takes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NextTurn {
    /// The next item. Outputs leave in any order.
    Any,
    /// The next item. Outputs leave in the order of the input.
    Ordered,
    /// The same item again, because the last attempt at it failed.
    Again,
}

impl NextTurn {
    /// Returns the state after an item is done.
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

    /// Marks this as the output of a generator, whose items are not made from items that it took.
    pub(crate) fn of_generator(mut self) -> Self {
        self.generates = true;
        self
    }

    /// Returns the output and the worker, without the policy.
    pub(super) fn into_parts(self) -> (Port<O>, Worker<E>) {
        (self.to, self.worker)
    }

    /// Sets how long the body may take for an item.
    pub(crate) fn within(mut self, timeout: Option<Timeout<E>>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns how long the body may take for an item.
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

    /// Returns whether the worker must begin no further item.
    #[inline]
    pub(super) fn must_stop(&self) -> bool {
        self.worker.must_stop()
    }

    /// Returns the context of the run.
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

    /// [`poll_next`](Out::poll_next), if the last item is to be tried again, or if outputs leave in
    /// order.
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

    /// Waits before the next attempt at the item in hand, then returns the item.
    fn poll_again<S>(&mut self, items: &mut Items<S, E>, cx: &mut Task<'_>) -> Poll<Option<S::Item>>
    where
        S: Stream,
        A: Attempts<S::Item>,
    {
        // A sleep must not be polled again once it is over.
        if budget::left() == 0 {
            return again(cx);
        }
        if self.poll_pause(cx).is_pending() {
            return Poll::Pending;
        }
        if self.worker.must_stop() {
            return Poll::Ready(None);
        }
        budget::spend_many(1);
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

    /// Notes that `item` was taken. Keeps a copy if there may be another attempt.
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

    /// Returns a copy of the item in hand, if there may be another attempt.
    fn copy<I>(&self, item: &I) -> Option<I>
    where
        A: Attempts<I>,
    {
        let attempts = &self.policy.attempts;
        (self.attempt <= attempts.further()).then(|| attempts.copy(item))?
    }

    /// Sends `item` to the next stage. Waits until there is room.
    ///
    /// # Errors
    ///
    /// [`Closed`] if no receiver is left, or if this is the output of a generator and the run is
    /// drained. The body should then return.
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

    /// Hands over `item` if there is room and outputs leave in any order. Otherwise returns it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hand_over_now(&mut self, item: O) -> Result<(), O> {
        match self.turn {
            NextTurn::Any => self.put_now(item),
            NextTurn::Ordered | NextTurn::Again => Err(item),
        }
    }

    /// Puts in the only output of the item in hand, which also ends that item's outputs.
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

    /// Sends an item of a generator. After a drain, the item that was just made is still sent, then
    /// [`Closed`] ends the generator.
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

    /// Hands over the output of the item in hand if that takes no wait. Otherwise returns it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn give_now(&mut self, made: O) -> Result<(), O> {
        match self.turn {
            NextTurn::Ordered => self.put_in_order_now(made)?,
            NextTurn::Any | NextTurn::Again => self.hand_over_now(made)?,
        }
        self.worker.counters().held.set(0);
        Ok(())
    }

    /// Ends the item in hand, for a body that sends its outputs.
    pub async fn end(&mut self) {
        if self.worker.must_stop() {
            return;
        }
        if !std::mem::take(&mut self.sent) {
            self.worker.counters().filtered.add(1);
        }
        self.settle().await;
    }

    /// Handles the result of the body: sends the output, or applies the policy to the error.
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

    /// Like [`try_give`](Out::try_give), for a body that names its own error type.
    pub async fn try_give_into<X>(&mut self, made: Result<O, X>)
    where
        E: From<X>,
        A: Tries<E>,
        D: Dispose<E>,
    {
        self.try_give(made.map_err(E::from)).await;
    }

    /// Ends the item in hand, for a body that sends its outputs and may fail.
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

    /// Like [`try_end`](Out::try_end), for a body that names its own error type.
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
        counters.begin_failure();
        self.worker.span().fail_item();
        if D::SENDS
            && let Some(order) = &mut self.order
        {
            order.reach_turn(&self.worker).await;
        }
        self.policy.disposal.dispose(error, &self.worker).await;
        self.worker.counters().end_failure();
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

    /// Runs `for item in items { to.send(item)? }`.
    ///
    /// # Errors
    ///
    /// None. Returns `Ok` so that the block around the call may use `?`.
    pub fn send_all<'l, S>(&'l mut self, items: S) -> BoxFuture<'l, Result<(), E>>
    where
        O: Send,
        E: Send,
        A: Send,
        D: Send,
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

    /// Sends the items for which there is room. Returns the first item that has to wait.
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
