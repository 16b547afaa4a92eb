//! Streams that are bounded by the weight of their items: `capacity = weight(max, |item| …)`.
//!
//! The waiting items weigh at most `max` together. A heavier item waits alone. At most [`MOST`]
//! items wait, because items of weight 0 take memory too.

use crate::sync::OnceLock;

/// Maximum number of waiting items, whatever they weigh.
const MOST: u64 = 32_768;

type Weigh<T> = Box<dyn Fn(&T) -> usize + Send + Sync>;

/// The weighing function of a stream, and the total weight that may wait.
pub(crate) struct Scale<T> {
    max: u64,
    /// Set once the type of the items is known: when the stages that make them are started.
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

    /// Returns the weight of `item`. Until `weigh` is set, every item has the maximum weight.
    fn weigh(&self, item: &T) -> u64 {
        let weigh = self.weigh.get();
        weigh.map_or(self.max, |weigh| weigh(item) as u64)
    }
}

/// Returns the weight of the item that waits, or 0 if items are not weighed. `known` is its weight once
/// it was weighed, so that each item is weighed once. The weighing function is user code, and runs
/// without a lock.
pub(crate) fn weigh_once<T>(
    scale: Option<&Scale<T>>,
    item: Option<&T>,
    known: &mut Option<u64>,
) -> u64 {
    let weighed = scale.zip(item);
    weighed.map_or(0, |(scale, item)| {
        *known.get_or_insert_with(|| scale.weigh(item))
    })
}

/// Returns whether an item of this weight may wait in addition to `items` items that weigh `load`
/// together.
pub(crate) fn fits(weight: u64, load: u64, items: u64, max: u64) -> bool {
    let is_light = load.saturating_add(weight) <= max;
    items == 0 || is_light && items < MOST
}
