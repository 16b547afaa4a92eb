//! How the threads of a run hear of its cancel, and that it cost the run its value.

use std::convert::Infallible;

use crate::context::Context;
use crate::orphans::Orphans;
use crate::sync::channel::Receiver;
use crate::sync::{Arc, AtomicBool, Ordering};

/// A run's cancel.
#[derive(Clone)]
pub(crate) struct Halt {
    context: Context,
    /// Somebody ended because of it, so there is no whole value.
    interrupted: Arc<AtomicBool>,
    /// Stages may wait for each other: then nobody's end frees them.
    may_lock_up: Arc<AtomicBool>,
    orphans: Arc<Orphans>,
}

impl Halt {
    pub(crate) fn new(context: Context) -> Self {
        Halt {
            context,
            interrupted: Arc::default(),
            may_lock_up: Arc::default(),
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
    pub(crate) fn is_called(&self) -> bool {
        let called = self.context.is_stopped();
        if called {
            self.hear();
        }
        called
    }

    #[cold]
    fn hear(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }

    /// Disconnects at the cancel; whoever ends for that asks [`is_called`](Halt::is_called) too.
    pub(crate) fn quit(&self) -> &Receiver<Infallible> {
        self.context.quit()
    }

    /// To be called before there are edges.
    pub(crate) fn expect_lock_up(&self) {
        self.may_lock_up.store(true, Ordering::Relaxed);
    }

    /// Whether a wait at an edge is to look at it too.
    pub(crate) fn expects_lock_up(&self) -> bool {
        self.may_lock_up.load(Ordering::Relaxed)
    }

    /// Whether somebody ended because of it.
    pub(crate) fn was_heard(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
