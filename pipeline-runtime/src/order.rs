//! Ordered fan-out: workers compute in any order, and hand over in the order of the input.
//!
//! An item gets its number when it is taken, and before that a credit, which comes back when the
//! item has left: so never more than a window of items is between the two. What a worker makes of
//! an item is buffered until the items before it have left. Whoever finishes the item whose turn it
//! is hands it over, and with it all finished ones that follow.
//!
//! Nobody waits in vain: the item whose turn it is has its credit and is in some worker's hands,
//! and that worker waits for no other item. All waits end when the run must stop.

use std::collections::{BTreeMap, VecDeque};

use crossbeam_channel as channel;
use crossbeam_channel::{Receiver as Signals, Sender as Signaller};

use crate::cycle::Hand;
use crate::edge::{Closed, Edge};
use crate::queue::{Receiver, Sender};
use crate::sync::{Arc, Mutex, lock};
use crate::worker::Worker;

/// How many items per worker may be between input and output.
pub(crate) const WINDOW: usize = 4;

/// How much of one item's output waits for its turn; its worker waits with the rest.
pub(crate) const BUFFER: usize = 64;

/// The input of an ordered fan-out: shared by its workers.
pub(crate) struct Intake<I> {
    numbered: Mutex<Numbered<I>>,
    /// One for each item that may be taken.
    credits: Signals<()>,
}

struct Numbered<I> {
    from: Receiver<I>,
    next: u64,
}

/// The output of an ordered fan-out: shared by its workers.
pub(crate) struct Turns<O> {
    turn: Mutex<Turn<O>>,
    give_back: Signaller<()>,
    from: Arc<Edge>,
    /// Who has the turn sends by this: the reader sees one sender's items in order.
    to: Mutex<Sender<O>>,
}

struct Turn<O> {
    /// The item that may be handed over. Only the worker that has it in hand moves this on.
    next: u64,
    /// What was made of items that were finished before their turn.
    ready: BTreeMap<u64, Done<O>>,
    /// Workers whose buffer is full before their item's turn.
    waiting: BTreeMap<u64, Signaller<()>>,
}

/// What was made of an item, and that it is in hand until this has left.
type Done<O> = (Buffer<O>, Hand);

/// What was made and not handed over.
struct Buffer<O> {
    items: VecDeque<O>,
    /// The edge it was made from: it keeps the panics of drops.
    from: Arc<Edge>,
}

impl<O> Buffer<O> {
    /// Hands all over, until nobody reads.
    fn hand_over<E>(&mut self, to: &Sender<O>, worker: &Worker<E>) -> Result<(), Closed> {
        while let Some(item) = self.items.pop_front() {
            worker.send(to, 0, item)?;
        }
        Ok(())
    }
}

impl<O> Drop for Buffer<O> {
    fn drop(&mut self) {
        self.from.discard(self.items.drain(..));
    }
}

/// Both ends for an ordered fan-out of so many workers.
pub(crate) fn order<I, O>(
    from: Receiver<I>,
    to: Sender<O>,
    workers: usize,
) -> (Intake<I>, Turns<O>) {
    let window = workers.saturating_mul(WINDOW);
    let (give_back, credits) = channel::bounded(window);
    for _ in 0..window {
        // There is room for as many as there may be.
        let _ = give_back.try_send(());
    }
    let edge = Arc::clone(from.edge());
    let numbered = Mutex::new(Numbered { from, next: 0 });
    let turn = Mutex::new(Turn {
        next: 0,
        ready: BTreeMap::new(),
        waiting: BTreeMap::new(),
    });
    let turns = Turns {
        turn,
        give_back,
        from: edge,
        to: Mutex::new(to),
    };
    (Intake { numbered, credits }, turns)
}

