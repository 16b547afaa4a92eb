//! Ordered fan-out of futures: workers compute in any order, and hand over in that of the input.
//!
//! As on threads: a worker takes a credit before an item, and gives it back when what was made of the
//! item has left; what is made before its turn is buffered. The edge itself numbers its items.

use std::collections::{BTreeMap, VecDeque};
use std::task::{Context as Task, Poll, Waker, ready};

use super::port::{Port, timed};
use super::waiters::{Waiters, wake};
use crate::cycle::{Hand, Share};
use crate::edge::{Closed, Edge};
use crate::order::{BUFFER, WINDOW};
use crate::sync::{Arc, AtomicU64, Mutex, Ordering, lock};
use crate::worker::Worker;

/// What the workers of an ordered fan-out share.
pub(crate) struct Order<O> {
    /// The item that may be handed over. Only the worker that has it in hand moves this on, with the
    /// lock.
    next: AtomicU64,
    turn: Mutex<Turn<O>>,
    /// The edge it reads: it keeps the panics of drops.
    from: Arc<Edge>,
}

struct Turn<O> {
    /// How many items may be taken.
    credits: usize,
    /// Workers that wait for a credit.
    asking: Waiters,
    /// What was made of items that were finished before their turn.
    ready: BTreeMap<u64, Done<O>>,
    /// Workers whose buffer is full before their item's turn.
    waiting: BTreeMap<u64, Waker>,
}

/// What was made of an item, and that it is in hand until this has left.
type Done<O> = (Buffer<O>, Hand);

impl<O> Order<O> {
    pub(crate) fn new(from: &Arc<Edge>, workers: usize) -> Arc<Self> {
        Arc::new(Order {
            next: AtomicU64::new(0),
            turn: Mutex::new(Turn {
                credits: workers.saturating_mul(WINDOW),
                asking: Waiters::default(),
                ready: BTreeMap::new(),
                waiting: BTreeMap::new(),
            }),
            from: Arc::clone(from),
        })
    }

    /// Whether it is the turn of item `number`: then it is until the worker that has it moves on.
    fn has_turn(&self, number: u64) -> bool {
        self.next.load(Ordering::Acquire) == number
    }

    /// The turn goes to the next item: what was made of it, if that waits.
    fn next_turn(&self) -> Option<Done<O>> {
        let mut turn = lock(&self.turn);
        let next = self.next.load(Ordering::Relaxed) + 1;
        self.next.store(next, Ordering::Release);
        let ready = turn.ready.remove(&next);
        let waiting = turn.waiting.remove(&next);
        turn.credits += 1;
        let asking = turn.asking.one();
        drop(turn);
        wake(waiting.into_iter().chain(asking));
        ready
    }
}

/// One worker's part in an order: the way out of what it makes of the item in hand.
pub(crate) struct Place<O> {
    order: Arc<Order<O>>,
    slip: Slip,
    /// It has the credit for its next item.
    has_credit: bool,
    /// Where it waits for one, if it does.
    asks: Option<u64>,
    /// The item in hand, if there is one.
    number: Option<u64>,
    is_next: bool,
    /// What was made of it before its turn.
    buffer: Buffer<O>,
    hand: Hand,
}

impl<O> Place<O> {
    pub(crate) fn new(order: &Arc<Order<O>>, slip: &Slip) -> Self {
        Place {
            slip: slip.clone(),
            has_credit: false,
            asks: None,
            number: None,
            is_next: false,
            buffer: Buffer::new(&order.from),
            hand: Hand::new(None),
            order: Arc::clone(order),
        }
    }

    /// Waits until one more item may be taken.
    pub(crate) fn poll_credit(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if self.has_credit {
            return Poll::Ready(());
        }
        let mut turn = lock(&self.order.turn);
        if turn.credits == 0 {
            turn.asking.wait(&mut self.asks, cx.waker());
            return Poll::Pending;
        }
        turn.credits -= 1;
        turn.asking.leave(&mut self.asks);
        self.has_credit = true;
        Poll::Ready(())
    }

    /// An item was just taken.
    pub(crate) fn enter(&mut self) {
        let (number, hand) = self.slip.take();
        self.number = Some(number);
        self.hand = hand;
        self.has_credit = false;
        self.is_next = false;
    }

    /// Hands over what is in `item` if it is its turn, else keeps it while there is room, else waits.
    pub(crate) fn poll_send<E>(
        &mut self,
        item: &mut Option<O>,
        to: &mut Port<O>,
        worker: &Worker<E>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        if let Some(number) = self.number
            && !self.is_next
        {
            if !self.order.has_turn(number) && self.buffer.items.len() < BUFFER {
                self.buffer.items.extend(item.take());
                return Poll::Ready(Ok(()));
            }
            ready!(self.poll_turn(number, cx));
            self.is_next = true;
        }
        ready!(self.buffer.poll_hand_over(to, worker, cx))?;
        to.poll_send(item, worker, cx)
    }

