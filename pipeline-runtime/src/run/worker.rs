//! The workers of a run, and the state that they share: the context, the causes of failure, the
//! registry.

use std::any::Any;
use std::convert::Infallible;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use crate::cluster::Role;
use crate::context::clock::Clock;
use crate::context::time::TimeSource;
use crate::context::{Context, Why};
use crate::edge::flow::Flow;
use crate::edge::in_flight::Cycle;
use crate::edge::{self, Closed, Edge, Sender, Unsent};
use crate::report::counters::{Counter, Counters};
use crate::report::timeline::Timeline;
use crate::run::current::{self, Current};
use crate::run::error::{Error, View};
use crate::run::registry::{WorkerRecord, WorkerRegistry};
use crate::run::stop_token::StopToken;
use crate::run::stopper::Stopper;
use crate::run::trace::{RunSpan, WorkerSpan};
use crate::sync::channel;
use crate::sync::stack::Stack;
use crate::sync::{Arc, Mutex, Signal, lock};

/// State shared by all workers of a run.
pub(crate) struct State<E> {
    stop_token: StopToken,
    /// Failures in order of time. The first is the run's error.
    causes: Mutex<Vec<Error<E>>>,
    view: View<E>,
    /// Clock by which tasks wait for a time. `None` on threads, which sleep.
    clock: Option<Arc<Clock>>,
    registry: Arc<WorkerRegistry>,
    /// Recorder of the times at which workers work and wait.
    timeline: Option<Timeline>,
    span: RunSpan,
    /// Part of the run that is done in this process.
    role: Role,
    /// Loops of which not all stages have been started yet.
    cycles: Mutex<Vec<Arc<Cycle>>>,
}

impl<E> State<E> {
    /// Makes the state of a run. `clock` is `None` for threads.
    pub(crate) fn new(
        context: Context,
        view: View<E>,
        clock: Option<Arc<Clock>>,
        role: Role,
    ) -> Arc<Self> {
        let registry = context.register();
        let timeline = context.get::<Timeline>().cloned();
        Arc::new(State {
            stop_token: StopToken::new(context),
            causes: Mutex::new(Vec::new()),
            view,
            clock,
            registry,
            timeline,
            span: RunSpan::new(),
            role,
            cycles: Mutex::default(),
        })
    }

    pub(crate) fn members(&self) -> Vec<WorkerRecord> {
        self.registry.members()
    }

    /// The workers of the run.
    #[cfg(feature = "tokio")]
    pub(crate) fn registry(&self) -> &Arc<WorkerRegistry> {
        &self.registry
    }

    /// Returns the index of the next worker among the members.
    pub(crate) fn place(&self) -> usize {
        self.registry.place()
    }

    /// Sets the index of the next worker among the members.
    pub(crate) fn go_on_at(&self, place: usize) {
        self.registry.go_on_at(place);
    }

    pub(crate) fn context(&self) -> &Context {
        self.stop_token.context()
    }

    /// Returns the clock that the workers read.
    pub(crate) fn time_source(&self) -> Arc<dyn TimeSource> {
        match &self.clock {
            Some(clock) => Arc::clone(clock) as _,
            None => Arc::new(self.context().time().clone()),
        }
    }

    pub(crate) fn stop_token(&self) -> &StopToken {
        &self.stop_token
    }

    pub(crate) fn fail(&self, cause: Error<E>) {
        self.span.fail(&cause);
        let mut causes = lock(&self.causes);
        if causes.is_empty() && self.context().is_stopped() {
            causes.push(self.stopped());
        }
        causes.push(cause);
        drop(causes);
        self.context().cancel();
    }

    pub(crate) fn add_cycle(&self, cycle: &Arc<Cycle>) {
        lock(&self.cycles).push(Arc::clone(cycle));
    }

    /// Part of the run that is done in this process.
    #[cfg(feature = "cluster")]
    pub(crate) fn role(&self) -> &Role {
        &self.role
    }

    /// Returns whether `worker` runs in this process.
    pub(crate) fn has_work_for(&self, worker: &Worker<E>) -> bool {
        worker.is_at_place || !self.role.is_of_a_place()
    }

    /// To be called after all stages have been started.
    pub(crate) fn all_started(&self) {
        self.role.begin();
        self.close_cycles();
    }

    fn close_cycles(&self) {
        let cycles = std::mem::take(&mut *lock(&self.cycles));
        for cycle in cycles {
            cycle.lose_exit();
        }
    }

