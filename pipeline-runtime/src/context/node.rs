//! One node of the tree of contexts: its signals and deadlines, and how they reach the nodes below.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::iter;
use std::task::Waker;

use super::in_force::{ALWAYS, InForce, NEVER, OwnedQuit, nanos};
use super::quit::Quit;
use crate::context::time::{End, Time};
use crate::run::foreign;
use crate::run::registry::WorkerRegistry;
use crate::sync::channel;
use crate::sync::thread::Instant;
use crate::sync::{
    Arc, AtomicU8, AtomicU64, Mutex, OnceLock, Ordering, Signal, Weak, fence, global, lock,
};

global! {
    /// The number of the newest run.
    static LAST_RUN: AtomicU64 = AtomicU64::new(0);
}

pub(super) struct Node {
    pub(super) cancelled: Signal,
    pub(super) draining: Signal,
    /// Why the node is cancelled: a [`Why`], or 0. Stored before `cancelled` is raised.
    why: AtomicU8,
    /// Whether the node belongs to a run. A drain does not go further down: the pipelines below
    /// work on items of this run, which must be finished.
    is_run: bool,
    /// The number of the run, if the node belongs to one. Otherwise 0.
    pub(super) id: RunId,
    /// Runs that wait for the end of this node's run.
    pub(super) callers: OnceLock<Callers>,
    /// The workers of the run, if the node belongs to one.
    pub(super) registry: OnceLock<Weak<WorkerRegistry>>,
    /// The clock for the node's deadlines, and for the node's runs.
    pub(super) time: Time,
    /// The node's own deadline, without those of the nodes above.
    deadline: Mutex<Option<Instant>>,
    in_force: Mutex<InForce>,
    /// A copy of `in_force.due()`, so that workers need no lock for each item. It is stored under
    /// the lock of `in_force`, and loaded without it. Relaxed is enough: [`look`](Node::look) reads
    /// the data under the lock. A worker that loads an old value sees the new one at a later item,
    /// and `bell` wakes the thread that waits for times.
    due: AtomicU64,
    /// Rings when a deadline or a quit channel has been added.
    pub(super) bell: Bell,
    pub(super) value: Option<Box<dyn Any + Send + Sync>>,
    /// The parents. Each comes with the key under which the parent lists this node among its
    /// children.
    pub(super) parents: Vec<(Arc<Node>, u64)>,
    children: Mutex<Children>,
}

/// The number of a run. 0 means no run.
pub(crate) type RunId = u64;

/// Runs that wait for another run because one of their bodies called it.
pub(crate) type Callers = BTreeSet<RunId>;

/// Why a context was cancelled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    Asked = 1,
    Deadline = 2,
}

#[derive(Default)]
struct Children {
    next_key: u64,
    /// A child removes itself when it is dropped, so that the list of a long-lived parent does not
    /// grow.
    nodes: BTreeMap<u64, Weak<Node>>,
}

/// Wakes one thread, now or when it next waits, and one task.
pub(super) struct Bell {
    pub(super) rings: channel::Receiver<()>,
    ringer: channel::Sender<()>,
    /// How often the bell was rung. The task compares this number.
    count: AtomicU64,
    task: Mutex<Option<Waker>>,
}

impl Bell {
    fn new() -> Self {
        let (ringer, rings) = channel::bounded(1);
        Bell {
            rings,
            ringer,
            count: AtomicU64::new(0),
            task: Mutex::default(),
        }
    }

    fn ring(&self) {
        // If the channel is full, the thread will wake anyway.
        let _ = self.ringer.try_send(());
        self.count.fetch_add(1, Ordering::Release);
        self.remind();
    }

    /// Wakes the task without ringing, because a deadline may have passed.
    pub(super) fn remind(&self) {
        let task = lock(&self.task).clone();
        task.inspect(Waker::wake_by_ref);
    }

    /// Has `task` woken at the next ring. Returns how often the bell has been rung so far.
    pub(super) fn listen(&self, task: &Waker) -> u64 {
        // A waker is foreign code, so it is cloned and dropped outside of the lock.
        let mut known = Some(task.clone());
        std::mem::swap(&mut *lock(&self.task), &mut known);
        drop(known);
        self.count.load(Ordering::Acquire)
    }
}

/// The properties that a new node does not get from its parents.
#[derive(Default)]
pub(super) struct Own {
    pub(super) is_run: bool,
    /// The clock. If it is the system's, the node takes the clock of its parents.
    pub(super) time: Time,
    pub(super) deadline: Option<Instant>,
    pub(super) drain_deadline: Option<Instant>,
    pub(super) value: Option<Box<dyn Any + Send + Sync>>,
}

