//! The ways to run a declaration, and the outcomes that are allowed.

use std::fmt::Debug;
use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::sync::LazyLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;
use std::{hint, thread};

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Context, Error, Pipeline, Report, testing};
use pipeline_tests::support::watchdog::{forget_context, watched_context};
use tokio::runtime::{Builder, Runtime};

use crate::case::{self, Case, Refused, STRUCK, Strike};
use crate::dice::Dice;
use crate::flow::{Expected, Seen};
use crate::item::{self, OutOfFuel};

/// The largest number of steps of a plain evaluation. A longer one counts as endless.
const FUEL: u64 = 60_000;

/// A declaration for each engine, and as plain iterators.
pub struct Declaration {
    /// The seed from which it was written.
    pub seed: u64,
    pub text: &'static str,
    pub places: u64,
    /// Whether a reader may end before its stream ends.
    pub is_early: bool,
    /// Whether the items may depend on an order that is not specified.
    pub is_loose: bool,
    /// Whether some items may be left out.
    pub is_lossy: bool,
    pub threads: fn(Case, Run) -> Ended,
    pub futures: Option<fn(Case, Run) -> Ended>,
    pub plain: fn(Case) -> Vec<Expected>,
}

/// The end of a run.
pub enum Ended {
    Outcome(Result<Vec<Seen>, Error<Refused>>, Report),
    /// The handle or the future was dropped.
    Dropped,
}

/// The end of the plain evaluation.
#[derive(Debug)]
enum Plain {
    Value(Vec<Expected>),
    Fails,
    Panics,
    /// It is endless, or too long.
    Endless,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As threads, with `run` or with `spawn`.
    Threads,
    SpawnedThreads,
    /// In one task, which `block_on` polls, or which is a task of tokio.
    Task,
    TokioTask,
    /// A tokio task for each worker.
    Tasks,
}

const WAYS: [Way; 5] = [
    Way::Threads,
    Way::SpawnedThreads,
    Way::Task,
    Way::TokioTask,
    Way::Tasks,
];

/// How the test stops a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Cancel,
    Drain,
    Deadline,
    /// A cancel, if an endless source or method was used.
    IfEndless,
    /// A drop of the handle or the future.
    Drop,
}

/// The parameters of a run: its way, its context, and how it is stopped.
pub struct Run {
    way: Way,
    context: Context,
    stop: Option<Stop>,
    after: Duration,
    polls: u64,
}

static SEVERAL: LazyLock<Runtime> = LazyLock::new(|| runtime(&mut Builder::new_multi_thread()));
static ONE: LazyLock<Runtime> = LazyLock::new(|| runtime(&mut Builder::new_current_thread()));

fn runtime(builder: &mut Builder) -> Runtime {
    let runtime = builder.enable_time().worker_threads(2).build();
    runtime.expect("a runtime starts")
}

