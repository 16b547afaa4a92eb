//! Who runs a pipeline beside the script of a test.

use std::future::pending;

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Context, Error, Pipeline, testing};
use pipeline_tests::Watchdog;
use tokio::runtime;

/// The same declaration for threads and for futures.
pub(crate) struct Declared<T> {
    pub(crate) threads: Pipeline<'static, T>,
    pub(crate) futures: AsyncPipeline<'static, T>,
}

/// Declares it for both, each with clones of the variables in front.
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
    /// Futures in one task, of no runtime.
    OneTask,
    /// The same, told to wait by what never comes.
    OwnSleep,
    /// Futures in one task of tokio's, whose time is paused.
    PausedTokio,
    /// Futures, each a task of tokio's.
    Tasks,
}

/// Once for each of them.
pub(crate) fn on_every_engine(test: impl Fn(Engine)) {
    let _watchdog = Watchdog::of_this_test();
    let futures = [
        Engine::OneTask,
        Engine::OwnSleep,
        Engine::PausedTokio,
        Engine::Tasks,
    ];
    for engine in [Engine::Threads].into_iter().chain(futures) {
        // Printed where it fails: by whom it was run.
        println!("{engine:?}");
        test(engine);
    }
}

impl Engine {
    /// Runs it below `context`, and `script` beside it.
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
        // The other is gone before the run begins, and all that it has of channels.
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

/// A run whose script has failed is to end too.
struct EndOfScript<'c>(&'c Context);

impl Drop for EndOfScript<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.cancel();
        }
    }
}
