//! The two ends of an edge, which is one of lanes.

use crate::cycle::Share;
use crate::edge::Edge;
use crate::lanes::{Inlet, Outlet, Room};
use crate::pool::{self, Pool};
use crate::sync::Arc;
use crate::tally::{Counter, Stopwatch};

pub(crate) struct Sender<T>(pub(crate) Inlet<T>);

impl<T> Sender<T> {
    pub(crate) fn room<'s>(&'s mut self, given: &'s Counter) -> Option<Room<'s, T>> {
        self.0.room(given)
    }
}

pub(crate) struct Receiver<T>(pub(crate) Outlet<T>);

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        self.0.edge()
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        None
    }

    pub(crate) fn receive(&mut self, waited: &Stopwatch) -> Option<T> {
        self.0.take(None, waited)
    }

    pub(crate) fn pooled(self, workers: usize) -> Result<Arc<Pool<T>>, Self> {
        Ok(Pool::new(self.0, workers, pool::MOST))
    }
}
