//! The places in a [channel](crate::channel) that allocates memory as it is used: because its capacity is
//! too large to allocate at once, or is a weight.
//!
//! An item is counted and put into the channel under one lock. It is subtracted after it was taken out of the
//! channel. So the count is never below the number of items that wait. A sender that finds no place registers
//! a signaller under that lock. The next receiver that takes an item signals it.

use std::mem;

use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::{Mutex, lock};
use crate::weight::{Load, Scale};

/// How much room a channel has, and how much of it is used.
pub(crate) struct Places<T> {
    measure: Measure<T>,
    taken: Mutex<Taken>,
}

enum Measure<T> {
    Items(usize),
    Weight(Scale<T>),
}

#[derive(Default)]
struct Taken {
    /// How many items wait, where these are counted.
    items: usize,
    /// What they weigh, where they are weighed.
    load: Load,
    /// Who waits for a place.
    waiting: Vec<Sender<()>>,
}

/// The item that found no place, and the channel that signals when there may be one.
pub(crate) struct Full<T> {
    pub(crate) item: T,
    pub(crate) signals: Receiver<()>,
}

impl<T> Places<T> {
    pub(crate) fn of_items(most: usize) -> Self {
        Places::new(Measure::Items(most))
    }

    pub(crate) fn of_weight(max: usize) -> Self {
        Places::new(Measure::Weight(Scale::new(max)))
    }

    fn new(measure: Measure<T>) -> Self {
        Places {
            measure,
            taken: Mutex::default(),
        }
    }

    /// The scale, if items are weighed.
    pub(crate) fn scale(&self) -> Option<&Scale<T>> {
        match &self.measure {
            Measure::Items(_) => None,
            Measure::Weight(scale) => Some(scale),
        }
    }

    /// How much of the room `item` takes.
    pub(crate) fn measure(&self, item: &T) -> u64 {
        self.scale().map_or(1, |scale| scale.weigh(item))
    }

    /// Calls `put` under the lock, if there is a place for an item of this weight.
    pub(crate) fn enter<R>(
        &self,
        item: T,
        weight: u64,
        put: impl FnOnce(T) -> R,
    ) -> Result<R, Full<T>> {
        let mut taken = lock(&self.taken);
        let has_place = match &self.measure {
            Measure::Items(most) => taken.items < *most,
            Measure::Weight(scale) => scale.fits(weight, &taken.load),
        };
        if !has_place {
            let (signaller, signals) = channel::bounded(1);
            taken.waiting.push(signaller);
            return Err(Full { item, signals });
        }
        match &self.measure {
            Measure::Items(_) => taken.items += 1,
            Measure::Weight(_) => taken.load.add(weight),
        }
        Ok(put(item))
    }

    /// An item was taken out.
    pub(crate) fn leave(&self) {
        let mut taken = lock(&self.taken);
        match &self.measure {
            Measure::Items(_) => taken.items = taken.items.saturating_sub(1),
            Measure::Weight(_) => taken.load.remove(),
        }
        let waiting = mem::take(&mut taken.waiting);
        drop(taken);
        for signaller in waiting {
            // The signal's channel has room for one: a full channel has been signalled already.
            let _ = signaller.try_send(());
        }
    }
}
