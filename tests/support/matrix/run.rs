//! Runs a case and checks its end.

use std::cell::Cell;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};
use pipeline::{Context, Error, Report, StreamReport};

use super::case::{ArmedEnd, Before, Case, Strike};
use super::engine::{Act, By, Engine, From, Order, Way};
use crate::baseline::leaves_nothing;
use crate::cause::{check_cancelled, check_cause, check_deadline, check_drops, check_two};
use crate::probe::{Armed, FINITE, Fault, PLENTY, Probe, When};
use crate::shape::{Role, Stage};
use crate::support::watchdog::watched_context;
use crate::{Counting, Outcome, Reported, is_as_declared, panics, wait_until};

impl<E: Engine> Case<E> {
    /// Runs the case.
    ///
    /// # Panics
    ///
    /// Panics if a check fails.
    pub fn run(&self, memory: &'static Counting) {
        match self.strike {
            Strike::Nothing => self.ends_well(memory),
            Strike::Inside(fault, stage, when) => self.is_struck(memory, fault, stage, when),
            Strike::Two(faults) => self.is_struck_twice(memory, faults),
            Strike::Outside(way, when) => self.is_stopped(memory, way, when, Armed::None),
            Strike::Before(before) => self.is_stopped_before(memory, before),
            Strike::Armed(ArmedEnd::Outside(way), armed) => {
                self.is_stopped(memory, way, self.full(), armed);
            }
            Strike::Armed(ArmedEnd::Early(sink), armed) => self.ends_early(memory, sink, armed),
            Strike::Stuck(stage, when) => self.is_stuck(memory, stage, when),
            Strike::Room(threads) => self.has_room_for(memory, threads),
        }
    }

    fn full(&self) -> When {
        let live = self.shape.facts.live_when_full(self.size);
        When::Full { item: 0, live }
    }

    /// Runs the shape with `run` and a probe, and checks that nothing is left behind.
    pub fn leaves_nothing(
        &self,
        memory: &'static Counting,
        probe: impl FnOnce() -> Probe,
        run: impl FnOnce(E::Pipeline, &Probe) -> Option<Reported>,
        check: impl FnOnce(Outcome, &Report),
    ) {
        let make = |probe| (self.shape.make)(probe, self.size);
        leaves_nothing(memory, probe, make, run, check);
    }

    fn ends_well(&self, memory: &'static Counting) {
        let graph = Cell::new(None);
        self.leaves_nothing(
            memory,
            || Probe::new(Fault::None, "", When::Never),
            |pipeline, _| {
                graph.set(Some(E::graph(&pipeline)));
                self.engine.run(pipeline, &watched_context())
            },
            |outcome, report| {
                is_as_declared(graph.get().expect("it was declared"), report);
                assert_eq!(self.check_drained(outcome, report), self.finite());
                if self.engine.has_threads() {
                    let workers = report.stages.iter().map(|stage| stage.workers as usize);
                    let threads = (self.shape.facts.threads)(self.size);
                    assert_eq!(workers.sum::<usize>(), threads, "{report}");
                }
            },
        );
    }

    fn finite(&self) -> usize {
        self.shape.facts.delivers_of_each(FINITE)
    }

    /// Checks that every item that was made arrived or was left out. Returns the number of these
    /// items.
    fn check_drained(&self, outcome: Outcome, report: &Report) -> usize {
        let facts = &self.shape.facts;
        let taken = outcome.expect("it ends well");
        let is_empty = |stream: &StreamReport| stream.left == 0;
        assert!(
            facts.leaves_out || report.streams.iter().all(is_empty),
            "{report}"
        );
        let sinks = facts.sinks().filter_map(|sink| report.stage(sink.name));
        assert_eq!(
            sinks.map(|sink| sink.taken).sum::<u64>(),
            taken as u64,
            "{report}"
        );
        let made = |source: &&str| report.stage(source).map_or(0, |stage| stage.given as usize);
        let made: Vec<usize> = facts.sources.iter().map(made).collect();
        let accounted = taken + facts.left_out(report);
        assert_eq!(accounted, (facts.delivers)(&made), "{report}");
        accounted
    }

