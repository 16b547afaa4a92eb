//! What a stage does with one item: the four kinds of bodies.

use std::convert::Infallible;
use std::marker::PhantomData;

use crate::edge::reorder::{Order, OrderedSender};
use crate::edge::supply::{FoldStep, Place, Supply, Until, put_all};
use crate::edge::{Closed, Sender};
use crate::engine::threads::source::{NumberedItems, Reading};
use crate::report::counters::SharedCounter;
use crate::run::worker::{EndSignals, Worker};
use crate::sync::Arc;

/// A worker's output: where `yield` sends.
pub struct Out<O, E> {
    to: Sender<O>,
    worker: Worker<E>,
    /// Items handed over.
    given: SharedCounter,
    closed: bool,
    /// What is sent is made from nothing: it is counted here, and a drain ends it.
    generates: bool,
    /// Something was sent of the item in hand, or it is counted otherwise.
    sent: bool,
    /// The way out, if items leave in order.
    order: Option<OrderedSender<O>>,
}

impl<O, E> Out<O, E> {
    pub(crate) fn new(to: Sender<O>, worker: &Worker<E>) -> Self {
        Out {
            to,
            given: SharedCounter::clone(&worker.counters().given[0]),
            worker: worker.clone(),
            closed: false,
            generates: false,
            sent: false,
            order: None,
        }
    }

    /// Hands `item` to the next stage, waiting while the edge is full.
    ///
    /// # Errors
    ///
    /// [`Closed`], if the run is cancelled or nobody reads, or if a generator is drained: the body
    /// is to return.
    pub fn send(&mut self, item: O) -> Result<(), Closed> {
        if self.generates {
            return self.generate(item);
        }
        let sent = if self.order.is_some() {
            self.send_in_order(item)
        } else {
            self.worker.send(&mut self.to, 0, item)
        };
        self.note(sent)
    }

    fn send_in_order(&mut self, item: O) -> Result<(), Closed> {
        let (Some(order), worker) = (&mut self.order, &self.worker) else {
            return Err(Closed);
        };
        if worker.must_stop() {
            return Err(Closed);
        }
        let sent = order.send(item, worker.stopper(), &worker.counters().waited_for_output);
        worker.note_sent(sent, &self.given, self.to.edge())
    }

    /// From a drain on, this takes nothing more than the item that is just being made.
    fn generate(&mut self, item: O) -> Result<(), Closed> {
        self.worker.counters().taken[0].add(1);
        let sent = self.worker.send(&mut self.to, 0, item);
        if sent.is_err() {
            self.drop_one();
        }
        if self.worker.context().is_drained() {
            return Err(Closed);
        }
        sent
    }

    /// What is sent is made here, and not of an item that was taken.
    pub(crate) fn of_generator(mut self) -> Self {
        self.generates = true;
        self
    }

    /// Lets `body` make what it makes of `item`; whether to go on to the next.
    #[inline]
    pub(crate) fn item<I>(&mut self, body: &mut impl Body<I, O, E>, item: I) -> bool {
        self.sent = false;
        if let Err(error) = body.call(item, self) {
            // At once: the drop of what the body owns may panic on the way out.
            self.worker.fail(error);
            return false;
        }
        if self.closed {
            self.drop_one();
        } else if !self.sent {
            self.worker.counters().filtered.add(1);
        }
        !self.closed
    }

    /// [`item`](Out::item) for items that are at hand, if for any; gives the next, if there is one.
    #[inline]
    fn ready_items<I, B: Body<I, O, E>>(
        &mut self,
        body: &mut B,
        items: &mut impl Supply<Item = I>,
    ) -> Option<I> {
        if !B::TAKES_READY {
            return items.next();
        }
        let made = match self.to.room(&self.given) {
            Some(room) => body.call_ready(items, room),
            None => Ok(None),
        };
        let in_hand = self.settle_ready(body, made).ok()?;
        in_hand.or_else(|| items.next())
    }

    /// What is in hand, unless an error ends the run.
    #[inline]
    fn settle_ready<I>(
        &mut self,
        body: &mut impl Body<I, O, E>,
        made: Result<Option<I>, E>,
    ) -> Result<Option<I>, Closed> {
        let settled = made.or_else(|error| body.dispose(error, self).map(|()| None));
        settled.map_err(|error| {
            self.worker.fail(error);
            Closed
        })
    }

    /// What is sent leaves in the order of the input.
    pub(crate) fn in_order(mut self, order: &Arc<Order<O>>) -> Self {
        self.order = Some(OrderedSender::new(order));
        self
    }

    /// The next item of those whose outputs leave in order; `next` gives it with its number.
    fn begin<I>(&mut self, next: impl FnOnce() -> Option<(u64, I)>) -> Option<I> {
        if self.worker.must_stop() {
            return None;
        }
        let (number, item) = next()?;
        if let Some(order) = &mut self.order {
            order.begin(number);
        }
        Some(item)
    }

