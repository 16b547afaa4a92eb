//! The value of a sink, on its way to the run's value.

use crate::sync::{Arc, Mutex, lock};

/// What a sink will have given when the scope is joined.
pub struct Value<V> {
    slot: Arc<Mutex<Option<V>>>,
}

/// Where a sink puts its value.
pub(crate) struct ValueSlot<V>(Arc<Mutex<Option<V>>>);

impl<V> ValueSlot<V> {
    pub(crate) fn fill(&self, value: V) {
        *lock(&self.0) = Some(value);
    }
}

impl<V> Value<V> {
    pub(crate) fn empty() -> (Self, ValueSlot<V>) {
        let slot = Arc::default();
        let value = Value {
            slot: Arc::clone(&slot),
        };
        (value, ValueSlot(slot))
    }

    /// The sink's value; to be asked for after the run was joined with `Ok`.
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
