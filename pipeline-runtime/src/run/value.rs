//! The value of a sink, on its way to the run's value.

use crate::sync::{Arc, Mutex, lock};

/// The value of a sink, which is there after the scope has been joined.
pub struct Value<V> {
    slot: Arc<Mutex<Option<V>>>,
}

/// The slot that a sink puts its value into.
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

    /// Returns the value of the sink. To be called after the run was joined with `Ok`.
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
