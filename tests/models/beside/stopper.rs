//! Stops a worker when nobody reads its output, when the model's own signal is raised, or never.

use std::task::Waker;

use crate::edge::Edge;
use crate::sync::{Arc, Listener, Signal};

#[derive(Clone, Default)]
pub(crate) struct Stopper {
    signal: Option<Arc<Signal>>,
    fills: Option<Arc<Edge>>,
}

impl Stopper {
    /// Creates a stopper by which the model stops a worker.
    pub(crate) fn of_model() -> Self {
        Stopper {
            signal: Some(Arc::new(Signal::new())),
            fills: None,
        }
    }

    /// Also stops the worker when nobody reads this edge any more.
    pub(crate) fn and_end_of(self, edge: &Arc<Edge>) -> Self {
        Stopper {
            fills: Some(Arc::clone(edge)),
            ..self
        }
    }

    pub(crate) fn stop(&self) {
        self.signal.iter().for_each(|signal| {
            signal.raise();
        });
    }

    pub(crate) fn must_stop(&self) -> bool {
        let is_stopped = |signal: &Arc<Signal>| signal.is_raised();
        let is_unwanted = |edge: &Arc<Edge>| edge.is_unwanted();
        self.signal.as_ref().is_some_and(is_stopped) || self.fills.as_ref().is_some_and(is_unwanted)
    }

    pub(crate) fn listen(&self, listener: &mut Listener, waker: &Waker) {
        listener.listen(waker, |waker| {
            self.signal.iter().for_each(|signal| {
                signal.wake(waker);
            });
            self.fills
                .iter()
                .for_each(|edge| edge.wake_at_hang_up(waker));
        });
    }
}
