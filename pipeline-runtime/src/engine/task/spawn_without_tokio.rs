//! Stands in for `spawn` without the feature `tokio`: a call is a compile error that says which
//! feature to enable.

use super::pipeline::AsyncPipeline;
use crate::context::Context;
use crate::engine::hints::{Stream, Tokio};
use crate::private::never;

/// The methods take `&mut self`, so that methods of the user's own traits win:
///
/// ```
/// # use pipeline_runtime::{AsyncPipeline, private::graph::*};
/// trait Spawn: Sized {
///     fn spawn(self) -> &'static str {
///         "my own"
///     }
/// }
/// impl<T> Spawn for AsyncPipeline<'_, T> {}
///
/// # let graph = const { &Graph { stages: &[], edges: &[] } };
/// # let pipeline: AsyncPipeline<'_, ()> = AsyncPipeline::new(|run| run.value(|| ()), graph);
/// assert_eq!(pipeline.spawn(), "my own");
/// ```
///
/// They return any type, so that rustc reports no follow-up errors in the code after the call.
#[doc(hidden)]
impl<T, E> AsyncPipeline<'_, T, E> {
    pub fn spawn<R>(&mut self) -> R
    where
        for<'l> Stream<'l>: Tokio,
    {
        never()
    }

    pub fn spawn_with<R>(&mut self, _: &Context) -> R
    where
        for<'l> Stream<'l>: Tokio,
    {
        never()
    }
}
