//! Promise 1 of pipelines of futures: nothing outlives them.
//!
//! As for threads, in `p1_nothing_outlives`: every way to end, in every shape, at every stage, at
//! several items, by every kind of executor. Then the items, the memory, the threads and the tasks
//! are those from before it.
//!
//! `ROUNDS=n` runs the matrix n times.

mod branches;
mod contexts;
mod declared;
mod drops;
mod ends;
mod engine;
mod loops;
mod policies;
mod shapes;
mod waits;

use std::env;
use std::process::ExitCode;

use pipeline::Context;
use pipeline_tests::Cases;
use pipeline_tests::probe::{Armed, Fault, Probe, When};
use pipeline_tests::shape::{Role, Stage};

use crate::ends::Case;
use crate::engine::{ENGINES, Engine};
use crate::shapes::Shape;

const CAPACITIES: [usize; 3] = [0, 1, 64];

/// The faults that a body can be struck by.
const INSIDE: [Fault; 6] = [
    Fault::Error,
    Fault::PanicStr,
    Fault::PanicString,
    Fault::PanicPayload,
    Fault::DropPanics,
    Fault::CancelInside,
];

/// The shapes that every fault strikes.
fn shapes() -> impl Iterator<Item = &'static Shape> {
    let groups: [&[Shape]; 4] = [
        &shapes::SHAPES,
        &branches::SHAPES,
        &policies::SHAPES,
        &loops::SHAPES,
    ];
    groups.into_iter().flatten()
}

fn main() -> ExitCode {
    let mut cases = Cases::from_arguments();
    warm_up();
    let rounds = env::var("ROUNDS").map_or(1, |rounds| rounds.parse().expect("a number"));
    for _ in 0..rounds {
        for shape in shapes() {
            for capacity in CAPACITIES {
                drops::run(&mut cases, shape, capacity);
                for engine in engines(capacity) {
                    let case = Case {
                        shape,
                        capacity,
                        engine,
                    };
                    run_inside(&mut cases, case);
                    run_outside(&mut cases, case);
                    run_armed(&mut cases, case);
                }
            }
        }
        waits::run(&mut cases);
        contexts::run(&mut cases);
    }
    cases.end()
}

/// Several threads differ by chance alone: once for each shape is enough.
fn engines(capacity: usize) -> impl Iterator<Item = Engine> {
    let engines = ENGINES.into_iter();
    engines.filter(move |&engine| engine != Engine::Threads || capacity == 1)
}

/// What is allocated once for the process is no leak.
fn warm_up() {
    for (shape, engine) in shapes().flat_map(|shape| ENGINES.map(|engine| (shape, engine))) {
        let probe = Probe::new(Fault::None, "", When::Never).of_items(3);
        let pipeline = (shape.make)(probe.into(), 1);
        let _ = engine.run(pipeline, &Context::new());
    }
}

/// What comes from a body.
fn run_inside(cases: &mut Cases, case: Case) {
    cases.run(case.name("normal end"), || case.ends());
    for stage in case.shape.stages {
        for fault in faults(stage) {
            for when in whens(case, stage) {
                let what = format!("{fault:?} in {}, {when:?}", stage.name);
                cases.run(case.name(&what), || case.is_struck(fault, stage, when));
            }
        }
    }
}

/// What ends a run by `stage`.
fn faults(stage: &Stage) -> Vec<Fault> {
    let mut faults = INSIDE.to_vec();
    match stage.role {
        Role::Strict => {}
        Role::Lenient => faults.retain(|&fault| fault != Fault::Error),
        Role::Sink => faults.push(Fault::EarlyEnd),
        Role::OneSink(_) => faults.extend([Fault::EarlyEnd, Fault::OneEnds]),
    }
    faults
}

/// At the first items, in the middle, and when all streams are full.
fn whens(case: Case, stage: &Stage) -> Vec<When> {
    let mut whens: Vec<When> = [0, 1, 70].map(When::At).into();
    whens.extend(stage.full_at.map(|full_at| When::Full {
        item: full_at(case.capacity),
        live: (case.shape.full)(case.capacity),
    }));
    whens
}

/// What comes from outside: at once, while items flow, and while all streams are full.
fn run_outside(cases: &mut Cases, case: Case) {
    let live = (case.shape.full)(case.capacity);
    for when in [When::Never, When::At(100), When::Full { item: 0, live }] {
        let name = |end: &str| case.name(&format!("{end}, {when:?}"));
        cases.run(name("cancelled"), || case.is_cancelled(when, Armed::None));
        cases.run(name("cancelled by another thread"), || {
            case.is_cancelled_by_another_thread(when);
        });
        cases.run(name("dropped"), || case.is_dropped(when, Armed::None));
    }
}

/// Items whose drops panic wherever the end finds them, while all streams are full.
fn run_armed(cases: &mut Cases, case: Case) {
    let live = (case.shape.full)(case.capacity);
    let when = When::Full { item: 0, live };
    let armable = (case.shape.armable)(case.capacity);
    for armed in armable.into_iter().map(Armed::One) {
        let name = |end: &str| case.name(&format!("{armed:?} armed, {end}"));
        cases.run(name("cancelled"), || case.is_cancelled(when, armed));
        cases.run(name("dropped"), || case.is_dropped(when, armed));
        for sink in case.shape.stages.iter().filter(|stage| stage.is_sink()) {
            cases.run(name(&format!("early end of {}", sink.name)), || {
                case.ends_early_with(armed, sink);
            });
        }
    }
}
