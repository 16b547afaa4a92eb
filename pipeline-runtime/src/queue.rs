//! The two ends of an edge between threads.
//!
//! Most edges are [rings](crate::lanes); where these do not do they are [channels](crate::channel).

use crate::channel::{self, Room, channel};
use crate::cycle::Share;
use crate::edge::{Closed, Edge, Unsent};
use crate::halt::Halt;
use crate::lanes::{Bound, Inlet, Open, Outlet, Room as RoomAtHand, lanes};
use crate::pool::{self, Endless, Member, Pool};
use crate::ring;
use crate::supply::Step;
use crate::sync::Arc;
use crate::tally::{Counter, Stopwatch};
use crate::time::End;
use crate::window::DEFAULT_CAPACITY;

/// An edge whose reader waits for nothing else.
pub(crate) fn edge<T>(bound: Bound, halt: &Halt) -> (Sender<T>, Receiver<T>) {
    let capacity = match bound {
        Bound::Exact(capacity) => capacity,
        Bound::Window => DEFAULT_CAPACITY,
    };
    if capacity == 0 || capacity > most_in_a_ring::<T>() {
        return channel_edge(Room::Items(capacity), None, halt);
    }
    let (to, from) = lanes(bound, Edge::of::<T>(None));
    (Sender(To::Lanes(to)), Receiver(From::Lanes(from)))
}

/// How many items a ring holds whose slots are made at once.
fn most_in_a_ring<T>() -> usize {
    const BYTES: usize = 16 << 20;
    let fit = BYTES / size_of::<T>().max(1);
    fit.clamp(DEFAULT_CAPACITY, ring::MOST)
}

/// An edge of one queue, which several workers may fill and read, and whose reader may select from it
/// and others.
pub(crate) fn channel_edge<T>(
    room: Room,
    share: Option<Share>,
    halt: &Halt,
) -> (Sender<T>, Receiver<T>) {
    let (to, from) = channel(room, Edge::of::<T>(share), halt);
    (Sender(To::Channel(to)), Receiver(From::Channel(from)))
}

/// The end of an edge that one worker puts items into.
pub struct Sender<T>(To<T>);

enum To<T> {
    Lanes(Inlet<T>),
    Channel(channel::Sender<T>),
}

impl<T> Sender<T> {
    /// Hands `item` over where that takes neither a wait nor much thought.
    #[inline]
    pub(crate) fn try_send(&self, item: T) -> Result<(), T> {
        match &self.0 {
            To::Lanes(inlet) => inlet.try_put(item),
            To::Channel(_) => Err(item),
        }
    }

    /// The room that it has, where it knows of some; what is put there is added to `given`.
    #[inline]
    pub(crate) fn room<'s>(&'s mut self, given: &'s Counter) -> Option<RoomAtHand<'s, T>> {
        match &mut self.0 {
            To::Lanes(inlet) => inlet.room(given),
            To::Channel(_) => None,
        }
    }

    /// Waits for room, then hands `item` over.
    pub(crate) fn send(&self, item: T, waited: &Stopwatch) -> Result<(), Unsent> {
        match &self.0 {
            To::Lanes(inlet) => Ok(inlet.put(item, waited)?),
            To::Channel(sender) => sender.send(item, waited),
        }
    }

    /// Whether anybody still wants what is sent.
    #[inline]
    pub(crate) fn still_wanted(&self) -> Result<(), Closed> {
        if self.edge().is_unwanted() {
            Err(Closed)
        } else {
            Ok(())
        }
    }

    #[inline]
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        match &self.0 {
            To::Lanes(inlet) => inlet.edge(),
            To::Channel(sender) => sender.edge(),
        }
    }

    /// What keeps the stream from ending, and sends nothing.
    pub(crate) fn keep_open(&self) -> Kept<T> {
        Kept(match &self.0 {
            To::Lanes(inlet) => Keeper::Lanes(inlet.keep_open()),
            To::Channel(sender) => Keeper::Channel(sender.clone()),
        })
    }
}

/// A sender for another worker.
impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender(match &self.0 {
            To::Lanes(inlet) => To::Lanes(inlet.another()),
            To::Channel(sender) => To::Channel(sender.clone()),
        })
    }
}

