//! Quit channels, and the wait of a thread for the end of a run and for these channels.

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

    /// Stops `node`, to which the channel belongs, if the channel has a message or is disconnected.
    fn look(&self, node: &Arc<Node>);

    /// Returns whether the channel has stopped its node, so that nobody needs to look at it any
    /// more.
    fn is_spent(&self) -> bool;
}

/// What a message on a quit channel does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Cancel,
    Drain,
}

/// A quit channel with messages of any type.
pub(super) struct QuitChannel<T> {
    messages: crossbeam_channel::Receiver<T>,
    ask: Ask,
    /// See [`Quit::is_spent`]. Relaxed is enough: a thread that loads an old `false` only looks at
    /// the channel once more.
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

/// A quit channel that the alarm's thread waits for.
#[derive(Clone)]
pub(crate) struct AwaitedQuit(OwnedQuit);

impl AwaitedQuit {
    /// The address of the channel. It is unique while this clone exists.
    pub(crate) fn key(&self) -> usize {
        Arc::as_ptr(&self.0.1).addr()
    }

    pub(crate) fn register<'a>(&'a self, select: &mut Select<'a>) {
        self.0.1.register(select);
    }

    /// Stops the node of the channel, if the channel is ready.
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
    /// Waits until `ended` disconnects. Meanwhile, stops this context when a deadline passes or a
    /// quit channel is ready. Called by the thread that started the run, which has nothing else to
    /// do.
    pub(crate) fn watch(&self, ended: &Receiver<Infallible>) {
        while !self.has_ended(ended) {
            self.node.look(Instant::now());
        }
    }

    /// Has `task` woken when there is something new to watch. Returns how often there has been so
    /// far.
    pub(crate) fn listen(&self, task: &Waker) -> u64 {
        self.node.bell.listen(task)
    }

    /// Wakes the task that listens, if a deadline may have passed.
    #[cfg(feature = "tokio")]
    pub(crate) fn remind(&self) {
        if self.is_watched() {
            self.node.bell.remind();
        }
    }

    /// Returns whether the context, or one above it, has a deadline or a quit channel.
    pub(crate) fn is_watched(&self) -> bool {
        self.node.is_watched()
    }

    /// Returns the next moment at which something stops the context, one for each clock.
    pub(crate) fn ends(&self) -> Vec<End> {
        self.node.ends()
    }

    /// Stops the contexts whose deadlines have passed at the system's time `now`, or whose quit
    /// channels are ready.
    pub(crate) fn look(&self, now: Instant) {
        self.node.look(now);
    }

    /// Returns the channels that stop the context. Only a thread can wait for them.
    pub(crate) fn awaited_quits(&self) -> Vec<AwaitedQuit> {
        self.node.quits().into_iter().map(AwaitedQuit).collect()
    }

    /// Waits for `ended`, or for the next thing to look at. Returns whether `ended` disconnected.
    fn has_ended(&self, ended: &Receiver<Infallible>) -> bool {
        let quits = self.node.quits();
        // After a cancel, only the end of the run is left to wait for.
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
