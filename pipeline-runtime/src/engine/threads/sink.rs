//! `sink` and the consuming methods: a worker that computes the run's value.

use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::run::value::Value;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Starts a stage of one worker that turns a stream into a value.
    pub fn sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E, Crossing: Send> + Send + 'scope,
        V: Send + 'scope,
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> V + Send + 'scope,
    {
        self.try_sink(name, from, |items| Ok(body(items)))
    }

    /// Like [`sink`](Scope::sink), for a body that may fail.
    ///
    /// The body must accept `Items<'w, …>` for every `'w`. So neither the value nor a captured
    /// variable can keep the stream, which would leave the stages upstream waiting.
    pub fn try_sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E, Crossing: Send> + Send + 'scope,
        V: Send + 'scope,
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> Result<V, E> + Send + 'scope,
    {
        let (value, slot) = Value::empty();
        let worker = self.worker(name, from.edges(), Vec::new());
        self.spawn(worker, None, (), move |worker| {
            let given = body(Items::open(from, worker)?)?;
            slot.fill(given);
            Ok(())
        });
        value
    }
}
