//! Futures that a body has left behind.
//!
//! A handle that is dropped in a body must not wait for its futures while other threads poll them:
//! these threads may be waiting for that body. So the run of that body waits for these futures when
//! it ends.
//!
//! Two runs may leave each other's futures behind. Then one of them does not wait for the other, as
//! with [joins](crate::run::joins) of each other's handles.

use std::sync::Weak;

use crate::context::Context;
use crate::run::joins;
#[cfg(feature = "tokio")]
use crate::sync::Arc;
use crate::sync::{Mutex, lock};

/// A future or its result that may outlive its owner until the end of a poll.
pub(crate) trait Orphan: Send + Sync {
    /// The context of the run that it is a part of.
    fn context(&self) -> &Context;

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

    /// Ends all orphans, except those whose run waits for the run of `own`: these end by themselves.
    /// `own` is the run that has left the orphans behind. To be called after its last body has
    /// ended, because an orphan may wait for a body.
    pub(crate) fn end(&self, own: &Context) {
        let all = std::mem::take(&mut *lock(&self.0));
        for orphan in all.iter().filter_map(Weak::upgrade) {
            if let Ok(_joining) = joins::join_at_end(own, orphan.context()) {
                orphan.end();
            }
        }
    }
}
