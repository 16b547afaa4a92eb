//! The cancellation of a run, and whether a worker ended because of it. In that case the run has no
//! value.

use crate::context::Context;
use crate::run::orphans::Orphans;
use crate::sync::{Arc, AtomicBool, Ordering};

/// The cancellation of a run, shared by its workers.
#[derive(Clone)]
pub(crate) struct StopToken {
    context: Context,
    /// Whether a worker ended because of the cancel, so that the value would be incomplete.
    interrupted: Arc<AtomicBool>,
    orphans: Arc<Orphans>,
}

impl StopToken {
    pub(crate) fn new(context: Context) -> Self {
        StopToken {
            context,
            interrupted: Arc::default(),
            orphans: Arc::default(),
        }
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// Futures that the bodies of this run have left behind.
    pub(crate) fn orphans(&self) -> &Orphans {
        &self.orphans
    }

    /// Returns whether the run is cancelled. The caller must end if it is, because the call also
    /// marks the cancel as observed.
    #[inline]
    pub(crate) fn is_stopped(&self) -> bool {
        let called = self.context.is_stopped();
        if called {
            self.mark_observed();
        }
        called
    }

    #[cold]
    fn mark_observed(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }

    /// Returns whether a worker ended because of the cancel.
    pub(crate) fn was_observed(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
