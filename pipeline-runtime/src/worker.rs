//! What the workers of a run know: its context, its causes of failure, and their own stage.

use std::any::Any;
use std::convert::Infallible;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::task::Waker;
use std::thread;

use crate::context::{Context, Why};
use crate::current::{self, Current};
use crate::cycle::Cycle;
use crate::edge::{self, Closed, Edge, Unsent};
use crate::error::{Error, View};
use crate::halt::Halt;
use crate::queue::Sender;
use crate::stack::Stack;
use crate::sync::channel::{self, Select, TryRecvError};
use crate::sync::{Arc, Mutex, Signal, lock};
use crate::tally::{Counter, Tally};
use crate::task::Clock;

/// What all workers of a run share.
pub(crate) struct State<E> {
    halt: Halt,
    /// In order of time; the first is the run's error.
    causes: Mutex<Vec<Error<E>>>,
    view: View<E>,
    roster: Arc<Roster>,
    /// The loops whose stages are not all known yet.
    cycles: Mutex<Vec<Arc<Cycle>>>,
}

/// The workers of a run, in the order in which they were started.
#[derive(Default)]
pub(crate) struct Roster {
    members: Mutex<Vec<Member>>,
}

impl Roster {
    fn members(&self) -> Vec<Member> {
        lock(&self.members).clone()
    }

    /// The stages with a worker that is inside its body.
    pub(crate) fn busy(&self) -> Vec<&'static str> {
        let members = self.members();
        let busy = members.iter().filter(|member| member.tally.is_busy());
        let mut stages: Vec<_> = busy.map(|member| member.stage).collect();
        stages.dedup();
        stages
    }
}

/// A worker as the report sees it.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) stage: &'static str,
    pub(crate) reads: Arc<[Arc<Edge>]>,
    pub(crate) fills: Arc<[Arc<Edge>]>,
    pub(crate) tally: Arc<Tally>,
}

impl Member {
    /// The only edge that it fills, if it fills one.
    pub(crate) fn only_filled(&self) -> Option<Arc<Edge>> {
        match &*self.fills {
            [only] => Some(Arc::clone(only)),
            _ => None,
        }
    }

    /// Whether it fills edges, and nobody wants what it sends there.
    #[inline]
    pub(crate) fn is_unwanted(&self) -> bool {
        !self.fills.is_empty() && self.wanted().next().is_none()
    }

    /// The edges it fills that somebody wants.
    fn wanted(&self) -> impl Iterator<Item = &Arc<Edge>> {
        self.fills.iter().filter(|edge| !edge.is_unwanted())
    }

