//! Edges: the bounded streams between stages, the same for threads and for futures.
//!
//! An edge consists of [memory] that never waits, and of two places to [wait] at. Each [`Sender`]
//! fills a lane of its own, which no other sender touches. One [`Receiver`] reads all lanes, or
//! several receivers [share](group) the edge: each claims some items at a time into a queue of its
//! own. Receivers may also share an edge [by key](partition): each gets the items of its keys. The
//! output of an ordered fan-out has [numbered slots](reorder) instead of lanes, and a stream that
//! [may lose items](lossy) has one queue for all senders.
//!
//! The modules [flow] and [window] decide how many items may wait in an edge. When one end is gone,
//! [`hang_up`] notifies the other, and continues through the graph from there. An edge of a loop
//! counts the items [in flight](in_flight).
//!
//! # Deadlock freedom
//!
//! No lock is held while user code runs (drops, weighing functions), except in a stream that merges
//! items: see [lossy]. Locks nest in one order only: a common lane or a group's `Turn` first; then
//! the lists of inputs, local queues and lanes; then a single lane, queue or room.
//!
//! A wait ends when an item or room arrives, when the other end leaves, or when the worker must
//! stop. Each of these events wakes the sleeper.

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

/// Which kind of worker polls the ends of an edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    Threads,
    /// One task polls both ends, so they never run at the same time. But a sink may take its stream
    /// elsewhere.
    OneTask,
    /// Several tasks. They sleep so often that a system call for each sleep would cost too much.
    Tasks,
}

/// Creates an edge. `share` is its share in a loop, if it belongs to one.
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

/// Returns the bound for a declared `capacity`.
pub(crate) fn bound_of(capacity: usize) -> Bound {
    match capacity {
        0 => Bound::Rendezvous,
        _ => Bound::Items(capacity as u64),
    }
}

/// State shared by all ends of an edge.
pub(crate) struct SharedEdge<T> {
    /// The edge as the stages at its ends know it.
    pub(crate) link: Arc<Edge>,
    pub(crate) gate: Gate,
    pub(crate) flow: Arc<Flow>,
    /// How items are weighed, if the capacity is a weight.
    pub(crate) scale: Option<Scale<T>>,
    pub(crate) fence: LightFence,
    pub(crate) of_tasks: bool,
    /// Number of senders and guards that keep the stream open.
    open: AtomicUsize,
    receivers: AtomicUsize,
    /// Number of inputs created so far. The receiver compares it with the number of inputs it
    /// knows.
    made: AtomicUsize,
    /// Inputs that the receiver has not picked up yet. After the last receiver has left: all
    /// inputs.
    inputs: Mutex<Vec<Input<T>>>,
    /// The queue that senders fill instead of lanes, if the stream may lose items.
    pub(crate) lossy: Option<Arc<Lossy<T>>>,
}

/// Part of an edge from which receivers take items.
pub(crate) enum Input<T> {
    Lane(Reader<T>, Arc<LaneFlow>),
    Ordered(OrderedReader<T>),
    Lossy(LossyReader<T>),
}

impl<T> SharedEdge<T> {
    /// Returns which kind of worker polls the ends.
    fn ends(&self) -> Ends {
        match (self.of_tasks, self.gate.is_counted()) {
            (false, _) => Ends::Threads,
            (true, false) => Ends::OneTask,
            (true, true) => Ends::Tasks,
        }
    }

    /// Returns whether the stream has ended: no sender will put in more items.
    pub(crate) fn is_at_end(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }

    /// Adds an input. Fails if the last receiver is gone.
    fn add(&self, input: Input<T>) -> Result<(), Closed> {
        let mut inputs = lock(&self.inputs);
        // The last receiver closes the gate under this lock.
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

    /// Returns whether there are more inputs than the `known` ones.
    #[inline]
    fn has_fresh(&self, known: usize) -> bool {
        self.made.load(Ordering::Acquire) != known
    }

    /// Takes the inputs that the receiver has not picked up yet.
    fn fresh(&self) -> Vec<Input<T>> {
        std::mem::take(&mut *lock(&self.inputs))
    }

    /// Handles an item that was published while a receiver sleeps, or after the last receiver has
    /// left.
    #[cold]
    pub(crate) fn attend(&self) {
        if !self.gate.attend() {
            self.clear();
        }
    }

    /// Drops the items that nobody will read.
    fn clear(&self) {
        let items: Vec<T> = {
            let mut inputs = lock(&self.inputs);
            let is_at_end = self.is_at_end();
            let each = inputs.iter_mut();
            each.flat_map(|input| input.drain(is_at_end)).collect()
        };
        // Workers of an ordered fan-out may continue for the stream of their failures.
        self.flow.look();
        self.abandon(items);
    }

    /// Counts and drops items that were put in and will not be taken.
    fn abandon(&self, items: Vec<T>) {
        self.link.leave(items.len());
        if let Some(share) = self.link.share() {
            share.abandon(items.len() as u64);
        }
        self.link.discard(items);
    }

    /// Closes the edge for the last receiver, which gives its `inputs` back.
    fn close(&self, inputs: Vec<Input<T>>) {
        self.link.hang_up();
        {
            let mut all = lock(&self.inputs);
            self.gate.close();
            all.extend(inputs);
        }
        if let Some(share) = self.link.share() {
            share.close();
        }
        self.clear();
        self.flow.close();
    }
}

impl<T> Input<T> {
    /// Claims up to `most` items. Returns how many are claimed.
    #[inline]
    fn claim(&mut self, most: u64) -> u64 {
        match self {
            Input::Lane(reader, _) => reader.claim(most),
            Input::Ordered(reader) => reader.claim(most),
            Input::Lossy(reader) => reader.claim(),
        }
    }

    /// Returns whether there are items, claimed or not.
    fn has_items(&self) -> bool {
        match self {
            Input::Lane(_, flow) => flow.lane.waiting() > 0,
            Input::Ordered(reader) => reader.has_items(),
            Input::Lossy(reader) => reader.has_items(),
        }
    }

    /// Takes all remaining items. `is_at_end` says that nobody puts in more.
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
