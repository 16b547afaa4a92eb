//! `spawn` where the feature `tokio` is not on: a call says what to write.

use super::pipeline::AsyncPipeline;
use crate::context::Context;
use crate::engine::hints::{Stream, Tokio};
use crate::private::never;

/// They take `&mut self`, so that methods of the user's own traits go first:
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
/// They give any type, so that rustc has nothing to say of the methods that follow.
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
