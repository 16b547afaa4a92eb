//! Drops a run at each point where it waits.

use std::cell::Cell;
use std::fmt;
use std::task::Poll;

use futures::executor::block_on;
use pipeline::{Context, Report, StageReport};
use pipeline_tests::probe::{Fault, Probe, When};
use pipeline_tests::strikes::in_all_sizes;
use pipeline_tests::{Act, Engine, Hand, Strike, wait_until};

use crate::engine::Futures;
use crate::shapes::Shape;
use crate::{Case, MEMORY};

/// Enough for every body to get several items, and for a loop to go round.
const ITEMS: usize = 7;

/// Shapes in which a stage makes several items of one or one of several, or in which workers store
/// outputs until it is their turn. A stored output counts as completed.
const UNEVEN: [&str; 11] = [
    "tee",
    "tee and zip",
    "tee with a branch that loses items",
    "ordered",
    "ordered and yielding",
    "yielding",
    "dead letters",
    "dead letters of a fan_out",
    "dead letters of an ordered fan_out",
    "feedback and ordered",
    "batches",
];

/// Shapes whose generator never waits.
const RESTLESS: [&str; 3] = ["drop_newest", "drop_oldest", "merge"];

/// Number of turns of a runtime in which most shapes process these items.
const TURNS: usize = 40;

/// The points at which a run is dropped or cancelled.
#[derive(Clone, Copy, Debug)]
enum Place {
    DroppedAtEachWait,
    CancelledAtEachWait,
    DroppedAtEachTurn,
    DroppedWhereNothingGoesOn,
}

/// Many runs of one shape. Each run ends one point later than the one before.
pub struct Drops {
    case: Case,
    place: Place,
}

/// Returns the drops of all `shapes`, without running them.
pub fn all(shapes: impl Iterator<Item = &'static Shape>) -> impl Iterator<Item = Drops> {
    let places = [
        (Place::DroppedAtEachWait, Futures::OneTask),
        (Place::CancelledAtEachWait, Futures::OneTask),
        (Place::DroppedAtEachTurn, Futures::Tasks),
        (Place::DroppedWhereNothingGoesOn, Futures::OneTask),
    ];
    let all = in_all_sizes(shapes).flat_map(move |(shape, size)| {
        places.map(|(place, engine)| Drops {
            case: Case {
                shape,
                size,
                engine,
                strike: Strike::Nothing,
            },
            place,
        })
    });
    all.filter(Drops::comes_about)
}

impl fmt::Display for Drops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {:?}", self.case, self.place)
    }
}

impl Drops {
    pub fn kind(&self) -> String {
        format!("{}: {:?}", self.case.shape.facts.name, self.place)
    }

    fn comes_about(&self) -> bool {
        let is_at_rest = matches!(self.place, Place::DroppedWhereNothingGoesOn);
        !is_at_rest || !RESTLESS.contains(&self.case.shape.facts.name)
    }

    pub fn run(&self) {
        let case = &self.case;
        match self.place {
            Place::DroppedAtEachWait => assert!((0..).any(|polls| has_ended_after(case, polls))),
            Place::CancelledAtEachWait => {
                assert!((0..).any(|polls| was_cancelled_after(case, polls)));
            }
            Place::DroppedAtEachTurn => {
                (0..TURNS).for_each(|turns| is_dropped_after_turns(case, turns));
            }
            Place::DroppedWhereNothingGoesOn => dropped_at_rest(case),
        }
    }
}

/// Polls a run `polls` times and drops it. Returns whether it had ended.
fn has_ended_after(case: &Case, polls: usize) -> bool {
    let has_ended = Cell::new(false);
    case.leaves_nothing(
        &MEMORY,
        || Probe::new(Fault::None, "", When::Never).of_items(ITEMS),
        |pipeline, _| {
            let hand = Hand::default();
            let mut run = pipeline.run_with(&Context::new());
            let ended = (0..polls).find_map(|poll| {
                // Work on other threads wakes the run when it is done.
                wait_until(|| poll == 0 || hand.is_called());
                match hand.poll(&mut run) {
                    Poll::Ready(reported) => Some(reported),
                    Poll::Pending => None,
                }
            });
            has_ended.set(ended.is_some());
            ended
        },
        |outcome, report| {
            let facts = &case.shape.facts;
            let taken = outcome.expect("it ends well");
            assert_eq!(
                taken + facts.left_out(report),
                facts.delivers_of_each(ITEMS)
            );
        },
    );
    has_ended.get()
}

/// Polls a run `polls` times and cancels it. Returns whether it had ended before.
fn was_cancelled_after(case: &Case, polls: usize) -> bool {
    let has_ended = Cell::new(false);
    case.leaves_nothing(
        &MEMORY,
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
            if !UNEVEN.contains(&case.shape.facts.name) {
                accounts_for_each(case.shape, report);
            }
        },
    );
    has_ended.get()
}

/// Checks that a stage gave every item that it took or that its methods made, or counted why not.
fn accounts_for_each(shape: &Shape, report: &Report) {
    let is_sink = |stage: &&StageReport| shape.facts.sinks().any(|sink| sink.name == stage.name);
    for stage in report.stages.iter().filter(|stage| !is_sink(stage)) {
        let unfinished = stage.swallowed + stage.failed + stage.dropped;
        let gone = stage.given + stage.filtered + unfinished;
        assert_eq!(stage.taken + stage.made, gone, "{}\n{report}", stage.name);
    }
}

/// Gives the tasks `turns` turns, and drops the handle of the run.
fn is_dropped_after_turns(case: &Case, turns: usize) {
    case.leaves_nothing(
        &MEMORY,
        || Probe::new(Fault::None, "", When::Never).of_items(ITEMS),
        |pipeline, probe| {
            let turn = Cell::new(0);
            let done = || turn.replace(turn.get() + 1) == turns;
            let check = || assert_eq!(probe.ledger.live(), 0, "items outlive the drop");
            let context = Context::new();
            case.engine
                .run_until(pipeline, &context, &done, Act::Drop(&check))
        },
        |_, _| unreachable!("nobody is told how it ended"),
    );
}

/// Drops a run when all its edges are full and no worker is woken: each waits for something that
/// never happens.
fn dropped_at_rest(case: &Case) {
    let live = case.shape.facts.live_when_full(case.size);
    case.leaves_nothing(
        &MEMORY,
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
