//! A common trait for pipelines with one sink or with two.

use pipeline::{Context, Error, Graph, Pipeline, Report, Running};
use pipeline_tests::probe::Taken;
use pipeline_tests::{Order, Reported};

/// A pipeline of any shape.
pub trait Declared: Send {
    fn graph(&self) -> &'static Graph;
    /// Runs the pipeline as a child of the pipeline in whose body this is called.
    fn run(self: Box<Self>) -> Reported;
    fn run_with(self: Box<Self>, context: &Context) -> Reported;
    fn spawn_with(self: Box<Self>, context: &Context) -> Box<dyn Handle>;
}

/// The handle of a run. Dropping it drops the run.
pub trait Handle {
    fn say(&self, order: Order);
    fn join(self: Box<Self>) -> Reported;
}

fn reported<T: Taken>((outcome, report): (Result<T, Error>, Report)) -> Reported {
    (outcome.map(T::taken), report)
}

impl<T: Taken> Declared for Pipeline<'static, T> {
    fn graph(&self) -> &'static Graph {
        Pipeline::graph(self)
    }

    fn run(self: Box<Self>) -> Reported {
        reported(self.run_reported())
    }

    fn run_with(self: Box<Self>, context: &Context) -> Reported {
        reported(self.run_reported_with(context))
    }

    fn spawn_with(self: Box<Self>, context: &Context) -> Box<dyn Handle> {
        Box::new(Pipeline::spawn_with(*self, context))
    }
}

impl<T: Taken> Handle for Running<T> {
    fn say(&self, order: Order) {
        match order {
            Order::Cancel => self.cancel(),
            Order::Drain => self.drain(),
        }
    }

    fn join(self: Box<Self>) -> Reported {
        reported(self.join_reported())
    }
}
