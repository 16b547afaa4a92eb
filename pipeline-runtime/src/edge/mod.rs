//! Edges: the bounded streams between stages, the same for threads and for futures.
//!
//! An edge is [memory] that never waits and two places to [wait] at. Each [`Sender`] that puts something in has a
//! lane of its own, which no other sender touches. One [`Receiver`] reads all lanes; or several [share](group) the
//! edge, and each claims some items at a time into a queue of its own; or they share it [by key](partition), and
//! each gets the items of its keys. The output of an ordered fan-out is not made of lanes but of
//! [slots by number](reorder), and a stream that [may lose items](lossy) is one queue for all senders.
//!
//! How much may wait in it, [flow] and [window] decide. When one end is gone, [`hang_up`] tells the other, and
//! goes on from there. An edge of a loop counts what is [in flight](in_flight).
//!
//! # Deadlock freedom
//!
//! No lock is held while foreign code runs (drops, wakers, weights), and no operation takes two locks at a time
//! except `Turn` before a local queue's. A stream that merges items makes one exception from both: see [lossy]. A wait ends when an item or room comes, when the other end leaves, or
//! when the worker must stop: each of these wakes it.

pub(crate) mod blocking;
pub(crate) mod flow;
pub(crate) mod group;
pub(crate) mod hang_up;
pub(crate) mod in_flight;
pub(crate) mod lossy;
pub(crate) mod memory;
pub(crate) mod partition;
pub(crate) mod receiver;
pub(crate) mod reorder;
pub(crate) mod sender;
pub(crate) mod supply;
pub(crate) mod wait;
pub(crate) mod weight;
pub(crate) mod window;

pub(crate) use self::flow::Bound;
pub(crate) use self::hang_up::{Closed, Edge, Unsent, connect};
pub use self::receiver::Receiver;
pub use self::sender::Sender;

use self::flow::{Flow, LaneFlow};
use self::in_flight::Share;
use self::lossy::{Lossy, LossyReader};
use self::memory::Reader;
use self::reorder::OrderedReader;
use self::wait::Gate;
use self::weight::Scale;
use crate::sync::{Arc, AtomicUsize, LightFence, Mutex, Ordering, lock, prepare_fences};

/// Who polls the ends of an edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    Threads,
    /// One task, so that one end does not run while the other does; but a sink may take its stream elsewhere.
    OneTask,
    /// Several tasks. They sleep too often for a call of the kernel each time.
    Tasks,
}

/// An edge. `share` is its part in a loop, if it is of one.
pub(crate) fn edge<T>(bound: Bound, share: Option<Share>, ends: Ends) -> (Sender<T>, Receiver<T>) {
    if ends != Ends::Tasks {
        prepare_fences();
    }
    let flow = Arc::new(Flow::new(bound));
    let lossy = match bound {
        Bound::Lossy(full, most) => Some(Lossy::new(full, most)),
        _ => None,
    };
    let inputs: Vec<_> = lossy
        .iter()
        .map(LossyReader::new)
        .map(Input::Lossy)
        .collect();
    let shared = Arc::new(SharedEdge {
        link: Edge::of::<T>(&flow, share),
        gate: Gate::new(ends == Ends::Tasks),
        of_tasks: ends != Ends::Threads,
        flow,
        scale: match bound {
            Bound::Weight(max) => Some(Scale::new(max)),
            _ => None,
        },
        fence: LightFence::get(),
        open: AtomicUsize::new(1),
        receivers: AtomicUsize::new(1),
        made: AtomicUsize::new(inputs.len()),
        inputs: Mutex::new(inputs),
        lossy,
    });
    let sender = Sender::first(Arc::clone(&shared));
    (sender, Receiver::alone(shared))
}

/// The bound that `capacity` asks for.
pub(crate) fn bound_of(capacity: usize) -> Bound {
    match capacity {
        0 => Bound::Rendezvous,
        _ => Bound::Items(capacity as u64),
    }
}

