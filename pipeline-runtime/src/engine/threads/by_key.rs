//! `fan_out(n, by = …)`: reads the items of a worker's keys, on the worker's thread.

use crate::edge::Edge;
use crate::edge::in_flight::InFlightGuard;
use crate::edge::partition::KeyedReceiver;
use crate::edge::supply::{FoldStep, Supply};
use crate::engine::threads::source::{NumberedItems, Source};
use crate::report::counters::{Counters, SharedCounter};
use crate::run::stopper::Stopper;
use crate::run::worker::Worker;
use crate::sync::Arc;

impl<'k, T, E> Source<E> for KeyedReceiver<'k, T> {
    type Item = T;
    type Crossing = T;
    type Iter = KeyedReading<'k, T>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        let input = worker.input(self.edge());
        Ok(KeyedReading {
            taken: SharedCounter::clone(&worker.counters().taken[input]),
            counters: Arc::clone(worker.counters()),
            stopper: Arc::clone(worker.stopper()),
            hand: InFlightGuard::new(self.share()),
            from: self,
        })
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.edge())]
    }
}

/// The items of a worker's keys, on the worker's thread.
pub struct KeyedReading<'k, T> {
    from: KeyedReceiver<'k, T>,
    /// Counter of the items taken.
    taken: SharedCounter,
    counters: Arc<Counters>,
    stopper: Arc<Stopper>,
    hand: InFlightGuard,
}

impl<T> Iterator for KeyedReading<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.next_numbered().map(|(_, item)| item)
    }
}

impl<T> Supply for KeyedReading<'_, T> {
    #[inline(always)]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, T>) -> (A, Option<T>) {
        self.from.fold_claimed(&self.taken, start, step)
    }
}

impl<T> NumberedItems for KeyedReading<'_, T> {
    fn next_numbered(&mut self) -> Option<(u64, T)> {
        // A worker that asks for the next item has finished the items before it.
        self.hand.finish();
        loop {
            if let Some(taken) = self.from.try_take() {
                self.hand.take();
                self.taken.add(1);
                return Some(taken);
            }
            if !self.claim() {
                return None;
            }
        }
    }
}

impl<T> KeyedReading<'_, T> {
    #[inline(never)]
    fn claim(&mut self) -> bool {
        self.hand.land();
        let (waited, taken) = (&self.counters.waited_for_input, &self.taken);
        self.from.claim(&self.stopper, waited, || taken.add(1))
    }
}
