//! A run dropped at each point where it waits.

use std::cell::Cell;
use std::task::Poll;

use futures::executor::block_on;
use pipeline::{Context, Report, StageReport};
use pipeline_tests::probe::{Fault, Probe, When};
use pipeline_tests::{Cases, Hand, wait_until};

use crate::ends::Case;
use crate::engine::Engine;
use crate::shapes::Shape;

/// Enough for every body to have had several, and for a loop to have come round.
const ITEMS: usize = 7;

/// Shapes with a stage that makes several items of one, or one of several; or whose workers keep what
/// they made, which counts as completed, until its turn.
const UNEVEN: [&str; 9] = [
    "tee",
    "tee and zip",
    "ordered",
    "ordered and yielding",
    "dead letters",
    "dead letters of a fan_out",
    "dead letters of an ordered fan_out",
    "feedback and ordered",
    "batches",
];

/// How many turns of a runtime most shapes need for those.
const TURNS: usize = 40;

pub fn run(cases: &mut Cases, shape: &'static Shape, capacity: usize) {
    let case = |engine| Case {
        shape,
        capacity,
        engine,
    };
    let one_task = case(Engine::OneTask);
    cases.run(one_task.name("dropped at each wait"), || {
        for polls in 0.. {
            if has_ended_after(one_task, polls) {
                break;
            }
        }
    });
    cases.run(one_task.name("cancelled at each wait"), || {
        for polls in 0.. {
            if was_cancelled_after(one_task, polls) {
                break;
            }
        }
    });
    let tasks = case(Engine::Tasks);
    cases.run(tasks.name("dropped at each turn"), || {
        for turns in 0..TURNS {
            is_dropped_after_turns(tasks, turns);
        }
    });
    cases.run(one_task.name("dropped where nothing goes on"), || {
        dropped_at_rest(one_task);
    });
}

/// Polls the run so often, and drops it; whether it had ended.
fn has_ended_after(case: Case, polls: usize) -> bool {
    let has_ended = Cell::new(false);
    case.leaves_nothing(
        || Probe::new(Fault::None, "", When::Never).of_items(ITEMS),
        |pipeline, _| {
            let hand = Hand::default();
            let mut run = pipeline.run_with(&Context::new());
            let ended = (0..polls).find_map(|poll| {
                // What is at work elsewhere calls when it is done.
                wait_until(|| poll == 0 || hand.is_called());
                match hand.poll(&mut run) {
                    Poll::Ready(reported) => Some(reported),
                    Poll::Pending => None,
                }
            });
            has_ended.set(ended.is_some());
            ended
        },
        |outcome, _| {
            let delivered = (case.shape.delivers)(ITEMS);
            assert_eq!(outcome.expect("it ends well"), delivered);
        },
    );
    has_ended.get()
}

/// Polls the run so often, and cancels it; whether it had ended before.
fn was_cancelled_after(case: Case, polls: usize) -> bool {
    let has_ended = Cell::new(false);
    case.leaves_nothing(
        || Probe::new(Fault::None, "", When::Never).of_items(ITEMS),
        |pipeline, _| {
            let hand = Hand::default();
            let context = Context::new();
            let mut run = pipeline.run_with(&context);
            for poll in 0..polls {
                wait_until(|| poll == 0 || hand.is_called());
                if let Poll::Ready(reported) = hand.poll(&mut run) {
                    has_ended.set(true);
                    return Some(reported);
                }
            }
            context.cancel();
            Some(block_on(run))
        },
        |outcome, report| {
            assert!(has_ended.get() || outcome.is_err_and(|error| error.is_cancelled()));
            if !UNEVEN.contains(&case.shape.name) {
                accounts_for_each(case.shape, report);
            }
        },
    );
    has_ended.get()
}

/// What a stage took, it gave, or it is counted why not.
fn accounts_for_each(shape: &Shape, report: &Report) {
    let is_sink = |stage: &&StageReport| {
        let mut sinks = shape.stages.iter().filter(|stage| stage.is_sink());
        sinks.any(|sink| sink.name == stage.name)
    };
    for stage in report.stages.iter().filter(|stage| !is_sink(stage)) {
        let gone = stage.given + stage.filtered + stage.failed + stage.dropped;
        assert_eq!(stage.taken, gone, "{}\n{report}", stage.name);
    }
}

/// Gives the tasks so many turns, and drops their handle.
fn is_dropped_after_turns(case: Case, turns: usize) {
    case.leaves_nothing(
        || Probe::new(Fault::None, "", When::Never).of_items(ITEMS),
        |pipeline, probe| {
            let turn = Cell::new(0);
            let done = || turn.replace(turn.get() + 1) == turns;
            let check = || assert_eq!(probe.ledger.live(), 0, "items outlive the drop");
            case.engine.drop(pipeline, done, check);
            None
        },
        |_, _| unreachable!("nobody is told how it ended"),
    );
}

/// All streams are full, and no worker calls: each waits for what will not come.
fn dropped_at_rest(case: Case) {
    let live = (case.shape.full)(case.capacity);
    case.leaves_nothing(
        || Probe::new(Fault::FromOutside, "", When::Full { item: 0, live }),
        |pipeline, probe| {
            let hand = Hand::default();
            let mut run = pipeline.run_with(&Context::new());
            let is_at_rest = || probe.is_ready() && !hand.is_called();
            assert!(hand.poll_until(&mut run, is_at_rest).is_none());
            None
        },
        |_, _| unreachable!("nobody is told how it ended"),
    );
}
