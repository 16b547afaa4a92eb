//! Who polls a pipeline's stages.

use futures::executor::block_on;
use pipeline::Context;
use pipeline_tests::{Hand, Reported, until};
use tokio::runtime::{Builder, Handle as Tokio, Runtime};

use crate::declared::{Declared, Handle};

/// An executor, made for one run: so nothing of it is left when it is gone, and its memory counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// All in one task, of the smallest executor that there is.
    OneTask,
    /// A task each, on one thread.
    Tasks,
    /// A task each, on several threads.
    Threads,
}

pub const ENGINES: [Engine; 3] = [Engine::OneTask, Engine::Tasks, Engine::Threads];

impl Engine {
    fn runtime(self) -> Runtime {
        let runtime = match self {
            Engine::OneTask | Engine::Tasks => Builder::new_current_thread().enable_time().build(),
            Engine::Threads => Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build(),
        };
        runtime.expect("a runtime starts")
    }

    /// Runs `pipeline` to its end.
    pub fn run(self, pipeline: Box<dyn Declared>, context: &Context) -> Reported {
        match self {
            Engine::OneTask => block_on(pipeline.run_with(context)),
            _ => self.spawned(pipeline, context, async |running| running.join().await),
        }
    }

    /// Runs `pipeline` until `done`, and cancels it by its handle.
    pub fn cancel(self, pipeline: Box<dyn Declared>, done: impl Fn() -> bool) -> Reported {
        let context = Context::new();
        match self {
            Engine::OneTask => {
                let mut run = pipeline.run_with(&context);
                let early = Hand::default().poll_until(&mut run, done);
                assert!(early.is_none(), "nothing inside ends it");
                context.cancel();
                block_on(run)
            }
            _ => self.spawned(pipeline, &context, async |running| {
                until(done).await;
                running.cancel();
                running.join().await
            }),
        }
    }

    /// Runs `pipeline` until `done`, and drops it; calls `check` before all else.
    pub fn drop(self, pipeline: Box<dyn Declared>, done: impl Fn() -> bool, check: impl FnOnce()) {
        let context = Context::new();
        match self {
            Engine::OneTask => {
                let mut run = pipeline.run_with(&context);
                let early = Hand::default().poll_until(&mut run, done);
                assert!(early.is_none(), "nothing inside ends it");
                drop(run);
                check();
            }
            _ => self.spawned(pipeline, &context, async |running| {
                until(done).await;
                drop(running);
                check();
                // The tasks end by themselves, as what they polled is gone.
                until(|| tasks() == 0).await;
            }),
        }
    }

    fn spawned<R>(
        self,
        pipeline: Box<dyn Declared>,
        context: &Context,
        go_on: impl AsyncFnOnce(Box<dyn Handle>) -> R,
    ) -> R {
        self.runtime().block_on(async {
            let given = go_on(pipeline.spawn_with(context)).await;
            if self == Engine::Threads {
                // Tokio tells of a task's end before it strikes it off its list.
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
