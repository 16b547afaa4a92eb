//! Futures that wait for nothing but their turn, and a hand that polls.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Lets the executor go on with others, so many times.
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

/// Lets the executor go on until `done`, which others are certain to bring about.
pub async fn until(mut done: impl FnMut() -> bool) {
    while !done() {
        yields(1).await;
    }
}

/// An executor that polls when it is told to, and notes who calls for it.
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

    /// Whether what was polled last wants to be polled again.
    #[must_use]
    pub fn is_called(&self) -> bool {
        self.called.0.load(Ordering::SeqCst)
    }

    /// Polls `future` until `done`, or until it ends; what it gave then.
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
