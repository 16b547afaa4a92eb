//! A common trait for async pipelines with one sink or with two.

use std::pin::Pin;

use pipeline::{AsyncPipeline, AsyncRunning, Context, Error, Graph, Report};
use pipeline_tests::probe::Taken;
use pipeline_tests::{Order, Reported};

pub type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A pipeline of any shape.
pub trait Declared: Send {
    fn graph(&self) -> &'static Graph;
    fn run_with(self: Box<Self>, context: &Context) -> Boxed<Reported>;
    fn spawn_with(self: Box<Self>, context: &Context) -> Box<dyn Handle>;
}

/// The handle of a run. Dropping it drops the run.
pub trait Handle: Send {
    fn say(&self, order: Order);
    fn join(self: Box<Self>) -> Boxed<Reported>;
}

fn reported<T: Taken>((outcome, report): (Result<T, Error>, Report)) -> Reported {
    (outcome.map(T::taken), report)
}

impl<T: Taken> Declared for AsyncPipeline<'static, T> {
    fn graph(&self) -> &'static Graph {
        AsyncPipeline::graph(self)
    }

    fn run_with(self: Box<Self>, context: &Context) -> Boxed<Reported> {
        let run = self.run_reported_with(context);
        Box::pin(async { reported(run.await) })
    }

    fn spawn_with(self: Box<Self>, context: &Context) -> Box<dyn Handle> {
        Box::new(AsyncPipeline::spawn_with(*self, context))
    }
}

impl<T: Taken> Handle for AsyncRunning<T> {
    fn say(&self, order: Order) {
        match order {
            Order::Cancel => self.cancel(),
            Order::Drain => self.drain(),
        }
    }

    fn join(self: Box<Self>) -> Boxed<Reported> {
        Box::pin(async { reported(self.join_reported().await) })
    }
}
