//! Promise 1: nothing outlives the run.
//!
//! The fault matrix of threads: every way to end, in every shape, in several sizes, at every stage,
//! at several items, with every way to run it. When `run` returns or the handle is dropped, the
//! threads and the open files are those from before the run, without a retry. Each item was dropped
//! once, and no memory stays allocated. The error is the injected fault, with its stage. Each run's
//! report fulfils promise 7.
//!
//! By default, a sample of the cases is run, the same each time: see [`Plan`]. `.ci/matrix` runs
//! all. `ROUNDS=n` runs the chosen cases n times, to find failures that depend on the schedule.

mod backoff;
mod branches;
mod declared;
mod engine;
mod left_out;
mod loops;
mod meetings;
mod policies;
mod room;
mod shapes;
mod wiring;

use std::collections::BTreeMap;
use std::env;
use std::process::ExitCode;
use std::sync::Arc;

use pipeline::Context;
use pipeline_tests::baseline::wait_once;
use pipeline_tests::probe::{Fault, Probe, When};
use pipeline_tests::shape::Size;
use pipeline_tests::{Cases, Counting, Plan, Strike, case, strikes};

use crate::engine::{ENGINES, Threads};
use crate::shapes::Shape;

#[global_allocator]
static MEMORY: Counting = Counting::new();

/// The approximate number of cases, if the environment does not say otherwise.
const SAMPLE: usize = 9_000;

type Case = case::Case<Threads>;

fn shapes() -> impl Iterator<Item = &'static Shape> {
    let groups: [&[Shape]; 7] = [
        &shapes::SHAPES,
        &branches::SHAPES,
        &meetings::SHAPES,
        &policies::SHAPES,
        &loops::SHAPES,
        &left_out::SHAPES,
        &backoff::SHAPES,
    ];
    groups.into_iter().flatten()
}

fn main() -> ExitCode {
    let plan = Plan::from_environment(SAMPLE);
    let mut cases = Cases::from_arguments();
    if let Some(room) = room::of_this_process() {
        room::run_here(&mut cases, room, shapes());
        return cases.end();
    }
    warm_up();
    let rounds = env::var("ROUNDS").map_or(1, |rounds| rounds.parse().expect("a number"));
    let all = || strikes::cases(shapes(), ENGINES);
    let chosen: Vec<Case> = plan.chosen(all, Case::kind).collect();
    for _ in 0..rounds {
        run(&mut cases, &chosen);
        wiring::run(&mut cases);
    }
    cases.end()
}

fn run(cases: &mut Cases, chosen: &[Case]) {
    let mut rooms = BTreeMap::new();
    for case in chosen {
        match case.strike {
            Strike::Room(room) => rooms
                .entry(room)
                .or_insert_with(Vec::new)
                .push(case.to_string()),
            _ => cases.run(case.to_string(), || case.run(&MEMORY)),
        }
    }
    for (room, names) in rooms {
        room::run_in_a_child(cases, room, &names);
    }
}

/// Makes the allocations that are made once per process, such as the thread-local of a channel.
/// They are not leaks.
fn warm_up() {
    wait_once();
    for shape in shapes() {
        let size = Size::of(1, 1);
        let last = shape.facts.stages.last().expect("each shape has one");
        let probe = Probe::new(Fault::Error, last.name, When::At(0));
        let context = Context::new();
        let _ = (shape.make)(Arc::new(probe), size).run_with(&context);
        let probe = Probe::new(Fault::FromOutside, "", When::Never);
        drop((shape.make)(Arc::new(probe), size).spawn_with(&context));
    }
    know_graphs(shapes());
}

/// Makes the names and graphs of pipelines with segments, which are made once per process.
fn know_graphs(shapes: impl Iterator<Item = &'static Shape>) {
    for shape in shapes {
        for is_named in [true, false] {
            let probe = Probe::new(Fault::None, "", When::Never);
            let size = Size {
                is_named,
                ..Size::of(1, 1)
            };
            let _ = (shape.make)(Arc::new(probe), size).graph();
        }
    }
}
