//! The engines that run a pipeline's stages.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use pipeline::testing::{self, block_on};
use pipeline::{AsyncPipeline, Context, Error, Pipeline, Report};

use crate::fate::End;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A thread for each stage.
    Threads,
    /// Futures, all in one task.
    OneTask,
    /// Futures, a task for each.
    Tasks,
}

pub(crate) type Reported = (Result<usize, Error>, Report);

/// A pipeline of any shape, on threads or as futures.
pub(crate) enum Declared {
    Threads(Pipeline<'static, usize>),
    Futures(AsyncPipeline<'static, usize>),
}

impl From<Pipeline<'static, usize>> for Declared {
    fn from(pipeline: Pipeline<'static, usize>) -> Self {
        Declared::Threads(pipeline)
    }
}

impl From<AsyncPipeline<'static, usize>> for Declared {
    fn from(pipeline: AsyncPipeline<'static, usize>) -> Self {
        Declared::Futures(pipeline)
    }
}

impl Engine {
    /// Runs `pipeline` to its end. Returns `None` if its handle is dropped, because then the
    /// outcome is not known.
    pub(crate) fn run(self, pipeline: Declared, end: End) -> Option<Reported> {
        let context = match end {
            End::Deadline => Context::new().with_deadline(Duration::from_millis(1)),
            _ => Context::new(),
        };
        let (quit, channel) = crossbeam_channel::bounded(1);
        match end {
            End::CancelBeside | End::DrainBeside | End::QuitBeside => {
                if end == End::QuitBeside {
                    context.quit_on(channel);
                }
                let stop = || match end {
                    End::CancelBeside => context.cancel(),
                    End::DrainBeside => context.drain(),
                    _ => quit.send(()).expect("there is room"),
                };
                let ((), reported) = testing::beside(stop, || self.run_with(pipeline, &context));
                Some(reported)
            }
            End::HandleCancelled | End::HandleDropped => self.hold(pipeline, &context, end),
            _ => Some(self.run_with(pipeline, &context)),
        }
    }

    pub(crate) fn run_with(self, pipeline: Declared, context: &Context) -> Reported {
        match pipeline {
            Declared::Threads(pipeline) => pipeline.run_reported_with(context),
            Declared::Futures(pipeline) if self == Engine::Tasks => {
                block_on(async { pipeline.spawn_with(context).join_reported().await })
            }
            Declared::Futures(pipeline) => block_on(pipeline.run_reported_with(context)),
        }
    }

    fn hold(self, pipeline: Declared, context: &Context, end: End) -> Option<Reported> {
        match pipeline {
            Declared::Threads(pipeline) => {
                let running = pipeline.spawn_with(context);
                if end == End::HandleDropped {
                    drop(running);
                    return None;
                }
                running.cancel();
                Some(running.join_reported())
            }
            Declared::Futures(pipeline) if self == Engine::Tasks => block_on(async {
                let running = pipeline.spawn_with(context);
                if end == End::HandleDropped {
                    drop(running);
                    return None;
                }
                running.cancel();
                Some(running.join_reported().await)
            }),
            Declared::Futures(pipeline) if end == End::HandleDropped => {
                let mut run = Box::pin(pipeline.run_reported_with(context));
                // After one poll, some of the work is done, and the rest is not.
                let polled = block_on(poll_fn(|cx| Poll::Ready(run.as_mut().poll(cx))));
                drop(run);
                match polled {
                    Poll::Ready(reported) => Some(reported),
                    Poll::Pending => None,
                }
            }
            Declared::Futures(pipeline) => {
                context.cancel();
                Some(block_on(pipeline.run_reported_with(context)))
            }
        }
    }
}
