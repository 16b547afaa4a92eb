//! Promise 1: nothing outlives the pipeline.
//!
//! Every way to end, in every shape, at every stage, at several items: when `run` returns or the
//! handle is gone, the threads are those from before it, without a retry; no item lives; nothing
//! stays allocated; and the error is the fault that was injected, with its stage. Promise 7 is
//! asserted on the report of every run.
//!
//! `ROUNDS=n` runs the matrix n times.

mod backoff;
mod baseline;
mod branches;
mod declared;
mod ends;
mod loops;
mod policies;
mod shapes;
mod wiring;

use std::process::ExitCode;
use std::sync::Arc;
use std::{env, iter};

use pipeline_tests::Cases;
use pipeline_tests::shape::{Role, Stage};

use crate::shapes::Shape;
use pipeline_tests::probe::{Armed, Fault, Probe, When};

pub const CAPACITIES: [usize; 3] = [0, 1, 64];

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
                run_inside(&mut cases, shape, capacity);
                run_outside(&mut cases, shape, capacity);
                run_armed(&mut cases, shape, capacity);
            }
        }
        backoff::run(&mut cases);
        wiring::run(&mut cases);
    }
    cases.end()
}

/// What is allocated once for the process, such as a channel's thread-local, is no leak.
fn warm_up() {
    for shape in shapes() {
        let probe = Probe::new(Fault::Error, sinks(shape)[0].name, When::At(0));
        let _ = (shape.make)(Arc::new(probe), 1).run();
        let probe = Probe::new(Fault::FromOutside, "", When::Never);
        drop((shape.make)(Arc::new(probe), 1).spawn());
    }
}

fn sinks(shape: &Shape) -> Vec<&Stage> {
    let sinks = shape.stages.iter().filter(|stage| stage.is_sink());
    sinks.collect()
}

pub fn name(shape: &Shape, capacity: usize, what: &str) -> String {
    format!("{} of capacity {capacity}: {what}", shape.name)
}

/// What comes from a body.
fn run_inside(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    cases.run(name(shape, capacity, "normal end"), || {
        ends::normal_end(shape, capacity);
    });
    for stage in shape.stages {
        for fault in faults(stage) {
            run_fault(cases, shape, capacity, fault, stage);
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

/// One fault at one stage: at the first items, in the middle, and when all streams are full.
fn run_fault(
    cases: &mut Cases,
    shape: &'static Shape,
    capacity: usize,
    fault: Fault,
    stage: &'static Stage,
) {
    let mut whens: Vec<When> = [0, 1, 70, 150].map(When::At).into();
    whens.extend(stage.full_at.map(|full_at| When::Full {
        item: full_at(capacity),
        live: (shape.full)(capacity),
    }));
    for when in whens {
        let what = format!("{fault:?} in {}, {when:?}", stage.name);
        cases.run(name(shape, capacity, &what), || {
            ends::struck(shape, capacity, fault, stage, when);
        });
    }
}

/// What comes from outside: at once, while items flow, and while all streams are full.
fn run_outside(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let live = (shape.full)(capacity);
    for when in [When::Never, When::At(100), When::Full { item: 0, live }] {
        let name = |end: &str| name(shape, capacity, &format!("{end}, {when:?}"));
        cases.run(name("cancelled by its handle"), || {
            ends::cancelled_by_handle(shape, capacity, when, Armed::None);
        });
        cases.run(name("cancelled by its context"), || {
            ends::cancelled_by_context(shape, capacity, when);
        });
        cases.run(name("handle dropped"), || {
            ends::handle_dropped(shape, capacity, when, Armed::None);
        });
    }
}

/// Items whose drops panic wherever the end finds them, while all streams are full.
fn run_armed(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let live = (shape.full)(capacity);
    let when = When::Full { item: 0, live };
    let one = (shape.armable)(capacity).into_iter().map(Armed::One);
    // Whose drop is where at its panic is a matter of chance.
    let can_be_all = (shape.armable)(capacity).contains(&0);
    let all = iter::repeat_n(Armed::All, if can_be_all { 10 } else { 0 });
    for armed in one.chain(all) {
        let name = |end: &str| name(shape, capacity, &format!("{armed:?} armed, {end}"));
        cases.run(name("cancelled"), || {
            ends::cancelled_by_handle(shape, capacity, when, armed);
        });
        cases.run(name("handle dropped"), || {
            ends::handle_dropped(shape, capacity, when, armed);
        });
        for sink in sinks(shape) {
            cases.run(name(&format!("early end of {}", sink.name)), || {
                ends::ended_early_with(armed, shape, capacity, sink);
            });
        }
    }
}
