//! One node of the tree of contexts: what was said to it, and the ways up and down.

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
    /// Why it is cancelled, set before `cancelled` is raised: 0, or a [`Why`].
    why: AtomicU8,
    /// It belongs to one run: a drain goes no further down, as what is below works on its items.
    is_run: bool,
    /// The number of its run, if it belongs to one.
    pub(super) id: RunId,
    /// The runs that wait for the end of its run.
    pub(super) callers: OnceLock<Callers>,
    /// The workers of its run, if it belongs to one.
    pub(super) registry: OnceLock<Weak<WorkerRegistry>>,
    /// Its deadlines go by this, and so do its runs.
    pub(super) time: Time,
    /// Its own deadline.
    deadline: Mutex<Option<Instant>>,
    in_force: Mutex<InForce>,
    /// A copy of `in_force.due()`, so that workers need no lock for each item. It is stored under the lock
    /// of `in_force`, and loaded without. Relaxed is enough: [`look`](Node::look) reads the data under
    /// the lock. A worker that loads an old value sees the new one at a later item, and `bell` wakes the
    /// thread that waits for times.
    due: AtomicU64,
    /// Rings when one of those is new.
    pub(super) bell: Bell,
    pub(super) value: Option<Box<dyn Any + Send + Sync>>,
    /// Each with the key under which this node is listed there.
    pub(super) parents: Vec<(Arc<Node>, u64)>,
    children: Mutex<Children>,
}

/// The number of a run: 0 is none.
pub(crate) type RunId = u64;

/// The runs that wait for a run because one of their bodies called it.
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
    /// A child takes itself out when it is dropped, so a long-lived parent does not grow.
    nodes: BTreeMap<u64, Weak<Node>>,
}

/// Wakes one waiting thread, now or when it next waits, and one task.
pub(super) struct Bell {
    pub(super) rings: channel::Receiver<()>,
    rope: channel::Sender<()>,
    /// How often it was rung: a task looks at this.
    count: AtomicU64,
    task: Mutex<Option<Waker>>,
}

impl Bell {
    fn new() -> Self {
        let (rope, rings) = channel::bounded(1);
        Bell {
            rings,
            rope,
            count: AtomicU64::new(0),
            task: Mutex::default(),
        }
    }

    fn ring(&self) {
        // Where it rings already, once is enough.
        let _ = self.rope.try_send(());
        self.count.fetch_add(1, Ordering::Release);
        let task = lock(&self.task).clone();
        task.inspect(Waker::wake_by_ref);
    }

    /// Wakes the task without a ring of `bell`, as there may be something for it to do.
    #[cfg(feature = "tokio")]
    pub(super) fn remind(&self) {
        let task = lock(&self.task).clone();
        task.inspect(Waker::wake_by_ref);
    }

    /// How often it was rung so far; `task` is woken when it rings again.
    pub(super) fn listen(&self, task: &Waker) -> u64 {
        // A waker is foreign code: made and dropped outside of the lock.
        let mut known = Some(task.clone());
        std::mem::swap(&mut *lock(&self.task), &mut known);
        drop(known);
        self.count.load(Ordering::Acquire)
    }
}

/// What a new node has of its own.
#[derive(Default)]
pub(super) struct Own {
    pub(super) is_run: bool,
    /// Its parents', if it is the system's.
    pub(super) time: Time,
    pub(super) deadline: Option<Instant>,
    pub(super) drain_deadline: Option<Instant>,
    pub(super) value: Option<Box<dyn Any + Send + Sync>>,
}