/// While there is one, the stream does not end.
pub(crate) struct Kept<T>(#[expect(dead_code, reason = "it is only kept")] Keeper<T>);

#[expect(dead_code, reason = "they are only kept")]
enum Keeper<T> {
    Lanes(Open<T>),
    Channel(channel::Sender<T>),
}

/// The end of an edge that one worker takes items from.
pub struct Receiver<T>(From<T>);

enum From<T> {
    Lanes(Outlet<T>),
    /// One of several workers that share the lanes.
    Member(Member<T>),
    Channel(channel::Receiver<T>),
}

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        match &self.0 {
            From::Lanes(outlet) => outlet.edge(),
            From::Member(member) => member.edge(),
            From::Channel(receiver) => receiver.edge(),
        }
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.edge().share()
    }

    /// Sets how each item is weighed, if the stream's capacity is a weight.
    pub fn weigh(&self, weigh: impl Fn(&T) -> usize + Send + Sync + 'static) {
        if let From::Channel(receiver) = &self.0
            && let Some(scale) = receiver.scale()
        {
            scale.set(weigh);
        }
    }

    /// For a `select!`: an item was taken.
    pub(crate) fn took(&self) {
        if let From::Channel(receiver) = &self.0 {
            receiver.took();
        }
    }

    /// For a `select!`: after taking an item, call [`took`](Receiver::took), and in a loop tell its
    /// [`share`](Receiver::share).
    ///
    /// # Panics
    ///
    /// If the edge was not made to be selected from.
    pub(crate) fn to_select(&self) -> &crate::sync::channel::Receiver<T> {
        match &self.0 {
            From::Channel(receiver) => receiver.items(),
            _ => panic!("the expansion makes what a feedback reads by its loop"),
        }
    }

    /// The next item, where that takes neither a wait nor much thought.
    #[inline]
    pub(crate) fn try_receive(&mut self) -> Option<T> {
        match &mut self.0 {
            From::Lanes(outlet) => outlet.try_take(),
            From::Member(member) => member.try_take().map(|(_, item)| item),
            From::Channel(_) => None,
        }
    }

    /// See [`Supply`](crate::supply::Supply); what was taken is added to `taken`.
    #[inline(always)]
    pub(crate) fn fold_at_hand<A>(
        &mut self,
        taken: &Counter,
        start: A,
        step: impl FnMut(A, T) -> Step<A>,
    ) -> (A, Option<T>) {
        match &mut self.0 {
            From::Lanes(outlet) => match outlet.at_hand(taken) {
                Some(items) => items.fold(start, step),
                None => (start, None),
            },
            From::Member(member) => match member.at_hand(taken) {
                Some(items) => items.fold(start, step),
                None => (start, None),
            },
            From::Channel(_) => (start, None),
        }
    }

    /// Waits for the next item.
    pub(crate) fn receive(&mut self, waited: &Stopwatch) -> Option<T> {
        self.receive_until(None, waited)
    }

    /// [`receive`](Receiver::receive), which gives up at `end` if there is one.
    pub(crate) fn receive_until(&mut self, end: Option<&End>, waited: &Stopwatch) -> Option<T> {
        match &mut self.0 {
            From::Lanes(outlet) => outlet.take(end, waited),
            From::Member(member) => member.take(&Endless, waited).map(|(_, item)| item),
            From::Channel(receiver) => receiver.receive(end, waited),
        }
    }

    /// What several workers share, where that is not just a channel.
    pub(crate) fn pooled(self, workers: usize) -> Result<Arc<Pool<T>>, Self> {
        match self.0 {
            From::Lanes(outlet) => Ok(shared(outlet, workers)),
            other => Err(Receiver(other)),
        }
    }

    /// The stream for so many workers, who share it.
    pub(crate) fn among(self, workers: usize) -> Among<T> {
        match self.0 {
            From::Lanes(outlet) if workers > 1 => Among::Pool(shared(outlet, workers)),
            From::Channel(receiver) => Among::Channel(receiver),
            one => Among::One(Some(Receiver(one))),
        }
    }
}

fn shared<T>(outlet: Outlet<T>, workers: usize) -> Arc<Pool<T>> {
    // What lies on a desk keeps the places of what was taken behind it: of an exact capacity.
    let most = if outlet.is_exact() { 1 } else { pool::MOST };
    Pool::new(outlet, workers, most)
}

/// A stream that workers share.
pub(crate) enum Among<T> {
    One(Option<Receiver<T>>),
    Pool(Arc<Pool<T>>),
    Channel(channel::Receiver<T>),
}

impl<T> Among<T> {
    /// For worker number `index`; once for each.
    pub(crate) fn receiver(&mut self, index: usize) -> Option<Receiver<T>> {
        match self {
            Among::One(receiver) => receiver.take(),
            Among::Pool(pool) => Some(Receiver(From::Member(Pool::member(pool, index)))),
            Among::Channel(receiver) => Some(Receiver(From::Channel(receiver.clone()))),
        }
    }
}
