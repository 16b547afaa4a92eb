//! What is known of the shapes of pipelines that are struck.

use super::probe::SINK;

/// `M` makes one for a probe, with streams of a capacity.
pub struct Shape<M> {
    pub name: &'static str,
    pub make: M,
    /// Its stages, each with the item at which it can wait until every stream is full.
    pub stages: &'static [Stage],
    /// How many items live, at least, when every stream of a capacity is full and every worker has
    /// one.
    pub full: fn(usize) -> usize,
    /// Numbers of items that live when every stream is full: together in every place there is.
    ///
    /// Without the first where some are dropped on the way: all cannot be armed then.
    pub armable: fn(usize) -> Vec<usize>,
    /// How many items reach the sinks when each generator makes so many.
    pub delivers: fn(usize) -> usize,
}

pub struct Stage {
    pub name: &'static str,
    /// Which of its items it holds when everything behind it is full, by capacity.
    pub full_at: Option<fn(usize) -> usize>,
    pub role: Role,
}

/// What the end of a stage means.
#[derive(Clone, Copy)]
pub enum Role {
    /// A body's error ends the run.
    Strict,
    /// A body's error is borne.
    Lenient,
    /// It is the only sink.
    Sink,
    /// It is one of several sinks: so many of the items reach the others.
    OneSink(fn(usize) -> usize),
}

impl Stage {
    pub fn is_sink(&self) -> bool {
        matches!(self.role, Role::Sink | Role::OneSink(_))
    }
}

pub const fn stage(name: &'static str, full_at: fn(usize) -> usize) -> Stage {
    Stage {
        name,
        full_at: Some(full_at),
        role: Role::Strict,
    }
}

/// A stage of which chance decides which item it has when every stream is full.
pub const fn open_stage(name: &'static str) -> Stage {
    Stage {
        name,
        full_at: None,
        role: Role::Strict,
    }
}

pub const fn lenient(stage: Stage) -> Stage {
    Stage {
        role: Role::Lenient,
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
