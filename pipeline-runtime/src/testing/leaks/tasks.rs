//! The tasks of this process's pipelines that have not ended.

use std::collections::BTreeMap;

use crate::sync::{Mutex, lock};

static TASKS: Mutex<Tasks> = Mutex::new(Tasks {
    next: 0,
    living: BTreeMap::new(),
});

struct Tasks {
    next: u64,
    /// The stages that they work for.
    living: BTreeMap<u64, &'static str>,
}

/// The stages of all tasks that there are now, by a number that each has for itself.
pub(super) fn living() -> BTreeMap<u64, &'static str> {
    lock(&TASKS).living.clone()
}

/// `task`, which is among the living until it is dropped or has ended.
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
