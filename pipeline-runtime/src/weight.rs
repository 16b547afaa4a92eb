//! Streams that are bounded by what their items weigh: `capacity = weight(max, |item| …)`.
//!
//! The items that wait weigh at most `max` together; an item that alone weighs more waits alone. At most
//! [`MOST`] items wait, because items that weigh nothing take memory too.

use std::collections::VecDeque;

use crate::sync::OnceLock;

/// How many items wait at most, whatever they weigh.
const MOST: usize = 32_768;

type Weigh<T> = Box<dyn Fn(&T) -> usize + Send + Sync>;

/// What the items of a stream weigh, and how much of it may wait.
pub(crate) struct Scale<T> {
    max: u64,
    /// Set when the type of the items is known: as soon as the stages that make them are started.
    weigh: OnceLock<Weigh<T>>,
}

impl<T> Scale<T> {
    pub(crate) fn new(max: usize) -> Self {
        Scale {
            max: max as u64,
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

    /// Whether an item of this weight may wait beside those that do.
    pub(crate) fn fits(&self, weight: u64, load: &Load) -> bool {
        let is_light = load.sum.saturating_add(weight) <= self.max;
        load.weights.is_empty() || is_light && load.weights.len() < MOST
    }
}

/// The weights of the items that wait, in their order.
#[derive(Default)]
pub(crate) struct Load {
    weights: VecDeque<u64>,
    sum: u64,
}

impl Load {
    pub(crate) fn add(&mut self, weight: u64) {
        self.weights.push_back(weight);
        self.sum = self.sum.saturating_add(weight);
    }

    /// The item that came first waits no more.
    pub(crate) fn remove(&mut self) {
        let weight = self.weights.pop_front().unwrap_or(0);
        // The sum saturates; when nothing waits, it is right again.
        let sum = self.sum.saturating_sub(weight);
        self.sum = if self.weights.is_empty() { 0 } else { sum };
    }
}
