//! Engines that run pipelines, and ways to stop a run.

use std::fmt;

use pipeline::{Context, Graph};

use crate::Reported;

/// A way to run pipelines of type `Pipeline`.
pub trait Engine: Copy + fmt::Debug + 'static {
    type Pipeline: 'static;

    fn graph(pipeline: &Self::Pipeline) -> &'static Graph;

    /// Runs `pipeline` to its end with a child of `context`. Returns `None` if the context was
    /// cancelled before the run began.
    fn run(self, pipeline: Self::Pipeline, context: &Context) -> Option<Reported>;

    /// Starts `pipeline`, waits until `is_ready` returns true, acts, and waits for the end. For
    /// [`Act::Drop`], calls the function right after the drop, and returns `None`.
    fn run_until(
        self,
        pipeline: Self::Pipeline,
        context: &Context,
        is_ready: &dyn Fn() -> bool,
        act: Act<'_>,
    ) -> Option<Reported>;

    /// Returns the ways to stop a run from outside.
    fn ways(self) -> Vec<Way>;

    /// Returns whether a body can block without blocking the code that cancels the run.
    /// `is_blocking` says whether the body is a plain function on a thread of its own.
    fn can_block(self, is_blocking: bool) -> bool;

    /// Returns whether the error contains both of two failures that happen at the same time.
    fn tells_of_all(self) -> bool;

    /// Returns whether each worker is a thread.
    fn has_threads(self) -> bool;

    /// Returns whether the process has started no other thread for this engine before.
    fn starts_first(self) -> bool;
}

/// An action on a run.
pub enum Act<'a> {
    /// Gives an order through the run's handle.
    Say(Order),
    /// Calls a function, which stops the run through its context.
    Call(&'a dyn Fn()),
    /// Drops the run's handle or future, and then calls the function.
    Drop(&'a dyn Fn()),
}

/// An order to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Cancel,
    Drain,
}

/// A way to stop a run from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// An order.
    Told { order: Order, by: By, from: From },
    /// The run's handle or future is dropped.
    Dropped,
}

/// The means by which an order is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Handle,
    Context,
    ContextAbove,
    Message,
    HangUp,
}

/// The thread that gives the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The thread that started the run.
    Here,
    AnotherThread,
}

impl Way {
    /// Returns all orders by each of `by`.
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