/// What all ends of an edge share.
pub(crate) struct SharedEdge<T> {
    /// What the edge is to the stages at its ends.
    pub(crate) link: Arc<Edge>,
    pub(crate) gate: Gate,
    pub(crate) flow: Arc<Flow>,
    /// How items are weighed, if they are.
    pub(crate) scale: Option<Scale<T>>,
    pub(crate) fence: LightFence,
    pub(crate) of_tasks: bool,
    /// How many keep the stream open.
    open: AtomicUsize,
    receivers: AtomicUsize,
    /// How many inputs there are: the receiver looks whether it knows all.
    made: AtomicUsize,
    /// Those that the receiver has not met yet; all of them, once the last receiver is gone.
    inputs: Mutex<Vec<Input<T>>>,
    /// What senders fill in place of lanes, if the stream may lose items.
    pub(crate) lossy: Option<Arc<Lossy<T>>>,
}

/// What a receiver takes items from.
pub(crate) enum Input<T> {
    Lane(Reader<T>, Arc<LaneFlow>),
    Ordered(OrderedReader<T>),
    Lossy(LossyReader<T>),
}

impl<T> SharedEdge<T> {
    /// Who polls its ends.
    fn ends(&self) -> Ends {
        match (self.of_tasks, self.gate.is_counted()) {
            (false, _) => Ends::Threads,
            (true, false) => Ends::OneTask,
            (true, true) => Ends::Tasks,
        }
    }

    /// Whether nobody will put in more.
    pub(crate) fn is_at_end(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }

    /// Adds an input, unless nobody would read it.
    fn add(&self, input: Input<T>) -> Result<(), Closed> {
        let mut inputs = lock(&self.inputs);
        // The last receiver leaves under this lock.
        if self.gate.is_closed() {
            return Err(Closed);
        }
        if let Input::Lane(_, lane) = &input {
            self.flow.add(lane);
        }
        inputs.push(input);
        self.made.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Whether there are more inputs than those `known`.
    #[inline]
    fn has_fresh(&self, known: usize) -> bool {
        self.made.load(Ordering::Acquire) != known
    }

    /// The inputs that the receiver has not met yet.
    fn fresh(&self) -> Vec<Input<T>> {
        std::mem::take(&mut *lock(&self.inputs))
    }

    /// An item was published while a receiver sleeps, or while there is none any more.
    #[cold]
    pub(crate) fn attend(&self) {
        if !self.gate.attend() {
            self.clear();
        }
    }

    /// Drops what nobody will read.
    fn clear(&self) {
        let items: Vec<T> = {
            let mut inputs = lock(&self.inputs);
            let is_at_end = self.is_at_end();
            let each = inputs.iter_mut();
            each.flat_map(|input| input.drain(is_at_end)).collect()
        };
        // Workers of an ordered fan-out may go on for their failures, which are another stream.
        self.flow.look();
        self.link.leave(items.len());
        self.link.discard(items);
    }

    /// The last receiver leaves `inputs` behind.
    fn close(&self, inputs: Vec<Input<T>>) {
        self.link.hang_up();
        {
            let mut all = lock(&self.inputs);
            self.gate.close();
            all.extend(inputs);
        }
        if let Some(share) = self.link.share() {
            share.abandon();
        }
        self.clear();
        self.flow.close();
    }
}

impl<T> Input<T> {
    /// Claims up to `most` items; whether there are any.
    #[inline]
    fn claim(&mut self, most: u64) -> u64 {
        match self {
            Input::Lane(reader, _) => reader.claim(most),
            Input::Ordered(reader) => reader.claim(most),
            Input::Lossy(reader) => reader.claim(),
        }
    }

    /// Whether there are items, claimed or not.
    fn has_items(&self) -> bool {
        match self {
            Input::Lane(_, flow) => flow.lane.waiting() > 0,
            Input::Ordered(reader) => reader.has_items(),
            Input::Lossy(reader) => reader.has_items(),
        }
    }

    /// Takes all that is left. `is_at_end`: nobody puts in more.
    fn drain(&mut self, is_at_end: bool) -> Vec<T> {
        match self {
            Input::Lane(reader, _) => {
                let mut items = Vec::new();
                while reader.claim(u64::MAX) > 0 {
                    items.extend(reader.takes().map(|(_, item)| item));
                }
                items
            }
            Input::Ordered(reader) => reader.drain(is_at_end),
            Input::Lossy(reader) => reader.drain(),
        }
    }
}
