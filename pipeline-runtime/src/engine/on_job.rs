//! `run_on` and `serve_on`: runs a pipeline as one of the processes of a job.

use std::fmt::Display;

use crate::cluster::{EndOfRole, Job, Role};
use crate::context::Context;
use crate::engine::task::AsyncPipeline;
use crate::engine::threads::pipeline::Pipeline;
use crate::report::Report;
use crate::run::current::surrounding;
use crate::run::error::Error;

impl<T, E> Pipeline<'_, T, E> {
    /// Runs the pipeline as the home of `job`. This process runs all stages except those with `at`,
    /// which other processes run. The module [`cluster`](crate::cluster) has an example. Needs the
    /// feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// thread::scope(|processes| {
    ///     processes.spawn(|| squares(0).serve_on(&job, "workers"));
    ///     let sum = squares(4).run_on(&job);
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`run`](Pipeline::run). [`Error::Elsewhere`] if another process fails.
    /// [`Error::Broker`] if the broker fails.
    pub fn run_on(self, job: &Job) -> Result<T, Error<E>> {
        self.home_below(job, &surrounding(None)).0
    }

    /// Like [`run_on`](Pipeline::run_on), but also stops when `context` is cancelled.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Context, Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| squares(0).serve_on(&job, "workers"));
    ///     let sum = squares(4).run_on_with(&job, &context);
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`run_on`](Pipeline::run_on). [`Error::Cancelled`] if `context` was cancelled.
    pub fn run_on_with(self, job: &Job, context: &Context) -> Result<T, Error<E>> {
        self.home_below(job, &surrounding(Some(context))).0
    }

    /// Like [`run_on_with`](Pipeline::run_on_with), but also returns a report of what each stage
    /// did. The report includes the stages that ran in other processes.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Context, Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| squares(0).serve_on(&job, "workers"));
    ///     let (sum, report) = squares(4).run_on_reported(&job, &context);
    ///     println!("{report}");
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    pub fn run_on_reported(self, job: &Job, context: &Context) -> (Result<T, Error<E>>, Report) {
        self.home_below(job, &surrounding(Some(context)))
    }

    fn home_below(self, job: &Job, context: &Context) -> (Result<T, Error<E>>, Report) {
        let role = Role::home(job, self.graph(), context);
        let end = EndOfRole(role.clone());
        let (outcome, report) = self.in_role(role).report_below(context);
        (end.0.end(outcome, text_of_stop), report)
    }

    /// Runs the stages at `place` for the home of `job`, until the job ends. If this is called in a
    /// body of another pipeline, a drain of that pipeline's context makes this process leave the
    /// job.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// thread::scope(|processes| {
    ///     processes.spawn(|| squares(0).serve_on(&job, "workers"));
    ///     let sum = squares(4).run_on(&job);
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The first failure in this process, which also ends the job. [`Error::Broker`] if the broker
    /// fails, if the home is gone, if the home ends the job before its work is done, or if the home
    /// runs another build.
    pub fn serve_on(self, job: &Job, place: &str) -> Result<(), Error<E>>
    where
        E: Display,
    {
        self.serve_below(job, place, &surrounding(None)).0
    }

    /// Like [`serve_on`](Pipeline::serve_on), but also stops when `context` is cancelled. When
    /// `context` is drained, this process finishes the items that its workers have already taken,
    /// then leaves the job. Other processes continue.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Context, Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| squares(0).serve_on_with(&job, "workers", &context));
    ///     let sum = squares(4).run_on(&job);
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`serve_on`](Pipeline::serve_on). [`Error::Cancelled`] if `context` was
    /// cancelled.
    pub fn serve_on_with(self, job: &Job, place: &str, context: &Context) -> Result<(), Error<E>>
    where
        E: Display,
    {
        self.serve_below(job, place, &surrounding(Some(context))).0
    }

    /// Like [`serve_on_with`](Pipeline::serve_on_with), but also returns a report of what the
    /// stages of the place did in this process.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{Context, Pipeline, pipeline};
    ///
    /// fn squares(most: u64) -> Pipeline<'static, u64> {
    ///     pipeline!(move || {
    ///         let squares = generator(0..most) >> stage(at = "workers", |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| {
    ///         let (outcome, report) = squares(0).serve_on_reported(&job, "workers", &context);
    ///         println!("{report}");
    ///         outcome.unwrap();
    ///     });
    ///     let sum = squares(4).run_on(&job);
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    pub fn serve_on_reported(
        self,
        job: &Job,
        place: &str,
        context: &Context,
    ) -> (Result<(), Error<E>>, Report)
    where
        E: Display,
    {
        self.serve_below(job, place, &surrounding(Some(context)))
    }

    fn serve_below(
        self,
        job: &Job,
        place: &str,
        context: &Context,
    ) -> (Result<(), Error<E>>, Report)
    where
        E: Display,
    {
        let role = Role::place(job, place, self.graph(), context);
        let end = EndOfRole(role.clone());
        let (outcome, report) = self.in_role(role).report_below(context);
        (served(&end.0, outcome, context), report)
    }
}