    /// All is sent that is made of the item in hand; whether to go on to the next.
    fn finish(&mut self) -> bool {
        let worker = &self.worker;
        let finished = match &mut self.order {
            Some(order) => order.finish(worker.stopper(), &worker.counters().waited_for_output),
            None => Ok(()),
        };
        if finished.is_err() {
            self.drop_one();
        }
        finished.is_ok()
    }

    /// [`item`](Out::item) and [`finish`](Out::finish) for items that are at hand, if for any; gives the one that
    /// it has in hand then, if one.
    #[inline]
    fn items_in_order<I, B: Body<I, O, E>>(
        &mut self,
        body: &mut B,
        items: &mut Reading<I>,
    ) -> Option<I> {
        if !B::TAKES_READY {
            return None;
        }
        let order = self.order.as_mut().filter(|order| order.is_plain())?;
        let ends = self.worker.ends().filter(|ends| !ends.are_raised())?;
        let mut number = items.number();
        let place = InOrder {
            order,
            number: &mut number,
            given: &self.given,
        };
        let mut ready = ReadyItems { items, ends };
        let made = body.call_ready(&mut ready, place);
        let failed = made.is_err();
        if let Some(order) = &mut self.order {
            order.begin(number);
        }
        let in_hand = self.settle_ready(body, made).ok()?;
        if failed {
            // The failure is settled: nothing leaves for the item.
            self.finish();
        }
        in_hand
    }

    pub(crate) fn worker(&self) -> &Worker<E> {
        &self.worker
    }

    /// Waits for the turn of the item in hand, where items leave in order.
    pub(crate) fn reach_turn(&mut self) -> Result<(), Closed> {
        let worker = &self.worker;
        match &mut self.order {
            Some(order) => order.reach_turn(worker.stopper(), &worker.counters().waited_for_output),
            None => Ok(()),
        }
    }

    /// The item in hand is not to be finished.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// The item in hand is counted already.
    pub(crate) fn settle(&mut self) {
        self.sent = true;
    }

    /// [`send`](Out::send) right after an item was taken, when it was looked at whether to stop.
    #[inline]
    fn hand_over(&mut self, item: O) -> Result<(), Closed> {
        match self.to.try_put(item) {
            Ok(()) => {
                self.given.add(1);
                self.sent = true;
                Ok(())
            }
            Err(item) => self.hand_over_patiently(item),
        }
    }

    #[inline(never)]
    fn hand_over_patiently(&mut self, item: O) -> Result<(), Closed> {
        if self.order.is_some() {
            return self.send(item);
        }
        let sent = self.worker.hand_over(&mut self.to, &self.given, item);
        self.note(sent)
    }

    fn note(&mut self, sent: Result<(), Closed>) -> Result<(), Closed> {
        // Another output may be read still.
        self.closed |= sent.is_err() && self.worker.must_stop();
        self.sent = true;
        sent
    }

    /// Sends all of `items`, until nobody reads.
    pub(crate) fn send_all(&mut self, mut items: impl Supply<Item = O>) {
        let mut next = items.next();
        while let Some(item) = next {
            if self.hand_over(item).is_err() {
                self.drop_one();
                break;
            }
            let in_hand = self.to.room(&self.given).and_then(|room| {
                let Ok(in_hand) = put_all(&mut items, Ok::<_, Infallible>, room);
                in_hand
            });
            next = in_hand.or_else(|| items.next());
        }
    }

    /// A transform has ended: counts the item that it could not send, if there was one.
    pub(crate) fn end(&self) {
        if self.closed {
            self.drop_one();
        }
    }

    /// Counts the item in hand as dropped.
    fn drop_one(&self) {
        self.worker.counters().dropped.add(1);
    }
}

/// Makes an item of a stream into the next stream's.
pub trait Body<I, O, E> {
    /// Whether [`call_ready`](Body::call_ready) does anything.
    #[doc(hidden)]
    const TAKES_READY: bool = false;

    #[doc(hidden)]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E>;

    /// [`call`](Body::call) for items that are at hand: until there is no place, or an error. Gives the
    /// item that it has in hand then, if one.
    #[doc(hidden)]
    #[inline]
    fn call_ready(
        &mut self,
        _: &mut impl Supply<Item = I>,
        _: impl Place<O>,
    ) -> Result<Option<I>, E> {
        Ok(None)
    }

    /// An error of [`call_ready`](Body::call_ready), unless it is not to end the run.
    #[doc(hidden)]
    #[inline]
    fn dispose(&mut self, error: E, _: &mut Out<O, E>) -> Result<(), E> {
        Err(error)
    }
}

/// The loop of every worker that has a body.
pub(crate) fn drive<I, O, E>(
    mut items: impl Supply<Item = I>,
    mut body: impl Body<I, O, E>,
    mut out: Out<O, E>,
) {
    let mut next = items.next();
    while let Some(item) = next {
        if !out.item(&mut body, item) {
            break;
        }
        next = out.ready_items(&mut body, &mut items);
    }
}

