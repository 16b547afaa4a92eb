//! The bodies of stages: the four kinds of functions that process one item.

use std::convert::Infallible;
use std::marker::PhantomData;

use crate::edge::reorder::{Order, OrderedSender};
use crate::edge::supply::{FoldStep, Place, Supply, Until, put_all};
use crate::edge::{Closed, Sender};
use crate::engine::threads::source::{NumberedItems, Reading};
use crate::report::counters::SharedCounter;
use crate::run::worker::{EndSignals, Worker};
use crate::sync::Arc;

/// The output of a worker, into which `yield` sends.
pub struct Out<O, E> {
    to: Sender<O>,
    worker: Worker<E>,
    /// Counter of the items handed to the next stage.
    given: SharedCounter,
    closed: bool,
    /// Whether this is the output of a generator: `send` then counts each item as taken, and fails
    /// after a drain.
    generates: bool,
    fate: ItemFate,
    /// The ordered output, if outputs leave in the order of the input.
    order: Option<OrderedSender<O>>,
}

/// What has become of the item in hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ItemFate {
    /// It had no output yet. If it never has one, it counts as filtered.
    New,
    /// It had an output.
    Sent,
    /// It is already counted.
    Counted,
}

impl<O, E> Out<O, E> {
    pub(crate) fn new(to: Sender<O>, worker: &Worker<E>) -> Self {
        Out {
            to,
            given: SharedCounter::clone(&worker.counters().given[0]),
            worker: worker.clone(),
            closed: false,
            generates: false,
            fate: ItemFate::New,
            order: None,
        }
    }

    /// Sends `item` to the next stage. Blocks while the edge is full.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the run is cancelled, if no receiver is left, or if this is the output of a
    /// generator and the run is drained. The body should then return.
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

    /// Sends an item of a generator. After a drain, the item that was just made is still sent, then
    /// [`Closed`] ends the generator.
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

    /// Marks this as the output of a generator, whose items are not made from items that it took.
    pub(crate) fn of_generator(mut self) -> Self {
        self.generates = true;
        self
    }

    /// Calls `body` with `item`. Returns whether to continue with the next item.
    #[inline]
    pub(crate) fn item<I>(&mut self, body: &mut impl Body<I, O, E>, item: I) -> bool {
        self.fate = ItemFate::New;
        if let Err(error) = body.call(item, self) {
            // Record the failure now. On the way out, the drop of a value that the body owns may
            // panic, and the first failure is the run's error.
            self.worker.fail(error);
            return false;
        }
        if self.closed {
            self.drop_one();
        } else if self.fate == ItemFate::New {
            self.worker.counters().filtered.add(1);
        }
        !self.closed
    }

    /// Calls `body` with the items that are ready, as [`item`](Out::item) would. Returns the next
    /// item, after a wait if none is in hand.
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

    /// Handles the result of [`call_ready`](Body::call_ready). Returns the item in hand, or
    /// [`Closed`] if an error ends the run.
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

    /// Makes outputs leave in the order of the input.
    pub(crate) fn in_order(mut self, order: &Arc<Order<O>>) -> Self {
        self.order = Some(OrderedSender::new(order));
        self
    }

    /// Takes the next item of an ordered fan-out. `next` returns the item with its number.
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

    /// Ends the outputs of the item in hand. Returns whether to continue with the next item.
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