impl<'p, T, E: Send + 'p> AsyncPipeline<'p, T, E> {
    /// Like [`Pipeline::run_on`], in the task that awaits it. The future's end and its drop block
    /// until the current call to the broker returns: at most some 100 ms while the broker can be
    /// reached.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{AsyncPipeline, pipeline};
    ///
    /// fn squares(most: u64) -> AsyncPipeline<'static, u64> {
    ///     pipeline!(async move {
    ///         let squares = generator(0..most) >> stage(at = "workers", async |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// thread::scope(|processes| {
    ///     processes.spawn(|| pollster::block_on(squares(0).serve_on(&job, "workers")));
    ///     let sum = pollster::block_on(squares(4).run_on(&job));
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::run_on`].
    pub fn run_on(
        self,
        job: &Job,
    ) -> impl Future<Output = Result<T, Error<E>>> + Send + use<'p, T, E> {
        let reported = self.home_below(job.clone(), surrounding(None));
        async { reported.await.0 }
    }

    /// Like [`Pipeline::run_on_with`], in the task that awaits it.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{AsyncPipeline, Context, pipeline};
    ///
    /// fn squares(most: u64) -> AsyncPipeline<'static, u64> {
    ///     pipeline!(async move {
    ///         let squares = generator(0..most) >> stage(at = "workers", async |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| pollster::block_on(squares(0).serve_on(&job, "workers")));
    ///     let sum = pollster::block_on(squares(4).run_on_with(&job, &context));
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::run_on_with`].
    pub fn run_on_with(
        self,
        job: &Job,
        context: &Context,
    ) -> impl Future<Output = Result<T, Error<E>>> + Send + use<'p, T, E> {
        let reported = self.home_below(job.clone(), surrounding(Some(context)));
        async { reported.await.0 }
    }

    /// Like [`Pipeline::run_on_reported`], in the task that awaits it.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{AsyncPipeline, Context, pipeline};
    ///
    /// fn squares(most: u64) -> AsyncPipeline<'static, u64> {
    ///     pipeline!(async move {
    ///         let squares = generator(0..most) >> stage(at = "workers", async |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| pollster::block_on(squares(0).serve_on(&job, "workers")));
    ///     let (sum, report) = pollster::block_on(squares(4).run_on_reported(&job, &context));
    ///     println!("{report}");
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    pub fn run_on_reported(
        self,
        job: &Job,
        context: &Context,
    ) -> impl Future<Output = (Result<T, Error<E>>, Report)> + Send + use<'p, T, E> {
        self.home_below(job.clone(), surrounding(Some(context)))
    }

    async fn home_below(self, job: Job, context: Context) -> (Result<T, Error<E>>, Report) {
        let role = Role::home(&job, self.graph(), &context);
        let end = EndOfRole(role.clone());
        let (outcome, report) = self.in_role(role).run_below(context).await;
        (end.0.end(outcome, text_of_stop), report)
    }

    /// Like [`Pipeline::serve_on`], in the task that awaits it.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{AsyncPipeline, pipeline};
    ///
    /// fn squares(most: u64) -> AsyncPipeline<'static, u64> {
    ///     pipeline!(async move {
    ///         let squares = generator(0..most) >> stage(at = "workers", async |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// thread::scope(|processes| {
    ///     processes.spawn(|| pollster::block_on(squares(0).serve_on(&job, "workers")));
    ///     let sum = pollster::block_on(squares(4).run_on(&job));
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::serve_on`].
    pub fn serve_on(
        self,
        job: &Job,
        place: &str,
    ) -> impl Future<Output = Result<(), Error<E>>> + Send + use<'p, T, E>
    where
        E: Display,
    {
        let reported = self.serve_below(job.clone(), place.to_owned(), surrounding(None));
        async { reported.await.0 }
    }

    /// Like [`Pipeline::serve_on_with`], in the task that awaits it.
    ///
    /// Needs the feature `cluster`.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::cluster;
    /// # }
    /// use std::thread;
    ///
    /// use pipeline::cluster::{Job, Memory};
    /// use pipeline::{AsyncPipeline, Context, pipeline};
    ///
    /// fn squares(most: u64) -> AsyncPipeline<'static, u64> {
    ///     pipeline!(async move {
    ///         let squares = generator(0..most) >> stage(at = "workers", async |n: u64| n * n);
    ///         squares >> sum::<u64>()
    ///     })
    /// }
    ///
    /// let job = Job::new(Memory::new());
    /// let context = Context::new();
    /// thread::scope(|processes| {
    ///     processes.spawn(|| pollster::block_on(squares(0).serve_on_with(&job, "workers", &context)));
    ///     let sum = pollster::block_on(squares(4).run_on(&job));
    ///     assert_eq!(sum.unwrap(), 14);
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::serve_on_with`].
    pub fn serve_on_with(
        self,
        job: &Job,
        place: &str,
        context: &Context,
    ) -> impl Future<Output = Result<(), Error<E>>> + Send + use<'p, T, E>
    where
        E: Display,
    {
        let context = surrounding(Some(context));
        let reported = self.serve_below(job.clone(), place.to_owned(), context);
        async { reported.await.0 }
    }

    async fn serve_below(
        self,
        job: Job,
        place: String,
        context: Context,
    ) -> (Result<(), Error<E>>, Report)
    where
        E: Display,
    {
        let role = Role::place(&job, &place, self.graph(), &context);
        let end = EndOfRole(role.clone());
        let (outcome, report) = self.in_role(role).run_below(context.clone()).await;
        (served(&end.0, outcome, &context), report)
    }
}

/// Returns the outcome of a run of a place. Such a run has no value: if no stage failed, the run
/// was cancelled or the job has ended.
fn served<T, E: Display>(
    role: &Role,
    outcome: Result<T, Error<E>>,
    context: &Context,
) -> Result<(), Error<E>> {
    let outcome = role.end(outcome, |error| format!("{error:#}"));
    let has_left = context.is_drained() && role.has_answered_all();
    match outcome {
        Err(error) if error.is_cancelled() && (role.is_done() || has_left) => Ok(()),
        outcome => outcome.map(drop),
    }
}

/// Describes to the other processes why this run has ended.
fn text_of_stop<E>(error: &Error<E>) -> String {
    match error.stage() {
        Some(stage) => format!("its stage `{stage}` failed"),
        None if error.is_deadline_exceeded() => "its deadline has passed".to_owned(),
        None => "it was cancelled".to_owned(),
    }
}
