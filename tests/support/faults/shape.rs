//! What is known of the shapes of pipelines that are struck.

use std::sync::Arc;

use pipeline::Report;

use super::probe::{Probe, SINK};

/// How large a shape is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Of each stream. Where none is named, what a window holds at first: it may grow from there.
    pub capacity: usize,
    pub is_named: bool,
    /// Of each fan-out.
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

    /// What `capacity = …` says, if it is said.
    #[must_use]
    pub fn named(self) -> Option<usize> {
        self.is_named.then_some(self.capacity)
    }

    /// What is certain of it when nothing moves any more: where no capacity is named, workers share a
    /// window, in which there are gaps between what each has claimed. Half of it is full.
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

/// The pipeline that `$declared!` declares, a macro of what names each stream's capacity: that, or
/// nothing.
#[macro_export]
macro_rules! of_size {
    ($size:expr, $declared:ident) => {
        match $size.named() {
            Some(capacity) => Box::new($declared!(capacity = capacity,)),
            None => Box::new($declared!()),
        }
    };
}

/// `P` is a pipeline of any shape.
pub struct Shape<P: 'static> {
    pub facts: Facts,
    /// Makes one for a probe.
    pub make: fn(Arc<Probe>, Size) -> P,
}

/// What is known of a shape, whoever makes it.
pub struct Facts {
    pub name: &'static str,
    /// Whether it has a fan-out, so that the number of workers says something.
    pub fans_out: bool,
    /// Its stages, each with the item at which it can wait until every stream is full.
    pub stages: &'static [Stage],
    /// How many items live when every stream is full and every worker has one.
    pub full: fn(Size) -> usize,
    /// Numbers of items that live when every stream is full: together in every place there is.
    ///
    /// Without the first where some are dropped on the way: all cannot be armed then.
    pub armable: fn(Size) -> Vec<usize>,
    /// The stages that make items.
    pub sources: &'static [&'static str],
    /// How many items reach the sinks when each source makes so many.
    pub delivers: fn(&[usize]) -> usize,
    /// Whether it leaves some of them out on the way: chance says how many, and the report counts them.
    pub leaves_out: bool,
    /// How many threads it has, those of pipelines in its bodies not counted.
    pub threads: fn(Size) -> usize,
    pub moments: Moments,
}

/// When a shape is struck.
#[derive(Clone, Copy)]
pub enum Moments {
    /// While items flow, and when all streams are full.
    AnyItem,
    /// While a worker waits: at that item of a stage, which it gets for all that.
    Waiting(fn(&Stage) -> usize),
}

impl Facts {
    /// The shape that `make` makes.
    pub const fn made<P>(self, make: fn(Arc<Probe>, Size) -> P) -> Shape<P> {
        Shape { facts: self, make }
    }

    /// How many items live, at least, when nothing moves any more and every worker has one.
    #[must_use]
    pub fn live_when_full(&self, size: Size) -> usize {
        (self.full)(size.when_full())
    }

    pub fn sinks(&self) -> impl Iterator<Item = &'static Stage> {
        self.stages.iter().filter(|stage| stage.is_sink())
    }

    /// Whether it is struck while items flow.
    #[must_use]
    pub fn flows(&self) -> bool {
        matches!(self.moments, Moments::AnyItem)
    }

    /// How many items the run left out on the way, where its shape does that: lost, swallowed, or left by a reader
    /// that has nothing to make of them.
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

    /// How many items reach the sinks when each source makes as many.
    #[must_use]
    pub fn delivers_of_each(&self, items: usize) -> usize {
        (self.delivers)(&vec![items; self.sources.len()])
    }
}

pub struct Stage {
    pub name: &'static str,
    /// Which of its items it holds when everything behind it is full.
    pub full_at: Option<fn(Size) -> usize>,
    pub role: Role,
    /// Nobody can end its body: it is not a future.
    pub is_blocking: bool,
}

/// What the end of a stage means.
#[derive(Clone, Copy)]
pub enum Role {
    /// A body's error ends the run.
    Strict,
    /// A body's error is borne.
    Lenient,
    /// A body's error ends the run when it came often enough.
    Retried,
    /// It has no body that could err.
    Infallible,
    /// It is the only sink.
    Sink,
    /// It is one of several sinks: so many of the items reach the others.
    OneSink(fn(usize) -> usize),
}

impl Stage {
    /// At which of its items it can wait until nothing moves any more.
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

/// A stage of which chance decides which item it has when every stream is full.
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

/// All of few numbers, or both ends of many: what is in hands and what is in queues.
pub fn some_of(count: usize) -> Vec<usize> {
    (0..count)
        .filter(|&number| number < 4 || number + 4 >= count)
        .collect()
}
