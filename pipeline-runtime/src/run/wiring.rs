//! The parts of which an expansion makes a pipeline, on either engine: edges, loops, and streams
//! that are read together.

use crate::edge::flow::LossPolicy;
use crate::edge::in_flight::{Cycle, Loop};
use crate::edge::{Bound, Edge, Ends, Receiver, Sender, edge};
use crate::report::names;
use crate::run::worker::{State, Worker};
use crate::sync::Arc;

/// The part of a run that is the same on threads and in tasks. It makes the edges and loops between
/// the stages.
pub struct Wiring<E> {
    state: Arc<State<E>>,
    /// Whether threads or tasks poll the ends of the edges.
    ends: Ends,
    /// The segment that contains the stages.
    segment: Option<&'static str>,
    /// The loop that the segment is in.
    cycle: Option<Arc<Cycle>>,
}

impl<E> Clone for Wiring<E> {
    fn clone(&self) -> Self {
        Wiring {
            state: Arc::clone(&self.state),
            ends: self.ends,
            segment: self.segment,
            cycle: self.cycle.clone(),
        }
    }
}

/// Edges.
impl<E> Wiring<E> {
    pub(crate) fn new(state: &Arc<State<E>>, ends: Ends) -> Self {
        Wiring {
            state: Arc::clone(state),
            ends,
            segment: None,
            cycle: None,
        }
    }

    /// Returns a copy for the stages of the segment `name`, which may be in a loop.
    pub(crate) fn of_segment(&self, name: &'static str, cycle: Option<Arc<Cycle>>) -> Self {
        Wiring {
            segment: Some(name),
            cycle,
            ..Wiring::new(&self.state, self.ends)
        }
    }

    /// Returns the full name of the stage `name`: `outer/inner` in a segment.
    pub(crate) fn named(&self, name: &'static str) -> &'static str {
        names::within(self.segment, name)
    }

    /// Returns the first or only worker of the stage `name`, which reads `reads` and fills `fills`.
    pub(crate) fn worker(
        &self,
        name: &'static str,
        reads: Vec<Arc<Edge>>,
        fills: Vec<Arc<Edge>>,
    ) -> Worker<E> {
        Worker::new(self.named(name), &self.state, reads, fills)
    }

    /// Returns the workers of the stage `name`, which read `reads` and fill `fills`. If `served`,
    /// each worker has an output of its own.
    pub(crate) fn members(
        &self,
        name: &'static str,
        reads: Vec<Arc<Edge>>,
        fills: Vec<Arc<Edge>>,
        served: bool,
    ) -> StageWorkers<E> {
        StageWorkers {
            first: (!served).then(|| self.worker(name, reads, fills)),
            given: 0,
            state: Arc::clone(&self.state),
            name: self.named(name),
        }
    }

    /// Returns the maker of the edges of a loop.
    pub(crate) fn loop_of(&self) -> Loop {
        if let Some(cycle) = &self.cycle {
            return Loop::of(Arc::clone(cycle), self.ends);
        }
        let new = Loop::new(self.ends);
        self.state.add_cycle(new.cycle());
        new
    }

    /// See [`aside`](Wiring::aside).
    pub(crate) fn out_of_loops(&self) -> Self {
        Wiring {
            cycle: None,
            ..self.clone()
        }
    }

    pub(crate) fn state(&self) -> &Arc<State<E>> {
        &self.state
    }

    /// Makes an edge in which at most `capacity` items wait. Further items are lost.
    pub(crate) fn lossy_edge_of<T>(
        &self,
        full: LossPolicy,
        capacity: usize,
    ) -> (Sender<T>, Receiver<T>) {
        assert!(
            capacity > 0,
            "a stream that holds no item would lose each: `capacity = 0` with the option `full`"
        );
        self.edge_of(Bound::Lossy(full, capacity as u64))
    }

    pub(crate) fn edge_of<T>(&self, bound: Bound) -> (Sender<T>, Receiver<T>) {
        let share = self.cycle.as_ref().map(Cycle::open_share);
        edge(bound, share, self.ends)
    }
}

/// Gives out the workers of a stage, one by one.
pub(crate) struct StageWorkers<E> {
    /// The first worker, if the workers share their edges.
    first: Option<Worker<E>>,
    given: usize,
    state: Arc<State<E>>,
    name: &'static str,
}

impl<E> StageWorkers<E> {
    /// Returns the next worker. It fills `to`.
    pub(crate) fn next<T>(&mut self, to: &Sender<T>) -> Worker<E> {
        let index = self.given;
        self.given += 1;
        match &self.first {
            Some(first) if index == 0 => first.clone(),
            Some(first) => first.another(index),
            None => {
                let fills = vec![Arc::clone(to.edge())];
                Worker::new(self.name, &self.state, Vec::new(), fills).at_place()
            }
        }
    }
}
