//! Promise 1 for async pipelines: nothing outlives the run.
//!
//! The fault matrix of futures, like that of threads in `p1_nothing_outlives`: every way to end, in
//! every shape, in several sizes, at every stage, at several items, on every kind of executor. In
//! addition, runs are dropped at each point where they wait. After each run, the items, the memory,
//! the threads, the open files and the tasks are those from before it.
//!
//! By default, a sample of the cases is run, the same each time: see [`Plan`]. `.ci/matrix` runs
//! all. `ROUNDS=n` runs the chosen cases n times, to find failures that depend on the schedule.

mod branches;
mod contexts;
mod declared;
mod drops;
mod engine;
mod left_out;
mod loops;
mod meetings;
mod policies;
mod shapes;
mod timeouts;
mod waits;

use std::env;
use std::fmt;
use std::process::ExitCode;

use pipeline::Context;
use pipeline_tests::baseline::wait_once;
use pipeline_tests::probe::{Fault, Probe, When};
use pipeline_tests::shape::Size;
use pipeline_tests::{Cases, Counting, Engine, Plan, case, strikes};

use crate::drops::Drops;
use crate::engine::{ENGINES, Futures};
use crate::shapes::Shape;

#[global_allocator]
static MEMORY: Counting = Counting::new();

/// The approximate number of cases, if the environment does not say otherwise.
const SAMPLE: usize = 11_000;

type Case = case::Case<Futures>;

/// The shapes that end by themselves.
fn flowing() -> impl Iterator<Item = &'static Shape> {
    let groups: [&[Shape]; 7] = [
        &shapes::SHAPES,
        &branches::SHAPES,
        &meetings::SHAPES,
        &policies::SHAPES,
        &timeouts::SHAPES,
        &loops::SHAPES,
        &left_out::SHAPES,
    ];
    groups.into_iter().flatten()
}

fn main() -> ExitCode {
    let plan = Plan::from_environment(SAMPLE);
    let mut cases = Cases::from_arguments();
    warm_up();
    let rounds = env::var("ROUNDS").map_or(1, |rounds| rounds.parse().expect("a number"));
    let chosen: Vec<Work> = plan.chosen(all, Work::kind).collect();
    for _ in 0..rounds {
        for work in &chosen {
            cases.run(work.to_string(), || work.run());
        }
        contexts::run(&mut cases);
    }
    cases.end()
}

/// The cases with one name.
enum Work {
    One(Case),
    Many(Drops),
}

fn all() -> impl Iterator<Item = Work> {
    let shapes = flowing().chain(&waits::SHAPES);
    let ones = strikes::cases(shapes, ENGINES).map(Work::One);
    ones.chain(drops::all(flowing()).map(Work::Many))
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Work::One(case) => case.fmt(f),
            Work::Many(drops) => drops.fmt(f),
        }
    }
}

impl Work {
    fn kind(&self) -> String {
        match self {
            Work::One(case) => case.kind(),
            Work::Many(drops) => drops.kind(),
        }
    }

    fn run(&self) {
        match self {
            Work::One(case) => case.run(&MEMORY),
            Work::Many(drops) => drops.run(),
        }
    }
}

/// Makes the allocations that are made once per process, which are not leaks.
fn warm_up() {
    wait_once();
    for (shape, &engine) in
        flowing().flat_map(|shape| ENGINES.iter().map(move |engine| (shape, engine)))
    {
        let probe = Probe::new(Fault::None, "", When::Never).of_items(3);
        let pipeline = (shape.make)(probe.into(), Size::of(1, 1));
        let _ = engine.run(pipeline, &Context::new());
    }
    for (shape, is_named) in flowing().flat_map(|shape| [(shape, true), (shape, false)]) {
        let probe = Probe::new(Fault::None, "", When::Never);
        let size = Size {
            is_named,
            ..Size::of(1, 1)
        };
        // The graph of a pipeline with segments is made once.
        let _ = (shape.make)(probe.into(), size).graph();
    }
}
