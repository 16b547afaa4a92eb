//! An edge that several workers read: they claim items from it in turns.
//!
//! A worker claims one item at a time, in the order of the stream, as long as its body is slow.
//! Where what it claimed was done [quickly](QUICK), it claims twice as many the next time, so that
//! workers do not meet for every item. What it has claimed and not begun lies on its *desk*: a worker
//! that finds nothing in the edge takes half of what lies on another's, before it goes to sleep. So
//! no item waits while a worker is idle.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::edge::Edge;
use crate::lanes::{Gate, Outlet};
use crate::ring::Desk;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, MutexGuard, lock};
use crate::tally::Stopwatch;

/// What a worker claims at once is to be done in about this time.
const QUICK: Duration = Duration::from_micros(20);

/// How many items a worker claims at most.
pub(crate) const MOST: u32 = 256;

/// What the workers of a stage share.
pub(crate) struct Pool<T> {
    edge: Arc<Edge>,
    workers: usize,
    /// How many items a worker claims at most.
    most: u32,
    /// Whoever waits for items does so with this in hand, and the other idle ones for this.
    turn: Mutex<Turn<T>>,
}

struct Turn<T> {
    outlet: Outlet<T>,
    /// Of each lane, a place for each worker that claimed from it.
    places: Vec<BTreeMap<usize, Place<T>>>,
    /// The number of the next item: they are numbered as they are claimed.
    next: u64,
}

/// Where a worker finds its items of a lane, and the position and number of the first of them.
struct Place<T> {
    desk: Arc<Desk<T>>,
    first: (u32, u64),
}

impl<T> Clone for Place<T> {
    fn clone(&self) -> Self {
        Place {
            desk: Arc::clone(&self.desk),
            first: self.first,
        }
    }
}

/// How far workers may claim ahead.
pub(crate) trait Room {
    /// How many items may be claimed now, of which the first is number `next`, by who may claim
    /// `most` at once.
    fn now(&self, next: u64, most: u32) -> u32;

    /// Waits until there is room for one; whether there will be.
    fn wait(&self, next: u64) -> bool;
}

/// As far as there are items.
pub(crate) struct Endless;

impl Room for Endless {
    fn now(&self, _: u64, _: u32) -> u32 {
        u32::MAX
    }

    fn wait(&self, _: u64) -> bool {
        true
    }
}

/// A worker that claims.
struct Claim<'c, R> {
    worker: usize,
    workers: usize,
    most: u32,
    room: &'c R,
    waited: &'c Stopwatch,
}

impl<T> Turn<T> {
    /// Puts items into a place of the worker's; in which lane, if there will be any.
    fn serve<R: Room>(&mut self, claim: &Claim<'_, R>) -> Option<usize> {
        loop {
            let room = claim.room.now(self.next, claim.most);
            if room > 0 && self.outlet.find() {
                return Some(self.deal(claim, room));
            }
            if let Some(lane) = self.rob(claim.worker) {
                return Some(lane);
            }
            let goes_on = if room == 0 {
                claim.room.wait(self.next)
            } else {
                self.outlet.wait(None, claim.waited)
            };
            if !goes_on {
                return None;
            }
        }
    }

    /// Deals from the lane in which there are items.
    fn deal<R>(&mut self, claim: &Claim<'_, R>, room: u32) -> usize {
        let at = self.outlet.at();
        while self.places.len() <= at {
            self.places.push(BTreeMap::new());
        }
        let reader = &mut self.outlet.lane().reader;
        let place = self.places[at].entry(claim.worker);
        let place = place.or_insert_with(|| Place {
            desk: Arc::new(reader.desk()),
            first: (0, 0),
        });
        // What is left for the others is enough for each to get as much.
        let parts = u32::try_from(claim.workers)
            .unwrap_or(u32::MAX)
            .saturating_mul(2);
        let share = (reader.waiting() / parts).clamp(1, claim.most).min(room);
        place.first = (reader.next(), self.next);
        let dealt = reader.deal(&place.desk, share);
        self.next += u64::from(dealt);
        self.outlet.note(dealt);
        at
    }

