//! Makes all cases of given shapes: each shape in every size, with every engine and every strike.

use super::case::{ArmedEnd, Before, Case, Strike};
use super::engine::{Engine, Way};
use crate::known::B;
use crate::probe::{Armed, Fault, PLENTY, When};
use crate::shape::{Facts, Moments, Role, Shape, Size, Stage};

/// Capacities: rendezvous, small, large, and a window without a named capacity.
const CAPACITIES: [(usize, bool); 5] = [(0, true), (1, true), (2, true), (64, true), (64, false)];

const WORKERS: [usize; 3] = [1, 2, 8];

/// Numbers of items at which faults strike: the first ones, some in the middle, those around the
/// point at which a capacity of 64 is full for the first time, and some late ones.
const ITEMS: [usize; 12] = [0, 1, 2, 3, 8, 33, 64, 65, 70, 129, 257, 600];

/// The last of these numbers for shapes in which each item is a pipeline.
const LAST_OF_PIPELINES: usize = 70;

/// Numbers of items that are made before the test stops a run.
const MADE: [usize; 6] = [0, 1, 33, 64, 100, 257];

/// Numbers of items at which a body blocks.
const STUCK: [usize; 3] = [0, 1, 70];

/// Faults in a body.
const FAULTS: [Fault; 8] = [
    Fault::Error,
    Fault::PanicStr,
    Fault::PanicString,
    Fault::PanicPayload,
    Fault::DropPanics,
    Fault::CancelInside,
    Fault::DrainInside,
    Fault::DeadlineInside,
];

/// Faults in two bodies at the same time.
const PAIRS: [[Fault; 2]; 7] = [
    [Fault::PanicStr, Fault::PanicString],
    [Fault::PanicPayload, Fault::DropPanics],
    [Fault::Error, Fault::Error],
    [Fault::Error, Fault::PanicStr],
    [Fault::PanicString, Fault::Error],
    [Fault::CancelInside, Fault::PanicStr],
    [Fault::Error, Fault::CancelInside],
];

const BEFORE: [Before; 3] = [Before::Cancelled, Before::Drained, Before::DeadlinePassed];

/// Returns all cases of `shapes` with `engines`, without running them.
pub fn cases<E: Engine>(
    shapes: impl Iterator<Item = &'static Shape<E::Pipeline>>,
    engines: &'static [E],
) -> impl Iterator<Item = Case<E>> {
    in_all_sizes(shapes)
        .flat_map(|(shape, size)| engines.iter().map(move |&engine| (shape, size, engine)))
        .flat_map(|(shape, size, engine)| {
            let of = Of::new(&shape.facts, size, engine);
            of.strikes().into_iter().map(move |strike| Case {
                shape,
                size,
                engine,
                strike,
            })
        })
}

/// Returns each shape in every size. The number of workers varies only for shapes with a fan-out.
pub fn in_all_sizes<P: 'static>(
    shapes: impl Iterator<Item = &'static Shape<P>>,
) -> impl Iterator<Item = (&'static Shape<P>, Size)> {
    let size = |(capacity, is_named), workers| Size {
        capacity,
        is_named,
        workers,
    };
    shapes.flat_map(move |shape| {
        let workers = if shape.facts.fans_out {
            &WORKERS[..]
        } else {
            &[1]
        };
        let sizes = move |named| workers.iter().map(move |&workers| size(named, workers));
        CAPACITIES
            .into_iter()
            .flat_map(sizes)
            .map(move |size| (shape, size))
    })
}

/// A shape in a size with an engine, to make its strikes.
struct Of<E> {
    facts: &'static Facts,
    size: Size,
    engine: E,
    ways: Vec<Way>,
    /// Number of live items when all edges are full.
    live: usize,
    /// Whether a body runs a pipeline.
    is_nested: bool,
}

impl<E: Engine> Of<E> {
    fn new(facts: &'static Facts, size: Size, engine: E) -> Self {
        let mut ways = engine.ways();
        // A drained worker processes the item with which it waits, and here it would wait for an
        // hour.
        ways.retain(|way| facts.flows() || !way.is_drain());
        Of {
            facts,
            size,
            engine,
            ways,
            live: facts.live_when_full(size),
            is_nested: facts.stages.iter().any(is_inner),
        }
    }

    fn strikes(&self) -> Vec<Strike> {
        let mut strikes = Vec::new();
        if self.facts.flows() {
            strikes.push(Strike::Nothing);
            strikes.extend(self.two_at_once());
            strikes.extend(self.stuck());
            // A sanitizer itself could not start its threads then.
            if !cfg!(sanitized) {
                strikes.extend(self.room());
            }
            strikes.extend(self.before());
        }
        strikes.extend(self.inside());
        strikes.extend(self.outside());
        strikes.extend(self.armed());
        strikes
    }

    fn inside(&self) -> impl Iterator<Item = Strike> {
        let stages = self.facts.stages.iter();
        let faults =
            stages.flat_map(|stage| faults(stage).into_iter().map(move |fault| (fault, stage)));
        let faults = faults.filter(|(fault, _)| self.facts.flows() || *fault != Fault::DrainInside);
        faults.flat_map(|(fault, stage)| {
            let mut whens = self.whens(stage);
            // One of several sinks gets only a part of the items.
            whens.retain(|when| fault != Fault::OneEnds || !matches!(when, When::At(PLENTY..)));
            let whens = whens.into_iter();
            whens.map(move |when| Strike::Inside(fault, stage, when))
        })
    }

