//! The edge that threads use where rings do not do: a bounded channel.
//!
//! So it is where a wait has several ends: in a loop, whose `feedback` selects from two streams, and
//! where stages may wait for each other, so that a cancel has to end waits. It is so for a rendezvous,
//! where there is no queue; and where several workers share a capacity that is to be exact.

use std::hint;
use std::panic::{self, AssertUnwindSafe};

use crate::cycle::Share;
use crate::edge::{Closed, Edge, Unsent};
use crate::halt::Halt;
use crate::places::Places;
use crate::sync::channel::{self, TryRecvError, TrySendError, select_biased};
use crate::sync::{Arc, AtomicUsize, Mutex, Ordering, lock};
use crate::tally::Stopwatch;
use crate::time::{End, Ring};
use crate::weight::Scale;
use crate::window::DEFAULT_CAPACITY;

/// How much may wait in a channel.
#[derive(Clone, Copy)]
pub(crate) enum Room {
    /// A number of items.
    Items(usize),
    /// Items of this weight together.
    Weight(usize),
    /// As many items as its share in a loop allows.
    OfShare,
}

/// The most bytes that a channel allocates at once. A larger channel allocates memory as it is used.
const MOST_AT_ONCE: usize = 1 << 20;

impl Room {
    /// The places of a channel that allocates memory as it is used.
    fn places<T>(self) -> Option<Places<T>> {
        // Each slot has a word beside its item.
        let slot = size_of::<T>() + size_of::<usize>();
        match self {
            Room::Items(most) if most <= DEFAULT_CAPACITY => None,
            Room::Items(most) if most.saturating_mul(slot) <= MOST_AT_ONCE => None,
            Room::Items(most) => Some(Places::of_items(most)),
            Room::Weight(max) => Some(Places::of_weight(max)),
            Room::OfShare => None,
        }
    }
}

/// A channel.
pub(crate) fn channel<T>(room: Room, edge: Arc<Edge>, halt: &Halt) -> (Sender<T>, Receiver<T>) {
    let places = room.places().map(Arc::new);
    let (sender, receiver) = match room {
        Room::Items(capacity) if places.is_none() => channel::bounded(capacity),
        _ => channel::unbounded(),
    };
    let ends = Arc::new(Ends {
        readers: AtomicUsize::new(1),
        senders: AtomicUsize::new(1),
        is_endless: sender.capacity().is_none(),
        discarded: Mutex::new(false),
        may_lock_up: halt.expects_lock_up(),
        halt: halt.clone(),
    });
    let to = Sender {
        queue: sender,
        places: places.clone(),
        edge: Arc::clone(&edge),
        ends: Arc::clone(&ends),
    };
    let from = Receiver {
        queue: receiver,
        places,
        edge,
        ends,
    };
    (to, from)
}

/// What both ends share beside the channel.
struct Ends {
    readers: AtomicUsize,
    senders: AtomicUsize,
    /// The queue itself has no capacity.
    is_endless: bool,
    /// Whether the last reader has emptied the queue. What is sent after that stays in it.
    discarded: Mutex<bool>,
    /// Whether the stages at both ends may wait for each other: then the halt ends a wait.
    may_lock_up: bool,
    halt: Halt,
}

/// The end that items are put into.
pub(crate) struct Sender<T> {
    queue: channel::Sender<T>,
    /// Some if the channel allocates memory as it is used.
    places: Option<Arc<Places<T>>>,
    edge: Arc<Edge>,
    ends: Arc<Ends>,
}

impl<T> Sender<T> {
    /// Waits for room, then hands `item` over.
    pub(crate) fn send(&self, item: T, waited: &Stopwatch) -> Result<(), Unsent> {
        let share = self.edge.share();
        if let Some(share) = share {
            share.launch()?;
        }
        self.put(item, waited).map_err(|Closed| {
            share.inspect(|share| share.take_back());
            Unsent::Closed
        })
    }

