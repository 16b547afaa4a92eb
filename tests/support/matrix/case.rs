//! A case of the fault matrix and its name: a shape in a size, run by an engine, with a strike.

use std::fmt;

use super::engine::{Engine, Way};
use crate::probe::{Armed, Fault, When};
use crate::shape::{Shape, Size, Stage};

/// A case.
pub struct Case<E: Engine> {
    pub shape: &'static Shape<E::Pipeline>,
    pub size: Size,
    pub engine: E,
    pub strike: Strike,
}

/// An event that a case brings about.
#[derive(Clone, Copy)]
pub enum Strike {
    /// Nothing happens: the run ends well.
    Nothing,
    /// A body injects a fault.
    Inside(Fault, &'static Stage, When),
    /// Two bodies inject faults at the same time, when all edges are full.
    Two([(Fault, &'static Stage); 2]),
    /// The test stops the run.
    Outside(Way, When),
    /// The run's context is stopped before the run starts.
    Before(Before),
    /// The run ends when all edges are full, and the drops of armed items panic wherever they are
    /// dropped.
    Armed(ArmedEnd, Armed),
    /// A body blocks while the run is cancelled.
    Stuck(&'static Stage, When),
    /// The process may start this many threads, and not one more.
    Room(usize),
}

/// The state of a context before the run.
#[derive(Clone, Copy, Debug)]
pub enum Before {
    Cancelled,
    Drained,
    DeadlinePassed,
}

/// The end of a run with armed items.
#[derive(Clone, Copy)]
pub enum ArmedEnd {
    Outside(Way),
    /// This sink ends early.
    Early(&'static Stage),
}

impl<E: Engine> Case<E> {
    /// Returns the kind of the case. A sample has at least one case of each kind.
    #[must_use]
    pub fn kind(&self) -> String {
        let strike = match self.strike {
            Strike::Nothing => "nothing".to_owned(),
            Strike::Inside(fault, ..) => format!("{fault:?}"),
            Strike::Two(_) => "two".to_owned(),
            Strike::Outside(way, _) => way.to_string(),
            Strike::Before(before) => format!("{before:?} before"),
            Strike::Armed(ArmedEnd::Outside(way), _) => format!("armed, {way}"),
            Strike::Armed(ArmedEnd::Early(_), _) => "armed".to_owned(),
            Strike::Stuck(..) => "stuck".to_owned(),
            Strike::Room(_) => "room".to_owned(),
        };
        format!("{} by {:?}: {strike}", self.shape.facts.name, self.engine)
    }
}

impl<E: Engine> fmt::Display for Case<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Case {
            shape,
            size,
            engine,
            strike,
        } = self;
        f.write_str(shape.facts.name)?;
        match size.named() {
            Some(capacity) => write!(f, " of capacity {capacity}")?,
            None => f.write_str(" of no named capacity")?,
        }
        if shape.facts.fans_out {
            write!(f, " and {} workers", size.workers)?;
        }
        write!(f, " by {engine:?}: {strike}")
    }
}

impl fmt::Display for Strike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Strike::Nothing => f.write_str("normal end"),
            Strike::Inside(fault, stage, when) => write!(f, "{fault:?} in {}, {when}", stage.name),
            Strike::Two([(one, here), (other, there)]) => {
                write!(
                    f,
                    "{one:?} in {} and {other:?} in {}",
                    here.name, there.name
                )
            }
            Strike::Outside(way, when) => write!(f, "{way}, {when}"),
            Strike::Before(before) => write!(f, "{before:?} before"),
            Strike::Armed(ArmedEnd::Outside(way), armed) => write!(f, "{armed:?} armed, {way}"),
            Strike::Armed(ArmedEnd::Early(sink), armed) => {
                write!(f, "{armed:?} armed, early end of {}", sink.name)
            }
            Strike::Stuck(stage, when) => write!(f, "{} is stuck, {when}", stage.name),
            Strike::Room(threads) => write!(f, "room for {threads} threads"),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Never => f.write_str("at once"),
            When::At(item) => write!(f, "at item {item}"),
            When::Full { .. } => f.write_str("when all is full"),
            When::Waiting { .. } => f.write_str("while a worker waits"),
        }
    }
}
