//! Starts and stops pipelines, again and again.

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Error, Pipeline};
use pipeline_tests::{Hand, Watchdog, until, wait_until};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::gauge::{Gauge, Held};
use crate::parcel;
use crate::plan::{End, Luck, Plan};
use crate::shapes::{SHAPES, Shape};

/// Number of rows that are printed.
const ROWS: u64 = 20;

/// Number of times that the memory is measured between two rows.
const LOOKS: u64 = 50;

/// From this number of cycles on, the allocator has come to rest within a fifth of the cycles.
const LONG: u64 = 100_000;

/// A way to run a pipeline.
#[derive(Clone, Copy, Debug)]
enum Engine {
    Threads,
    /// As far as possible on the thread that calls `run`.
    ThreadsHere,
    OneTask,
    Tasks,
    TasksOnThreads,
}

const ENGINES: [Engine; 5] = [
    Engine::Threads,
    Engine::ThreadsHere,
    Engine::OneTask,
    Engine::Tasks,
    Engine::TasksOnThreads,
];

/// The outcome of a run, if it has one.
type Outcome = Option<Result<usize, Error>>;

/// Runs `cycles` cycles. Returns whether the process holds no more resources afterwards.
pub(crate) fn run(cycles: u64) -> bool {
    let watchdog = Watchdog::new();
    let before = Held::now();
    let (is_flat, leaves_nothing) = {
        let runtimes = Runtimes::new();
        let mut gauge = Gauge::of("cycles");
        // The first tenth makes all allocations that are made once.
        let warm_up = cycles / 10;
        let mut warm = Held::now();
        for number in 0..cycles {
            if number % (cycles / ROWS / LOOKS).max(1) == 0 {
                watchdog.begin(format!("cycle {number} or one soon after it"));
                gauge.look(number.into(), cycles.into());
            }
            if number % (cycles / ROWS).max(1) == 0 {
                gauge.print(number);
            }
            if number == warm_up {
                warm = Held::now();
            }
            cycle(&runtimes, number);
        }
        gauge.print(cycles);
        (gauge.is_flat(cycles >= LONG), warm.is_all())
    };
    is_flat & leaves_nothing & before.is_all()
}

/// Starts and stops one pipeline.
fn cycle(runtimes: &Runtimes, number: u64) {
    let mut luck = Luck(number);
    let engine = luck.of(&ENGINES);
    let shape = luck.of(SHAPES);
    let plan = Plan::of(&mut luck);
    let outcome = runtimes.run(engine, shape, plan);
    let as_planned = match &outcome {
        Some(outcome) => plan.has_come_true(outcome),
        None => plan.end == End::Drop,
    };
    let live = parcel::live();
    assert!(
        as_planned && live == 0,
        "cycle {number}, {} as {engine:?} with {plan:?}: {live} items live, {outcome:?}",
        shape.name
    );
}

/// The tokio runtimes, which outlive all cycles.
struct Runtimes {
    one_thread: Runtime,
    two_threads: Runtime,
}

impl Runtimes {
    fn new() -> Self {
        let mut one = Builder::new_current_thread();
        let mut two = Builder::new_multi_thread();
        let one_thread = one.enable_time().build();
        let two_threads = two.enable_time().worker_threads(2).build();
        Runtimes {
            one_thread: one_thread.expect("a runtime starts"),
            two_threads: two_threads.expect("a runtime starts"),
        }
    }

    fn run(&self, engine: Engine, shape: Shape, plan: Plan) -> Outcome {
        match engine {
            Engine::ThreadsHere if !plan.is_from_outside() => {
                Some((shape.threads)(plan).run_with(&plan.context()))
            }
            Engine::Threads | Engine::ThreadsHere => on_threads((shape.threads)(plan), plan),
            Engine::OneTask => in_one_task((shape.futures)(plan), plan),
            Engine::Tasks => as_tasks(&self.one_thread, (shape.futures)(plan), plan),
            Engine::TasksOnThreads => as_tasks(&self.two_threads, (shape.futures)(plan), plan),
        }
    }
}

fn on_threads(pipeline: Pipeline<'static, usize>, plan: Plan) -> Outcome {
    let running = pipeline.spawn_with(&plan.context());
    if plan.is_from_outside() {
        wait_until(|| plan.is_due());
    }
    match plan.end {
        End::Cancel => running.cancel(),
        End::Drain => running.drain(),
        End::Drop => return None,
        _ => {}
    }
    Some(running.join())
}

fn in_one_task(pipeline: AsyncPipeline<'static, usize>, plan: Plan) -> Outcome {
    let context = plan.context();
    let mut run = Box::pin(pipeline.run_with(&context));
    if plan.is_from_outside() {
        let early = Hand::default().poll_until(&mut run, || plan.is_due());
        assert!(early.is_none(), "nothing inside ends it: {early:?}");
    }
    match plan.end {
        End::Cancel => context.cancel(),
        End::Drain => context.drain(),
        End::Drop => return None,
        _ => {}
    }
    Some(block_on(run))
}

fn as_tasks(runtime: &Runtime, pipeline: AsyncPipeline<'static, usize>, plan: Plan) -> Outcome {
    runtime.block_on(async {
        let running = pipeline.spawn_with(&plan.context());
        if plan.is_from_outside() {
            until(|| plan.is_due()).await;
        }
        match plan.end {
            End::Cancel => running.cancel(),
            End::Drain => running.drain(),
            _ => {}
        }
        let outcome = if plan.end == End::Drop {
            drop(running);
            assert_eq!(parcel::live(), 0, "items outlive the drop");
            None
        } else {
            Some(running.join().await)
        };
        // Tokio completes the join of a task before it removes the task from its list.
        until(|| Handle::current().metrics().num_alive_tasks() == 0).await;
        outcome
    })
}