    fn put(&self, mut item: T, waited: &Stopwatch) -> Result<(), Closed> {
        if let Some(places) = &self.places {
            return self.put_in(places, item, waited);
        }
        if self.ends.is_endless {
            return self.put_if_read(item).map_err(|_| Closed);
        }
        for pause in PAUSES {
            match self.queue.try_send(item) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => return Err(Closed),
                Err(TrySendError::Full(back)) => item = back,
            }
            spin(pause);
        }
        waited.time(|| self.wait(item))
    }

    /// The last reader empties the queue under this lock: what were sent between that and its end, an
    /// endless channel would drop, and nobody would know of it.
    fn put_if_read(&self, item: T) -> Result<(), T> {
        let put = |item| self.queue.try_send(item).map_err(TrySendError::into_inner);
        let discarded = lock(&self.ends.discarded);
        if *discarded { Err(item) } else { put(item) }
    }

    /// Puts an item in when there is a place for it.
    fn put_in(&self, places: &Places<T>, mut item: T, waited: &Stopwatch) -> Result<(), Closed> {
        let weight = places.measure(&item);
        loop {
            // An item that nobody will read is returned out of the lock, because its drop is foreign code.
            match places.enter(item, weight, |item| self.put_if_read(item)) {
                Ok(put) => return put.map_err(|_| Closed),
                Err(full) => {
                    item = full.item;
                    waited.time(|| self.wait_for(&full.signals))?;
                }
            }
        }
    }

    /// Waits for a place.
    fn wait_for(&self, signals: &channel::Receiver<()>) -> Result<(), Closed> {
        let (halt, never) = (&self.ends.halt, channel::never());
        let quit = if self.ends.may_lock_up {
            halt.quit()
        } else {
            &never
        };
        select_biased! {
            recv(signals) -> _ => Ok(()),
            recv(self.edge.hung_up()) -> _ => Err(Closed),
            recv(quit) -> _ => {
                halt.is_called();
                Err(Closed)
            },
        }
    }

    fn wait(&self, item: T) -> Result<(), Closed> {
        let halt = &self.ends.halt;
        if !self.ends.may_lock_up {
            return self.queue.send(item).map_err(|_| Closed);
        }
        select_biased! {
            send(self.queue, item) -> sent => sent.map_err(|_| Closed),
            recv(halt.quit()) -> _ => {
                halt.is_called();
                Err(Closed)
            },
        }
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.ends.senders.fetch_add(1, Ordering::Relaxed);
        Sender {
            queue: self.queue.clone(),
            places: self.places.clone(),
            edge: Arc::clone(&self.edge),
            ends: Arc::clone(&self.ends),
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        if self.ends.senders.fetch_sub(1, Ordering::AcqRel) == 1 && *lock(&self.ends.discarded) {
            self.edge.leave(self.queue.len());
        }
    }
}

/// The end that items are taken from.
pub(crate) struct Receiver<T> {
    queue: channel::Receiver<T>,
    places: Option<Arc<Places<T>>>,
    edge: Arc<Edge>,
    ends: Arc<Ends>,
}

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }

    fn share(&self) -> Option<&Share> {
        self.edge.share()
    }

    /// How the items are weighed, if they are.
    pub(crate) fn scale(&self) -> Option<&Scale<T>> {
        self.places.as_ref()?.scale()
    }

    /// To be called after a `select!` took an item.
    pub(crate) fn took(&self) {
        self.places.as_ref().inspect(|places| places.leave());
    }

    /// For a `select!`: who takes an item of a loop from it tells its [`share`](Receiver::share).
    pub(crate) fn items(&self) -> &channel::Receiver<T> {
        &self.queue
    }

    /// Waits for the next item, by `end` if there is one.
    #[inline]
    pub(crate) fn receive(&self, end: Option<&End>, waited: &Stopwatch) -> Option<T> {
        let item = self.get(end, waited)?;
        self.share().inspect(|share| share.take());
        self.took();
        Some(item)
    }

    /// Waits for the next item, or for `end`.
    ///
    /// In a loop also for the moment when nobody wants what is made of this stream: its end may not
    /// come before that of the loop, which waits for what its readers have in hand.
    fn wait(&self, end: Option<&End>) -> Option<T> {
        let halt = &self.ends.halt;
        if self.share().is_none() && !self.ends.may_lock_up {
            match end.map(End::of_system) {
                None => return self.queue.recv().ok(),
                Some(Some(end)) => return self.queue.recv_deadline(end).ok(),
                Some(None) => {}
            }
        }
        let never = channel::never();
        let hung_up = match self.share() {
            Some(_) => self.edge.hung_up(),
            None => &never,
        };
        let (ring, no_end) = (end.map(End::ring), channel::never());
        let end = ring.as_ref().map_or(&no_end, Ring::rings);
        select_biased! {
            recv(self.queue) -> item => item.ok(),
            recv(halt.quit()) -> _ => {
                halt.is_called();
                None
            },
            recv(hung_up) -> _ => None,
            recv(end) -> _ => None,
        }
    }

    fn get(&self, end: Option<&End>, waited: &Stopwatch) -> Option<T> {
        for pause in PAUSES {
            match self.queue.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => spin(pause),
            }
        }
        waited.time(|| self.wait(end))
    }
}

/// How long to spin after each look at a queue before waiting for it is timed: some 100 ns in all,
/// as a wait that short is not worth the two looks at the clock.
const PAUSES: [u32; 3] = [1, 2, 4];

fn spin(pause: u32) {
    for _ in 0..pause {
        hint::spin_loop();
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.ends.readers.fetch_add(1, Ordering::Relaxed);
        Receiver {
            queue: self.queue.clone(),
            places: self.places.clone(),
            edge: Arc::clone(&self.edge),
            ends: Arc::clone(&self.ends),
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        if self.ends.readers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.edge.hang_up();
            let items: Vec<T> = {
                let mut discarded = lock(&self.ends.discarded);
                *discarded = true;
                self.queue.try_iter().collect()
            };
            self.edge.leave(items.len());
            // What was sent meanwhile goes with the channel's last receiver, which is this one.
            let queue = std::mem::replace(&mut self.queue, channel::never());
            let gone = panic::catch_unwind(AssertUnwindSafe(|| drop(queue)));
            self.edge.share().inspect(|share| share.abandon());
            self.edge.discard(items);
            self.edge.note(gone);
        }
    }
}
