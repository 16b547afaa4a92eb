//! An edge that several workers read: they claim items from it in turns.
//!
//! A worker claims one item at a time, in the order of the stream, as long as its body is slow.
//! Where what it claimed was done [quickly](QUICK), it claims twice as many the next time, so that
//! workers do not meet for every item. What it has claimed and not begun lies on its *desk*: a worker
//! that finds nothing in the edge takes half of what lies on another's, before it goes to sleep. So
//! no item waits while a worker is idle.

use std::time::{Duration, Instant};

use crate::edge::Edge;
use crate::lanes::{Gate, Outlet};
use crate::ring::Desk;
use crate::sync::{Arc, Mutex, MutexGuard, lock};
use crate::tally::Stopwatch;

/// What a worker claims at once is to be done in about this time.
const QUICK: Duration = Duration::from_micros(20);

/// How many items a worker claims at most.
const MOST: u32 = 256;

/// One reader for each of `workers`.
pub(crate) fn pool<T>(outlet: Outlet<T>, workers: usize) -> Vec<Member<T>> {
    let pool = Arc::new(Pool {
        edge: Arc::clone(outlet.edge()),
        workers,
        turn: Mutex::new(Turn {
            outlet,
            desks: Vec::new(),
        }),
    });
    let member = |index| Member {
        pool: Arc::clone(&pool),
        index,
        desk: None,
        most: 1,
        since: None,
    };
    (0..workers).map(member).collect()
}

struct Pool<T> {
    edge: Arc<Edge>,
    workers: usize,
    /// Whoever waits for items does so with this in hand, and the other idle ones for this.
    turn: Mutex<Turn<T>>,
}

struct Turn<T> {
    outlet: Outlet<T>,
    /// Of each lane, a desk for each worker.
    desks: Vec<Vec<Arc<Desk<T>>>>,
}

impl<T> Turn<T> {
    /// Deals items to a desk of this worker; in which lane, if there will be any.
    fn serve(
        &mut self,
        worker: usize,
        workers: usize,
        most: u32,
        waited: &Stopwatch,
    ) -> Option<usize> {
        if !self.outlet.find() {
            if let Some(lane) = self.rob(worker) {
                return Some(lane);
            }
            if !self.outlet.wait(None, waited) {
                return None;
            }
        }
        let at = self.outlet.at();
        let reader = &mut self.outlet.lane().reader;
        while self.desks.len() <= at {
            self.desks.push(Vec::new());
        }
        let desks = &mut self.desks[at];
        if desks.is_empty() {
            *desks = (0..workers).map(|_| Arc::new(reader.desk())).collect();
        }
        // What is left for the others is enough for each to get as much.
        let parts = u32::try_from(workers).unwrap_or(u32::MAX).saturating_mul(2);
        let share = (reader.waiting() / parts).clamp(1, most);
        let dealt = reader.deal(&desks[worker], share);
        self.outlet.note(dealt);
        Some(at)
    }

    /// Takes half of what lies on another worker's desk; of which lane, if there was any.
    fn rob(&self, worker: usize) -> Option<usize> {
        self.desks.iter().position(|desks| {
            let others = desks.iter().enumerate().filter(|(at, _)| *at != worker);
            let mut others = others.map(|(_, other)| other);
            desks
                .get(worker)
                .is_some_and(|own| others.any(|other| own.rob(other)))
        })
    }
}

/// One worker's way to read the edge.
pub(crate) struct Member<T> {
    pool: Arc<Pool<T>>,
    index: usize,
    /// Where the items lie that it claimed last.
    desk: Option<(Arc<Desk<T>>, Arc<Gate>)>,
    /// How many it may claim.
    most: u32,
    /// When it claimed.
    since: Option<Instant>,
}

impl<T> Member<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.pool.edge
    }

    /// The next item on its desk.
    #[inline]
    pub(crate) fn try_take(&mut self) -> Option<T> {
        let (desk, gate) = self.desk.as_ref()?;
        let (position, item) = desk.take()?;
        gate.tell(position);
        Some(item)
    }

    /// The next item.
    pub(crate) fn take(&mut self, waited: &Stopwatch) -> Option<T> {
        loop {
            if let Some(item) = self.try_take() {
                return Some(item);
            }
            self.claim(waited)?;
        }
    }

    fn claim(&mut self, waited: &Stopwatch) -> Option<()> {
        self.pace();
        let pool = Arc::clone(&self.pool);
        let mut turn = pool.await_turn(waited);
        let lane = turn.serve(self.index, pool.workers, self.most, waited)?;
        let desk = Arc::clone(&turn.desks[lane][self.index]);
        self.desk = Some((desk, turn.outlet.gate(lane)));
        self.since = Some(Instant::now());
        Some(())
    }

    /// Claims more the next time if the last claim was done quickly, else less.
    fn pace(&mut self) {
        if let Some(since) = self.since {
            self.most = if since.elapsed() < QUICK {
                (self.most * 2).min(MOST)
            } else {
                (self.most / 2).max(1)
            };
        }
    }
}

impl<T> Pool<T> {
    fn await_turn(&self, waited: &Stopwatch) -> MutexGuard<'_, Turn<T>> {
        match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => waited.time(|| lock(&self.turn)),
        }
    }
}

impl<T> Drop for Pool<T> {
    /// Nobody will begin what lies on the desks.
    fn drop(&mut self) {
        self.edge.hang_up();
        let turn = lock(&self.turn);
        let desks = turn.desks.iter().flatten();
        let items: Vec<T> = desks
            .flat_map(|desk| std::iter::from_fn(|| desk.take()))
            .map(|(_, item)| item)
            .collect();
        drop(turn);
        self.edge.leave(items.len());
        self.edge.discard(items);
    }
}
