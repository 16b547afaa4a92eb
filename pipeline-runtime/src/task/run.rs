//! One run of futures, as the expansion sees it.

use std::cell::RefCell;

use super::clock::Clock;
use super::job::{Held, Job};
use super::queue;
use super::receiver::Receiver;
use super::room::Room;
use super::sender::Sender;
use crate::context::Context;
use crate::cycle::{Cycle, Full, Share};
use crate::edge::Edge;
use crate::sync::Arc;
use crate::window::Window;
use crate::worker::{State, Worker};

/// One run of a pipeline: what its expansion makes edges from and starts workers on.
///
/// A worker is a future that may borrow what lives for `'p`. Started here, none runs before all are.
pub struct Run<'p, E> {
    state: Arc<State<E>>,
    clock: Arc<Clock>,
    jobs: RefCell<Vec<Job<'p, E>>>,
    /// All of them are polled by one task.
    in_one_task: bool,
}

/// What gives a run's value, once its workers have ended well.
pub type Get<'p, T> = Box<dyn FnOnce() -> T + Send + 'p>;

impl<'p, E> Run<'p, E> {
    pub(crate) fn new(state: &Arc<State<E>>, clock: &Arc<Clock>, in_one_task: bool) -> Self {
        Run {
            state: Arc::clone(state),
            clock: Arc::clone(clock),
            jobs: RefCell::default(),
            in_one_task,
        }
    }

    pub(crate) fn into_jobs(self) -> Vec<Job<'p, E>> {
        self.jobs.into_inner()
    }

    /// The run's own context: `ctx` in the bodies.
    #[must_use]
    pub fn context(&self) -> &Context {
        self.state.context()
    }

    pub(crate) fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// A stream between two stages, of the default capacity: one that grows while items pass quickly.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        queue::edge(Window::growing::<T>(), None, self.in_one_task)
    }

    /// A stream between two stages: at most `capacity` items wait in it. 0 is a rendezvous.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        queue::edge(Window::exactly(capacity), None, self.in_one_task)
    }

    /// A stream between two stages. The items that wait in it weigh at most `max` together, as its
    /// receiver [weighs](Receiver::weigh) them; an item that alone weighs more waits alone.
    #[must_use]
    pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        queue::edge_by_weight(max, None, self.in_one_task)
    }

    /// What makes the streams of a loop that a `feedback` closes.
    #[must_use]
    pub fn cycle(&self) -> Loop {
        let cycle = Cycle::new();
        self.state.add_cycle(&cycle);
        Loop {
            cycle,
            in_one_task: self.in_one_task,
        }
    }

    /// What is asked for the run's value when all workers have ended well.
    pub fn value<T>(&self, get: impl FnOnce() -> T + Send + 'p) -> Get<'p, T> {
        Box::new(get)
    }

    /// The first or only worker of a stage between these edges.
    pub(crate) fn worker(
        &self,
        stage: &'static str,
        reads: Vec<Arc<Edge>>,
        fills: Vec<Arc<Edge>>,
    ) -> Worker<E> {
        Worker::new(stage, &self.state, reads, fills)
    }

    /// Has `worker` live as the future `work`; it makes `rooms`, and fills `outputs`.
    pub(crate) fn start(
        &self,
        worker: Worker<E>,
        rooms: Vec<Arc<Room>>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
    ) {
        let job = Job::new(worker, &self.clock, rooms, outputs, work);
        self.jobs.borrow_mut().push(job);
    }
}

/// What makes the edges of a loop.
pub struct Loop {
    cycle: Arc<Cycle>,
    in_one_task: bool,
}

impl Loop {
    /// A stream of the loop, of the default capacity.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Window::growing::<T>(), self.cycle.open_share())
    }

    /// A stream of the loop: at most `capacity` items wait in it.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Window::exactly(capacity), self.cycle.open_share())
    }

    /// A stream of the loop. The items that wait in it weigh at most `max` together; an item that alone
    /// weighs more waits alone.
    #[must_use]
    pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        let share = self.cycle.open_share();
        queue::edge_by_weight(max, Some(share), self.in_one_task)
    }

    /// [`seeds`](Loop::seeds) whose items that wait weigh at most `max` together; an item that alone
    /// weighs more waits alone.
    #[must_use]
    pub fn seeds_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        queue::edge_by_weight(max, None, self.in_one_task)
    }

    /// The stream that comes into the loop from outside, of the default capacity.
    #[must_use]
    pub fn seeds<T>(&self) -> (Sender<T>, Receiver<T>) {
        queue::edge(Window::growing::<T>(), None, self.in_one_task)
    }

    /// [`seeds`](Loop::seeds): at most `capacity` items wait in it.
    #[must_use]
    pub fn seeds_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        queue::edge(Window::exactly(capacity), None, self.in_one_task)
    }

    /// The stream that closes the loop: a send never waits, and item number `bound + 1` that would
    /// wait in it ends the run.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    #[must_use]
    pub fn back_edge_or_fail<T>(&self, bound: usize) -> (Sender<T>, Receiver<T>) {
        self.back_edge(bound, Full::Fail)
    }

    /// The stream that closes the loop: a send never waits, and what finds `bound` items waiting is
    /// dropped.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    #[must_use]
    pub fn back_edge_or_drop<T>(&self, bound: usize) -> (Sender<T>, Receiver<T>) {
        self.back_edge(bound, Full::Drop)
    }

    /// Its share is its bound.
    fn back_edge<T>(&self, bound: usize, full: Full) -> (Sender<T>, Receiver<T>) {
        let share = self.cycle.back_share(bound, full);
        self.edge_of(Window::exactly(usize::MAX), share)
    }

    fn edge_of<T>(&self, window: Window, share: Share) -> (Sender<T>, Receiver<T>) {
        queue::edge(window, Some(share), self.in_one_task)
    }
}