impl Node {
    /// A node that is stopped with any of `parents`.
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
        // What a parent heard before the adoption it did not pass on; what it hears later it does.
        // Of this node's being whole and the parent's flag, one is seen by the other side.
        fence(Ordering::SeqCst);
        for parent in parents {
            // Copied under this node's lock, so that a quit channel that `forget` takes out of the
            // parent meanwhile is taken out here afterwards.
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
            // The first to say why is right, whoever raises the flag.
            let relaxed = Ordering::Relaxed;
            let _ = node.why.compare_exchange(0, why as u8, relaxed, relaxed);
            node.cancelled.raise()
        });
    }

    pub(super) fn drain(self: &Arc<Self>) {
        self.each_down(|node| node.draining.raise() && !node.is_run);
    }

    /// Whether something may stop it by itself.
    pub(super) fn is_watched(&self) -> bool {
        self.due.load(Ordering::Relaxed) != NEVER
    }

    /// Whether something may have stopped it by now. If so, call [`look`](Node::look).
    #[inline]
    pub(super) fn is_due(&self) -> bool {
        match self.due.load(Ordering::Relaxed) {
            NEVER => false,
            ALWAYS => true,
            due => nanos(Instant::now()) >= due,
        }
    }

    /// An earlier deadline stays.
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

    /// Tells all below that there is something new to watch.
    fn announce(self: &Arc<Self>, add: impl Fn(&mut InForce)) {
        self.each_down(|node| {
            node.with_in_force(&add);
            node.bell.ring();
            true
        });
    }

    /// When this node will be cancelled by itself or by one above it.
    pub(super) fn deadline(&self) -> Option<Instant> {
        lock(&self.in_force).deadline()
    }

    /// The next moment by each clock at which something stops the node.
    pub(super) fn ends(&self) -> Vec<End> {
        lock(&self.in_force).ends()
    }

    /// The channels that stop this node or one above it.
    pub(super) fn quits(&self) -> Vec<OwnedQuit> {
        lock(&self.in_force).quits()
    }

    /// Stops what is to be stopped when it is `now` by the system: by a deadline or a quit channel, of
    /// this node or of one above it.
    pub(super) fn look(self: &Arc<Self>, now: Instant) {
        let come = self.with_in_force(|in_force| in_force.come(now));
        if come.is_over {
            self.cancel_by_deadline(now);
        }
        for node in &come.drained {
            node.drain();
            // Another thread may have drained that node first, and not have reached this one yet.
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
        // Each node on the way down to here, because another thread may be telling them and not have
        // reached this one yet. Those above go first: their end is the reason for the end of those below.
        let mut nodes: Vec<_> = self.up().collect();
        nodes.retain(|node| node.up().any(|above| is_over(&above)));
        nodes
            .iter()
            .rev()
            .for_each(|node| node.cancel(Why::Deadline));
    }

    /// Removes a quit channel that has done its work, here and below.
    pub(super) fn forget(self: &Arc<Self>, quit: &dyn Quit) {
        let mut taken = Vec::new();
        self.each_down(|node| {
            taken.extend(node.with_in_force(|in_force| in_force.take_quit(quit)));
            true
        });
        foreign::drop_quietly(taken);
    }

    /// Calls `visit` with this node, and with the children of each for which it says so.
    pub(super) fn each_down(self: &Arc<Self>, mut visit: impl FnMut(&Arc<Node>) -> bool) {
        let mut pending = vec![Arc::clone(self)];
        let mut seen = HashSet::new();
        while let Some(node) = pending.pop() {
            if seen.insert(Arc::as_ptr(&node)) && visit(&node) {
                // Whoever is not seen here yet sees what `visit` did: see `below`.
                fence(Ordering::SeqCst);
                pending.extend(node.living_children());
            }
        }
    }

    /// This node and all above it, each once, the nearest first.
    pub(super) fn up(self: &Arc<Self>) -> impl Iterator<Item = &Arc<Node>> {
        let mut pending = vec![self];
        // Ways up part only where a run is inside another and was given a context too.
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
        // The last owner may be a thread of a run, or may be unwinding.
        foreign::drop_quietly(self.value.take());
        foreign::drop_quietly(std::mem::take(&mut *lock(&self.in_force)));
        // Parents that go with their last child go here, one after the other: each in the drop of
        // the one below would overflow the stack in a deep tree.
        let mut parents = std::mem::take(&mut self.parents);
        while let Some((parent, key)) = parents.pop() {
            lock(&parent.children).nodes.remove(&key);
            if let Some(mut parent) = Arc::into_inner(parent) {
                parents.append(&mut parent.parents);
            }
        }
    }
}
