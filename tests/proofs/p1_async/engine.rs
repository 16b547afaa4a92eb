//! Executors that run async pipelines.

use futures::executor::block_on;
use pipeline::{Context, Graph};
use pipeline_tests::{Act, By, Engine, From, Hand, Reported, Way, until};
use tokio::runtime::{Builder, Handle as Tokio, Runtime};

use crate::declared::{Boxed, Declared, Handle};

/// An executor. It is made for one run and dropped after it, so that its memory is part of the
/// check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Futures {
    /// All workers in one task, on the executor of `futures`.
    OneTask,
    /// A task per worker, on one thread.
    Tasks,
    /// A task per worker, on several threads.
    Threads,
}

pub const ENGINES: &[Futures] = &[Futures::OneTask, Futures::Tasks, Futures::Threads];

impl Engine for Futures {
    type Pipeline = Box<dyn Declared>;

    fn graph(pipeline: &Box<dyn Declared>) -> &'static Graph {
        pipeline.graph()
    }

    fn run(self, pipeline: Box<dyn Declared>, context: &Context) -> Option<Reported> {
        Some(match self {
            Futures::OneTask => block_on(pipeline.run_with(context)),
            _ => self.spawned(pipeline, context, async |running| running.join().await),
        })
    }

    fn run_until(
        self,
        pipeline: Box<dyn Declared>,
        context: &Context,
        is_ready: &dyn Fn() -> bool,
        act: Act<'_>,
    ) -> Option<Reported> {
        match self {
            Futures::OneTask => in_one_task(pipeline.run_with(context), is_ready, act),
            _ => self.spawned(pipeline, context, async |running| {
                until(is_ready).await;
                match act {
                    Act::Say(order) => running.say(order),
                    Act::Call(call) => call(),
                    Act::Drop(holds) => {
                        drop(running);
                        holds();
                        // The tasks end by themselves, because the futures that they polled are
                        // dropped.
                        until(|| tasks() == 0).await;
                        return None;
                    }
                }
                Some(running.join().await)
            }),
        }
    }

    fn ways(self) -> Vec<Way> {
        let all = [By::Context, By::ContextAbove, By::Message, By::HangUp];
        let mut ways = Way::told(&all, From::Here);
        ways.extend(Way::told(&all, From::AnotherThread));
        if self != Futures::OneTask {
            ways.extend(Way::told(&[By::Handle], From::Here));
        }
        ways.push(Way::Dropped);
        ways
    }

    fn can_block(self, is_blocking: bool) -> bool {
        is_blocking
    }

    fn tells_of_all(self) -> bool {
        false
    }

    fn has_threads(self) -> bool {
        false
    }

    fn starts_first(self) -> bool {
        false
    }
}

fn in_one_task(
    mut run: Boxed<Reported>,
    is_ready: &dyn Fn() -> bool,
    act: Act<'_>,
) -> Option<Reported> {
    let early = Hand::default().poll_until(&mut run, is_ready);
    assert!(early.is_none(), "nothing inside ends it");
    match act {
        Act::Say(_) => unreachable!("it has no handle"),
        Act::Call(call) => call(),
        Act::Drop(holds) => {
            drop(run);
            holds();
            return None;
        }
    }
    Some(block_on(run))
}

impl Futures {
    fn runtime(self) -> Runtime {
        let runtime = match self {
            Futures::OneTask | Futures::Tasks => {
                Builder::new_current_thread().enable_time().build()
            }
            Futures::Threads => Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build(),
        };
        runtime.expect("a runtime starts")
    }

    fn spawned<R>(
        self,
        pipeline: Box<dyn Declared>,
        context: &Context,
        go_on: impl AsyncFnOnce(Box<dyn Handle>) -> R,
    ) -> R {
        self.runtime().block_on(async {
            let given = go_on(pipeline.spawn_with(context)).await;
            if self == Futures::Threads {
                // Tokio completes the join of a task before it removes the task from its list.
                until(|| tasks() == 0).await;
            }
            assert_eq!(tasks(), 0, "tasks outlive their pipeline");
            given
        })
    }
}

fn tasks() -> usize {
    Tokio::current().metrics().num_alive_tasks()
}
