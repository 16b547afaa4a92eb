//! Ordered fan-out of futures: workers compute in any order, and hand over in that of the input.
//!
//! As on threads: a worker takes a credit before an item, and gives it back when what was made of the
//! item has left; what is made before its turn is buffered. The edge itself numbers its items.

use std::collections::{BTreeMap, VecDeque};
use std::task::{Context as Task, Poll, Waker};

use super::port::{Port, timed};
use crate::cycle::{Hand, Share};
use crate::edge::{Closed, Edge};
use crate::order::{BUFFER, WINDOW};
use crate::sync::{Arc, Mutex, lock};
use crate::worker::Worker;

/// What the workers of an ordered fan-out share.
pub(crate) struct Order<O> {
    turn: Mutex<Turn<O>>,
    /// The edge it reads: it keeps the panics of drops.
    from: Arc<Edge>,
}

struct Turn<O> {
    /// The item that may be handed over. Only the worker that has it in hand moves this on.
    next: u64,
    /// How many items may be taken.
    credits: usize,
    /// Workers that wait for a credit.
    asking: Vec<Waker>,
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
            turn: Mutex::new(Turn {
                next: 0,
                credits: workers.saturating_mul(WINDOW),
                asking: Vec::new(),
                ready: BTreeMap::new(),
                waiting: BTreeMap::new(),
            }),
            from: Arc::clone(from),
        })
    }

    fn give_credit_back(&self) {
        let asking = {
            let mut turn = lock(&self.turn);
            turn.credits += 1;
            std::mem::take(&mut turn.asking)
        };
        asking.into_iter().for_each(Waker::wake);
    }
}

/// One worker's part in an order.
pub(crate) struct Place<O> {
    order: Arc<Order<O>>,
    slip: Slip,
    /// It has the credit for its next item.
    has_credit: bool,
}

impl<O> Place<O> {
    pub(crate) fn new(order: &Arc<Order<O>>, slip: &Slip) -> Self {
        Place {
            order: Arc::clone(order),
            slip: slip.clone(),
            has_credit: false,
        }
    }

    /// Waits until one more item may be taken.
    pub(crate) fn poll_credit(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if self.has_credit {
            return Poll::Ready(());
        }
        let mut turn = lock(&self.order.turn);
        if turn.credits == 0 {
            if !turn.asking.iter().any(|known| known.will_wake(cx.waker())) {
                turn.asking.push(cx.waker().clone());
            }
            return Poll::Pending;
        }
        turn.credits -= 1;
        self.has_credit = true;
        Poll::Ready(())
    }

    /// The way of the item that was just taken.
    pub(crate) fn enter(&mut self) -> Option<Lane<O>> {
        let taken = lock(&self.slip.taken).take()?;
        self.has_credit = false;
        Some(Lane {
            buffer: Buffer {
                items: VecDeque::new(),
                from: Arc::clone(&self.order.from),
            },
            order: Arc::clone(&self.order),
            taken,
            is_next: false,
        })
    }
}

impl<O> Drop for Place<O> {
    fn drop(&mut self) {
        if self.has_credit {
            self.order.give_credit_back();
        }
    }
}

/// Where a worker's source says which item it gave.
#[derive(Clone, Default)]
pub(crate) struct Slip {
    taken: Arc<Mutex<Option<Taken>>>,
}

impl Slip {
    pub(crate) fn fill(&self, number: u64, share: Option<&Share>) {
        let mut hand = Hand::new(share);
        hand.take();
        *lock(&self.taken) = Some(Taken { number, hand });
    }
}

/// The place of an item in the order of the input.
struct Taken {
    number: u64,
    hand: Hand,
}

/// What was made and not handed over.
struct Buffer<O> {
    items: VecDeque<O>,
    /// The edge it was made from: it keeps the panics of drops.
    from: Arc<Edge>,
}

impl<O> Buffer<O> {
    /// Hands all over, until nobody reads.
    async fn hand_over<E>(&mut self, to: &mut Port<O>, worker: &Worker<E>) -> Result<(), Closed> {
        while let Some(item) = self.items.pop_front() {
            to.send(item, worker).await?;
        }
        Ok(())
    }
}

impl<O> Drop for Buffer<O> {
    fn drop(&mut self) {
        self.from.discard(self.items.drain(..));
    }
}

/// One item's way out: what is made of it, until its turn comes.
pub(crate) struct Lane<O> {
    order: Arc<Order<O>>,
    taken: Taken,
    buffer: Buffer<O>,
    is_next: bool,
}

impl<O> Lane<O> {
    /// Hands `item` over if it is its turn, else keeps it while there is room, else waits.
    pub(crate) async fn send<E>(
        &mut self,
        item: O,
        to: &mut Port<O>,
        worker: &Worker<E>,
    ) -> Result<(), Closed> {
        if !self.is_next {
            if !self.order.has_turn(self.taken.number) {
                if self.buffer.items.len() < BUFFER {
                    self.buffer.items.push_back(item);
                    return Ok(());
                }
                timed(&worker.tally().waited_for_output, |cx| self.poll_turn(cx)).await;
            }
            self.is_next = true;
            self.buffer.hand_over(to, worker).await?;
        }
        to.send(item, worker).await
    }

    /// It borrows the lane alone: shared, what waits in it would have to be `Sync`.
    fn poll_turn(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        let mut turn = lock(&self.order.turn);
        if turn.next == self.taken.number {
            return Poll::Ready(());
        }
        turn.waiting.insert(self.taken.number, cx.waker().clone());
        Poll::Pending
    }

    /// The item is done: hands over what is left of it, or leaves that to whoever has the turn.
    pub(crate) async fn finish<E>(
        self,
        to: &mut Port<O>,
        worker: &Worker<E>,
    ) -> Result<(), Closed> {
        let Lane {
            order,
            taken: Taken { number, hand },
            buffer,
            ..
        } = self;
        let Some(mut done) = order.take_turn(number, (buffer, hand)) else {
            return Ok(());
        };
        loop {
            let sent = done.0.hand_over(to, worker).await;
            if sent.is_err() && worker.must_stop() {
                return sent;
            }
            drop(done);
            match order.next_turn() {
                Some(ready) => done = ready,
                None => return Ok(()),
            }
        }
    }
}

impl<O> Order<O> {
    fn has_turn(&self, number: u64) -> bool {
        lock(&self.turn).next == number
    }

    /// What was made of item `number`, back if it is its turn; else it waits for that.
    fn take_turn(&self, number: u64, done: Done<O>) -> Option<Done<O>> {
        let mut turn = lock(&self.turn);
        if turn.next == number {
            return Some(done);
        }
        turn.ready.insert(number, done);
        None
    }

    /// The turn goes to the next item: what was made of it, if that waits.
    fn next_turn(&self) -> Option<Done<O>> {
        self.give_credit_back();
        let mut turn = lock(&self.turn);
        turn.next += 1;
        let next = turn.next;
        let waiting = turn.waiting.remove(&next);
        let ready = turn.ready.remove(&next);
        drop(turn);
        waiting.into_iter().for_each(Waker::wake);
        ready
    }
}
