//! The places in a [channel](crate::channel) that takes room as it is used: of a capacity that is too large
//! to make room for at once, or one by weight.
//!
//! Items go in and out under one lock with their places, so that the sum is never below the truth. Who
//! finds no place leaves a signaller under that lock, and is signalled by whoever takes an item after it.

use std::mem;

use crate::sync::channel::{self, Receiver, Sender};
use crate::sync::{Mutex, lock};
use crate::weight::{Load, Scale};

/// What a channel has room for.
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

/// What there was no place for, and what tells that there may be one.
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

    /// Lets `put` put an item of this weight in, if there is a place for it; gives what that gives.
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
            // There is room for the one signal.
            let _ = signaller.try_send(());
        }
    }
}
