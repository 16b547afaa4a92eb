//! Futures that a body has left behind.
//!
//! A handle that is dropped in a body must not wait for its futures while other threads poll them:
//! these threads may be waiting for that body. So the run of that body waits for these futures when
//! it ends.

use std::sync::Weak;

#[cfg(feature = "tokio")]
use crate::sync::Arc;
use crate::sync::{Mutex, lock};

/// A future or its result that may outlive its owner until the end of a poll.
pub(crate) trait Orphan: Send + Sync {
    /// Ends the future. Waits for the thread that polls it.
    fn end(&self);

    /// Ends the future, unless another thread is polling it. Returns whether it has ended.
    #[cfg(feature = "tokio")]
    fn end_now(&self) -> bool;
}

/// The orphans of one run.
#[derive(Default)]
pub(crate) struct Orphans(Mutex<Vec<Weak<dyn Orphan>>>);

impl Orphans {
    /// Adds `orphan`. It is held weakly, because it may end before the run does.
    #[cfg(feature = "tokio")]
    pub(crate) fn add(&self, orphan: &Arc<dyn Orphan>) {
        let mut all = lock(&self.0);
        all.retain(|orphan| orphan.strong_count() > 0);
        all.push(Arc::downgrade(orphan));
    }

    /// Takes over the orphans of a run that was dropped in a body of this run.
    pub(crate) fn adopt(&self, others: &Self) {
        let others = std::mem::take(&mut *lock(&others.0));
        lock(&self.0).extend(others);
    }

    /// Ends all orphans. To be called after the last body of the run has ended, because an orphan
    /// may wait for a body.
    pub(crate) fn end(&self) {
        let all = std::mem::take(&mut *lock(&self.0));
        all.iter()
            .filter_map(Weak::upgrade)
            .for_each(|orphan| orphan.end());
    }
}
