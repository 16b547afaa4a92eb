//! One declaration has the same outcome and the same report on every engine: on threads, in one
//! task of several executors, and as a task per worker.
//!
//! Each declaration is in a macro, which is expanded with `async` and `.await` where bodies wait,
//! and without.

/// Runs a declaration whose bodies do not wait on every engine.
macro_rules! by_all {
    (|$ctx:ident| $($declaration:tt)*) => {
        by_all!(Context::new(), |$ctx| $($declaration)*)
    };
    ($context:expr, |$ctx:ident| $($declaration:tt)*) => {
        all(
            pipeline!(move |$ctx| { $($declaration)* }).run_reported_with(&$context),
            one_task(|| {
                pipeline!(async move |$ctx| { $($declaration)* }).run_reported_with(&$context)
            }),
            tasks(|| async {
                let tasks = pipeline!(async move |$ctx| { $($declaration)* });
                tasks.spawn_with(&$context).join_reported().await
            }),
        )
    };
}

/// [`by_all!`], for a run whose report depends on the schedule.
macro_rules! made {
    ($($declared:tt)*) => { same_outcome(by_all!($($declared)*)) };
}

mod bodies;
mod ended;
mod ends;
mod makers;
mod methods;
mod verbs;
mod weights;

use std::fmt::Debug;

use futures::executor::{LocalPool, block_on};
use pipeline::{Context, Error, Report};
use pipeline_tests::conserves;
use tokio::runtime::{Builder, Runtime};

/// Functions that bodies call on threads.
pub mod at_once {
    pub fn turn() {}
}

/// Functions that bodies call in async pipelines.
pub mod in_time {
    pub async fn turn() {
        pipeline_tests::yields(2).await;
    }
}

pub type Reported<T> = (Result<T, Error>, Report);

/// The result of a declaration on one engine.
#[derive(Debug, PartialEq)]
pub struct Made<T> {
    /// The outcome. An error is text: the error with its stage, and the errors after it.
    pub outcome: Result<T, String>,
    /// A line for each stage and each edge, with the numbers that do not depend on the schedule.
    rows: Vec<String>,
}

impl<T> Made<T> {
    fn of((outcome, report): Reported<T>) -> Self {
        conserves(&report);
        let rows = if outcome.is_ok() {
            rows(&report)
        } else {
            Vec::new()
        };
        Made {
            outcome: outcome.map_err(|error| format!("{:?}: {error:#}", error.stage())),
            rows,
        }
    }
}

fn rows(report: &Report) -> Vec<String> {
    let stages = report.stages.iter().map(|stage| {
        let (name, workers, taken, given) = (stage.name, stage.workers, stage.taken, stage.given);
        let (filtered, failed, retried) = (stage.filtered, stage.failed, stage.retried);
        let (made, swallowed, dropped) = (stage.made, stage.swallowed, stage.dropped);
        format!(
            "{name}: {workers} took {taken}, made {made}, swallowed {swallowed}, gave {given}, \
             filtered {filtered}, failed {failed}, retried {retried}, dropped {dropped}"
        )
    });
    stages
        .chain(report.streams.iter().map(|stream| format!("{stream:?}")))
        .collect()
}

/// Asserts that all engines have the same outcome and the same report. Returns the outcome.
pub fn same<T: Debug + PartialEq>(made: [Reported<T>; 7]) -> Result<T, String> {
    agreed(made.map(Made::of)).outcome
}

/// Asserts that all engines have the same outcome, for a run whose report depends on the schedule.
/// Returns the outcome.
pub fn same_outcome<T: Debug + PartialEq>(made: [Reported<T>; 7]) -> Result<T, String> {
    let made = made.map(|run| Made {
        rows: Vec::new(),
        ..Made::of(run)
    });
    agreed(made).outcome
}

fn agreed<T: Debug + PartialEq>(made: [Made<T>; 7]) -> Made<T> {
    let [threads, others @ ..] = made;
    for other in others {
        assert_eq!(other, threads);
    }
    threads
}

pub fn runtime(workers: usize) -> Runtime {
    let mut builder = match workers {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    let runtime = builder.enable_time().worker_threads(workers).build();
    runtime.expect("a runtime starts")
}

/// Runs a future in one task, on several executors.
pub fn one_task<T: 'static, F>(make: impl Fn() -> F) -> [Reported<T>; 4]
where
    F: Future<Output = Reported<T>> + Send + 'static,
    T: Send,
{
    let runtime = runtime(1);
    let among_others = runtime.block_on(async { tokio::spawn(make()).await });
    [
        block_on(make()),
        LocalPool::new().run_until(make()),
        smol::block_on(smol::spawn(make())),
        among_others.expect("a run does not panic"),
    ]
}

/// Runs a pipeline as a task per worker, on one thread and on several.
pub fn tasks<T, F: Future<Output = Reported<T>>>(make: impl Fn() -> F) -> [Reported<T>; 2] {
    [
        runtime(1).block_on(async { make().await }),
        runtime(2).block_on(async { make().await }),
    ]
}

pub fn all<T>(
    threads: Reported<T>,
    one_task: [Reported<T>; 4],
    tasks: [Reported<T>; 2],
) -> [Reported<T>; 7] {
    let [a, b, c, d] = one_task;
    let [e, f] = tasks;
    [threads, a, b, c, d, e, f]
}

/// Runs the declaration of a macro on every engine, each with a context of its own.
#[macro_export]
macro_rules! by_every_engine {
    ($declared:ident) => {
        $crate::by_every_engine!($declared, $crate::Context::new())
    };
    ($declared:ident, $context:expr) => {
        $crate::all(
            $declared!({move} {} {} at_once).run_reported_with(&$context),
            $crate::one_task(|| {
                $declared!({async move} {async} {.await} in_time).run_reported_with(&$context)
            }),
            $crate::tasks(|| async {
                let tasks = $declared!({async move} {async} {.await} in_time);
                tasks.spawn_with(&$context).join_reported().await
            }),
        )
    };
}
