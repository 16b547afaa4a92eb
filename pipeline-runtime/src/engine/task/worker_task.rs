//! The life of a worker as a future.

use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use crate::edge::flow::Flow;
use crate::edge::wait::SharedWait;
use crate::edge::window::Window;
use crate::report::counters::Counters;
use crate::run::budget::Budget;
use crate::run::current::Current;
use crate::run::worker::Worker;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Listener};

/// Smallest and largest number of items that a worker processes before it lets others run, once it
/// has [started slowly](Turns).
const ITEMS: (usize, usize) = (64, 16_384);

/// If all workers of a task are polled again within this time, switching costs them more than it
/// gains others.
const QUICK: Duration = Duration::from_micros(100);

type Work<'p, E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send + 'p>>;

/// A value that is only kept until the worker has ended.
pub(crate) trait Held: Send {}

impl<T: Send> Held for T {}

/// One worker as a future, from its start to its end.
pub(crate) struct WorkerTask<'p, E> {
    worker: Worker<E>,
    current: Arc<Current>,
    /// `None` once the worker has ended.
    work: Option<Work<'p, E>>,
    /// Senders to the edges that the worker fills. They keep these streams open until the worker's
    /// failure is recorded.
    outputs: Option<Box<dyn Held + 'p>>,
    /// The task that is woken when the worker must stop.
    listener: Listener,
    has_begun: bool,
    /// The edges that the worker reads.
    reads: Vec<Arc<Flow>>,
    /// The worker's wait for items, if other workers wait for the same items.
    wait: Option<Box<dyn SharedWait + 'p>>,
    turns: Turns,
}

impl<'p, E> WorkerTask<'p, E> {
    pub(crate) fn new(
        worker: Worker<E>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
        wait: Option<Box<dyn SharedWait + 'p>>,
    ) -> Self {
        #[cfg(all(feature = "testing", target_os = "linux", not(pipeline_schedules)))]
        let work = crate::testing::leaks::listed(worker.stage(), work);
        WorkerTask {
            current: worker.current(),
            reads: worker.flows(),
            worker,
            work: Some(Box::pin(work)),
            outputs: Some(Box::new(outputs)),
            listener: Listener::default(),
            has_begun: false,
            wait,
            turns: Turns::new(),
        }
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.work.is_none()
    }

    /// Returns whether a `blocking` body is at work, on a thread of its own.
    #[cfg(feature = "tokio")]
    pub(crate) fn body_is_at_work(&self) -> bool {
        !self.has_ended() && self.worker.counters().body_is_at_work()
    }

    /// Makes the run check its deadlines.
    #[cfg(feature = "tokio")]
    pub(crate) fn remind_run(&self) {
        self.worker.context().remind();
    }

