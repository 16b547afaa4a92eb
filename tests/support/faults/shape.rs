//! Shapes of pipelines, and the facts about them that the fault matrix needs.

use std::sync::Arc;

use pipeline::Report;

use super::probe::{Probe, SINK};

/// The size of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Capacity of each edge. If the declaration names no capacity, the initial size of the window,
    /// which may grow.
    pub capacity: usize,
    pub is_named: bool,
    /// Number of workers of each fan-out.
    pub workers: usize,
}

impl Size {
    #[must_use]
    pub const fn of(capacity: usize, workers: usize) -> Self {
        Size {
            capacity,
            is_named: true,
            workers,
        }
    }

    /// Returns the capacity that the declaration names, if it names one.
    #[must_use]
    pub fn named(self) -> Option<usize> {
        self.is_named.then_some(self.capacity)
    }

    /// Returns the size that is certain to be used when nothing moves any more. Without a named
    /// capacity, workers share a window, and there are gaps between the items that they have
    /// claimed. Then half of the window is certain to be full.
    fn when_full(self) -> Self {
        if self.is_named || self.workers == 1 {
            return self;
        }
        Size {
            capacity: self.capacity / 2,
            ..self
        }
    }
}

/// Declares a pipeline by the macro `$declared!`, which takes the option for the capacity of each
/// stream. Passes `capacity = …` or nothing.
#[macro_export]
macro_rules! of_size {
    ($size:expr, $declared:ident) => {
        match $size.named() {
            Some(capacity) => Box::new($declared!(capacity = capacity,)),
            None => Box::new($declared!()),
        }
    };
}

/// A pipeline of type `P`, and the facts about it.
pub struct Shape<P: 'static> {
    pub facts: Facts,
    /// Makes the pipeline for a probe.
    pub make: fn(Arc<Probe>, Size) -> P,
}

/// The facts about a shape, which do not depend on the engine.
pub struct Facts {
    pub name: &'static str,
    /// Whether the shape has a fan-out. Otherwise the number of workers has no effect.
    pub fans_out: bool,
    /// The stages, each with the item at which it can wait until every edge is full.
    pub stages: &'static [Stage],
    /// Number of live items when every edge is full and every worker holds an item.
    pub full: fn(Size) -> usize,
    /// Numbers of items that live when every edge is full. Together, they are in every place where
    /// an item can be.
    ///
    /// Number 0 is missing if the run drops some items on the way. Then not all items can be armed.
    pub armable: fn(Size) -> Vec<usize>,
    /// Names of the stages that make items.
    pub sources: &'static [&'static str],
    /// Number of items that reach the sinks, given the number of items that each source made.
    pub delivers: fn(&[usize]) -> usize,
    /// Whether the shape leaves items out. How many depends on the schedule, and the report counts
    /// them.
    pub leaves_out: bool,
    /// Number of threads, without those of pipelines in bodies.
    pub threads: fn(Size) -> usize,
    pub moments: Moments,
}

/// The moments at which a fault can strike a shape.
#[derive(Clone, Copy)]
pub enum Moments {
    /// While items flow, and when all edges are full.
    AnyItem,
    /// While a worker waits. The function returns the number of an item that the stage gets
    /// nevertheless.
    Waiting(fn(&Stage) -> usize),
}

impl Facts {
    /// Returns the shape of the pipelines that `make` makes.
    pub const fn made<P>(self, make: fn(Arc<Probe>, Size) -> P) -> Shape<P> {
        Shape { facts: self, make }
    }

    /// Returns how many items live at least when nothing moves any more and every worker holds an
    /// item.
    #[must_use]
    pub fn live_when_full(&self, size: Size) -> usize {
        (self.full)(size.when_full())
    }

    pub fn sinks(&self) -> impl Iterator<Item = &'static Stage> {
        self.stages.iter().filter(|stage| stage.is_sink())
    }

    /// Returns whether faults strike the shape while items flow.
    #[must_use]
    pub fn flows(&self) -> bool {
        matches!(self.moments, Moments::AnyItem)
    }

    /// Returns how many items the run left out: items that were lost, that a stage swallowed, or
    /// that were left in an edge because their reader needs no more. Returns 0 for a shape that
    /// leaves no items out.
    #[must_use]
    pub fn left_out(&self, report: &Report) -> usize {
        if !self.leaves_out {
            return 0;
        }
        let lost = report
            .streams
            .iter()
            .map(|stream| stream.lost + stream.left);
        let swallowed = report.stages.iter().map(|stage| stage.swallowed);
        lost.chain(swallowed).sum::<u64>() as usize
    }

    /// Returns how many items reach the sinks if each source makes `items` items.
    #[must_use]
    pub fn delivers_of_each(&self, items: usize) -> usize {
        (self.delivers)(&vec![items; self.sources.len()])
    }
}

pub struct Stage {
    pub name: &'static str,
    /// Number of the item that the stage holds when every edge downstream is full, if this is
    /// determined.
    pub full_at: Option<fn(Size) -> usize>,
    pub role: Role,
    /// Whether the body is not a future, so that it cannot be cancelled while it blocks.
    pub is_blocking: bool,
}

/// The effect of an error of a stage's body, or the stage's role as a sink.
#[derive(Clone, Copy)]
pub enum Role {
    /// An error ends the run.
    Strict,
    /// An error does not end the run.
    Lenient,
    /// An error ends the run after the last retry.
    Retried,
    /// The stage has no body that could return an error.
    Infallible,
    /// The stage is the only sink.
    Sink,
    /// The stage is one of several sinks. The function returns how many items reach the others,
    /// given the number of items that the generator makes.
    OneSink(fn(usize) -> usize),
}

impl Stage {
    /// Returns the item at which the stage can wait until nothing moves any more.
    pub fn struck_when_full(&self, size: Size) -> Option<usize> {
        Some(self.full_at?(size.when_full()))
    }

    pub fn is_sink(&self) -> bool {
        matches!(self.role, Role::Sink | Role::OneSink(_))
    }
}

pub const fn stage(name: &'static str, full_at: fn(Size) -> usize) -> Stage {
    Stage {
        full_at: Some(full_at),
        ..open_stage(name)
    }
}

/// A stage for which it is not determined which item it holds when every edge is full.
pub const fn open_stage(name: &'static str) -> Stage {
    Stage {
        name,
        full_at: None,
        role: Role::Strict,
        is_blocking: false,
    }
}

pub const fn lenient(stage: Stage) -> Stage {
    Stage {
        role: Role::Lenient,
        ..stage
    }
}

pub const fn retried(stage: Stage) -> Stage {
    Stage {
        role: Role::Retried,
        ..stage
    }
}

pub const fn infallible(stage: Stage) -> Stage {
    Stage {
        role: Role::Infallible,
        ..stage
    }
}

pub const fn blocking(stage: Stage) -> Stage {
    Stage {
        is_blocking: true,
        ..stage
    }
}

pub const fn sink() -> Stage {
    Stage {
        role: Role::Sink,
        ..stage(SINK, |_| 0)
    }
}

pub const fn one_sink(name: &'static str, others_take: fn(usize) -> usize) -> Stage {
    Stage {
        role: Role::OneSink(others_take),
        ..stage(name, |_| 0)
    }
}

/// Returns the numbers below `count` if there are few, otherwise the first four and the last four.
/// These include items that workers hold and items that wait in edges.
pub fn some_of(count: usize) -> Vec<usize> {
    (0..count)
        .filter(|&number| number < 4 || number + 4 >= count)
        .collect()
}
