//! Pipelines with one sink or with two, as one type.

use pipeline::{Context, Error, Pipeline, Report, Running};
use pipeline_tests::Reported;
use pipeline_tests::probe::Taken;

/// A pipeline of any shape.
pub trait Declared: Send {
    fn run(self: Box<Self>) -> Reported;
    fn run_with(self: Box<Self>, context: &Context) -> Reported;
    fn spawn(self: Box<Self>) -> Box<dyn Handle>;
}

/// The handle of one that runs; dropping it drops what it holds.
pub trait Handle {
    fn cancel(&self);
    fn join(self: Box<Self>) -> Reported;
}

fn reported<T: Taken>((outcome, report): (Result<T, Error>, Report)) -> Reported {
    (outcome.map(T::taken), report)
}

impl<T: Taken> Declared for Pipeline<'static, T> {
    fn run(self: Box<Self>) -> Reported {
        reported(self.run_reported())
    }

    fn run_with(self: Box<Self>, context: &Context) -> Reported {
        reported(self.run_reported_with(context))
    }

    fn spawn(self: Box<Self>) -> Box<dyn Handle> {
        Box::new(Pipeline::spawn(*self))
    }
}

impl<T: Taken> Handle for Running<T> {
    fn cancel(&self) {
        Running::cancel(self);
    }

    fn join(self: Box<Self>) -> Reported {
        reported(self.join_reported())
    }
}
