//! What a body left behind: a handle that is dropped in a body must not wait for the futures that other
//! threads are polling, as those may wait for that body. So the run around it does, at its end.

use std::sync::Weak;

use crate::sync::{Arc, Mutex, lock};

/// Something that outlives its owner for the length of a poll.
pub(crate) trait Orphan: Send + Sync {
    /// Ends it; waits for who polls it.
    fn end(&self);

    /// Ends it, or has it end with the poll that goes on; whether it has ended.
    #[cfg_attr(
        not(feature = "tokio"),
        allow(dead_code, reason = "tasks have it called")
    )]
    fn end_now(&self) -> bool;
}

/// The orphans of one run.
#[derive(Default)]
pub(crate) struct Orphans(Mutex<Vec<Weak<dyn Orphan>>>);

impl Orphans {
    /// Takes it in, unless it ends by itself before the run does.
    #[cfg_attr(
        not(feature = "tokio"),
        allow(dead_code, reason = "tasks have it called")
    )]
    pub(crate) fn add(&self, orphan: &Arc<dyn Orphan>) {
        let mut all = lock(&self.0);
        all.retain(|orphan| orphan.strong_count() > 0);
        all.push(Arc::downgrade(orphan));
    }

    /// Takes in those of a run that was dropped in a body of this one.
    pub(crate) fn adopt(&self, others: &Self) {
        let others = std::mem::take(&mut *lock(&others.0));
        lock(&self.0).extend(others);
    }

    /// To be called when no body of the run is left that they could wait for.
    pub(crate) fn end(&self) {
        let all = std::mem::take(&mut *lock(&self.0));
        all.iter()
            .filter_map(Weak::upgrade)
            .for_each(|orphan| orphan.end());
    }
}
