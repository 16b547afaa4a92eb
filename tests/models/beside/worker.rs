//! A worker that nothing stops.

use std::marker::PhantomData;

use crate::edge::Closed;
use crate::queue::Sender;
use crate::sync::channel::Receiver;
use crate::tally::{Counter, Stopwatch};

pub(crate) struct Worker<E> {
    tally: Tally,
    error: PhantomData<fn() -> E>,
}

#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) taken: [Counter; 1],
    pub(crate) given: [Counter; 1],
    pub(crate) waited_for_input: Stopwatch,
    pub(crate) waited_for_output: Stopwatch,
}

impl<E> Worker<E> {
    pub(crate) fn new() -> Self {
        Worker {
            tally: Tally::default(),
            error: PhantomData,
        }
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    pub(crate) fn must_stop(&self) -> bool {
        false
    }

    pub(crate) fn ends(&self) -> Option<Ends<'_>> {
        Some(Ends(PhantomData))
    }

    pub(crate) fn await_signal(&self, signals: &Receiver<()>) -> bool {
        signals.recv().is_ok()
    }

    pub(crate) fn send<T>(&self, to: &Sender<T>, _: usize, item: T) -> Result<(), Closed> {
        to.0.put(item, &self.tally.waited_for_output)
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Ends<'w>(PhantomData<&'w ()>);

impl Ends<'_> {
    pub(crate) fn are_raised(self) -> bool {
        false
    }
}
