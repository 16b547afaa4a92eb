//! Promise 1: nothing outlives the pipeline.
//!
//! Every way to end, in every shape, at every stage, at several items: when `run` returns or the
//! handle is gone, the threads are those from before it, without a retry; no item lives; nothing
//! stays allocated; and the error is the fault that was injected, with its stage.
//!
//! `ROUNDS=n` runs the matrix n times.

mod probe;
mod shapes;

use std::error::Error as _;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, thread};

use pipeline::{Context, Error, Pipeline};
use pipeline_tests::{Cases, Counting, Item, threads, wait_until};

use crate::probe::{FINITE, Fault, Injected, Probe, SINK, is_payload_of, message_of};
use crate::shapes::{SHAPES, Shape, Stage};

#[global_allocator]
static MEMORY: Counting = Counting::new();

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

fn main() -> ExitCode {
    let mut cases = Cases::from_arguments();
    warm_up();
    let rounds = env::var("ROUNDS").map_or(1, |rounds| rounds.parse().expect("a number"));
    for _ in 0..rounds {
        for shape in &SHAPES {
            for capacity in CAPACITIES {
                run_shape(&mut cases, shape, capacity);
            }
        }
    }
    cases.end()
}

/// What is allocated once for the process, such as a channel's thread-local, is no leak.
fn warm_up() {
    for shape in &SHAPES {
        let probe = Arc::new(Probe::new(Fault::Error, SINK, 0, None));
        let _ = (shape.make)(Arc::clone(&probe), 1).run();
        let probe = Arc::new(Probe::new(Fault::FromOutside, "", 0, None));
        drop((shape.make)(probe, 1).spawn());
    }
}

fn run_shape(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let name = |what: &str| format!("{} of capacity {capacity}: {what}", shape.name);
    cases.run(name("normal end"), || normal_end(shape, capacity));
    for stage in shape.stages {
        for fault in INSIDE {
            for strike in strikes(stage, shape, capacity) {
                let what = format!("{fault:?} in {} at {strike:?}", stage.name);
                cases.run(name(&what), || {
                    struck(shape, capacity, fault, stage, strike)
                });
            }
        }
    }
    let sink = shape.stages.last().expect("a shape has a sink");
    for strike in strikes(sink, shape, capacity) {
        cases.run(name(&format!("early end at {strike:?}")), || {
            struck(shape, capacity, Fault::EarlyEnd, sink, strike);
        });
    }
    run_outside(cases, shape, capacity);
}

/// What comes from outside the pipeline, while every stream is full and while items flow.
fn run_outside(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let name = |what: &str| format!("{} of capacity {capacity}: {what}", shape.name);
    for full in [None, Some((shape.full)(capacity))] {
        let state = if full.is_some() { "full" } else { "flowing" };
        cases.run(name(&format!("cancelled by its handle, {state}")), || {
            cancelled_by_handle(shape, capacity, full);
        });
        cases.run(name(&format!("cancelled by its context, {state}")), || {
            cancelled_by_context(shape, capacity, full);
        });
        cases.run(name(&format!("handle dropped, {state}")), || {
            handle_dropped(shape, capacity, full, None);
        });
    }
    for armed in (shape.armable)(capacity) {
        let what = |end: &str| name(&format!("drop of item {armed} panics after {end}"));
        cases.run(what("a cancel"), || {
            armed_and_cancelled(shape, capacity, armed)
        });
        cases.run(what("the handle's drop"), || {
            handle_dropped(shape, capacity, Some((shape.full)(capacity)), Some(armed));
        });
        cases.run(what("an early end"), || {
            armed_and_ended(shape, capacity, armed)
        });
    }
}

/// When a fault strikes: at the item of this number, or there when all streams are full.
#[derive(Clone, Copy, Debug)]
struct Strike {
    item: usize,
    full: Option<usize>,
}

fn strikes(stage: &Stage, shape: &Shape, capacity: usize) -> Vec<Strike> {
    let mut strikes: Vec<Strike> = [0, 1, 70, 150]
        .map(|item| Strike { item, full: None })
        .into();
    strikes.extend(stage.full_at.map(|full_at| Strike {
        item: full_at(capacity),
        full: Some((shape.full)(capacity)),
    }));
    strikes
}

/// Threads and allocations before a run.
struct Baseline {
    threads: Vec<String>,
    allocations: isize,
}

impl Baseline {
    fn take() -> Self {
        let threads = threads();
        let allocations = MEMORY.live();
        Baseline {
            threads,
            allocations,
        }
    }

    /// To be called first of all when a run has ended.
    fn check_threads(&self) {
        assert_eq!(threads(), self.threads, "threads outlive their pipeline");
    }

    /// To be called when all that the caller got of the run is dropped.
    fn check_memory(&self) {
        assert_eq!(
            MEMORY.live(),
            self.allocations,
            "memory outlives its pipeline"
        );
    }
}

type Outcome = Result<usize, Error>;

/// Runs `run` on a pipeline, and holds that nothing of it is left but its outcome.
///
/// Memory is not counted when an item's drop panics where it will: if that is at the end of a body
/// which has just failed, rustc leaks the body's error (rust-lang/rust#47949).
fn leaves_nothing(
    shape: &Shape,
    capacity: usize,
    probe: impl FnOnce() -> Probe,
    run: impl FnOnce(Pipeline<'static, usize>, &Probe) -> Option<Outcome>,
    check: impl FnOnce(Outcome),
) {
    let baseline = Baseline::take();
    let armed;
    {
        let probe = Arc::new(probe());
        armed = probe.is_armed();
        let pipeline = (shape.make)(Arc::clone(&probe), capacity);
        let outcome = run(pipeline, &probe);
        baseline.check_threads();
        assert_eq!(probe.ledger.live(), 0, "items outlive their pipeline");
        if let Some(outcome) = outcome {
            check(outcome);
        }
    }
    if !armed {
        baseline.check_memory();
    }
}

fn normal_end(shape: &Shape, capacity: usize) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::None, "", 0, None),
        |pipeline, _| Some(pipeline.run()),
        |outcome| assert_eq!(outcome.expect("it ends well"), (shape.delivers)(FINITE)),
    );
}