    /// Polls the worker. Ready once the worker has ended. `now` is the current time.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, now: Instant) -> Poll<()> {
        let Some(work) = &mut self.work else {
            return Poll::Ready(());
        };
        let worker = &self.worker;
        worker.stopper().listen(&mut self.listener, cx.waker());
        let must_stop = worker.must_stop();
        // If a `blocking` body is at work on a thread of its own, stopping now would block this
        // thread until the body returns. So the worker goes on, and takes what the body returns: it
        // may be a failure.
        if must_stop && !worker.counters().is_blocked() {
            self.stop();
            return Poll::Ready(());
        }
        if !self.has_begun {
            self.has_begun = true;
            worker.counters().lived.start();
        }
        let polled = {
            let _current = self.current.enter(Some(self.turns.budget(now)));
            let polled = panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
            self.turns.end();
            polled
        };
        match polled {
            Ok(Poll::Pending) if must_stop && !worker.counters().is_blocked() => self.stop(),
            Ok(Poll::Pending) => {
                self.pause();
                return Poll::Pending;
            }
            Ok(Poll::Ready(ended)) => self.end(Ok(ended)),
            Err(payload) => self.end(Err(payload)),
        }
        Poll::Ready(())
    }

    /// Ends the worker where it waits.
    pub(crate) fn stop(&mut self) {
        if self.work.is_some() {
            // If the run is cancelled, this call records that it was cut short and has no value.
            let _ = self.worker.must_stop();
            self.end(Ok(Ok(())));
        }
    }

    /// Wakes senders for which the worker has made room. Without this, a sender could wait for room
    /// that is already free. Wakes another worker, if this one was woken for items that its body does
    /// not take.
    fn pause(&self) {
        self.reads.iter().for_each(|flow| flow.look());
        if let Some(wait) = &self.wait {
            wait.pass_on_unanswered();
        }
    }

    fn end(&mut self, ended: thread::Result<Result<(), E>>) {
        let _current = self.current.enter(Some(self.turns.budget(Instant::now())));
        self.wait = None;
        let work = self.work.take();
        // This drops what the body owns. That is the user's code, and may panic.
        let dropped = panic::catch_unwind(AssertUnwindSafe(|| drop(work)));
        let counters = self.worker.counters();
        counters.waited_for_input.stop();
        counters.waited_for_output.stop();
        counters.lived.stop();
        // If the worker failed, it failed on one of the items that it held.
        let has_failed =
            (!matches!(ended, Ok(Ok(()))) || dropped.is_err()) && !counters.handles_failure();
        let held = counters.held.get() + counters.methods.held.get();
        let dropped = match dropped {
            // The worker held no item. Whatever panicked belongs to an item that is already
            // counted.
            Err(payload) if held == 0 && matches!(ended, Ok(Ok(()))) => {
                self.worker.panicked(payload);
                Ok(())
            }
            dropped => dropped,
        };
        count_held(counters, has_failed);
        // The failure that came first is the cause.
        let (ended, later) = match (ended, dropped) {
            (Ok(Ok(())), Err(payload)) => (Err(payload), None),
            (ended, dropped) => (ended, dropped.err()),
        };
        self.worker.end(ended, self.outputs.take());
        if let Some(payload) = later {
            self.worker.panicked(payload);
        }
        self.worker.read_no_more();
    }
}

/// Counts the items that the worker held as dropped, except the one on which it failed, if any.
fn count_held(counters: &Counters, has_failed: bool) {
    let in_body = counters.held.take();
    let in_methods = counters.methods.held.take();
    let failed = u64::from(has_failed);
    counters.dropped.add(in_body.saturating_sub(failed));
    match (in_body, in_methods) {
        (0, 0) if has_failed => counters.fail_in_methods(),
        (0, 1..) if has_failed => {
            counters.methods.pass();
            counters.drop_in_methods(in_methods - 1);
        }
        _ => counters.drop_in_methods(in_methods),
    }
}

impl<E> Drop for WorkerTask<'_, E> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The budget of each of a worker's polls.
///
/// A worker's first budget is one item. Each further budget is twice as large, so that no worker
/// fills the streams that it shares with others before those were polled at all. Later, the budget
/// grows as long as the worker is polled again quickly.
struct Turns {
    /// Budget in items while the worker starts slowly.
    first: u32,
    items: Window,
    stride: u32,
}

impl Turns {
    fn new() -> Self {
        Turns {
            first: 1,
            items: Window::between(ITEMS.0, ITEMS.1, QUICK),
            stride: 1,
        }
    }

    fn has_started(&self) -> bool {
        self.first as usize >= ITEMS.0
    }

    fn budget(&self, now: Instant) -> Budget {
        let items = if self.has_started() {
            u32::try_from(self.items.size()).unwrap_or(u32::MAX)
        } else {
            self.first
        };
        Budget::new(items, self.stride, now)
    }

    /// Ends a poll, which spent its budget on this thread.
    fn end(&mut self) {
        let (is_spent, stride) = Budget::spent_here();
        self.stride = stride;
        if is_spent && self.has_started() {
            self.items.used_up(1);
        } else if is_spent {
            self.first *= 2;
        }
    }
}
