//! The workers of a run, for reports and for [`busy_stages`](crate::Context::busy_stages).

use crate::edge::Edge;
use crate::report::Report;
use crate::report::counters::Counters;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, lock};

/// The workers of a run, in the order of the declaration.
pub(crate) struct WorkerRegistry {
    members: Mutex<Members>,
    /// When the run began.
    began: Instant,
}

#[derive(Default)]
struct Members {
    all: Vec<WorkerRecord>,
    /// Index at which the next worker is inserted.
    next: usize,
}

impl WorkerRegistry {
    /// Makes the registry of a run that begins now.
    pub(crate) fn new() -> Self {
        WorkerRegistry {
            members: Mutex::default(),
            began: Instant::now(),
        }
    }

    /// Returns the report of the run so far.
    pub(crate) fn report(&self) -> Report {
        Report::live(&self.members(), self.began.elapsed())
    }

    pub(super) fn members(&self) -> Vec<WorkerRecord> {
        lock(&self.members).all.clone()
    }

    pub(super) fn add(&self, member: WorkerRecord) {
        let mut members = lock(&self.members);
        let place = members.next;
        members.all.insert(place, member);
        members.next += 1;
    }

    /// Returns the index of the next worker.
    pub(super) fn place(&self) -> usize {
        lock(&self.members).next
    }

    /// Sets the index of the next worker.
    pub(super) fn go_on_at(&self, place: usize) {
        lock(&self.members).next = place;
    }

    /// Returns the stages that have a worker inside its body.
    pub(crate) fn busy(&self) -> Vec<&'static str> {
        let members = self.members();
        let busy = members.iter().filter(|member| member.counters.is_busy());
        let mut stages: Vec<_> = busy.map(|member| member.stage).collect();
        stages.dedup();
        stages
    }
}

/// The registry's record of one worker.
#[derive(Clone)]
pub(crate) struct WorkerRecord {
    pub(crate) stage: &'static str,
    pub(crate) reads: Arc<[Arc<Edge>]>,
    pub(crate) fills: Arc<[Arc<Edge>]>,
    pub(crate) counters: Arc<Counters>,
    /// Whether the worker is a task. Only a task counts the items that it holds.
    pub(crate) is_task: bool,
}

impl WorkerRecord {
    /// Returns how many items the worker has in hand now.
    pub(crate) fn in_hand(&self) -> u64 {
        let counters = &self.counters;
        let held = counters.methods.held.get();
        if self.is_task {
            return held + counters.held.get();
        }
        // A thread has one item in hand unless it waits for the next.
        let is_busy = counters.state().is_busy() && !self.reads.is_empty();
        held.max(u64::from(is_busy)).min(counters.all_taken())
    }
}