    /// Calls `body` with the items that are ready, as [`item`](Out::item) and
    /// [`finish`](Out::finish) would. Returns the item that is then in hand, if there is one.
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
            // The failure did not end the run: the failed item has no output.
            self.finish();
        }
        in_hand
    }

    pub(crate) fn worker(&self) -> &Worker<E> {
        &self.worker
    }

    /// Waits for the turn of the item in hand, if outputs leave in order.
    pub(crate) fn reach_turn(&mut self) -> Result<(), Closed> {
        let worker = &self.worker;
        match &mut self.order {
            Some(order) => order.reach_turn(worker.stopper(), &worker.counters().waited_for_output),
            None => Ok(()),
        }
    }

    /// Marks the output as closed, so that the item in hand counts as dropped.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// Marks the item in hand as already counted.
    pub(crate) fn settle(&mut self) {
        self.fate = ItemFate::Counted;
    }

    /// [`send`](Out::send) without the check for a stop: the worker has just checked, when it took
    /// an item.
    #[inline]
    fn hand_over(&mut self, item: O) -> Result<(), Closed> {
        match self.to.try_put(item) {
            Ok(()) => {
                self.given.add(1);
                self.fate = ItemFate::Sent;
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
        // The worker continues if another of its outputs still has a receiver.
        self.closed |= sent.is_err() && self.worker.must_stop();
        self.fate = ItemFate::Sent;
        sent
    }

    /// Sends all of `items`, until the edge is closed.
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

    /// Ends the output of a transform. If an item could not be sent, counts it as dropped.
    pub(crate) fn end(&self) {
        if self.closed {
            self.drop_one();
        }
    }

    /// Counts the item in hand as dropped, unless it is already counted.
    fn drop_one(&self) {
        if self.fate != ItemFate::Counted {
            self.worker.counters().dropped.add(1);
        }
    }
}

/// The body of a stage, which makes the outputs of each item.
pub trait Body<I, O, E> {
    /// Whether [`call_ready`](Body::call_ready) processes items.
    #[doc(hidden)]
    const TAKES_READY: bool = false;

    #[doc(hidden)]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E>;

    /// Calls the body with the items that are ready, until `place` is full or an error occurs.
    /// Returns the item that is then in hand, if there is one.
    #[doc(hidden)]
    #[inline]
    fn call_ready(
        &mut self,
        _: &mut impl Supply<Item = I>,
        _: impl Place<O>,
    ) -> Result<Option<I>, E> {
        Ok(None)
    }

    /// Handles an error of [`call_ready`](Body::call_ready). Returns it if it ends the run.
    #[doc(hidden)]
    #[inline]
    fn dispose(&mut self, error: E, _: &mut Out<O, E>) -> Result<(), E> {
        Err(error)
    }
}

/// Runs the loop of a worker that has a body.
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

/// Runs the loop of a worker of an ordered fan-out.
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

/// The items that are ready, until the worker must stop.
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

/// The output of an ordered fan-out's worker, for bodies that make exactly one output per item. The
/// numbers of the items are consecutive.
struct InOrder<'o, O> {
    order: &'o mut OrderedSender<O>,
    /// Number of the next item.
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

/// A body that makes one output per item.
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

/// A body that makes one output per item, or fails.
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

/// A body that sends any number of outputs per item.
pub struct Yields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>)> Body<I, O, E> for Yields<F> {
    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out);
        Ok(())
    }
}

/// A body that sends any number of outputs per item, and may fail.
pub struct TryYields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>) -> Result<(), E>> Body<I, O, E> for TryYields<F> {
    #[inline]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out)
    }
}

/// Makes the body of a worker on the worker's own thread: `|worker| worker.map({ … })`.
///
/// Each method wraps a function as one kind of body. All methods return `Ok`, so that the closure
/// around the call may use `?`.
pub struct Setup<I, O, E>(PhantomData<fn(I) -> Result<O, E>>);

#[expect(
    clippy::missing_errors_doc,
    reason = "they have none, as the type's docs say"
)]
impl<I, O, E> Setup<I, O, E> {
    pub(crate) fn new() -> Self {
        Setup(PhantomData)
    }

    /// Makes a body that returns one output per item.
    pub fn map<F: FnMut(I) -> O>(self, body: F) -> Result<Map<F>, E> {
        Ok(Map(body))
    }

    /// Makes a body that returns one output per item, or fails.
    pub fn try_map<F: FnMut(I) -> Result<O, E>>(self, body: F) -> Result<TryMapBody<F>, E> {
        Ok(TryMapBody(body))
    }

    /// Makes a body that returns one output per item, or fails with an error type of its own.
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

    /// Makes a body that sends any number of outputs per item.
    pub fn yields<F: FnMut(I, &mut Out<O, E>)>(self, body: F) -> Result<Yields<F>, E> {
        Ok(Yields(body))
    }

    /// Makes a body that sends any number of outputs per item, and may fail.
    pub fn try_yields<F>(self, body: F) -> Result<TryYields<F>, E>
    where
        F: FnMut(I, &mut Out<O, E>) -> Result<(), E>,
    {
        Ok(TryYields(body))
    }

    /// Makes a body that sends any number of outputs per item, and may fail with an error type of
    /// its own.
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
