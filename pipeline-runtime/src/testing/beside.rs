//! Threads and tasks of a test, which a scheduler of [`schedules`](super::schedules()) also
//! controls.

use crate::sync::stack::Stack;
use crate::sync::thread;

/// Runs both closures at the same time, and returns both results. With it, a test can act on a
/// pipeline during a run, for example cancel it.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::{Context, testing};
///
/// let context = Context::new();
/// let ((), was_cancelled) = testing::beside(
///     || context.cancel(),
///     || context.is_cancelled(),
/// );
/// // It may have been, or not yet.
/// # let _ = was_cancelled;
/// ```
///
/// # Panics
///
/// If one of the closures panics. Both closures have ended by then.
pub fn beside<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|threads| {
        let one = thread::spawn_scoped(threads, "beside".to_owned(), Stack::default(), one);
        let one = one.expect("a thread starts");
        let other = other();
        let one = one.join();
        (
            one.unwrap_or_else(|payload| std::panic::resume_unwind(payload)),
            other,
        )
    })
}

/// Polls `future` to completion on this thread. Models need this executor, because shuttle can
/// schedule no other.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing;
///
/// assert_eq!(testing::block_on(async { 1 + 2 }), 3);
/// ```
#[cfg(pipeline_schedules)]
pub fn block_on<F: Future>(future: F) -> F::Output {
    shuttle::future::block_on(future)
}

/// Polls `future` to completion on this thread. Models need this executor, because shuttle can
/// schedule no other.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing;
///
/// assert_eq!(testing::block_on(async { 1 + 2 }), 3);
/// ```
#[cfg(not(pipeline_schedules))]
pub fn block_on<F: Future>(future: F) -> F::Output {
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};

    struct Unpark(thread::Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}