    fn is_struck(&self, memory: &'static Counting, fault: Fault, stage: &Stage, when: When) {
        self.leaves_nothing(
            memory,
            || Probe::new(fault, stage.name, when),
            |pipeline, _| self.engine.run(pipeline, &watched_context()),
            |outcome, report| match (fault, stage.role) {
                (Fault::OneEnds, Role::OneSink(others_take)) => {
                    let own = match when {
                        When::At(at) => at + 1,
                        _ => 1,
                    };
                    let taken = outcome.expect("an early end is a good one");
                    assert_eq!(taken, own + others_take(PLENTY));
                }
                (Fault::DrainInside, _) => {
                    self.check_drained(outcome, report);
                }
                _ => check_cause(outcome, fault, stage.name),
            },
        );
    }

    fn is_struck_twice(&self, memory: &'static Counting, faults: [(Fault, &'static Stage); 2]) {
        let live = self.shape.facts.live_when_full(self.size);
        let blow = |(fault, stage): (Fault, &'static Stage)| {
            let item = stage.struck_when_full(self.size);
            (fault, stage.name, item.expect("it is known"))
        };
        self.leaves_nothing(
            memory,
            || Probe::of_two(faults.map(blow), live),
            |pipeline, _| self.engine.run(pipeline, &watched_context()),
            |outcome, _| {
                let faults = faults.map(|(fault, stage)| (fault, stage.name));
                check_two(outcome, faults, self.engine.tells_of_all());
            },
        );
    }

    fn is_stopped(&self, memory: &'static Counting, way: Way, when: When, armed: Armed) {
        let fault = if way.is_drain() {
            Fault::DrainedFromOutside
        } else {
            Fault::FromOutside
        };
        let panics_before = panics();
        self.leaves_nothing(
            memory,
            || Probe::new(fault, "", when).armed(armed),
            |pipeline, probe| self.stop(pipeline, probe, way),
            |outcome, report| {
                if way.is_drain() {
                    self.check_drained(outcome, report);
                } else {
                    // The panicking drop of an item that the cancel left in an edge is a
                    // consequence, so it is not the cause of the end.
                    check_cancelled(outcome);
                }
            },
        );
        if armed == Armed::None {
            assert_eq!(
                panics(),
                panics_before,
                "something panics, and nobody is told"
            );
        }
    }

    fn stop(&self, pipeline: E::Pipeline, probe: &Probe, way: Way) -> Option<Reported> {
        let above = watched_context();
        let context = above.child();
        let is_ready = || probe.is_ready();
        let (order, by, from) = match way {
            Way::Told { order, by, from } => (order, by, from),
            Way::Dropped => {
                let check = || assert_eq!(probe.ledger.live(), 0, "items outlive the drop");
                return self
                    .engine
                    .run_until(pipeline, &context, &is_ready, Act::Drop(&check));
            }
        };
        let channel = matches!(by, By::Message | By::HangUp).then(|| listen(&context, order));
        let say = |channel: Option<Sender<()>>| match by {
            By::Handle => unreachable!("its engine has it"),
            By::Context => tell(&context, order),
            By::ContextAbove => tell(&above, order),
            By::Message => channel
                .iter()
                .for_each(|channel| channel.send(()).expect("it is heard")),
            By::HangUp => drop(channel),
        };
        match from {
            From::Here if by == By::Handle => {
                self.engine
                    .run_until(pipeline, &context, &is_ready, Act::Say(order))
            }
            From::Here => {
                let channel = Cell::new(channel);
                let say = || say(channel.take());
                self.engine
                    .run_until(pipeline, &context, &is_ready, Act::Call(&say))
            }
            From::AnotherThread => thread::scope(|threads| {
                let other = threads.spawn(|| {
                    wait_until(is_ready);
                    say(channel);
                });
                let reported = self.engine.run(pipeline, &context);
                other.join().expect("it does not panic");
                reported
            }),
        }
    }

    fn is_stopped_before(&self, memory: &'static Counting, before: Before) {
        self.leaves_nothing(
            memory,
            || Probe::new(Fault::FromOutside, "", When::Never),
            |pipeline, _| {
                let context = watched_context();
                match before {
                    Before::Cancelled => context.cancel(),
                    Before::Drained => context.drain(),
                    Before::DeadlinePassed => {
                        let over = context.with_deadline(Duration::ZERO);
                        return self.engine.run(pipeline, &over);
                    }
                }
                self.engine.run(pipeline, &context)
            },
            |outcome, report| {
                assert_eq!(
                    report.stages.iter().map(|stage| stage.taken).sum::<u64>(),
                    0
                );
                match before {
                    Before::Cancelled => check_cancelled(outcome),
                    Before::DeadlinePassed => check_deadline(outcome),
                    Before::Drained => assert_eq!(outcome.expect("a drain is a good end"), 0),
                }
            },
        );
    }

    /// Checks that the panics of drops are the only failures, when a sink ends and the remaining
    /// items are dropped.
    fn ends_early(&self, memory: &'static Counting, sink: &Stage, armed: Armed) {
        self.leaves_nothing(
            memory,
            || Probe::new(Fault::EarlyEnd, sink.name, self.full()).armed(armed),
            |pipeline, _| self.engine.run(pipeline, &watched_context()),
            |outcome, _| check_drops(outcome),
        );
    }

    /// Checks that the cancelled run waits for the body that blocks, that the context reports this
    /// body as busy, and that the run waits for no other body.
    fn is_stuck(&self, memory: &'static Counting, stage: &Stage, when: When) {
        self.leaves_nothing(
            memory,
            || Probe::new(Fault::Stuck, stage.name, when),
            |pipeline, probe| {
                let context = watched_context();
                thread::scope(|threads| {
                    let other = threads.spawn(|| {
                        wait_until(|| probe.has_struck());
                        context.cancel();
                        // A pipeline inside a body keeps that body busy too.
                        wait_until(|| {
                            let busy = context.busy_stages();
                            busy.iter()
                                .all(|&busy| busy == stage.name || stage.name == "inner")
                        });
                        let is_busy = context.busy_stages().contains(&stage.name);
                        probe.release();
                        is_busy
                    });
                    let reported = self.engine.run(pipeline, &context);
                    assert!(
                        other.join().expect("it does not panic"),
                        "the run did not wait"
                    );
                    reported
                })
            },
            |outcome, _| check_cancelled(outcome),
        );
    }

    /// Checks that the run fails at the first thread that cannot be started.
    fn has_room_for(&self, memory: &'static Counting, threads: usize) {
        self.leaves_nothing(
            memory,
            || Probe::new(Fault::FromOutside, "", When::Never),
            |pipeline, _| self.engine.run(pipeline, &watched_context()),
            |outcome, report| {
                let error = outcome.expect_err("there is no room for the next thread");
                assert!(matches!(error, Error::Spawn { .. }), "{error:#}");
                assert!(error.others().is_empty(), "one cause: {error:?}");
                let started = |name| {
                    // The stages of segments start last.
                    let mut stages: Vec<_> = report.stages.iter().collect();
                    stages.sort_by_key(|stage| stage.name.contains('/'));
                    let stages = stages.into_iter();
                    let before = stages.take_while(|stage| Some(stage.name) != name);
                    before.map(|stage| stage.workers as usize).sum::<usize>()
                };
                let stage = error.stage().and_then(|name| report.stage(name));
                let workers = stage.map_or(0, |stage| stage.workers as usize);
                let before = started(error.stage());
                assert!(
                    (before..before + workers.max(1)).contains(&threads),
                    "{error:#}\n{report}"
                );
            },
        );
    }
}

fn tell(context: &Context, order: Order) {
    match order {
        Order::Cancel => context.cancel(),
        Order::Drain => context.drain(),
    }
}

/// Makes a channel on which `context` listens for `order`.
fn listen(context: &Context, order: Order) -> Sender<()> {
    let (sender, receiver) = bounded(1);
    match order {
        Order::Cancel => context.quit_on(receiver),
        Order::Drain => context.drain_on(receiver),
    }
    sender
}
