//! The tasks of pipelines in this process that have not ended.

use std::collections::BTreeMap;

use crate::sync::{Mutex, lock};

static TASKS: Mutex<Tasks> = Mutex::new(Tasks {
    next: 0,
    living: BTreeMap::new(),
});

struct Tasks {
    next: u64,
    /// The stages that the tasks work for, by the numbers of the tasks.
    living: BTreeMap<u64, &'static str>,
}

/// Returns the stages of all tasks that exist now, by the unique number of each task.
pub(super) fn living() -> BTreeMap<u64, &'static str> {
    lock(&TASKS).living.clone()
}

/// Lists `task` among the living until it has ended or is dropped.
pub(crate) fn listed<F: Future>(stage: &'static str, task: F) -> impl Future<Output = F::Output> {
    let entry = Entry::new(stage);
    async move {
        let _entry = entry;
        task.await
    }
}

struct Entry(u64);

impl Entry {
    fn new(stage: &'static str) -> Self {
        let mut tasks = lock(&TASKS);
        let id = tasks.next;
        tasks.next += 1;
        tasks.living.insert(id, stage);
        Entry(id)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        lock(&TASKS).living.remove(&self.0);
    }
}
