//! Futures that yield to their executor, and an executor that polls by hand.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Yields to the executor `times` times.
pub async fn yields(times: usize) {
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Yields to the executor until `done` returns true. Other tasks must be certain to make it true.
pub async fn until(mut done: impl FnMut() -> bool) {
    while !done() {
        yields(1).await;
    }
}

/// An executor that polls when its user calls [`poll`](Hand::poll), and records wakes.
#[derive(Default)]
pub struct Hand {
    called: Arc<Called>,
}

#[derive(Default)]
struct Called(AtomicBool);

impl Wake for Called {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Hand {
    /// Polls `future` once.
    pub fn poll<F: Future + ?Sized>(&self, future: &mut Pin<Box<F>>) -> Poll<F::Output> {
        self.called.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.called));
        future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    /// Returns whether the future was woken since the last poll began.
    #[must_use]
    pub fn is_called(&self) -> bool {
        self.called.0.load(Ordering::SeqCst)
    }

    /// Polls `future` until `done` returns true or the future is ready. Returns its output in the
    /// second case.
    pub fn poll_until<F: Future + ?Sized>(
        &self,
        future: &mut Pin<Box<F>>,
        mut done: impl FnMut() -> bool,
    ) -> Option<F::Output> {
        while !done() {
            if let Poll::Ready(given) = self.poll(future) {
                return Some(given);
            }
        }
        None
    }
}
