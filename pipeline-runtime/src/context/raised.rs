//! A future that waits for one of a context's signals.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::node::Node;
use crate::sync::{Arc, Signal};

/// Is ready when the signal is raised. Its drop removes the waker from the signal.
pub(super) struct Raised {
    node: Arc<Node>,
    signal: fn(&Node) -> &Signal,
    /// The waker that is registered, and its key in the signal.
    waiting: Option<(Waker, u64)>,
}

impl Raised {
    pub(super) fn new(node: &Arc<Node>, signal: fn(&Node) -> &Signal) -> Self {
        Raised {
            node: Arc::clone(node),
            signal,
            waiting: None,
        }
    }

    fn signal(&self) -> &Signal {
        (self.signal)(&self.node)
    }

    fn forget(&mut self) {
        if let Some((_, key)) = self.waiting.take() {
            self.signal().forget(key);
        }
    }
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.signal().is_raised() {
            return Poll::Ready(());
        }
        let waits = self.waiting.as_ref();
        if !waits.is_some_and(|(known, _)| known.will_wake(cx.waker())) {
            self.forget();
            let key = self.signal().wake(cx.waker());
            self.waiting = Some((cx.waker().clone(), key));
        }
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.forget();
    }
}
