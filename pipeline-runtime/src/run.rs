//! One run, as the expansion sees it.

use std::time::Duration;

use crate::channel::Room;
use crate::context::Context;
use crate::current;
use crate::cycle::Loop;
use crate::error::{Error, View};
use crate::lanes::Bound;
use crate::queue::{self, Receiver, Sender};
use crate::report::Report;
use crate::scope::{self, Scope, Stopped};
use crate::sync::Arc;
use crate::window::DEFAULT_CAPACITY;
use crate::worker::State;

/// One run of a pipeline: what its expansion makes edges from and opens its scope on.
pub struct Run<E> {
    state: Arc<State<E>>,
}

/// A thread or task to which a body gave the run's context sees the end of the run, however the run
/// ended.
impl<E> Drop for Run<E> {
    fn drop(&mut self) {
        self.context().cancel();
    }
}

impl<E> Run<E> {
    pub(crate) fn new(context: Context, view: View<E>) -> Self {
        // What is over already, or to be quit already, starts no thread.
        let _ = context.is_cancelled();
        context.set_callers(current::callers(&context));
        Run {
            state: State::new(context, view),
        }
    }

    /// The run's own context: `ctx` in the bodies.
    #[must_use]
    pub fn context(&self) -> &Context {
        self.state.context()
    }

    pub(crate) fn report(&self, elapsed: Duration) -> Report {
        Report::new(&self.state.members(), elapsed)
    }

    /// A stream between stages, of rings, with a window that grows while items go through quickly: at
    /// first 64 of them wait in it.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        queue::edge(Bound::Window, self.state.halt())
    }

    /// A stream from one worker to another, of rings: at most `capacity` items wait in it. 0 is a
    /// rendezvous, and one above 2²⁰, or of more than 16 MiB of items, a channel.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        queue::edge(Bound::Exact(capacity), self.state.halt())
    }

    /// A stream that is a channel, of the default capacity: for stages that may wait for each other.
    #[must_use]
    pub fn channel<T>(&self) -> (Sender<T>, Receiver<T>) {
        self.channel_with_capacity(DEFAULT_CAPACITY)
    }

    /// A stream that is a channel, which several workers may fill or read: at most `capacity` items
    /// wait in it. 0 is a rendezvous.
    #[must_use]
    pub fn channel_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        queue::channel_edge(Room::Items(capacity), None, self.state.halt())
    }

    /// A stream that is a channel. The items that wait in it weigh at most `max` together, as its receiver
    /// [weighs](Receiver::weigh) them; an item that alone weighs more waits alone.
    #[must_use]
    pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        queue::channel_edge(Room::Weight(max), None, self.state.halt())
    }

    /// Lets waits at the streams of this run end at a cancel by themselves: where stages may wait for
    /// each other, as around a `zip` that may deadlock, no stage's end would free them.
    pub fn expect_deadlock(&self) {
        self.state.halt().expect_lock_up();
    }

    /// What makes the streams of a loop that a `feedback` closes.
    #[must_use]
    pub fn cycle(&self) -> Loop {
        let new = Loop::new(self.state.halt());
        self.state.add_cycle(new.cycle());
        new
    }

    /// Runs `wire`, which starts the stages and [joins](Scope::join) them.
    ///
    /// No thread started in the scope is alive when this returns, even if `wire` panics.
    ///
    /// # Errors
    ///
    /// The first cause, if a stage failed, panicked, got no thread or was cancelled.
    pub fn scope<'env, T>(
        &'env self,
        wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Stopped>,
    ) -> Result<T, Error<E>>
    where
        E: Send + 'env,
    {
        scope::scope(&self.state, wire)
    }
}
