//! Runs a pipeline on each engine, concurrently with the script of a test.

use std::future::pending;

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Context, Error, Pipeline, testing};
use pipeline_tests::Watchdog;
use tokio::runtime;

/// The same declaration for both kinds of pipelines.
pub(crate) struct Declared<T> {
    pub(crate) threads: Pipeline<'static, T>,
    pub(crate) futures: AsyncPipeline<'static, T>,
}

/// Makes both from one declaration, each with clones of the given variables.
macro_rules! declared {
    ([$($hand:ident),*] $($declaration:tt)*) => {
        $crate::clock::engines::Declared {
            threads: {
                $(let $hand = $hand.clone();)*
                pipeline::pipeline!(move || { $($declaration)* })
            },
            futures: {
                $(let $hand = $hand.clone();)*
                pipeline::pipeline!(async move { $($declaration)* })
            },
        }
    };
}
pub(crate) use declared;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Threads,
    /// Futures in one task, outside any runtime.
    OneTask,
    /// The same, with a `with_sleep` whose sleeps never end.
    OwnSleep,
    /// Futures in one tokio task, with paused time.
    PausedTokio,
    /// Futures, each of which is a tokio task.
    Tasks,
}

/// Runs `test` once for each engine.
pub(crate) fn on_every_engine(test: impl Fn(Engine)) {
    let _watchdog = Watchdog::of_this_test();
    let futures = [
        Engine::OneTask,
        Engine::OwnSleep,
        Engine::PausedTokio,
        Engine::Tasks,
    ];
    for engine in [Engine::Threads].into_iter().chain(futures) {
        // The output of a failed test shows on which engine it failed.
        println!("{engine:?}");
        test(engine);
    }
}

impl Engine {
    /// Runs the pipeline with a child of `context`, and `script` concurrently.
    pub(crate) fn run<T: Send + 'static>(
        self,
        declared: Declared<T>,
        context: &Context,
        script: impl FnOnce() + Send,
    ) -> Result<T, Error> {
        let script = || {
            let _end = EndOfScript(context);
            script();
        };
        testing::beside(script, || self.run_alone(declared, context)).1
    }

    pub(crate) fn run_alone<T: Send + 'static>(
        self,
        declared: Declared<T>,
        context: &Context,
    ) -> Result<T, Error> {
        // Drop the other pipeline before the run begins, because it has clones of channels.
        let Declared { threads, futures } = declared;
        if self == Engine::Threads {
            drop(futures);
            return threads.run_with(context);
        }
        drop(threads);
        match self {
            Engine::Threads | Engine::OneTask => block_on(futures.run_with(context)),
            Engine::OwnSleep => block_on(futures.with_sleep(|_| pending()).run_with(context)),
            Engine::PausedTokio => {
                let mut paused = runtime::Builder::new_current_thread();
                let paused = paused.enable_time().start_paused(true).build();
                paused
                    .expect("it starts")
                    .block_on(futures.run_with(context))
            }
            Engine::Tasks => {
                let mut threads = runtime::Builder::new_multi_thread();
                let threads = threads.worker_threads(2).enable_time().build();
                threads
                    .expect("it starts")
                    .block_on(async { futures.spawn_with(context).join().await })
            }
        }
    }
}

/// Ends the run if the script panics.
struct EndOfScript<'c>(&'c Context);

impl Drop for EndOfScript<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.cancel();
        }
    }
}
