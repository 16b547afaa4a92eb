//! `sink` and the consuming methods: a worker that ends in a value.

use crate::scope::Scope;
use crate::source::{Items, Source};
use crate::sync::{Arc, Mutex, lock};
use crate::worker::Worker;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// A stage of one worker that makes a stream into a value.
    pub fn sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E>,
        S::Crossing: Send,
        S: Send + 'scope,
        V: Send + 'scope,
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> V + Send + 'scope,
    {
        self.try_sink(name, from, |items| Ok(body(items)))
    }

    /// A [`sink`](Scope::sink) that may fail.
    ///
    /// Neither the value nor a variable outside can hold the stream, which would keep the stages
    /// before it waiting: it lives for any `'w`.
    pub fn try_sink<S, V, F>(&self, name: &'static str, from: S, body: F) -> Value<V>
    where
        S: Source<E>,
        S::Crossing: Send,
        S: Send + 'scope,
        V: Send + 'scope,
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> Result<V, E> + Send + 'scope,
    {
        let (value, slot) = Value::empty();
        let worker = Worker::new(name, self.state(), from.edges(), Vec::new());
        self.spawn(worker, None, (), move |worker| {
            let given = body(Items::open(from, worker)?)?;
            slot.fill(given);
            Ok(())
        });
        value
    }
}

/// What a sink will have given when the scope is joined.
pub struct Value<V> {
    slot: Arc<Mutex<Option<V>>>,
}

/// Where a sink puts its value.
pub(crate) struct Slot<V>(Arc<Mutex<Option<V>>>);

impl<V> Slot<V> {
    pub(crate) fn fill(&self, value: V) {
        *lock(&self.0) = Some(value);
    }
}

impl<V> Value<V> {
    pub(crate) fn empty() -> (Self, Slot<V>) {
        let slot = Arc::default();
        let value = Value {
            slot: Arc::clone(&slot),
        };
        (value, Slot(slot))
    }

    /// The sink's value; to be asked for after [`Scope::join`] said `Ok`.
    ///
    /// # Panics
    ///
    /// If the sink has not ended well.
    #[must_use]
    pub fn get(self) -> V {
        lock(&self.slot)
            .take()
            .expect("a joined sink that did not fail has given its value")
    }
}