    /// Takes half of what lies on another worker's desk; of which lane, if there was any.
    fn rob(&mut self, worker: usize) -> Option<usize> {
        self.places.iter_mut().position(|places| {
            let Some(own) = places.get(&worker) else {
                return false;
            };
            let others = places.iter().filter(|(at, _)| **at != worker);
            let robbed = others
                .map(|(_, other)| other)
                .find_map(|other| own.rob(other));
            let own = places.get_mut(&worker);
            own.zip(robbed)
                .map(|(own, first)| own.first = first)
                .is_some()
        })
    }
}

impl<T> Place<T> {
    /// Takes half of what lies on another desk; the position and the number of the first of it.
    fn rob(&self, other: &Self) -> Option<(u32, u64)> {
        let position = self.desk.rob(&other.desk)?;
        Some((position, other.number(position)))
    }

    #[inline]
    fn number(&self, position: u32) -> u64 {
        let (first, number) = self.first;
        number + u64::from(position.wrapping_sub(first))
    }
}

/// One worker's way to read the edge.
pub(crate) struct Member<T> {
    pool: Arc<Pool<T>>,
    index: usize,
    /// Where the items lie that it claimed last, and where their writer waits.
    place: Option<(Place<T>, Arc<Gate>)>,
    /// How many it may claim.
    most: u32,
    /// When it claimed.
    since: Option<Instant>,
}

impl<T> Member<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.pool.edge
    }

    /// The next item on its desk, and its number.
    #[inline]
    pub(crate) fn try_take(&mut self) -> Option<(u64, T)> {
        let (place, gate) = self.place.as_ref()?;
        let (position, item) = place.desk.take()?;
        gate.tell(position);
        Some((place.number(position), item))
    }

    /// The next item, and its number.
    pub(crate) fn take(&mut self, room: &impl Room, waited: &Stopwatch) -> Option<(u64, T)> {
        loop {
            if let Some(taken) = self.try_take() {
                return Some(taken);
            }
            self.claim(room, waited)?;
        }
    }

    fn claim(&mut self, room: &impl Room, waited: &Stopwatch) -> Option<()> {
        self.pace();
        let pool = Arc::clone(&self.pool);
        let mut turn = lock_in_time(&pool.turn, waited);
        let lane = turn.serve(&Claim {
            worker: self.index,
            workers: pool.workers,
            most: self.most,
            room,
            waited,
        })?;
        let place = turn.places[lane].get(&self.index)?.clone();
        self.place = Some((place, turn.outlet.gate(lane)));
        self.since = Some(Instant::now());
        Some(())
    }

    /// Claims more the next time if the last claim was done quickly, else less.
    fn pace(&mut self) {
        if let Some(since) = self.since {
            self.most = if since.elapsed() < QUICK {
                (self.most * 2).min(self.pool.most)
            } else {
                (self.most / 2).max(1)
            };
        }
    }
}

impl<T> Pool<T> {
    /// For so many workers, who claim `most` items at once at the most.
    pub(crate) fn new(outlet: Outlet<T>, workers: usize, most: u32) -> Arc<Self> {
        Arc::new(Pool {
            edge: Arc::clone(outlet.edge()),
            workers,
            most,
            turn: Mutex::new(Turn {
                outlet,
                places: Vec::new(),
                next: 0,
            }),
        })
    }

    /// The way of worker number `index`.
    pub(crate) fn member(pool: &Arc<Self>, index: usize) -> Member<T> {
        Member {
            pool: Arc::clone(pool),
            index,
            place: None,
            most: 1,
            since: None,
        }
    }
}

/// Locks, and adds the wait for it, if there is one.
pub(crate) fn lock_in_time<'m, T>(mutex: &'m Mutex<T>, waited: &Stopwatch) -> MutexGuard<'m, T> {
    match mutex.try_lock() {
        Ok(locked) => locked,
        Err(_) => waited.time(|| lock(mutex)),
    }
}

impl<T> Drop for Pool<T> {
    /// Nobody will begin what lies on the desks.
    fn drop(&mut self) {
        self.edge.hang_up();
        let turn = lock(&self.turn);
        let places = turn.places.iter().flat_map(BTreeMap::values);
        let desks = places.map(|place| &place.desk);
        let items: Vec<T> = desks
            .flat_map(|desk| std::iter::from_fn(|| desk.take()))
            .map(|(_, item)| item)
            .collect();
        drop(turn);
        self.edge.leave(items.len());
        self.edge.discard(items);
    }
}
