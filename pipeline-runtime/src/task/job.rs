//! A worker's life as a future.

use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use super::clock::Clock;
use super::room::Room;
use crate::budget::Budget;
use crate::current::Current;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Listener};
use crate::tally::Tally;
use crate::window::Window;
use crate::worker::Worker;

/// How many items a worker goes on with at least and at most before it lets others run, once it has
/// [started slowly](Turns).
const ITEMS: (usize, usize) = (64, 16_384);

/// If all workers of a task come back to it within this time, they lose more by it than others gain.
const QUICK: Duration = Duration::from_micros(100);

type Work<'p, E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send + 'p>>;

/// What fills edges, and is kept until the worker has ended.
pub(crate) trait Held: Send {
    /// The work waits now, or lets others run.
    fn pause(&self) {}
}

/// Something that is only kept.
pub(crate) struct Kept<T>(pub(crate) T);

impl<T: Send> Held for Kept<T> {}

impl Held for () {}

impl<A: Held, B: Held> Held for (A, B) {
    fn pause(&self) {
        self.0.pause();
        self.1.pause();
    }
}

impl<T: Held + ?Sized> Held for Box<T> {
    fn pause(&self) {
        (**self).pause();
    }
}

impl<T: Held> Held for Vec<T> {
    fn pause(&self) {
        self.iter().for_each(Held::pause);
    }
}

/// One worker, from its start to its end.
pub(crate) struct Job<'p, E> {
    worker: Worker<E>,
    current: Arc<Current>,
    /// Gone when it has ended.
    work: Option<Work<'p, E>>,
    /// Senders to what it fills: its streams end only after its failure is known.
    outputs: Option<Box<dyn Held + 'p>>,
    /// The task that is woken when it must stop.
    listener: Listener,
    has_begun: bool,
    /// What it reads: where it makes room.
    rooms: Vec<Arc<Room>>,
    turns: Turns,
}

impl<'p, E> Job<'p, E> {
    pub(crate) fn new(
        worker: Worker<E>,
        clock: &Arc<Clock>,
        rooms: Vec<Arc<Room>>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
    ) -> Self {
        #[cfg(all(feature = "testing", target_os = "linux", not(pipeline_schedules)))]
        let work = crate::testing::leaks::listed(worker.stage(), work);
        Job {
            current: worker.current(Some(clock)),
            worker,
            work: Some(Box::pin(work)),
            outputs: Some(Box::new(outputs)),
            listener: Listener::default(),
            has_begun: false,
            rooms,
            turns: Turns::new(),
        }
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.work.is_none()
    }

    /// Has its run look at its deadlines.
    #[cfg(feature = "tokio")]
    pub(crate) fn remind_run(&self) {
        self.worker.context().remind();
    }

    /// Whether the worker's end came with this poll, or earlier. It is `now`.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, now: Instant) -> Poll<()> {
        let Some(work) = &mut self.work else {
            return Poll::Ready(());
        };
        let worker = &self.worker;
        self.listener
            .listen(cx.waker(), |task| worker.wake_at_stop(task));
        if worker.must_stop() {
            if worker.tally().is_blocked() {
                // Its end wakes this: dropped now, the thread would block this one.
                return Poll::Pending;
            }
            self.stop();
            return Poll::Ready(());
        }
        if !self.has_begun {
            self.has_begun = true;
            worker.tally().lived.start();
        }
        let polled = {
            let _current = self.current.enter(Some(self.turns.budget(now)));
            let polled = panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
            self.turns.end();
            polled
        };
        match polled {
            Ok(Poll::Pending) => {
                self.pause();
                return Poll::Pending;
            }
            Ok(Poll::Ready(ended)) => self.end(Ok(ended)),
            Err(payload) => self.end(Err(payload)),
        }
        Poll::Ready(())
    }

    /// Ends it where it waits.
    pub(crate) fn stop(&mut self) {
        if self.work.is_some() {
            // Where that is for a cancel, the run has no value.
            let _ = self.worker.must_stop();
            self.end(Ok(Ok(())));
        }
    }

    /// Nobody is to wait for what this worker did already.
    fn pause(&self) {
        self.rooms.iter().for_each(|room| room.tell());
        self.outputs.iter().for_each(Held::pause);
    }

    fn end(&mut self, ended: thread::Result<Result<(), E>>) {
        let _current = self.current.enter(Some(self.turns.budget(Instant::now())));
        let work = self.work.take();
        // With it goes what the body holds, whose drop is foreign code.
        let dropped = panic::catch_unwind(AssertUnwindSafe(|| drop(work)));
        let tally = self.worker.tally();
        tally.waited_for_input.stop();
        tally.waited_for_output.stop();
        tally.lived.stop();
        // Of what it held, one item is what it failed on.
        let has_failed = !matches!(ended, Ok(Ok(()))) || dropped.is_err();
        let held = tally.held.get() + tally.methods.held.get();
        let dropped = match dropped {
            // What panicked is of no item in hand: of one that failed before, and is counted.
            Err(payload) if held == 0 && matches!(ended, Ok(Ok(()))) => {
                self.worker.panicked(payload);
                Ok(())
            }
            dropped => dropped,
        };
        count_held(tally, has_failed);
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

/// Counts the items that the worker held as dropped, except the one that it failed on, if any.
fn count_held(tally: &Tally, has_failed: bool) {
    let in_body = tally.held.take();
    let in_methods = tally.methods.held.take();
    let failed = u64::from(has_failed);
    tally.dropped.add(in_body.saturating_sub(failed));
    match (in_body, in_methods) {
        (0, 0) if has_failed => tally.fail_in_methods(),
        (0, 1..) if has_failed => {
            tally.methods.pass();
            tally.drop_in_methods(in_methods - 1);
        }
        _ => tally.drop_in_methods(in_methods),
    }
}

impl<E> Drop for Job<'_, E> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How much a worker may do in each of its polls.
///
/// A worker starts with one item, and twice as many in each further poll. So no worker fills the streams that it
/// shares with others before these were polled at all. Later the number grows, as long as the worker's turn
/// comes again quickly.
struct Turns {
    /// How many items, until it has started.
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

    /// A poll ends that spent its budget here.
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
