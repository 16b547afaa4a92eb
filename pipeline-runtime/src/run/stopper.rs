//! What ends a worker before its input does.

use std::task::Waker;

use crate::context::Context;
use crate::edge::Edge;
use crate::run::stop_token::StopToken;
use crate::sync::channel::{self, Select, TryRecvError};
use crate::sync::{Arc, Listener};

/// Whether a worker must stop: its run is cancelled, or nobody wants what it makes.
pub(crate) struct Stopper {
    stop_token: StopToken,
    fills: Arc<[Arc<Edge>]>,
}

impl Stopper {
    pub(crate) fn new(stop_token: &StopToken, fills: &Arc<[Arc<Edge>]>) -> Self {
        Stopper {
            stop_token: stop_token.clone(),
            fills: Arc::clone(fills),
        }
    }

    pub(crate) fn stop_token(&self) -> &StopToken {
        &self.stop_token
    }

    pub(crate) fn context(&self) -> &Context {
        self.stop_token.context()
    }

    pub(crate) fn fills(&self) -> &Arc<[Arc<Edge>]> {
        &self.fills
    }

    /// Whether it fills no stream.
    pub(crate) fn is_last(&self) -> bool {
        self.fills.is_empty()
    }

    /// Whether to begin no further item.
    #[inline]
    pub(crate) fn must_stop(&self) -> bool {
        self.stop_token.is_stopped() || self.is_unwanted()
    }

    /// Whether it fills edges, and nobody wants what it puts there.
    #[inline]
    pub(crate) fn is_unwanted(&self) -> bool {
        match &*self.fills {
            [] => false,
            [only] => only.is_unwanted(),
            all => all.iter().all(|edge| edge.is_unwanted()),
        }
    }

    /// Waits for a signal, as long as the worker may go on; whether it came.
    pub(crate) fn await_signal<T>(&self, signals: &channel::Receiver<T>) -> bool {
        loop {
            // Looked at once: an edge that hangs up from here on is among those waited for.
            let wanted: Vec<_> = self
                .fills
                .iter()
                .filter(|edge| !edge.is_unwanted())
                .collect();
            if self.stop_token.is_stopped() || (wanted.is_empty() && !self.is_last()) {
                return false;
            }
            let mut select = Select::new();
            let signal = select.recv(signals);
            select.recv(self.stop_token.quit());
            for edge in wanted {
                select.recv(edge.hung_up());
            }
            if select.ready() == signal {
                match signals.try_recv() {
                    Err(TryRecvError::Empty) => {}
                    signalled => return signalled.is_ok(),
                }
            }
        }
    }

    /// Has `waker` called when the worker must stop, unless `listener` knows that waker.
    pub(crate) fn listen(&self, listener: &mut Listener, waker: &Waker) {
        listener.listen(waker, |waker| self.wake_at_stop(waker));
    }

    /// Has the task or thread woken when the worker must stop.
    pub(crate) fn wake_at_stop(&self, waker: &Waker) {
        self.context().wake_at_cancel(waker);
        for edge in &*self.fills {
            edge.wake_at_hang_up(waker);
        }
    }
}