fn struck(shape: &Shape, capacity: usize, fault: Fault, stage: &Stage, strike: Strike) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(fault, stage.name, strike.item, strike.full),
        |pipeline, _| Some(pipeline.run()),
        |outcome| check_cause(outcome, fault, stage.name),
    );
}

/// The outcome tells what was injected, and no consequence of it.
fn check_cause(outcome: Outcome, fault: Fault, stage: &'static str) {
    if fault == Fault::EarlyEnd {
        assert!(outcome.is_ok(), "an early end is a good one");
        return;
    }
    let error = outcome.expect_err("a fault was injected");
    if fault == Fault::CancelInside {
        assert!(error.is_cancelled(), "{error:#}");
        return;
    }
    if stage == "inner" {
        assert_eq!(error.stage(), Some("passed"));
        let inner = error.source().and_then(|source| source.downcast_ref());
        let inner: &Error = inner.expect("the outer error's source is the inner pipeline's");
        check_inside(inner, fault, stage);
        return;
    }
    check_inside(&error, fault, stage);
    check_others(&error);
    if message_of(fault, 0).is_some() {
        let resumed = panic::catch_unwind(AssertUnwindSafe(|| error.resume_panic()));
        let payload = resumed.expect_err("the panic goes on");
        let number = number_in(&*payload);
        assert!(is_payload_of(fault, number, &*payload));
    }
}

/// One fault has one cause. What a body hands on of an inner pipeline that was cancelled with it is
/// kept, as every later failure is.
fn check_others(error: &Error) {
    for other in error.others() {
        let source = other.source().and_then(|source| source.downcast_ref());
        let inner: &Error = source.unwrap_or_else(|| panic!("a second cause: {error:?}"));
        assert!(inner.is_cancelled(), "a second cause: {error:?}");
    }
}

fn check_inside(error: &Error, fault: Fault, stage: &'static str) {
    assert_eq!(error.stage(), Some(stage), "{error:#}");
    match error {
        Error::Failed { source, .. } => {
            assert_eq!(fault, Fault::Error);
            assert_eq!(source.downcast_ref(), Some(&Injected));
        }
        Error::Panicked { message, .. } => {
            let number = message
                .rsplit(' ')
                .next()
                .and_then(|word| word.parse().ok());
            assert_eq!(
                Some(message),
                message_of(fault, number.unwrap_or(0)).as_ref()
            );
        }
        other => panic!("the cause is {other:?}"),
    }
}

/// The item's number that a panic's text ends in.
fn number_in(payload: &(dyn std::any::Any + Send)) -> usize {
    let text = payload.downcast_ref::<String>();
    let number = text.and_then(|text| text.rsplit(' ').next()?.parse().ok());
    number.unwrap_or(0)
}

/// Waits until a pipeline that nothing inside ends is where it is to be struck.
fn wait_until_ready(probe: &Probe) {
    match probe.full {
        Some(full) => wait_until(|| probe.ledger.live() >= full),
        None => wait_until(|| probe.ledger.made() > 100),
    }
}

fn check_cancelled(outcome: Outcome) {
    let error = outcome.expect_err("it was cancelled");
    assert!(error.is_cancelled(), "{error:#}");
}

fn cancelled_by_handle(shape: &Shape, capacity: usize, full: Option<usize>) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", 0, full),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until_ready(probe);
            assert!(!running.is_finished());
            running.cancel();
            Some(running.join())
        },
        check_cancelled,
    );
}

fn cancelled_by_context(shape: &Shape, capacity: usize, full: Option<usize>) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", 0, full),
        |pipeline, probe| {
            let context = Context::new();
            thread::scope(|threads| {
                let run = threads.spawn(|| pipeline.run_with(&context));
                wait_until_ready(probe);
                context.cancel();
                Some(run.join().expect("run does not panic"))
            })
        },
        check_cancelled,
    );
}

fn handle_dropped(shape: &Shape, capacity: usize, full: Option<usize>, armed: Option<usize>) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", 0, full).armed(armed.into()),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until_ready(probe);
            drop(running);
            None
        },
        |_| unreachable!("nobody is told how it ended"),
    );
}

/// The drop of an item that a cancel left somewhere is the cancel's consequence.
fn armed_and_cancelled(shape: &Shape, capacity: usize, armed: usize) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", 0, Some((shape.full)(capacity))).armed(Some(armed)),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until_ready(probe);
            running.cancel();
            Some(running.join())
        },
        |outcome| {
            let error = outcome.expect_err("it was cancelled");
            assert!(error.is_cancelled(), "{error:#}");
        },
    );
}

/// A drop that panics while the rest is cleared away is the only thing that went wrong.
fn armed_and_ended(shape: &Shape, capacity: usize, armed: usize) {
    let full = Some((shape.full)(capacity));
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::EarlyEnd, SINK, 0, full).armed(Some(armed)),
        |pipeline, _| Some(pipeline.run()),
        |outcome| {
            let error = outcome.expect_err("a drop panicked");
            let Error::Panicked { message, .. } = &error else {
                panic!("the cause is {error:?}");
            };
            assert_eq!(message, Item::DROP_PANICKED);
        },
    );
}