/// The loop of a worker of an ordered fan-out.
pub(crate) fn drive_in_order<I, O, E>(
    mut items: impl NumberedItems<Item = I>,
    mut body: impl Body<I, O, E>,
    mut out: Out<O, E>,
) {
    let mut next = out.begin(|| items.next_numbered());
    while let Some(item) = next {
        if !out.item(&mut body, item) || !out.finish() {
            break;
        }
        let ready = items.in_sequence();
        next = ready
            .and_then(|items| out.items_in_order(&mut body, items))
            .or_else(|| out.begin(|| items.next_numbered()));
    }
}

/// Items at hand, until the worker must stop.
struct ReadyItems<'i, I> {
    items: &'i mut Reading<I>,
    ends: EndSignals<'i>,
}

impl<I> Iterator for ReadyItems<'_, I> {
    type Item = I;

    fn next(&mut self) -> Option<I> {
        self.items.next_ready()
    }
}

impl<I> Supply for ReadyItems<'_, I> {
    #[inline(always)]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, I>) -> (A, Option<I>) {
        let ends = self.ends;
        self.items.try_fold_ready(
            start,
            Until {
                must_stop: || ends.are_raised(),
                step,
            },
        )
    }
}

/// Where an ordered fan-out's worker puts the only output of each item, whose numbers follow each other.
struct InOrder<'o, O> {
    order: &'o mut OrderedSender<O>,
    /// The next item's.
    number: &'o mut u64,
    given: &'o SharedCounter,
}

impl<O> Place<O> for InOrder<'_, O> {
    #[inline(always)]
    fn put(&mut self, item: O) -> bool {
        self.order.put(*self.number, item);
        self.given.add(1);
        *self.number += 1;
        true
    }
}

/// One in, one out.
pub struct Map<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I) -> O> Body<I, O, E> for Map<F> {
    const TAKES_READY: bool = true;

    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        let _ = out.hand_over((self.0)(item));
        Ok(())
    }

    #[inline(always)]
    fn call_ready(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E> {
        put_all(items, |item| Ok((self.0)(item)), place)
    }
}

/// One in, one out or an error.
pub struct TryMapBody<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I) -> Result<O, E>> Body<I, O, E> for TryMapBody<F> {
    const TAKES_READY: bool = true;

    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        let _ = out.hand_over((self.0)(item)?);
        Ok(())
    }

    #[inline(always)]
    fn call_ready(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E> {
        put_all(items, &mut self.0, place)
    }
}

/// One in, none or one or many out.
pub struct Yields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>)> Body<I, O, E> for Yields<F> {
    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out);
        Ok(())
    }
}

/// One in, none or one or many out, and maybe an error.
pub struct TryYields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>) -> Result<(), E>> Body<I, O, E> for TryYields<F> {
    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out)
    }
}

/// Where a worker makes its own body, on its own thread: `|worker| worker.map({ … })`.
///
/// Each method takes a function and says what kind of body it is. All give `Ok`, so that the
/// closure around them may use `?`.
pub struct Setup<I, O, E>(PhantomData<fn(I) -> Result<O, E>>);

#[expect(
    clippy::missing_errors_doc,
    reason = "they have none, as the type's docs say"
)]
impl<I, O, E> Setup<I, O, E> {
    pub(crate) fn new() -> Self {
        Setup(PhantomData)
    }

    /// One in, one out.
    pub fn map<F: FnMut(I) -> O>(self, body: F) -> Result<Map<F>, E> {
        Ok(Map(body))
    }

    /// One in, one out or an error.
    pub fn try_map<F: FnMut(I) -> Result<O, E>>(self, body: F) -> Result<TryMapBody<F>, E> {
        Ok(TryMapBody(body))
    }

    /// One in, one out or an error of its own type.
    pub fn try_map_into<X, F>(
        self,
        mut body: F,
    ) -> Result<TryMapBody<impl FnMut(I) -> Result<O, E>>, E>
    where
        F: FnMut(I) -> Result<O, X>,
        E: From<X>,
    {
        Ok(TryMapBody(move |item| Ok(body(item)?)))
    }

    /// One in, none or one or many out.
    pub fn yields<F: FnMut(I, &mut Out<O, E>)>(self, body: F) -> Result<Yields<F>, E> {
        Ok(Yields(body))
    }

    /// One in, none or one or many out, and maybe an error.
    pub fn try_yields<F>(self, body: F) -> Result<TryYields<F>, E>
    where
        F: FnMut(I, &mut Out<O, E>) -> Result<(), E>,
    {
        Ok(TryYields(body))
    }

    /// One in, none or one or many out, and maybe an error of its own type.
    #[expect(clippy::type_complexity, reason = "a closure has no other name")]
    pub fn try_yields_into<X, F>(
        self,
        mut body: F,
    ) -> Result<TryYields<impl FnMut(I, &mut Out<O, E>) -> Result<(), E>>, E>
    where
        F: FnMut(I, &mut Out<O, E>) -> Result<(), X>,
        E: From<X>,
    {
        Ok(TryYields(move |item, out: &mut Out<O, E>| {
            Ok(body(item, out)?)
        }))
    }
}
