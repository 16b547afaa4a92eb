//! Streams that are bounded by what their items weigh: `capacity = weight(max, |item| …)`.
//!
//! The items that wait weigh at most `max` together; an item that alone weighs more waits alone. At most
//! [`MOST`] items wait, because items that weigh nothing take memory too.

use crate::sync::OnceLock;

/// How many items wait at most, whatever they weigh.
const MOST: u64 = 32_768;

type Weigh<T> = Box<dyn Fn(&T) -> usize + Send + Sync>;

/// What the items of a stream weigh, and how much of it may wait.
pub(crate) struct Scale<T> {
    max: u64,
    /// Set when the type of the items is known: as soon as the stages that make them are started.
    weigh: OnceLock<Weigh<T>>,
}

impl<T> Scale<T> {
    pub(crate) fn new(max: u64) -> Self {
        Scale {
            max,
            weigh: OnceLock::new(),
        }
    }

    pub(crate) fn set(&self, weigh: impl Fn(&T) -> usize + Send + Sync + 'static) {
        let _ = self.weigh.set(Box::new(weigh));
    }

    /// How much `item` weighs: as much as may wait in all, until `weigh` is set.
    pub(crate) fn weigh(&self, item: &T) -> u64 {
        let weigh = self.weigh.get();
        weigh.map_or(self.max, |weigh| weigh(item) as u64)
    }
}

/// Whether an item of this weight may wait beside `items` that weigh `load` together.
pub(crate) fn fits(weight: u64, load: u64, items: u64, max: u64) -> bool {
    let is_light = load.saturating_add(weight) <= max;
    items == 0 || is_light && items < MOST
}