/// Yields to the executor `times` times.
pub(crate) async fn yields(mut times: usize) {
    poll_fn(|cx| {
        if times == 0 {
            return Poll::Ready(());
        }
        times -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Run {
    pub fn threads<T>(
        self,
        pipeline: Pipeline<'static, T, Refused>,
        seen: impl FnOnce(T) -> Vec<Seen>,
    ) -> Ended
    where
        T: Send + 'static,
    {
        let (outcome, report) = match self.way {
            _ if self.stop == Some(Stop::Drop) => {
                let running = pipeline.spawn_with(&self.context);
                thread::sleep(self.after);
                drop(running);
                return Ended::Dropped;
            }
            Way::SpawnedThreads => pipeline.spawn_with(&self.context).join_reported(),
            _ => pipeline.run_reported_with(&self.context),
        };
        Ended::Outcome(outcome.map(seen), report)
    }

    pub fn futures<T>(
        self,
        pipeline: AsyncPipeline<'static, T, Refused>,
        seen: impl FnOnce(T) -> Vec<Seen>,
    ) -> Ended
    where
        T: Send + 'static,
    {
        let Run {
            way, stop, context, ..
        } = self;
        let (outcome, report) = match (way, stop) {
            (Way::Tasks, Some(Stop::Drop)) => {
                SEVERAL.block_on(async {
                    let running = pipeline.spawn_with(&context);
                    tokio::time::sleep(self.after).await;
                    drop(running);
                });
                return Ended::Dropped;
            }
            (_, Some(Stop::Drop)) => {
                let mut run = pin!(pipeline.run_with(&context));
                let mut cx = Task::from_waker(Waker::noop());
                for _ in 0..self.polls {
                    if run.as_mut().poll(&mut cx).is_ready() {
                        break;
                    }
                }
                return Ended::Dropped;
            }
            (Way::Tasks, _) => {
                SEVERAL.block_on(async { pipeline.spawn_with(&context).join_reported().await })
            }
            (Way::TokioTask, _) => ONE.block_on(pipeline.run_reported_with(&context)),
            _ => block_on(pipeline.run_reported_with(&context)),
        };
        Ended::Outcome(outcome.map(seen), report)
    }
}

impl Declaration {
    /// Runs one case in several ways.
    ///
    /// # Panics
    ///
    /// Panics if a run does not end as the plain iterators do, or leaves something behind.
    pub fn check(&self, seed: u64, mut begin: impl FnMut(String)) -> usize {
        let case = Case {
            seed,
            places: self.places,
        };
        let once_more = format!("bash .ci/oracle {} 1 {seed}", self.seed);
        begin(format!("{once_more}, by plain iterators"));
        let plain = self.evaluate(case);
        let is_certain = matches!(plain, Plain::Value(_)) && !self.is_loose && !self.is_lossy;
        let mut dice = Dice::new(seed ^ 0xface);
        let mut runs = 0;
        for way in WAYS {
            let by_threads = matches!(way, Way::Threads | Way::SpawnedThreads);
            let declared = if by_threads {
                Some(self.threads)
            } else {
                self.futures
            };
            let stop = stop(&mut dice, &plain, case);
            let after = Duration::from_micros(*dice.pick(&[0, 0, 50, 300, 2_000]));
            let (stop, after) = match stop {
                // In another order, without some items, or when full edges block their neighbours,
                // the run may be endless although the plain evaluation is not.
                None if !is_certain => (Some(Stop::IfEndless), Duration::from_secs(3)),
                stop => (stop, after),
            };
            let polls = dice.below(60);
            let Some(declared) = declared else { continue };
            // Each way is run in two of five cases.
            if dice.below(5) > 1 {
                continue;
            }
            begin(format!(
                "{once_more}, by {way:?}, {stop:?} after {after:?}, {:?}, plainly {plain:?}\n{}",
                case.strike(),
                self.text
            ));
            item::forget_endless();
            if self.text.contains("cycle") {
                item::note_endless();
            }
            let live = item::living();
            let ended = testing::assert_no_leaks(|| run(case, declared, way, stop, after, polls));
            self.judge(&plain, case, way, stop, ended);
            assert_eq!(
                item::living(),
                live,
                "items outlive their pipeline: {way:?}, {stop:?}"
            );
            runs += 1;
        }
        runs
    }

    fn evaluate(&self, case: Case) -> Plain {
        let live = item::living();
        case::arm(case, None);
        let plain = item::with_fuel(FUEL, || {
            panic::catch_unwind(AssertUnwindSafe(|| (self.plain)(case)))
        });
        case::disarm();
        item::without_fuel();
        let plain = plain.map_or_else(
            |payload| {
                if payload.is::<OutOfFuel>() {
                    Plain::Endless
                } else if payload.is::<Refused>() {
                    Plain::Fails
                } else if payload.downcast_ref() == Some(&STRUCK) {
                    Plain::Panics
                } else {
                    panic::resume_unwind(payload)
                }
            },
            Plain::Value,
        );
        assert_eq!(item::living(), live, "plain iterators leave items");
        plain
    }

    fn judge(&self, plain: &Plain, case: Case, way: Way, stop: Option<Stop>, ended: Ended) {
        let Ended::Outcome(outcome, report) = ended else {
            return;
        };
        testing::assert_conserved(&report);
        let strike = case.strike().map(|(strike, ..)| strike);
        let drained = strike == Some(Strike::Drain) || stop == Some(Stop::Drain);
        if outcome.is_ok() && !drained && !self.is_early {
            let lost: u64 = report.streams.iter().map(|stream| stream.lost).sum();
            assert_eq!(lost, case::not_kept(), "what was lost\n{report}");
        }
        let is_known = match &outcome {
            Ok(value) => match plain {
                _ if drained => true,
                Plain::Value(expected) => self.is_as(expected, value),
                Plain::Fails | Plain::Panics => self.is_loose || self.is_lossy,
                Plain::Endless => true,
            },
            Err(Error::Failed { .. }) => self.may_fail(plain, drained),
            Err(Error::Panicked { message, .. }) => {
                strike == Some(Strike::Panic)
                    && message.contains(STRUCK)
                    && self.may_fail(plain, drained)
            }
            Err(Error::Cancelled { .. }) => {
                strike == Some(Strike::Cancel)
                    || stop == Some(Stop::Cancel)
                    || stop == Some(Stop::Drain)
                    || stop == Some(Stop::IfEndless)
            }
            Err(Error::DeadlineExceeded { .. }) => stop == Some(Stop::Deadline),
            Err(Error::FeedbackFull { .. }) => matches!(plain, Plain::Endless) || self.is_early,
            Err(_) => false,
        };
        assert!(
            is_known,
            "{way:?}, {stop:?}, {strike:?}: {outcome:?}\nplain: {plain:?}\n{report}"
        );
    }

    fn may_fail(&self, plain: &Plain, drained: bool) -> bool {
        !matches!(plain, Plain::Value(_)) || self.is_early || self.is_loose || drained
    }

    fn is_as(&self, expected: &[Expected], value: &[Seen]) -> bool {
        assert_eq!(expected.len(), value.len());
        expected
            .iter()
            .zip(value)
            .all(|(expected, value)| expected.is_met_by(value))
    }
}

/// Returns how the test stops the run. Always stops an endless run, and some of the others.
fn stop(dice: &mut Dice, plain: &Plain, case: Case) -> Option<Stop> {
    let all = [Stop::Cancel, Stop::Drain, Stop::Deadline, Stop::Drop];
    let stop = *dice.pick(&all);
    let may_miss = matches!(case.strike(), Some((Strike::Panic, ..)));
    match plain {
        Plain::Endless => Some(stop),
        // If the order is not specified, the panic may strike later or never.
        _ if may_miss && dice.one_in(4) => Some(stop),
        _ => dice.one_in(6).then_some(stop),
    }
}

fn run(
    case: Case,
    declared: fn(Case, Run) -> Ended,
    way: Way,
    stop: Option<Stop>,
    after: Duration,
    polls: u64,
) -> Ended {
    let context = match stop {
        Some(Stop::Deadline) => watched_context().with_deadline(after),
        _ => watched_context(),
    };
    case::arm(case, Some(&context));
    let (done, is_done) = mpsc::channel();
    let is_stopped = matches!(stop, Some(Stop::Cancel | Stop::Drain | Stop::IfEndless));
    let stopper = is_stopped.then(|| {
        let context = context.clone();
        thread::spawn(move || stop_it(stop, &context, after, &is_done))
    });
    let run = Run {
        way,
        context,
        stop,
        after,
        polls,
    };
    let ended = declared(case, run);
    drop(done);
    if let Some(stopper) = stopper {
        stopper.join().expect("it only stops the run");
    }
    case::disarm();
    forget_context();
    ended
}

/// Stops a run by a cancel, or by a drain. A drain does not end methods that make items endlessly,
/// so a run that lasts for another 20 ms is cancelled.
fn stop_it(stop: Option<Stop>, context: &Context, after: Duration, is_done: &mpsc::Receiver<()>) {
    let wait = |time: Duration| is_done.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    if stop == Some(Stop::IfEndless) {
        while !item::is_endless() {
            if !wait(after) {
                return;
            }
        }
    }
    if after < Duration::from_micros(100) {
        (0..after.as_micros() * 100).for_each(|_| hint::spin_loop());
    } else if !wait(after) {
        return;
    }
    if stop == Some(Stop::Drain) {
        context.drain();
        if !wait(Duration::from_millis(20)) {
            return;
        }
    }
    context.cancel();
}

/// Makes the allocations and threads that exist until the process ends.
pub fn prepare() {
    LazyLock::force(&SEVERAL);
    LazyLock::force(&ONE);
    SEVERAL
        .block_on(async { tokio::spawn(yields(3)).await })
        .expect("it yields");
    case::prepare();
    let silent = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let payload = info.payload();
        let is_meant = payload.is::<OutOfFuel>()
            || payload.is::<Refused>()
            || payload.downcast_ref() == Some(&STRUCK);
        if !is_meant {
            silent(info);
        }
    }));
}
