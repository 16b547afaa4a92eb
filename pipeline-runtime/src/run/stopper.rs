//! Ends a worker before the end of its input.

use std::task::Waker;

use crate::context::Context;
use crate::edge::Edge;
use crate::run::stop_token::StopToken;
use crate::sync::channel::{self, Select, TryRecvError};
use crate::sync::{Arc, Listener};

/// Tells a worker when to stop: when its run is cancelled, or when nobody reads the edges that it
/// fills.
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

    /// Returns whether the worker fills no edge.
    pub(crate) fn is_last(&self) -> bool {
        self.fills.is_empty()
    }

    /// Returns whether the worker must not begin another item.
    #[inline]
    pub(crate) fn must_stop(&self) -> bool {
        self.stop_token.is_stopped() || self.is_unwanted()
    }

    /// Returns whether the worker fills edges and all their readers have hung up.
    #[inline]
    pub(crate) fn is_unwanted(&self) -> bool {
        match &*self.fills {
            [] => false,
            [only] => only.is_unwanted(),
            all => all.iter().all(|edge| edge.is_unwanted()),
        }
    }

    /// Waits for a signal, or until the worker must stop. Returns whether the signal came.
    pub(crate) fn await_signal<T>(&self, signals: &channel::Receiver<T>) -> bool {
        loop {
            // The edges are filtered once, before the checks. An edge that hangs up later is among
            // those that `select` waits for.
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
            select.recv(self.context().quit());
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

    /// Has `waker` woken when the worker must stop. Does nothing if `listener` already knows that
    /// waker.
    pub(crate) fn listen(&self, listener: &mut Listener, waker: &Waker) {
        listener.listen(waker, |waker| self.wake_at_stop(waker));
    }

    /// Has the task or thread of `waker` woken when the worker must stop.
    pub(crate) fn wake_at_stop(&self, waker: &Waker) {
        self.context().wake_at_cancel(waker);
        for edge in &*self.fills {
            edge.wake_at_hang_up(waker);
        }
    }
}
