//! `sink` and the consuming methods: a worker that ends in a value.

use crate::run::Worker;
use crate::scope::Scope;
use crate::source::{Items, Source};
use crate::sync::{Arc, Mutex, lock};

/// What a sink will have given when the scope is joined.
pub struct Value<V> {
    slot: Arc<Mutex<Option<V>>>,
}

impl<V> Value<V> {
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

pub(crate) fn sink<'scope, S, V, F, E>(
    scope: &Scope<'scope, '_, E>,
    name: &'static str,
    from: S,
    body: F,
) -> Value<V>
where
    S: Source<E> + Send + 'scope,
    V: Send + 'scope,
    F: FnOnce(Items<S::Iter, E>) -> V + Send + 'scope,
    E: Send + 'scope,
{
    try_sink(scope, name, from, |items| Ok(body(items)))
}

pub(crate) fn try_sink<'scope, S, V, F, E>(
    scope: &Scope<'scope, '_, E>,
    name: &'static str,
    from: S,
    body: F,
) -> Value<V>
where
    S: Source<E> + Send + 'scope,
    V: Send + 'scope,
    F: FnOnce(Items<S::Iter, E>) -> Result<V, E> + Send + 'scope,
    E: Send + 'scope,
{
    let value = Value {
        slot: Arc::default(),
    };
    let slot = Arc::clone(&value.slot);
    let worker = Worker::new(name, scope.state(), None);
    scope.spawn(worker, None, move |worker| {
        let given = body(Items::open(from, worker)?)?;
        *lock(&slot) = Some(given);
        Ok(())
    });
    value
}
