//! Who runs a pipeline, and how it is told to stop.

use std::fmt;

use pipeline::{Context, Graph};

use crate::Reported;

/// One of the ways to run pipelines of type `Pipeline`.
pub trait Engine: Copy + fmt::Debug + 'static {
    type Pipeline: 'static;

    fn graph(pipeline: &Self::Pipeline) -> &'static Graph;

    /// Runs `pipeline` to its end, below `context`. None if that was cancelled before its begin.
    fn run(self, pipeline: Self::Pipeline, context: &Context) -> Option<Reported>;

    /// Runs `pipeline` until `is_ready`, then acts, and waits for its end; of one that was dropped
    /// nobody is told how it ended. Calls `dropped` right after a drop.
    fn run_until(
        self,
        pipeline: Self::Pipeline,
        context: &Context,
        is_ready: &dyn Fn() -> bool,
        act: Act<'_>,
    ) -> Option<Reported>;

    /// The ways in which a run is stopped from outside.
    fn ways(self) -> Vec<Way>;

    /// Whether a body of that stage can block without blocking who is to cancel it.
    fn can_block(self, is_blocking: bool) -> bool;

    /// Whether of two failures at once both are told of.
    fn tells_of_all(self) -> bool;

    /// Whether each worker is a thread.
    fn has_threads(self) -> bool;

    /// Whether these are the first threads that it starts.
    fn starts_first(self) -> bool;
}

/// What is done to a run that is ready for it.
pub enum Act<'a> {
    /// By its handle.
    Say(Order),
    /// By what it runs below.
    Call(&'a dyn Fn()),
    /// Its handle is dropped, or its future; then this holds.
    Drop(&'a dyn Fn()),
}

/// What a run can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Cancel,
    Drain,
}

/// How a run is stopped from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Somebody gives an order.
    Told { order: Order, by: By, from: From },
    /// Its handle is dropped, or its future.
    Dropped,
}

/// What an order is given by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Handle,
    Context,
    ContextAbove,
    Message,
    HangUp,
}

/// Who gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Whoever started it.
    Here,
    AnotherThread,
}

impl Way {
    /// All orders by any of these.
    #[must_use]
    pub fn told(by: &[By], from: From) -> Vec<Way> {
        let orders = [Order::Cancel, Order::Drain].into_iter();
        let told = |order| by.iter().map(move |&by| Way::Told { order, by, from });
        orders.flat_map(told).collect()
    }

    #[must_use]
    pub fn is_drain(self) -> bool {
        matches!(
            self,
            Way::Told {
                order: Order::Drain,
                ..
            }
        )
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Way::Dropped => f.write_str("Dropped"),
            Way::Told { order, by, from } => write!(f, "{order:?} by {by:?} from {from:?}"),
        }
    }
}