impl Node {
    /// Makes a node that is stopped whenever one of `parents` is.
    pub(super) fn below(parents: &[&Arc<Node>], own: Own) -> Arc<Self> {
        let Own {
            is_run,
            time,
            deadline,
            drain_deadline,
            value,
        } = own;
        let above = parents.iter().map(|parent| &parent.time);
        let time = Time::first_of(iter::once(&time).chain(above));
        let node = Arc::new_cyclic(|child| Node {
            cancelled: Signal::new(),
            draining: Signal::new(),
            why: AtomicU8::new(0),
            is_run,
            // Relaxed: the numbers need only differ.
            id: if is_run {
                LAST_RUN.fetch_add(1, Ordering::Relaxed) + 1
            } else {
                0
            },
            callers: OnceLock::new(),
            registry: OnceLock::new(),
            time,
            deadline: Mutex::new(deadline),
            in_force: Mutex::default(),
            due: AtomicU64::new(NEVER),
            bell: Bell::new(),
            value,
            parents: parents
                .iter()
                .map(|parent| (Arc::clone(parent), parent.adopt(child.clone())))
                .collect(),
            children: Mutex::default(),
        });
        // A parent passes on only the signals that are raised after the adoption; the loop below
        // copies earlier ones. This fence pairs with the fence in `each_down`. Here the node is
        // added to the parents' `children` and completed, so that its `Weak` can be upgraded; then
        // the parents' signals are loaded. There a signal of the parent is raised, and then its
        // `children` are read. With both fences, at least one side sees the other's write. Without
        // them, both could miss it, and the new node would never be stopped.
        fence(Ordering::SeqCst);
        for parent in parents {
            // Copied under this node's lock. If `forget` removes a quit channel from the parent at
            // the same time, it then also removes it from this node afterwards.
            node.with_in_force(|own| own.inherit(&lock(&parent.in_force), !parent.is_run));
            if let Some(why) = parent.why() {
                node.cancel(why);
            }
            if parent.draining.is_raised() && !parent.is_run {
                node.drain();
            }
        }
        node.with_in_force(|own| {
            deadline.inspect(|&at| own.add_deadline(at, &node.time));
            drain_deadline.inspect(|&at| own.add_drain(at, &node));
        });
        node
    }

    /// Calls `change` under the lock of `in_force`, and updates `due`.
    fn with_in_force<R>(&self, change: impl FnOnce(&mut InForce) -> R) -> R {
        let mut in_force = lock(&self.in_force);
        let changed = change(&mut in_force);
        self.due.store(in_force.due(), Ordering::Relaxed);
        changed
    }

    pub(super) fn why(&self) -> Option<Why> {
        if !self.cancelled.is_raised() {
            return None;
        }
        let deadline = self.why.load(Ordering::Relaxed) == Why::Deadline as u8;
        Some(if deadline { Why::Deadline } else { Why::Asked })
    }

    pub(super) fn cancel(self: &Arc<Self>, why: Why) {
        self.each_down(|node| {
            // The first reason stays, no matter which thread raises the signal.
            let relaxed = Ordering::Relaxed;
            let _ = node.why.compare_exchange(0, why as u8, relaxed, relaxed);
            node.cancelled.raise()
        });
    }

    pub(super) fn drain(self: &Arc<Self>) {
        self.each_down(|node| node.draining.raise() && !node.is_run);
    }

    /// Returns whether a deadline or a quit channel may stop the node.
    pub(super) fn is_watched(&self) -> bool {
        self.due.load(Ordering::Relaxed) != NEVER
    }

    /// Returns whether a deadline or a quit channel may have stopped the node by now. If so, call
    /// [`look`](Node::look).
    #[inline]
    pub(super) fn is_due(&self) -> bool {
        match self.due.load(Ordering::Relaxed) {
            NEVER => false,
            ALWAYS => true,
            due => nanos(Instant::now()) >= due,
        }
    }

    /// Sets a deadline. An earlier deadline stays in force.
    pub(super) fn end_at(self: &Arc<Self>, deadline: Instant) {
        {
            let mut own = lock(&self.deadline);
            *own = Some(own.map_or(deadline, |own| own.min(deadline)));
        }
        self.announce(|in_force| in_force.add_deadline(deadline, &self.time));
    }

    pub(super) fn add_quit(self: &Arc<Self>, quit: &Arc<dyn Quit>) {
        let node = Arc::downgrade(self);
        self.announce(|in_force| in_force.add_quit(quit, &node));
    }

    /// Adds something to watch to this node and to all nodes below, and rings their bells.
    fn announce(self: &Arc<Self>, add: impl Fn(&mut InForce)) {
        self.each_down(|node| {
            node.with_in_force(&add);
            node.bell.ring();
            true
        });
    }

