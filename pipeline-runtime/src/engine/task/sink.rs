//! `sink` and the consuming methods of futures: a worker that computes the run's value.

use super::run::Run;
use super::source::Source;
use crate::run::value::Value;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Begins a stage of one worker that turns a stream into a value.
    pub fn sink<S: Source<E>>(&self, name: &'static str, from: S) -> Sink<'_, 'p, S, E> {
        Sink {
            run: self,
            name,
            from,
        }
    }
}

/// A sink about to be started.
#[must_use = "a sink starts when it is told what to do"]
pub struct Sink<'r, 'p, S, E> {
    run: &'r Run<'p, E>,
    name: &'static str,
    from: S,
}

impl<'p, S: Source<E>, E: Send + 'p> Sink<'_, 'p, S, E> {
    /// Runs the future `work(items)` as the worker. Its result is the value.
    pub fn work<V, F, Fut>(self, work: F) -> Value<V>
    where
        V: Send + 'p,
        F: FnOnce(S::Items) -> Fut,
        Fut: Future<Output = Result<V, E>> + Send + 'p,
    {
        let (value, slot) = Value::empty();
        let worker = self.run.worker(self.name, self.from.edges(), Vec::new());
        let given = work(self.from.open(&worker));
        self.run.start(worker, (), async move {
            slot.fill(given.await?);
            Ok(())
        });
        value
    }
}