    /// Waits for the turn of the item in hand.
    pub(crate) async fn reach_turn<E>(&mut self, worker: &Worker<E>) {
        let Some(number) = self.number else {
            return;
        };
        let waited = &worker.tally().waited_for_output;
        timed(waited, |cx| self.poll_turn(number, cx)).await;
        self.is_next = true;
    }

    fn poll_turn(&mut self, number: u64, cx: &mut Task<'_>) -> Poll<()> {
        if self.order.has_turn(number) {
            return Poll::Ready(());
        }
        let mut turn = lock(&self.order.turn);
        // Looked at under the lock: whoever moves on takes who waits after that.
        if self.order.has_turn(number) {
            return Poll::Ready(());
        }
        turn.waiting.insert(number, cx.waker().clone());
        Poll::Pending
    }

    /// The item is done: hands over what is left of it, or leaves that to whoever has the turn.
    pub(crate) fn poll_finish<E>(
        &mut self,
        to: &mut Port<O>,
        worker: &Worker<E>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        let Some(number) = self.number else {
            return Poll::Ready(Ok(()));
        };
        if !self.is_next {
            if self.leaves_behind(number) {
                self.number = None;
                return Poll::Ready(Ok(()));
            }
            self.is_next = true;
        }
        loop {
            let sent = ready!(self.buffer.poll_hand_over(to, worker, cx));
            if sent.is_err() && worker.must_stop() {
                return Poll::Ready(sent);
            }
            self.buffer.discard();
            self.hand.empty();
            match self.order.next_turn() {
                Some((buffer, hand)) => (self.buffer, self.hand) = (buffer, hand),
                None => break,
            }
        }
        self.number = None;
        Poll::Ready(Ok(()))
    }

    /// Leaves what was made of item `number` to whoever has the turn, unless that is its own.
    fn leaves_behind(&mut self, number: u64) -> bool {
        if self.order.has_turn(number) {
            return false;
        }
        let mut turn = lock(&self.order.turn);
        if self.order.has_turn(number) {
            return false;
        }
        let buffer = std::mem::replace(&mut self.buffer, Buffer::new(&self.order.from));
        let hand = std::mem::replace(&mut self.hand, Hand::new(None));
        turn.ready.insert(number, (buffer, hand));
        true
    }
}

impl<O> Drop for Place<O> {
    fn drop(&mut self) {
        let mut turn = lock(&self.order.turn);
        let was_woken = turn.asking.leave(&mut self.asks);
        turn.credits += usize::from(self.has_credit);
        let goes_on = (was_woken || self.has_credit) && turn.credits > 0;
        let other = goes_on.then(|| turn.asking.one());
        drop(turn);
        wake(other.flatten());
    }
}

/// Where a worker's source says which item it gave.
#[derive(Clone)]
pub(crate) struct Slip {
    number: Arc<AtomicU64>,
    /// That it is in hand, if it is of a loop.
    hand: Option<Arc<Mutex<Option<Hand>>>>,
}

impl Slip {
    pub(crate) fn new(share: Option<&Share>) -> Self {
        Slip {
            number: Arc::default(),
            hand: share.map(|_| Arc::default()),
        }
    }

    pub(crate) fn fill(&self, number: u64, share: Option<&Share>) {
        self.number.store(number, Ordering::Relaxed);
        if let Some(slot) = &self.hand {
            let mut hand = Hand::new(share);
            hand.take();
            *lock(slot) = Some(hand);
        }
    }

    fn take(&self) -> (u64, Hand) {
        let hand = self.hand.as_ref().and_then(|slot| lock(slot).take());
        let number = self.number.load(Ordering::Relaxed);
        (number, hand.unwrap_or_else(|| Hand::new(None)))
    }
}

/// What was made and not handed over.
struct Buffer<O> {
    /// What is being handed over, before the others.
    first: Option<O>,
    items: VecDeque<O>,
    /// The edge it was made from: it keeps the panics of drops.
    from: Arc<Edge>,
}

impl<O> Buffer<O> {
    fn new(from: &Arc<Edge>) -> Self {
        Buffer {
            first: None,
            items: VecDeque::new(),
            from: Arc::clone(from),
        }
    }

    /// Hands all over, until nobody reads.
    fn poll_hand_over<E>(
        &mut self,
        to: &mut Port<O>,
        worker: &Worker<E>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        loop {
            if self.first.is_none() {
                self.first = self.items.pop_front();
            }
            if self.first.is_none() {
                return Poll::Ready(Ok(()));
            }
            let sent = ready!(to.poll_send(&mut self.first, worker, cx));
            self.first = None;
            sent?;
        }
    }

    fn discard(&mut self) {
        let items = self.first.take().into_iter().chain(self.items.drain(..));
        self.from.discard(items);
    }
}

impl<O> Drop for Buffer<O> {
    fn drop(&mut self) {
        self.discard();
    }
}