    /// Ends the futures that the bodies of this run have left behind.
    pub(crate) fn end_orphans(&self) {
        self.stop_token.orphans().end(self.context());
    }

    /// Fails the run if the drop of an item that `member` had left unread panicked.
    fn tell_of_drops(&self, member: &WorkerRecord) {
        if let Some(payload) = member.reads.iter().find_map(|edge| edge.take_panic()) {
            self.fail(Error::panicked(member.stage, payload));
        }
    }

    /// Reports panics of the last drops. To be called after all threads have ended: the thread that
    /// started them may have been the last to drop a stream.
    pub(crate) fn tell_of_last_drops(&self) {
        for member in self.members() {
            self.tell_of_drops(&member);
        }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.stop_token.is_stopped()
    }

    /// Returns whether the run has a value. To be called after the last join.
    pub(crate) fn has_ended_well(&self) -> bool {
        let was_stopped = self.stop_token.was_observed() || self.role.is_of_a_place();
        lock(&self.causes).is_empty() && !was_stopped
    }

    /// Returns how the run ended. To be called once, at the end of the run.
    pub(crate) fn outcome(&self) -> Result<(), Error<E>> {
        let mut causes = std::mem::take(&mut *lock(&self.causes)).into_iter();
        let outcome = match causes.next() {
            Some(first) => Err(first.followed_by(causes.collect())),
            None if self.stop_token.was_observed() => Err(self.stopped()),
            None => Ok(()),
        };
        self.span
            .end(outcome.as_ref().copied(), self.context().is_drained());
        outcome
    }

    /// Drops the causes. To be called if nobody will ask for the [outcome](State::outcome).
    pub(crate) fn drop_causes(&self) {
        let causes = std::mem::take(&mut *lock(&self.causes));
        causes.into_iter().for_each(Error::drop_quietly);
    }

    /// Returns the error of a run that was stopped by its context.
    pub(crate) fn stopped(&self) -> Error<E> {
        match self.context().why() {
            Some(Why::Deadline) => Error::deadline_exceeded(),
            _ => Error::cancelled(),
        }
    }
}

/// One worker of one stage, as the code that runs it sees it.
pub struct Worker<E> {
    member: WorkerRecord,
    state: Arc<State<E>>,
    stopper: Arc<Stopper>,
    /// Stack size of the worker's thread, if the stage sets one.
    stack: Stack,
    /// The worker's own queue, if the stage distributes its input among its workers.
    queue: Option<Arc<Edge>>,
    /// Whether the worker works for other processes.
    is_at_place: bool,
    span: WorkerSpan,
}

impl<E> Worker<E> {
    /// Makes the first or only worker of a stage, which reads `reads` and fills `fills`.
    pub(crate) fn new(
        stage: &'static str,
        state: &Arc<State<E>>,
        reads: Vec<Arc<Edge>>,
        fills: Vec<Arc<Edge>>,
    ) -> Self {
        edge::connect(&reads, &fills);
        Worker::start(stage, state, reads.into(), fills.into(), 0)
    }

    /// Makes worker number `index` of the same stage.
    pub(crate) fn another(&self, index: usize) -> Self {
        let WorkerRecord {
            stage,
            reads,
            fills,
            ..
        } = &self.member;
        let another = Worker::start(
            stage,
            &self.state,
            Arc::clone(reads),
            Arc::clone(fills),
            index,
        );
        another.on_stack(self.stack)
    }

    /// Marks the worker as one that works for other processes.
    pub(crate) fn at_place(mut self) -> Self {
        self.is_at_place = true;
        self
    }

    /// Sets the stack size of the worker's thread.
    pub(crate) fn on_stack(mut self, stack: Stack) -> Self {
        self.stack = stack;
        self
    }

    /// Returns the stack size of the worker's thread. If the stage sets none, the size of the
    /// largest item decides.
    pub(crate) fn stack(&self) -> Stack {
        let edges = self.member.reads.iter().chain(&*self.member.fills);
        let largest = edges.map(|edge| edge.item_size()).max();
        self.stack.or(Stack::for_items(largest.unwrap_or(0)))
    }

