//! A run's cancel, and whether some worker ended because of it: then the run has no value.

use std::convert::Infallible;

use crate::context::Context;
use crate::run::orphans::Orphans;
use crate::sync::channel::Receiver;
use crate::sync::{Arc, AtomicBool, Ordering};

/// A run's cancel.
#[derive(Clone)]
pub(crate) struct StopToken {
    context: Context,
    /// Somebody ended because of it, so there is no whole value.
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

    /// What its bodies left behind.
    pub(crate) fn orphans(&self) -> &Orphans {
        &self.orphans
    }

    /// Whether the run is cancelled; whoever asks this ends if it is.
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

    /// Disconnects at the cancel; whoever ends for that asks [`is_stopped`](StopToken::is_stopped) too.
    pub(crate) fn quit(&self) -> &Receiver<Infallible> {
        self.context.quit()
    }

    /// Whether somebody ended because of it.
    pub(crate) fn was_observed(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