    fn whens(&self, stage: &Stage) -> Vec<When> {
        match self.facts.moments {
            Moments::AnyItem => self.at(&ITEMS).chain(self.full(stage)).collect(),
            Moments::Waiting(beside) => vec![When::Waiting {
                item: beside(stage),
            }],
        }
    }

    fn at(&self, items: &'static [usize]) -> impl Iterator<Item = When> {
        let last = if self.is_nested {
            LAST_OF_PIPELINES
        } else {
            usize::MAX
        };
        items
            .iter()
            .filter(move |&&item| item <= last)
            .map(|&item| When::At(item))
    }

    fn full(&self, stage: &Stage) -> Option<When> {
        let item = stage.struck_when_full(self.size)?;
        let live = self.live;
        Some(When::Full { item, live })
    }

    /// At once, while items flow, and when all edges are full.
    fn outside(&self) -> impl Iterator<Item = Strike> {
        let live = self.live;
        let whens: Vec<When> = match self.facts.moments {
            Moments::AnyItem => self
                .at(&MADE)
                .chain([When::Full { item: 0, live }])
                .collect(),
            Moments::Waiting(_) => vec![When::Waiting { item: 0 }],
        };
        self.ways.iter().flat_map(move |&way| {
            let whens = whens.clone().into_iter().chain([When::Never]);
            whens.map(move |when| Strike::Outside(way, when))
        })
    }

    /// Each pair of faults in each pair of stages that hold an item when all edges are full.
    fn two_at_once(&self) -> Vec<Strike> {
        let stages = self.facts.stages;
        // An error of a pipeline inside a body is an error of the stage that runs it.
        let known = |stage: &&Stage| stage.full_at.is_some() && !is_inner(stage);
        let mut strikes = Vec::new();
        for (at, first) in stages.iter().enumerate().filter(|(_, stage)| known(stage)) {
            let others = stages[at + 1..].iter().filter(known);
            for second in others.filter(|second| !(is_early(first) && is_early(second))) {
                let apt = PAIRS
                    .into_iter()
                    .filter(|[a, b]| ends(first, *a) && ends(second, *b));
                strikes.extend(apt.map(|[a, b]| Strike::Two([(a, first), (b, second)])));
            }
        }
        strikes
    }

    fn stuck(&self) -> impl Iterator<Item = Strike> {
        let stages = self.facts.stages.iter();
        let stages = stages.filter(|stage| self.engine.can_block(stage.is_blocking));
        stages.flat_map(|stage| {
            let whens = self.at(&STUCK).chain(self.full(stage));
            whens.map(move |when| Strike::Stuck(stage, when))
        })
    }

    fn room(&self) -> impl Iterator<Item = Strike> {
        // If a body starts threads too, it is not determined which thread is the first that fails.
        let is_known = self.engine.starts_first() && !self.is_nested;
        let threads = if is_known {
            (self.facts.threads)(self.size)
        } else {
            0
        };
        (0..threads).map(Strike::Room)
    }

    fn before(&self) -> impl Iterator<Item = Strike> {
        // A run inside a body that has not begun returns no report.
        let can_be_told = self.ways.iter().any(|way| way.is_drain());
        let before = BEFORE.into_iter().filter(move |_| can_be_told);
        before.map(Strike::Before)
    }

    fn armed(&self) -> Vec<Strike> {
        let mut numbers = (self.facts.armable)(self.size);
        numbers.retain(|&number| number < self.live || number >= B);
        // It is not determined where the other items are when one drop panics. With a named
        // capacity, an edge may be a channel. If items are sent to it while its reader leaves, a
        // drop that panics makes the channel leak the other items.
        let is_all = self.engine.has_threads() && numbers.contains(&0) && !self.size.is_named;
        let all = is_all.then_some(Armed::All);
        let ways = self.ways.iter().filter(|way| !way.is_drain());
        let outside = ways.map(|&way| ArmedEnd::Outside(way));
        let ends: Vec<_> = outside
            .chain(self.facts.sinks().map(ArmedEnd::Early))
            .collect();
        let armed = numbers.into_iter().map(Armed::One).chain(all);
        let strikes =
            armed.flat_map(|armed| ends.iter().map(move |&end| Strike::Armed(end, armed)));
        strikes.collect()
    }
}

/// Returns the faults that can end a run through `stage`.
fn faults(stage: &Stage) -> Vec<Fault> {
    let mut faults = FAULTS.to_vec();
    match stage.role {
        Role::Strict | Role::Retried => {}
        Role::Lenient | Role::Infallible => faults.retain(|&fault| fault != Fault::Error),
        Role::Sink => faults.push(Fault::EarlyEnd),
        Role::OneSink(_) => faults.extend([Fault::EarlyEnd, Fault::OneEnds]),
    }
    faults
}

/// Returns whether `fault` in `stage` ends the run at once.
fn ends(stage: &Stage, fault: Fault) -> bool {
    let is_late = fault == Fault::Error && matches!(stage.role, Role::Retried);
    faults(stage).contains(&fault) && !is_late
}

/// Returns whether the stage belongs to a pipeline inside a body. Its errors are errors of that
/// body.
fn is_inner(stage: &Stage) -> bool {
    stage.name == "inner"
}

/// Returns whether the stage is one of several inputs of an edge, and holds its first item while
/// the other inputs fill the edge.
fn is_early(stage: &Stage) -> bool {
    let full_at = stage.full_at.map(|full_at| full_at(Size::of(0, 1)));
    full_at == Some(0) && !stage.is_sink()
}
