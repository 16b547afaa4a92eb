//! Quit channels, and the thread that waits for a run's end and for them.

use std::convert::Infallible;
use std::task::Waker;

use crossbeam_channel::TryRecvError;

use super::Context;
use super::in_force::OwnedQuit;
use super::node::{Node, Why};
use crate::context::time::{End, TimeSignal};
use crate::run::foreign;
use crate::sync::channel::{Receiver, Select};
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, Ordering};

/// A channel that stops a context.
pub(super) trait Quit: Send + Sync {
    fn register<'a>(&'a self, select: &mut Select<'a>);

    /// Stops `node`, which it belongs to, if a message is there or the channel is at its end.
    fn look(&self, node: &Arc<Node>);

    /// Whether it has stopped its node, so that nobody needs to look at it any more.
    fn is_spent(&self) -> bool;
}

/// What a message on a quit channel asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Cancel,
    Drain,
}

/// A channel of any messages.
pub(super) struct QuitChannel<T> {
    messages: crossbeam_channel::Receiver<T>,
    ask: Ask,
    /// See [`Quit::is_spent`]. Relaxed is enough: a thread that loads an old `false` only looks at the
    /// channel once more.
    is_spent: AtomicBool,
}

impl<T> QuitChannel<T> {
    pub(super) fn new(messages: crossbeam_channel::Receiver<T>, ask: Ask) -> Self {
        QuitChannel {
            messages,
            ask,
            is_spent: AtomicBool::new(false),
        }
    }
}

impl<T: Send> Quit for QuitChannel<T> {
    fn register<'a>(&'a self, select: &mut Select<'a>) {
        select.recv(&self.messages);
    }

    fn look(&self, node: &Arc<Node>) {
        let message = self.messages.try_recv();
        if let Err(TryRecvError::Empty) = message {
            return;
        }
        self.is_spent.store(true, Ordering::Relaxed);
        node.forget(self);
        match self.ask {
            Ask::Cancel => node.cancel(Why::Asked),
            Ask::Drain => node.drain(),
        }
        foreign::drop_quietly(message);
    }

    fn is_spent(&self) -> bool {
        self.is_spent.load(Ordering::Relaxed)
    }
}

/// A quit channel that a thread waits for.
#[derive(Clone)]
pub(crate) struct AwaitedQuit(OwnedQuit);

impl AwaitedQuit {
    /// The address of the channel: unique while this clone exists.
    pub(crate) fn key(&self) -> usize {
        Arc::as_ptr(&self.0.1).addr()
    }

    pub(crate) fn register<'a>(&'a self, select: &mut Select<'a>) {
        self.0.1.register(select);
    }

    /// Stops its node, if the channel is ready.
    pub(crate) fn look(&self) {
        let (node, quit) = &self.0;
        node.upgrade().inspect(|node| quit.look(node));
    }

    pub(crate) fn is_spent(&self) -> bool {
        let (node, quit) = &self.0;
        quit.is_spent() || node.strong_count() == 0
    }
}

impl Context {
    /// Waits until `ended` disconnects, and meanwhile lets deadlines and quit channels act: the
    /// thread that has a run is the one that has the time for it.
    pub(crate) fn watch(&self, ended: &Receiver<Infallible>) {
        while !self.has_ended(ended) {
            self.node.look(Instant::now());
        }
    }

    /// How often there was something new to watch; `task` is woken when there is again.
    pub(crate) fn listen(&self, task: &Waker) -> u64 {
        self.node.bell.listen(task)
    }

    /// Has the task look that listens, if a deadline could have passed.
    #[cfg(feature = "tokio")]
    pub(crate) fn remind(&self) {
        if self.is_watched() {
            self.node.bell.remind();
        }
    }

    /// Whether it has a deadline or a quit channel, or one above it has.
    pub(crate) fn is_watched(&self) -> bool {
        self.node.is_watched()
    }

    /// What a run waits for to be cancelled by itself, one by each clock.
    pub(crate) fn ends(&self) -> Vec<End> {
        self.node.ends()
    }

    /// Lets deadlines that have passed when it is `now` by the system, and quit channels that have a
    /// message, act.
    pub(crate) fn look(&self, now: Instant) {
        self.node.look(now);
    }

    /// The channels that stop it: only a thread can wait for those.
    pub(crate) fn awaited_quits(&self) -> Vec<AwaitedQuit> {
        self.node.quits().into_iter().map(AwaitedQuit).collect()
    }

    /// Waits for `ended`, or for the next thing to look at; whether it was the former.
    fn has_ended(&self, ended: &Receiver<Infallible>) -> bool {
        let quits = self.node.quits();
        // Once it is cancelled there is nothing else to wait for.
        let goes_on = !self.is_stopped();
        let ends = if goes_on {
            self.node.ends()
        } else {
            Vec::new()
        };
        let deadlines: Vec<TimeSignal> = ends.iter().map(End::ring).collect();
        let mut select = Select::new();
        let end = select.recv(ended);
        if goes_on {
            select.recv(&self.node.bell.rings);
            for (_, quit) in &quits {
                quit.register(&mut select);
            }
            for deadline in &deadlines {
                select.recv(deadline.rings());
            }
        }
        let ready = select.ready();
        let _ = self.node.bell.rings.try_recv();
        ready == end
    }
}