    /// Waits for a signal, as long as the worker may go on; whether it came.
    pub(crate) fn await_signal<T>(&self, signals: &channel::Receiver<T>, halt: &Halt) -> bool {
        loop {
            // Looked at once: an edge that hangs up from here on is among those waited for.
            let wanted: Vec<_> = self.wanted().collect();
            if halt.is_called() || (wanted.is_empty() && !self.fills.is_empty()) {
                return false;
            }
            let mut select = Select::new();
            let signal = select.recv(signals);
            select.recv(halt.quit());
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
}

impl<E> State<E> {
    pub(crate) fn new(context: Context, view: View<E>) -> Arc<Self> {
        let roster = Arc::default();
        context.employ(&roster);
        Arc::new(State {
            halt: Halt::new(context),
            causes: Mutex::new(Vec::new()),
            view,
            roster,
            cycles: Mutex::default(),
        })
    }

    pub(crate) fn members(&self) -> Vec<Member> {
        self.roster.members()
    }

    pub(crate) fn context(&self) -> &Context {
        self.halt.context()
    }

    pub(crate) fn halt(&self) -> &Halt {
        &self.halt
    }

    pub(crate) fn fail(&self, cause: Error<E>) {
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

    /// To be called when all stages are started.
    pub(crate) fn close_cycles(&self) {
        let cycles = std::mem::take(&mut *lock(&self.cycles));
        for cycle in cycles {
            cycle.lose_exit();
        }
    }

    /// Fails if an item that `member` has not read panicked when it was dropped.
    fn tell_of_drops(&self, member: &Member) {
        if let Some(payload) = member.reads.iter().find_map(|edge| edge.take_panic()) {
            self.fail(Error::panicked(member.stage, payload));
        }
    }

    /// To be called when all threads have ended: a stream may have been dropped last by the thread
    /// that started them.
    pub(crate) fn tell_of_last_drops(&self) {
        for member in self.members() {
            self.tell_of_drops(&member);
        }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.halt.is_called()
    }

    /// Whether there is a value; asked after the last join.
    pub(crate) fn has_ended_well(&self) -> bool {
        lock(&self.causes).is_empty() && !self.halt.was_heard()
    }

    /// How the run ended; asked once, at its very end.
    pub(crate) fn outcome(&self) -> Result<(), Error<E>> {
        let mut causes = std::mem::take(&mut *lock(&self.causes)).into_iter();
        match causes.next() {
            Some(first) => Err(first.followed_by(causes.collect())),
            None if self.halt.was_heard() => Err(self.stopped()),
            None => Ok(()),
        }
    }

    /// To be called when nobody will ask for the [outcome](State::outcome).
    pub(crate) fn drop_causes(&self) {
        let causes = std::mem::take(&mut *lock(&self.causes));
        causes.into_iter().for_each(Error::drop_quietly);
    }

    /// The error of a run that its context stopped.
    pub(crate) fn stopped(&self) -> Error<E> {
        match self.context().why() {
            Some(Why::Deadline) => Error::deadline_exceeded(),
            _ => Error::cancelled(),
        }
    }
}

/// One worker of one stage, as the code that runs on its thread sees it.
pub struct Worker<E> {
    member: Member,
    state: Arc<State<E>>,
    /// What it looks at for each item, where it is at hand: the cancel, and the only edge it fills.
    halt: Halt,
    only: Option<Arc<Edge>>,
    /// The stack of its thread, if its stage names one.
    stack: Stack,
}

impl<E> Worker<E> {
    /// The first or only worker of a stage between these edges.
    pub(crate) fn new(
        stage: &'static str,
        state: &Arc<State<E>>,
        reads: Vec<Arc<Edge>>,
        fills: Vec<Arc<Edge>>,
    ) -> Self {
        edge::connect(&reads, &fills);
        Worker::start(stage, state, reads.into(), fills.into())
    }

    /// Another worker of the same stage.
    pub(crate) fn another(&self) -> Self {
        let Member {
            stage,
            reads,
            fills,
            ..
        } = &self.member;
        let another = Worker::start(stage, &self.state, Arc::clone(reads), Arc::clone(fills));
        another.on_stack(self.stack)
    }

    /// The same, with that stack for its thread.
    pub(crate) fn on_stack(mut self, stack: Stack) -> Self {
        self.stack = stack;
        self
    }

    /// The stack of its thread: what its stage says, or what its items need.
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
    ) -> Self {
        let tally = Arc::new(Tally::new(reads.len(), fills.len()));
        let member = Member {
            stage,
            reads,
            fills,
            tally,
        };
        lock(&state.roster.members).push(member.clone());
        Worker {
            only: member.only_filled(),
            stack: Stack::default(),
            halt: state.halt.clone(),
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

    #[inline]
    pub(crate) fn tally(&self) -> &Arc<Tally> {
        &self.member.tally
    }

    /// The place of `edge` among those it reads.
    pub(crate) fn input(&self, edge: &Arc<Edge>) -> usize {
        let reads = &self.member.reads;
        reads
            .iter()
            .position(|read| Arc::ptr_eq(read, edge))
            .unwrap_or(0)
    }

    /// The place of `edge` among those it fills.
    pub(crate) fn place(&self, edge: &Arc<Edge>) -> usize {
        let fills = &self.member.fills;
        fills
            .iter()
            .position(|filled| Arc::ptr_eq(filled, edge))
            .unwrap_or(0)
    }

    /// Disconnects when nobody reads the one edge that it fills any more; never, if it fills none.
    pub(crate) fn hung_up(&self) -> channel::Receiver<Infallible> {
        let output = self.member.fills.first();
        output.map_or_else(channel::never, |edge| edge.hung_up().clone())
    }

    /// Whether to begin no further item: the run is cancelled, or nobody wants the output.
    #[inline]
    pub(crate) fn must_stop(&self) -> bool {
        self.halt.is_called()
            || match &self.only {
                Some(edge) => edge.is_unwanted(),
                None => self.member.is_unwanted(),
            }
    }

    /// What ends its work, for a loop that looks at it for each item; unknown, if that is more than
    /// two signals.
    #[inline]
    pub(crate) fn ends(&self) -> Option<Ends<'_>> {
        let cancelled = self.context().stop_flag();
        match &self.only {
            Some(edge) => Some(Ends([cancelled, edge.hang_up_flag()])),
            None if self.is_last() => Some(Ends([cancelled, cancelled])),
            None => None,
        }
    }

    /// Has the task woken when it must stop.
    pub(crate) fn wake_at_stop(&self, task: &Waker) {
        self.context().wake_at_cancel(task);
        for edge in &*self.member.fills {
            edge.wake_at_hang_up(task);
        }
    }

    /// Whether it fills no stream.
    pub(crate) fn is_last(&self) -> bool {
        self.member.fills.is_empty()
    }

    /// It has ended, and what it read is wanted no more: of a sink, whose value may hold the stream
    /// still.
    pub(crate) fn read_no_more(&self) {
        if self.is_last() {
            self.member.reads.iter().for_each(|edge| edge.hang_up());
        }
    }

    /// What its thread or task works for.
    pub(crate) fn current(&self, clock: Option<&Arc<Clock>>) -> Arc<Current> {
        Current::new(self.state.halt(), &self.member, clock)
    }

    /// Hands `item` to the next stage, by the output at `place`.
    #[inline]
    pub(crate) fn send<T>(&self, to: &Sender<T>, place: usize, item: T) -> Result<(), Closed> {
        if self.halt.is_called() {
            return Err(Closed);
        }
        to.still_wanted()?;
        let given = &self.tally().given[place];
        match to.try_send(item) {
            Ok(()) => {
                given.add(1);
                Ok(())
            }
            Err(item) => self.hand_over(to, given, item),
        }
    }

    /// [`send`](Worker::send) where it was just looked at whether to stop.
    pub(crate) fn hand_over<T>(
        &self,
        to: &Sender<T>,
        given: &Counter,
        item: T,
    ) -> Result<(), Closed> {
        match to.send(item, &self.tally().waited_for_output) {
            Ok(()) => {
                given.add(1);
                Ok(())
            }
            Err(Unsent::Closed) => Err(Closed),
            Err(Unsent::Full) => self.refused(to.edge()),
        }
    }

    /// What closes a loop is full: that is for its `feedback` to judge.
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

    /// Waits for a signal, as long as the worker may go on; whether it came.
    pub(crate) fn await_signal(&self, signals: &channel::Receiver<()>) -> bool {
        self.member.await_signal(signals, &self.state.halt)
    }

    /// It lacks a thread that it needs.
    pub(crate) fn fail_to_start(&self, error: io::Error) {
        self.state.fail(Error::spawn(self.stage(), error));
    }

    pub(crate) fn fail(&self, source: E) {
        self.tally().failed.add(1);
        self.state
            .fail(Error::failed(self.stage(), source, self.state.view));
    }

    /// Runs the worker's whole life on the current thread; its error or panic ends the run.
    ///
    /// `outputs` are senders to what it fills: its streams end only after its failure is known, or a
    /// stage behind could take it for a good end.
    pub(crate) fn run<H>(&self, outputs: H, work: impl FnOnce(&Self) -> Result<(), E>) {
        current::settle(self.context());
        let current = self.current(None);
        let _current = current.enter(None);
        let lived = &self.tally().lived;
        let ended = lived.time(|| panic::catch_unwind(AssertUnwindSafe(|| work(self))));
        self.end(ended, outputs);
    }

    /// What follows the end of its work.
    pub(crate) fn end<H>(&self, ended: thread::Result<Result<(), E>>, outputs: H) {
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(source)) => self.fail(source),
            Err(payload) => {
                self.tally().failed.add(1);
                self.panicked(payload);
            }
        }
        self.state.tell_of_drops(&self.member);
        // With the last sender may go what nobody read, whose drop is foreign code too.
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
pub(crate) struct Ends<'w>([&'w Signal; 2]);

impl Ends<'_> {
    /// Whether one of them is raised: then [`Worker::must_stop`] says so, too.
    #[inline(always)]
    pub(crate) fn are_raised(self) -> bool {
        let Ends([one, other]) = self;
        one.is_raised() || other.is_raised()
    }
}

impl<E> Clone for Worker<E> {
    fn clone(&self) -> Self {
        Worker {
            member: self.member.clone(),
            state: Arc::clone(&self.state),
            halt: self.halt.clone(),
            only: self.only.clone(),
            stack: self.stack,
        }
    }
}