    fn start(
        stage: &'static str,
        state: &Arc<State<E>>,
        reads: Arc<[Arc<Edge>]>,
        fills: Arc<[Arc<Edge>]>,
        index: usize,
    ) -> Self {
        let recorder = state
            .timeline
            .as_ref()
            .map(|timeline| timeline.record(stage));
        let counters = Arc::new(Counters::new(reads.len(), fills.len(), recorder.as_ref()));
        let member = WorkerRecord {
            stage,
            reads,
            fills,
            counters,
            is_task: state.clock.is_some(),
        };
        state.registry.add(member.clone());
        Worker {
            span: state.span.worker(stage, index),
            queue: None,
            is_at_place: false,
            stack: Stack::default(),
            stopper: Arc::new(Stopper::new(&state.stop_token, &member.fills)),
            state: Arc::clone(state),
            member,
        }
    }

    pub(crate) fn stage(&self) -> &'static str {
        self.member.stage
    }

    pub(crate) fn context(&self) -> &Context {
        self.state.context()
    }

    /// The worker's span for `tracing`.
    pub(crate) fn span(&self) -> &WorkerSpan {
        &self.span
    }

    #[inline]
    pub(crate) fn counters(&self) -> &Arc<Counters> {
        &self.member.counters
    }

    /// Gives the worker a queue that only it reads.
    pub(crate) fn with_queue(mut self, queue: Option<&Arc<Edge>>) -> Self {
        self.queue = queue.cloned();
        self
    }

    /// Returns the flows of the edges that the worker reads. Its task looks for waiting senders
    /// there when it pauses.
    pub(crate) fn flows(&self) -> Vec<Arc<Flow>> {
        let reads = self.member.reads.iter().chain(&self.queue);
        reads.map(|edge| Arc::clone(edge.flow())).collect()
    }

    /// Returns the index of `edge` among the edges that the worker reads.
    pub(crate) fn input(&self, edge: &Arc<Edge>) -> usize {
        let reads = &self.member.reads;
        reads
            .iter()
            .position(|read| Arc::ptr_eq(read, edge))
            .unwrap_or(0)
    }

    /// Returns the index of `edge` among the edges that the worker fills.
    pub(crate) fn place(&self, edge: &Arc<Edge>) -> usize {
        let fills = &self.member.fills;
        fills
            .iter()
            .position(|filled| Arc::ptr_eq(filled, edge))
            .unwrap_or(0)
    }

    /// Returns a channel that disconnects when the reader of the first output hangs up. It never
    /// does if the worker fills no edge.
    pub(crate) fn hung_up(&self) -> channel::Receiver<Infallible> {
        let output = self.member.fills.first();
        output.map_or_else(channel::never, |edge| edge.hung_up().clone())
    }

    /// The stopper, which ends the worker before its input ends.
    #[inline]
    pub(crate) fn stopper(&self) -> &Arc<Stopper> {
        &self.stopper
    }

    /// Returns whether the worker must not begin another item: the run is cancelled, or nobody
    /// wants the output.
    #[inline]
    pub(crate) fn must_stop(&self) -> bool {
        self.stopper.must_stop()
    }

    /// Returns the signals that end the worker's work, for a loop that checks them at each item.
    /// Returns `None` if there are more than two.
    #[inline]
    pub(crate) fn ends(&self) -> Option<EndSignals<'_>> {
        let cancelled = self.context().stop_flag();
        match &*self.member.fills {
            [] => Some(EndSignals([cancelled, cancelled])),
            [only] => Some(EndSignals([cancelled, only.hang_up_flag()])),
            _ => None,
        }
    }

    /// Returns whether the worker fills no edge.
    pub(crate) fn is_last(&self) -> bool {
        self.stopper.is_last()
    }

    /// Hangs up the inputs of a sink that has ended. The value of the sink may still hold the
    /// receiver, so its drop cannot do this.
    pub(crate) fn read_no_more(&self) {
        if self.is_last() {
            self.member.reads.iter().for_each(|edge| edge.hang_up());
        }
    }

    /// Clock by which the worker's task waits for a time. `None` for a thread, which sleeps.
    pub(crate) fn clock(&self) -> Option<&Arc<Clock>> {
        self.state.clock.as_ref()
    }

    /// Returns the clock that the worker reads.
    pub(crate) fn time_source(&self) -> Arc<dyn TimeSource> {
        self.state.time_source()
    }

    /// Returns the thread-local record of this worker.
    pub(crate) fn current(&self) -> Arc<Current> {
        Current::new(&self.stopper, self.counters(), self.clock(), &self.span)
    }

    /// Hands `item` to the next stage, by the output number `place`.
    #[inline]
    pub(crate) fn send<T>(&self, to: &mut Sender<T>, place: usize, item: T) -> Result<(), Closed> {
        if self.state.is_cancelled() {
            return Err(Closed);
        }
        to.still_wanted()?;
        let given = &self.counters().given[place];
        match to.try_put(item) {
            Ok(()) => {
                given.add(1);
                Ok(())
            }
            Err(item) => self.hand_over(to, given, item),
        }
    }

    /// Like [`send`](Worker::send), for a caller that has just checked whether to stop.
    pub(crate) fn hand_over<T>(
        &self,
        to: &mut Sender<T>,
        given: &Counter,
        item: T,
    ) -> Result<(), Closed> {
        let sent = to.send(item, &self.stopper, &self.counters().waited_for_output);
        self.note_sent(sent, given, to.edge())
    }

    /// Counts the outcome of an attempt to put an item into an edge.
    pub(crate) fn note_sent(
        &self,
        sent: Result<(), Unsent>,
        given: &Counter,
        edge: &Edge,
    ) -> Result<(), Closed> {
        match sent {
            Ok(()) => {
                given.add(1);
                Ok(())
            }
            Err(Unsent::Closed) => Err(Closed),
            Err(Unsent::Full) => self.refused(edge),
            Err(Unsent::Panicked(payload)) => {
                given.add(1);
                panic::resume_unwind(payload)
            }
        }
    }

    /// Handles an item for which the edge that closes a loop has no room. The policy of the
    /// `feedback` decides whether this is an error.
    #[cold]
    pub(crate) fn refused(&self, by: &Edge) -> Result<(), Closed> {
        match by.share().and_then(|share| share.overflow(self.stage())) {
            None => Ok(()),
            Some(error) => {
                self.state.fail(error);
                Err(Closed)
            }
        }
    }

    /// Fails the run because a thread of this worker could not be started.
    pub(crate) fn fail_to_start(&self, error: io::Error) {
        self.state.fail(Error::spawn(self.stage(), error));
    }

    pub(crate) fn fail(&self, source: E) {
        self.counters().failed.add(1);
        self.state
            .fail(Error::failed(self.stage(), source, self.state.view));
    }

    /// Runs the worker on the current thread until it ends. Its error or panic ends the run.
    ///
    /// `outputs` are senders to the edges that the worker fills. They are dropped only after a
    /// failure has been recorded. Otherwise a downstream stage could take the failure for a normal
    /// end of the stream.
    pub(crate) fn run<H>(&self, outputs: H, work: impl FnOnce(&Self) -> Result<(), E>) {
        current::settle(self.context());
        let current = self.current();
        let _current = current.enter(None);
        let lived = &self.counters().lived;
        let ended = lived.time(|| panic::catch_unwind(AssertUnwindSafe(|| work(self))));
        self.end(ended, outputs);
    }

    /// Records how the work ended, and then drops the outputs.
    pub(crate) fn end<H>(&self, ended: thread::Result<Result<(), E>>, outputs: H) {
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(source)) => self.fail(source),
            Err(payload) => {
                if !self.counters().handles_failure() {
                    self.counters().failed.add(1);
                }
                self.panicked(payload);
            }
        }
        self.state.tell_of_drops(&self.member);
        // The drop of the last sender may drop unread items, whose `Drop` is foreign code.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| drop(outputs))) {
            self.panicked(payload);
        }
    }

    pub(crate) fn panicked(&self, payload: Box<dyn Any + Send>) {
        self.state.fail(Error::panicked(self.stage(), payload));
    }
}

/// The signals that end a worker's work.
#[derive(Clone, Copy)]
pub(crate) struct EndSignals<'w>([&'w Signal; 2]);

impl EndSignals<'_> {
    /// Returns whether one of the signals is raised. [`Worker::must_stop`] is then true, too.
    #[inline(always)]
    pub(crate) fn are_raised(self) -> bool {
        let EndSignals([one, other]) = self;
        one.is_raised() || other.is_raised()
    }
}

impl<E> Clone for Worker<E> {
    fn clone(&self) -> Self {
        Worker {
            member: self.member.clone(),
            state: Arc::clone(&self.state),
            stopper: Arc::clone(&self.stopper),
            stack: self.stack,
            queue: self.queue.clone(),
            is_at_place: self.is_at_place,
            span: self.span.clone(),
        }
    }
}