    /// Returns the earliest deadline of this node and of all nodes above it.
    pub(super) fn deadline(&self) -> Option<Instant> {
        lock(&self.in_force).deadline()
    }

    /// Returns the next moment at which something stops the node, one for each clock.
    pub(super) fn ends(&self) -> Vec<End> {
        lock(&self.in_force).ends()
    }

    /// Returns the channels that stop this node or a node above it.
    pub(super) fn quits(&self) -> Vec<OwnedQuit> {
        lock(&self.in_force).quits()
    }

    /// Stops the nodes that are to be stopped at the system's time `now`, by a deadline or a quit
    /// channel of this node or of a node above it.
    pub(super) fn look(self: &Arc<Self>, now: Instant) {
        let come = self.with_in_force(|in_force| in_force.come(now));
        if come.is_over {
            self.cancel_by_deadline(now);
        }
        for node in &come.drained {
            node.drain();
            // Another thread may have drained that node first, and may not have reached this node
            // yet.
            self.drain();
        }
        for (node, quit) in come.quits {
            node.upgrade().inspect(|node| quit.look(node));
        }
    }

    fn cancel_by_deadline(self: &Arc<Self>, now: Instant) {
        let is_over = |node: &&Arc<Node>| {
            let deadline = *lock(&node.deadline);
            deadline.is_some_and(|at| at <= node.time.when(now))
        };
        // Cancels each node on the way down to this one, because another thread may be cancelling
        // them and may not have reached this node yet. The nodes above are cancelled first: their
        // deadline is the reason for the cancel of the nodes below.
        let mut nodes: Vec<_> = self.up().collect();
        nodes.retain(|node| node.up().any(|above| is_over(&above)));
        nodes
            .iter()
            .rev()
            .for_each(|node| node.cancel(Why::Deadline));
    }

    /// Removes a quit channel that has stopped its node, from this node and from all nodes below.
    pub(super) fn forget(self: &Arc<Self>, quit: &dyn Quit) {
        let mut taken = Vec::new();
        self.each_down(|node| {
            taken.extend(node.with_in_force(|in_force| in_force.take_quit(quit)));
            true
        });
        foreign::drop_quietly(taken);
    }

    /// Calls `visit` with this node. If `visit` returns true for a node, the node's children are
    /// visited, too.
    pub(super) fn each_down(self: &Arc<Self>, mut visit: impl FnMut(&Arc<Node>) -> bool) {
        let mut pending = vec![Arc::clone(self)];
        let mut seen = HashSet::new();
        while let Some(node) = pending.pop() {
            if seen.insert(Arc::as_ptr(&node)) && visit(&node) {
                // Pairs with the fence in `below`: a child that is not yet in `children` here sees
                // what `visit` did to its parent.
                fence(Ordering::SeqCst);
                pending.extend(node.living_children());
            }
        }
    }

    /// Returns this node and all nodes above it, each once, the nearest first.
    pub(super) fn up(self: &Arc<Self>) -> impl Iterator<Item = &Arc<Node>> {
        let mut pending = vec![self];
        // Set once a node has several parents. Only a run that is inside another run and was given
        // a context has two.
        let mut parted = false;
        let mut seen = HashSet::new();
        iter::from_fn(move || {
            loop {
                let node = pending.pop()?;
                parted |= node.parents.len() > 1;
                if parted && !seen.insert(Arc::as_ptr(node)) {
                    continue;
                }
                pending.extend(node.parents.iter().rev().map(|(parent, _)| parent));
                return Some(node);
            }
        })
    }

    fn adopt(&self, child: Weak<Node>) -> u64 {
        let mut children = lock(&self.children);
        let key = children.next_key;
        children.next_key += 1;
        children.nodes.insert(key, child);
        key
    }

    fn living_children(&self) -> Vec<Arc<Node>> {
        let children = lock(&self.children);
        children.nodes.values().filter_map(Weak::upgrade).collect()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // The last owner may be a thread of a run, or a thread that is unwinding.
        foreign::drop_quietly(self.value.take());
        foreign::drop_quietly(std::mem::take(&mut *lock(&self.in_force)));
        // Parents that end with their last child are dropped here, one after the other. If each
        // were dropped in the drop of its child, a deep tree would overflow the stack.
        let mut parents = std::mem::take(&mut self.parents);
        while let Some((parent, key)) = parents.pop() {
            lock(&parent.children).nodes.remove(&key);
            if let Some(mut parent) = Arc::into_inner(parent) {
                parents.append(&mut parent.parents);
            }
        }
    }
}
