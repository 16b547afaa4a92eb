//! An edge that several workers read: they claim items from it in turns.
//!
//! A worker claims one item at a time, in the order of the stream, as long as its body is slow.
//! Where what it claimed was done [quickly](QUICK), it claims twice as many the next time, so that
//! workers do not meet for every item. What it has claimed and not begun lies on its *desk*. A worker
//! that finds nothing in the edge waits some microseconds for the owners of what lies there, who are
//! through by then if their bodies are quick; then it takes half of it. It does not sleep while
//! something lies there: no item waits while a worker is idle.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::edge::Edge;
use crate::lanes::{AtHand, Gate, Outlet};
use crate::ring::{Desk, Picks, Pile};
use crate::sync::thread::{Instant, Patience};
use crate::sync::{Apart, Arc, Mutex, MutexGuard, lock, try_lock};
use crate::tally::{Counter, Stopwatch};

/// What a worker claims at once is to be done in about this time.
const QUICK: Duration = Duration::from_micros(20);

/// How many items a worker claims at most.
pub(crate) const MOST: u32 = 1024;

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
    /// Of each lane, the places of the workers that claimed from it.
    places: Vec<BTreeMap<usize, Place<T>>>,
    /// The number of the next item: they are numbered as they are claimed.
    next: u64,
}

/// Where items of a lane lie that a worker claimed.
struct Place<T> {
    pile: Arc<Apart<Pile<T>>>,
    first: First,
}

/// The position of an item and its number: those behind it count on.
#[derive(Clone, Copy)]
struct First {
    position: u32,
    number: u64,
}

impl First {
    #[inline]
    fn number(self, position: u32) -> u64 {
        self.number + u64::from(position.wrapping_sub(self.position))
    }
}

/// A worker's place for the items of a lane, and where their writer waits.
struct Own<T> {
    desk: Desk<T>,
    gate: Arc<Gate>,
    first: First,
}

/// How far workers may claim ahead.
pub(crate) trait Lead {
    /// How many items may be claimed now, of which the first is number `next`, by who may claim
    /// `most` at once.
    fn now(&self, next: u64, most: u32) -> u32;

    /// Waits until there is room for one; whether there will be.
    fn wait(&self, next: u64) -> bool;
}

/// As far as there are items.
pub(crate) struct Endless;

impl Lead for Endless {
    fn now(&self, _: u64, _: u32) -> u32 {
        u32::MAX
    }

    fn wait(&self, _: u64) -> bool {
        true
    }
}

/// A worker that claims.
struct Claim<'c, T, R> {
    worker: usize,
    workers: usize,
    most: u32,
    own: &'c mut Vec<Own<T>>,
    lead: &'c R,
    waited: &'c Stopwatch,
}

impl<T> Turn<T> {
    /// Puts items into a place of the worker's; of which lane, if there will be any.
    fn serve<R: Lead>(&mut self, claim: &mut Claim<'_, T, R>) -> Option<usize> {
        let mut patience = Patience::of_one();
        loop {
            let room = claim.lead.now(self.next, claim.most);
            if room > 0 && self.outlet.find() {
                return Some(self.deal(claim, room));
            }
            if self.has_laden(claim.worker) {
                // Whose body is quick has done by then what it claimed.
                if patience.pause() {
                    continue;
                }
                if let Some(lane) = self.rob(claim) {
                    return Some(lane);
                }
            }
            let goes_on = if room == 0 {
                claim.lead.wait(self.next)
            } else {
                self.outlet.wait(None, claim.waited)
            };
            if !goes_on {
                return None;
            }
        }
    }

    /// Deals from the lane in which there are items.
    fn deal<R>(&mut self, claim: &mut Claim<'_, T, R>, room: u32) -> usize {
        let at = self.outlet.at();
        self.furnish(claim, at);
        let reader = &mut self.outlet.lane().reader;
        // What is left for the others is enough for each to get as much.
        let parts = u32::try_from(claim.workers).unwrap_or(u32::MAX);
        let share = (reader.waiting() / parts).clamp(1, claim.most).min(room);
        let first = First {
            position: reader.next(),
            number: self.next,
        };
        let dealt = reader.deal(&mut claim.own[at].desk, share);
        self.next += u64::from(dealt);
        self.outlet.note(dealt);
        self.put_first(claim, at, first);
        at
    }