impl<I> Intake<I> {
    /// The next item and its number, once there is a credit for it.
    pub(crate) fn take<E>(&self, worker: &Worker<E>) -> Option<(Taken, I)> {
        let tally = worker.tally();
        let mut numbered = match self.numbered.try_lock() {
            Ok(numbered) => numbered,
            Err(_) => tally.waited_for_input.time(|| lock(&self.numbered)),
        };
        if worker.must_stop() || !wait(&self.credits, worker) || worker.must_stop() {
            return None;
        }
        let item = numbered.from.receive(&tally.waited_for_input)?;
        tally.taken[0].add(1);
        let number = numbered.next;
        numbered.next += 1;
        let mut hand = Hand::new(numbered.from.share());
        hand.take();
        Some((Taken { number, hand }, item))
    }
}

/// The place of an item in the order of the input.
pub(crate) struct Taken {
    number: u64,
    hand: Hand,
}

/// Waits for a signal, as long as the worker may go on; whether it came.
fn wait<E>(signals: &Signals<()>, worker: &Worker<E>) -> bool {
    if signals.try_recv().is_ok() {
        return true;
    }
    worker
        .tally()
        .waited_for_output
        .time(|| worker.await_signal(signals))
}

impl<O> Turns<O> {
    fn is_of(&self, number: u64) -> bool {
        lock(&self.turn).next == number
    }
}

/// One item's way out: what is made of it, until its turn comes.
pub(crate) struct Lane<O> {
    turns: Arc<Turns<O>>,
    taken: Taken,
    buffer: Buffer<O>,
    is_next: bool,
}

impl<O> Lane<O> {
    pub(crate) fn new(turns: &Arc<Turns<O>>, taken: Taken) -> Self {
        let buffer = Buffer {
            items: VecDeque::new(),
            from: Arc::clone(&turns.from),
        };
        Lane {
            turns: Arc::clone(turns),
            taken,
            buffer,
            is_next: false,
        }
    }

    /// Hands `item` over if it is its turn, else keeps it while there is room, else waits.
    pub(crate) fn send<E>(&mut self, item: O, worker: &Worker<E>) -> Result<(), Closed> {
        if !self.is_next {
            if !self.turns.is_of(self.taken.number) {
                if self.buffer.items.len() < BUFFER {
                    self.buffer.items.push_back(item);
                    return Ok(());
                }
                self.await_turn(worker)?;
            }
            self.is_next = true;
            self.buffer.hand_over(&lock(&self.turns.to), worker)?;
        }
        worker.send(&lock(&self.turns.to), 0, item)
    }

    fn await_turn<E>(&self, worker: &Worker<E>) -> Result<(), Closed> {
        let (signaller, signals) = channel::bounded(1);
        {
            let mut turn = lock(&self.turns.turn);
            if turn.next == self.taken.number {
                return Ok(());
            }
            turn.waiting.insert(self.taken.number, signaller);
        }
        if wait(&signals, worker) {
            Ok(())
        } else {
            Err(Closed)
        }
    }

    /// The item is done: hands over what is left of it, or leaves that to whoever has the turn.
    pub(crate) fn finish<E>(self, worker: &Worker<E>) -> Result<(), Closed> {
        let Lane {
            turns,
            taken: Taken { number, hand },
            buffer,
            ..
        } = self;
        let mut done = (buffer, hand);
        {
            let mut turn = lock(&turns.turn);
            if turn.next != number {
                turn.ready.insert(number, done);
                return Ok(());
            }
        }
        loop {
            let sent = done.0.hand_over(&lock(&turns.to), worker);
            if sent.is_err() && worker.must_stop() {
                return sent;
            }
            drop(done);
            // There is room: the credit was taken out of it.
            let _ = turns.give_back.try_send(());
            let mut turn = lock(&turns.turn);
            turn.next += 1;
            let next = turn.next;
            if let Some(waiting) = turn.waiting.remove(&next) {
                let _ = waiting.try_send(());
            }
            match turn.ready.remove(&next) {
                Some(ready) => done = ready,
                None => return Ok(()),
            }
        }
    }
}
