//! The deadlines and quit channels that stop a context.
//!
//! Each context keeps its own ones, and a copy of those of all contexts above it. So looking at
//! them takes the same time at any depth of the tree.

use super::node::Node;
use super::quit::Quit;
use crate::context::time::{End, Time};
use crate::sync::thread::Instant;
use crate::sync::{Arc, OnceLock, Weak, global};

global! {
    /// The moment from which [`due`](InForce::due) counts.
    static EPOCH: OnceLock<Instant> = OnceLock::new();
}

/// See [`InForce::due`].
pub(super) const ALWAYS: u64 = 0;
/// See [`InForce::due`].
pub(super) const NEVER: u64 = u64::MAX;

/// A quit channel, and the node that it stops.
pub(super) type OwnedQuit = (Weak<Node>, Arc<dyn Quit>);

#[derive(Default)]
pub(super) struct InForce {
    /// The earliest deadline for each clock.
    deadlines: Vec<End>,
    /// Drain deadlines that have not passed, each with the node that it drains.
    drains: Vec<(End, Weak<Node>)>,
    quits: Vec<OwnedQuit>,
}

/// Deadlines, drains and quit channels that are due at a moment.
#[derive(Default)]
pub(super) struct Come {
    /// Whether a deadline has passed.
    pub(super) is_over: bool,
    /// Nodes that are to be drained.
    pub(super) drained: Vec<Arc<Node>>,
    pub(super) quits: Vec<OwnedQuit>,
}

impl InForce {
    pub(super) fn add_deadline(&mut self, at: Instant, time: &Time) {
        add_earliest(&mut self.deadlines, at, time);
    }

    pub(super) fn add_drain(&mut self, at: Instant, node: &Arc<Node>) {
        let end = End::of_run(at, &node.time);
        self.drains.push((end, Arc::downgrade(node)));
    }

    pub(super) fn add_quit(&mut self, quit: &Arc<dyn Quit>, node: &Weak<Node>) {
        let known = self.quits.iter().any(|(_, known)| is_same(known, &**quit));
        if !known {
            self.quits.push((Weak::clone(node), Arc::clone(quit)));
        }
    }

    /// Adds everything that is in force for `parent`. `self` belongs to a child of that node.
    pub(super) fn inherit(&mut self, parent: &InForce, with_drains: bool) {
        for end in &parent.deadlines {
            self.add_deadline(end.at, &end.time);
        }
        if with_drains {
            for (end, node) in &parent.drains {
                self.drains
                    .push((End::of_run(end.at, &end.time), Weak::clone(node)));
            }
        }
        for (node, quit) in &parent.quits {
            self.add_quit(quit, node);
        }
    }

    /// Removes a quit channel that has stopped its node. Drop the result after releasing the lock.
    #[must_use]
    pub(super) fn take_quit(&mut self, quit: &dyn Quit) -> Vec<OwnedQuit> {
        let quits = &mut self.quits;
        quits
            .extract_if(.., |(_, own)| is_same(own, quit))
            .collect()
    }

    /// Returns when to look next whether something is due, in nanoseconds from [`EPOCH`]. Returns
    /// [`ALWAYS`] if this depends on more than the system's time, as with a quit channel or a
    /// test's clock. Returns [`NEVER`] if nothing is in force.
    pub(super) fn due(&self) -> u64 {
        if !self.quits.is_empty() {
            return ALWAYS;
        }
        let drains = self.drains.iter().map(|(end, _)| end);
        let ends = self.deadlines.iter().chain(drains);
        let due = ends.map(|end| end.of_system().map_or(ALWAYS, nanos));
        due.min().unwrap_or(NEVER)
    }

    /// Returns what is due at the system's time `now`, and removes the drain deadlines among it.
    pub(super) fn come(&mut self, now: Instant) -> Come {
        let is_over = |end: &End| end.at <= end.time.when(now);
        let drains = self.drains.extract_if(.., |(end, _)| is_over(end));
        Come {
            drained: drains.filter_map(|(_, node)| node.upgrade()).collect(),
            is_over: self.deadlines.iter().any(is_over),
            quits: self.quits(),
        }
    }

    /// Returns the earliest deadline.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadlines.iter().map(|end| end.at).min()
    }

    /// Returns the moments to wait for, one for each clock.
    pub(super) fn ends(&self) -> Vec<End> {
        let mut ends = Vec::new();
        let drains = self.drains.iter().map(|(end, _)| end);
        for end in self.deadlines.iter().chain(drains) {
            add_earliest(&mut ends, end.at, &end.time);
        }
        ends
    }

    pub(super) fn quits(&self) -> Vec<OwnedQuit> {
        let quits = self.quits.iter();
        quits
            .filter(|(_, quit)| !quit.is_spent())
            .cloned()
            .collect()
    }
}

fn add_earliest(ends: &mut Vec<End>, at: Instant, time: &Time) {
    match ends.iter_mut().find(|end| end.time == *time) {
        Some(end) => end.at = end.at.min(at),
        None => ends.push(End::of_run(at, time)),
    }
}

fn is_same(one: &Arc<dyn Quit>, other: &dyn Quit) -> bool {
    std::ptr::addr_eq(Arc::as_ptr(one), other)
}

/// Converts `at` to nanoseconds from [`EPOCH`]. The result is never [`ALWAYS`] or [`NEVER`].
pub(super) fn nanos(at: Instant) -> u64 {
    let epoch = *EPOCH.get_or_init(Instant::now);
    let nanos = at.saturating_duration_since(epoch).as_nanos();
    u64::try_from(nanos)
        .unwrap_or(NEVER)
        .clamp(ALWAYS + 1, NEVER - 1)
}