    /// Gives the worker a place for each lane up to this.
    fn furnish<R>(&mut self, claim: &mut Claim<'_, T, R>, lane: usize) {
        let first = First {
            position: 0,
            number: 0,
        };
        for lane in claim.own.len()..=lane {
            let (desk, gate) = self.outlet.desk(lane);
            let pile = desk.pile();
            if self.places.len() == lane {
                self.places.push(BTreeMap::new());
            }
            self.places[lane].insert(claim.worker, Place { pile, first });
            claim.own.push(Own { desk, gate, first });
        }
    }

    fn put_first<R>(&mut self, claim: &mut Claim<'_, T, R>, lane: usize, first: First) {
        claim.own[lane].first = first;
        if let Some(place) = self.places[lane].get_mut(&claim.worker) {
            place.first = first;
        }
    }

    /// Whether something lies on another worker's desk.
    fn has_laden(&self, worker: usize) -> bool {
        let mut places = self.places.iter().flatten();
        places.any(|(owner, place)| *owner != worker && place.pile.waiting() > 0)
    }

    /// Takes half of what lies on another worker's desk; of which lane, if there was any.
    fn rob<R>(&mut self, claim: &mut Claim<'_, T, R>) -> Option<usize> {
        for lane in 0..self.places.len() {
            self.furnish(claim, lane);
            let own = &mut claim.own[lane].desk;
            let places = self.places[lane].iter();
            let mut others = places.filter(|(worker, _)| **worker != claim.worker);
            let robbed = others.find_map(|(_, other)| {
                let position = own.rob(&other.pile)?;
                let number = other.first.number(position);
                Some(First { position, number })
            });
            if let Some(first) = robbed {
                self.put_first(claim, lane, first);
                return Some(lane);
            }
        }
        None
    }
}

/// One worker's way to read the edge.
pub(crate) struct Member<T> {
    pool: Arc<Pool<T>>,
    index: usize,
    /// Its place of each lane.
    own: Vec<Own<T>>,
    /// Of which lane the items are that it claimed last.
    lane: usize,
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
        let Own { desk, gate, first } = self.own.get_mut(self.lane)?;
        let (position, item) = desk.take()?;
        gate.tell(position);
        Some((first.number(position), item))
    }

    /// The number of the next item on its desk, if there is one.
    pub(crate) fn number(&self) -> u64 {
        let own = self.own.get(self.lane);
        own.map_or(0, |own| own.first.number(own.desk.next()))
    }

    /// The items on its desk; what is taken of them is added to `taken`.
    #[inline(always)]
    pub(crate) fn at_hand<'s>(
        &'s mut self,
        taken: &'s Counter,
    ) -> Option<AtHand<'s, Picks<'s, T>>> {
        let Own { desk, gate, .. } = self.own.get_mut(self.lane)?;
        Some(AtHand::new(desk.takes()?, gate, taken))
    }

    /// The next item, and its number.
    pub(crate) fn take(&mut self, lead: &impl Lead, waited: &Stopwatch) -> Option<(u64, T)> {
        loop {
            if let Some(taken) = self.try_take() {
                return Some(taken);
            }
            self.claim(lead, waited)?;
        }
    }

    fn claim(&mut self, lead: &impl Lead, waited: &Stopwatch) -> Option<()> {
        self.pace();
        let mut turn = lock_in_time(&self.pool.turn, waited);
        self.lane = turn.serve(&mut Claim {
            worker: self.index,
            workers: self.pool.workers,
            most: self.most,
            own: &mut self.own,
            lead,
            waited,
        })?;
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
            own: Vec::new(),
            lane: 0,
            most: 1,
            since: None,
        }
    }
}

/// Locks, and adds the wait for it, if there is one.
pub(crate) fn lock_in_time<'m, T>(mutex: &'m Mutex<T>, waited: &Stopwatch) -> MutexGuard<'m, T> {
    try_lock(mutex).unwrap_or_else(|| waited.time(|| lock(mutex)))
}

impl<T> Drop for Pool<T> {
    /// Nobody will begin what lies on the desks.
    fn drop(&mut self) {
        self.edge.hang_up();
        let turn = lock(&self.turn);
        let mut items = Vec::new();
        for (lane, places) in turn.places.iter().enumerate() {
            let (mut desk, _) = turn.outlet.desk(lane);
            for place in places.values() {
                while desk.rob(&place.pile).is_some() {
                    items.extend(std::iter::from_fn(|| desk.take()).map(|(_, item)| item));
                }
            }
        }
        drop(turn);
        self.edge.leave(items.len());
        self.edge.discard(items);
    }
}
