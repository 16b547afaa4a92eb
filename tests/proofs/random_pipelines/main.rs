//! Random pipelines return the same as plain loops.
//!
//! Each test declares a pipeline, and the same as loops over vectors. The numbers are random:
//! items, capacities, workers, and the operations of the bodies. If the order is promised, the
//! results must be equal. Otherwise, they must be equal after sorting. If a run fails, a loop must
//! have met the same failure, in the stage with the same name. Each run's report must fulfil
//! promise 7, and its stages and edges must be those of the graph.
//!
//! The last test composes random chains. Each link of a chain is a pipeline of its own.
//!
//! `PROPTEST_CASES=n` runs n cases of each test.

mod futures;

use std::collections::BTreeSet;
use std::fmt::{self, Debug};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use crossbeam_channel::{Receiver, bounded, unbounded};
use pipeline::{Error, Failure, Graph, Pipeline, Report, Running, pipeline};
use pipeline_tests::{Watchdog, conserves, is_as_declared};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The operation of a body.
#[derive(Clone, Copy, Debug)]
enum Op {
    Same,
    Times(u64),
    /// Drops every n-th item.
    Without(u64),
    /// Makes several items of every n-th item.
    Copies {
        every: u64,
        count: u64,
    },
    /// Fails at the items with this remainder.
    Fails(u64),
}

/// The error of a body. It contains the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Refused(u64);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is refused", self.0)
    }
}

impl std::error::Error for Refused {}

impl Op {
    /// Returns the outputs for an item.
    fn all(self, n: u64) -> Result<Vec<u64>, Refused> {
        match self {
            Op::Without(every) if n % every == 0 => Ok(Vec::new()),
            Op::Copies { every, count } if n % every == 0 => {
                Ok((0..count).map(|i| n.wrapping_add(i)).collect())
            }
            other => Ok(vec![other.one(n)?]),
        }
    }

    /// Returns the output for an item, for a body that makes exactly one.
    fn one(self, n: u64) -> Result<u64, Refused> {
        match self {
            Op::Times(by) => Ok(n.wrapping_mul(by)),
            Op::Fails(rest) if n % 97 == rest => Err(Refused(n)),
            _ => Ok(n),
        }
    }
}

/// The numbers of a pipeline.
#[derive(Clone, Debug)]
struct Numbers {
    items: u64,
    capacity: usize,
    workers: usize,
    ops: [Op; 6],
    take: usize,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => Just(Op::Same),
        3 => (2..5_u64).prop_map(Op::Times),
        3 => (2..5_u64).prop_map(Op::Without),
        3 => (2..5_u64, 2..4_u64).prop_map(|(every, count)| Op::Copies { every, count }),
        1 => (0..97_u64).prop_map(Op::Fails),
    ]
}

fn capacity() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0), Just(1), 2..5_usize, Just(64)]
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let ops = [op(), op(), op(), op(), op(), op()];
    (0..120_u64, capacity(), 1..5_usize, ops, 0..60_usize).prop_map(
        |(items, capacity, workers, ops, take)| Numbers {
            items,
            capacity,
            workers,
            ops,
            take,
        },
    )
}

/// Checks random values. If a check fails, shrinks the value.
fn for_all<V: Debug>(values: impl Strategy<Value = V>, check: impl Fn(&V)) {
    let watchdog = Watchdog::new();
    let mut runner = TestRunner::new(Config {
        // A value that was found this way becomes a test of its own.
        failure_persistence: None,
        ..Config::default()
    });
    let checked = runner.run(&values, |value| {
        watchdog.begin(format!("{value:?}"));
        check(&value);
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}

/// The results of the plain loops: their failures, and the expected rows of the report.
#[derive(Default)]
struct Loops {
    refused: BTreeSet<(&'static str, Refused)>,
    rows: Vec<(&'static str, Row)>,
}

/// The row of a stage.
#[derive(Debug, Default, PartialEq)]
struct Row {
    taken: u64,
    given: u64,
    filtered: u64,
}

impl Loops {
    fn note<T>(&mut self, stage: &'static str, made: Result<T, Refused>) -> Option<T> {
        made.map_err(|refused| self.refused.insert((stage, refused)))
            .ok()
    }

    /// Computes the outputs of a stage that continues after failures.
    fn made(
        &mut self,
        stage: &'static str,
        items: impl IntoIterator<Item = u64>,
        body: impl Fn(u64) -> Result<Vec<u64>, Refused>,
    ) -> (Vec<u64>, Row) {
        let (mut all, mut row) = (Vec::new(), Row::default());
        for item in items {
            let made = self.note(stage, body(item)).unwrap_or_default();
            row.taken += 1;
            row.given += made.len() as u64;
            row.filtered += u64::from(made.is_empty());
            all.extend(made);
        }
        (all, row)
    }

    /// Computes the outputs of a stage whose body yields.
    fn all(
        &mut self,
        stage: &'static str,
        op: Op,
        items: impl IntoIterator<Item = u64>,
    ) -> Vec<u64> {
        let (made, row) = self.made(stage, items, |item| op.all(item));
        self.rows.push((stage, row));
        made
    }

    /// Computes the outputs of a stage whose body makes one item of each.
    fn one(
        &mut self,
        stage: &'static str,
        op: Op,
        items: impl IntoIterator<Item = u64>,
    ) -> Vec<u64> {
        let (made, row) = self.made(stage, items, |item| Ok(vec![op.one(item)?]));
        self.rows.push((stage, row));
        made
    }

    /// Checks a run, and returns its value if the run ended well. It must end well if no loop
    /// failed. Its report must agree with the loops for each stage.
    fn value<T>(&self, run: (Result<T, Error<Refused>>, Report)) -> Option<T> {
        let (outcome, report) = run;
        assert_eq!(
            outcome.is_ok(),
            self.refused.is_empty(),
            "{:?}",
            self.refused
        );
        if outcome.is_ok() {
            for (stage, row) in &self.rows {
                let its = report.stage(stage).expect("it has a row");
                let its = Row {
                    taken: its.taken,
                    given: its.given,
                    filtered: its.filtered,
                };
                assert_eq!(its, *row, "{stage}\n{report}");
            }
        }
        self.value_if_any((outcome, report))
    }

    /// Checks a run in which a reader may end before anything fails, and returns its value if it
    /// has one.
    fn value_if_any<T>(&self, (outcome, report): (Result<T, Error<Refused>>, Report)) -> Option<T> {
        conserves(&report);
        outcome
            .map_err(|error| {
                self.is_known(&error);
                error.others().iter().for_each(|other| self.is_known(other));
            })
            .ok()
    }

    fn is_known(&self, error: &Error<Refused>) {
        let Error::Failed { stage, source, .. } = error else {
            panic!("no body panics, and nobody cancels: {error:?}");
        };
        assert!(self.refused.contains(&(*stage, *source)), "{error:?}");
    }
}

type Reported<T, E = Refused> = (Result<T, Error<E>>, Report);

/// Runs a pipeline, and checks its report against its graph.
fn reported<T, E>(run: Pipeline<'_, T, E>) -> Reported<T, E> {
    let graph = run.graph();
    as_declared(graph, run.run_reported())
}

/// Checks that a run that ended well had all stages of the graph.
fn as_declared<T, E>(graph: &Graph, (outcome, report): Reported<T, E>) -> Reported<T, E> {
    if outcome.is_ok() {
        is_as_declared(graph, &report);
    }
    (outcome, report)
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items
}

/// Returns whether `part` is a sub-multiset of `whole`.
fn is_part(part: Vec<u64>, whole: Vec<u64>) -> bool {
    let mut whole = sorted(whole).into_iter();
    sorted(part)
        .into_iter()
        .all(|item| whole.by_ref().any(|other| other == item))
}

#[test]
fn a_chain_of_stages_is_a_loop() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<u64>, Refused> {
            let a = generator(capacity = capacity, 0..items);
            let b = a
                >> stage(capacity = capacity, |n| {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                });
            let c = b >> stage(capacity = capacity, |n| ops[1].one(n)?);
            let d = c
                >> stage(|n| {
                    for n in ops[2].all(n)? {
                        yield n;
                    }
                });
            let e = d
                >> stage(capacity = capacity, |n| {
                    for n in ops[3].all(n)? {
                        yield n;
                    }
                });
            let f = e
                >> stage({
                    let op = ops[4];
                    move |n| op.one(n)?
                });
            let g = f
                >> stage(|n| {
                    for n in ops[5].all(n)? {
                        yield n;
                    }
                });
            g >> collect()
        });
        let mut loops = Loops::default();
        let made = loops.all("b", ops[0], 0..items);
        let made = loops.one("c", ops[1], made);
        let made = loops.all("d", ops[2], made);
        let made = loops.all("e", ops[3], made);
        let made = loops.one("f", ops[4], made);
        let made = loops.all("g", ops[5], made);
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(value, made);
        }
    });
}

#[test]
fn workers_that_share_a_stream_make_what_one_makes() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<u64>, Refused> {
            let a = generator(capacity = capacity, {
                for n in 0..items {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                }
            });
            let b = a
                >> fan_out(workers, capacity = capacity, |n| {
                    for n in ops[1].all(n)? {
                        yield n;
                    }
                });
            let c = b
                >> fan_out(workers, {
                    let mut scratch = Vec::new();
                    move |n| {
                        scratch.push(n);
                        scratch
                            .drain(..)
                            .map(|n| ops[2].one(n))
                            .sum::<Result<u64, _>>()?
                    }
                });
            let d = c
                >> stage(capacity = capacity, |n| {
                    for n in ops[3].all(n)? {
                        yield n;
                    }
                });
            d >> collect()
        });
        let mut loops = Loops::default();
        let (made, _) = loops.made("a", 0..items, |n| ops[0].all(n));
        let made = loops.all("b", ops[1], made);
        let made = loops.one("c", ops[2], made);
        let made = loops.all("d", ops[3], made);
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(sorted(value), sorted(made));
        }
    });
}

#[test]
fn ordered_workers_make_it_in_the_same_order() {
    // Also makes more outputs of one item than a worker stores until it is its turn.
    let many = (2..50_u64, 60..90_u64).prop_map(|(every, count)| Op::Copies { every, count });
    for_all((numbers(), prop_oneof![op(), many]), |(numbers, first)| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<u64>, Refused> {
            let a = generator(0..items);
            let b = a
                >> fan_out(workers, ordered, capacity = capacity, |n| {
                    for n in first.all(n)? {
                        yield n;
                    }
                });
            let c = b >> fan_out(3, ordered, capacity = capacity, |n| ops[1].one(n)?);
            let d = c
                >> fan_out(workers, ordered, {
                    let op = ops[2];
                    move |n| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    }
                });
            d >> collect()
        });
        let mut loops = Loops::default();
        let made = loops.all("b", *first, 0..items);
        let made = loops.one("c", ops[1], made);
        let made = loops.all("d", ops[2], made);
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(value, made);
        }
    });
}

#[test]
fn a_fan_in_keeps_the_order_of_each_input() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<(usize, u64)>, Refused> {
            let a = generator(0..items)
                >> stage(name = "a", |n| {
                    for n in ops[0].all(n)? {
                        yield (0, n);
                    }
                });
            let b = generator(capacity = capacity, 0..items / 2)
                >> fan_out(workers, ordered, name = "b", |n| {
                    for n in ops[1].all(n)? {
                        yield (1, n);
                    }
                });
            let c = generator((0..items).map(|n| (2, n)));
            let both = fan_in(a, b, capacity = capacity) >> stage(|item| item);
            fan_in(both, c, capacity = capacity) >> collect()
        });
        let mut loops = Loops::default();
        let inputs = [
            loops.all("a", ops[0], 0..items),
            loops.all("b", ops[1], 0..items / 2),
            (0..items).collect(),
        ];
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(value.len(), inputs.iter().map(Vec::len).sum::<usize>());
            for (input, items) in inputs.into_iter().enumerate() {
                let its = value.iter().filter(|(from, _)| *from == input);
                assert_eq!(its.map(|(_, n)| *n).collect::<Vec<_>>(), items);
            }
        }
    });
}

#[test]
fn each_branch_of_a_tee_has_all_items() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<(Vec<u64>, Vec<u64>, u64), Refused> {
            let made = generator(capacity = capacity, 0..items)
                >> stage(name = "made", |n| {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                });
            let (a, b, c) = made >> tee(capacity = capacity);
            let a = a
                >> stage(name = "a", |n| {
                    for n in ops[1].all(n)? {
                        yield n;
                    }
                });
            let b = b
                >> fan_out(workers, name = "b", capacity = capacity, |n| {
                    ops[2].one(n)?
                });
            (
                a >> collect(),
                b >> collect(),
                c >> map(|n| n % 1000) >> sum(),
            )
        });
        let mut loops = Loops::default();
        let made = loops.all("made", ops[0], 0..items);
        let a = loops.all("a", ops[1], made.clone());
        let b = loops.one("b", ops[2], made.clone());
        let c = made.iter().map(|n| n % 1000).sum::<u64>();
        if let Some((in_a, in_b, in_c)) = loops.value(reported(run)) {
            assert_eq!((in_a, sorted(in_b), in_c), (a, sorted(b), c));
        }
    });
}

#[test]
fn a_split_parts_a_stream_and_a_fan_in_makes_it_whole() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<(bool, u64)>, Refused> {
            let (yes, no) = generator(capacity = capacity, 0..items)
                >> split(name = "parted", capacity = capacity, |n| {
                    ops[0].one(*n)? % 3 == 0
                });
            let yes = yes
                >> fan_out(workers, ordered, name = "yes", |n| {
                    for n in ops[1].all(n)? {
                        yield (true, n);
                    }
                });
            let no = no >> map(|n| n + 1) >> stage(name = "no", |n| (false, ops[2].one(n)?));
            fan_in(yes, no, capacity = capacity) >> collect()
        });
        let mut loops = Loops::default();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for n in 0..items {
            match loops.note("parted", ops[0].one(n)) {
                Some(made) if made % 3 == 0 => yes.push(n),
                Some(_) => no.push(n + 1),
                None => {}
            }
        }
        let yes = loops.all("yes", ops[1], yes);
        let no = loops.one("no", ops[2], no);
        if let Some(value) = loops.value(reported(run)) {
            let (in_yes, in_no): (Vec<_>, Vec<_>) = value.into_iter().partition(|(yes, _)| *yes);
            assert_eq!(in_yes.into_iter().map(|(_, n)| n).collect::<Vec<_>>(), yes);
            assert_eq!(in_no.into_iter().map(|(_, n)| n).collect::<Vec<_>>(), no);
        }
    });
}

#[test]
fn a_route_sends_each_item_where_its_body_says() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<(Vec<u64>, Vec<String>, usize), Refused> {
            let (whole, texts, units): (u64, String, ()) = generator(0..items)
                >> route(name = "parted", capacity = capacity, |n| {
                    // Each item is sent to no branch, to one, to several, or several times to one.
                    for n in ops[0].all(n)? {
                        whole(n);
                        if n % 3 == 0 {
                            texts(n.to_string());
                        }
                    }
                    if n % 5 == 0 {
                        units(());
                    }
                });
            let texts = texts >> stage(capacity = capacity, |text: String| text + "!");
            (whole >> collect(), texts >> collect(), units >> count())
        });
        let mut loops = Loops::default();
        let (whole, _) = loops.made("parted", 0..items, |n| ops[0].all(n));
        let thirds = whole.iter().filter(|&n| n % 3 == 0);
        let texts: Vec<_> = thirds.map(|n| format!("{n}!")).collect();
        let units = (0..items).filter(|n| n % 5 == 0).count();
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(value, (whole, texts, units));
        }
    });
}

#[test]
fn a_zip_pairs_what_belongs_together() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            take,
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<(u64, u64, u64)>, Refused> {
            let made = generator(capacity = capacity, 0..items)
                >> stage(name = "made", |n| {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                });
            let (a, b) = made >> tee(capacity = capacity);
            let a = a
                >> fan_out(workers, ordered, name = "a", capacity = capacity, |n| {
                    ops[1].one(n)?
                });
            let b = b >> stage(name = "b", |n| ops[2].one(n)?) >> map(|n| n ^ 1);
            let c = generator(0..) >> take(take);
            zip(a, b, c) >> collect()
        });
        let mut loops = Loops::default();
        let made = loops.all("made", ops[0], 0..items);
        let a = made.iter().filter_map(|&n| loops.note("a", ops[1].one(n)));
        let a: Vec<_> = a.collect();
        let b = made.iter().filter_map(|&n| loops.note("b", ops[2].one(n)));
        let b: Vec<_> = b.collect();
        let triples = a.into_iter().zip(b).zip(0..);
        let triples = triples.map(|((a, b), c)| (a, b ^ 1, c)).take(take);
        // The shortest stream may end before anything fails.
        if let Some(value) = loops.value_if_any(reported(run)) {
            assert_eq!(value, triples.collect::<Vec<_>>());
            assert!(loops.refused.is_empty() || value.len() == take);
        }
    });
}

/// Computes the outputs and the failures of a body.
fn parted(
    items: &[u64],
    body: impl Fn(u64) -> Result<Vec<u64>, Refused>,
) -> (Vec<u64>, Vec<Refused>) {
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    for &item in items {
        match body(item) {
            Ok(items) => made.extend(items),
            Err(error) => refused.push(error),
        }
    }
    (made, refused)
}

/// A body that fails at more items than `op` alone.
fn picky(op: Op, n: u64) -> Result<u64, Refused> {
    if n % 7 == 3 {
        Err(Refused(n))
    } else {
        op.one(n)
    }
}

#[test]
fn dead_letters_are_the_items_that_fail() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<_, Refused> {
            let (ok, of_a) = generator(0..items) >> stage(name = "a", |n| picky(ops[0], n)?);
            let (ok, of_b) = ok
                >> fan_out(workers, ordered, name = "b", |n| {
                    picky(ops[1], n)?;
                    for n in ops[2].all(n)? {
                        yield n;
                    }
                });
            let (ok, of_c) = ok >> fan_out(workers, name = "c", |n| picky(ops[3], n)?);
            let failed = fan_in(of_a, of_b, of_c, capacity = capacity)
                >> stage(name = "failed", |Failure { stage, cause, .. }| {
                    (stage, cause)
                });
            (ok >> collect::<Vec<u64>>(), failed >> collect::<Vec<_>>())
        });
        let all: Vec<u64> = (0..items).collect();
        let (made, a) = parted(&all, |n| Ok(vec![picky(ops[0], n)?]));
        let (made, b) = parted(&made, |n| picky(ops[1], n).and_then(|_| ops[2].all(n)));
        let (made, c) = parted(&made, |n| Ok(vec![picky(ops[3], n)?]));
        let loops = Loops::default();
        let (ok, failed) = loops.value(reported(run)).expect("failures are items");
        assert_eq!(sorted(ok), sorted(made));
        let of = |stage| {
            let its = failed.iter().filter(move |(name, _)| *name == stage);
            its.map(|(_, refused)| *refused).collect::<Vec<_>>()
        };
        // The items of a single worker are in order.
        assert_eq!(of("a"), a);
        assert_eq!(sorted(of("b")), sorted(b));
        assert_eq!(sorted(of("c")), sorted(c));
        assert_eq!(failed.len(), of("a").len() + of("b").len() + of("c").len());
    });
}

#[test]
fn skip_leaves_out_the_items_that_fail_and_counts_them() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<u64>, Refused> {
            let a = generator(0..items)
                >> stage(name = "a", on_error = skip, capacity = capacity, |n| {
                    picky(ops[0], n)?
                });
            let b = a
                >> fan_out(workers, ordered, on_error = skip, |n| {
                    picky(ops[1], n)?;
                    for n in ops[2].all(n)? {
                        yield n;
                    }
                });
            let c = b
                >> fan_out(workers, on_error = skip, capacity = capacity, |n| {
                    picky(ops[3], n)?
                });
            c >> collect()
        });
        let all: Vec<u64> = (0..items).collect();
        let (made, a) = parted(&all, |n| Ok(vec![picky(ops[0], n)?]));
        let (made, b) = parted(&made, |n| picky(ops[1], n).and_then(|_| ops[2].all(n)));
        let (made, c) = parted(&made, |n| Ok(vec![picky(ops[3], n)?]));
        let (outcome, report) = reported(run);
        for (stage, refused) in [("a", a), ("b", b), ("c", c)] {
            let row = report.stage(stage).expect("it has a row");
            assert_eq!(row.failed, refused.len() as u64);
        }
        let value = Loops::default().value((outcome, report));
        assert_eq!(sorted(value.expect("failures are skipped")), sorted(made));
    });
}

#[test]
fn retry_gives_what_the_last_attempt_gives() {
    let times = (2..6_u64, 0..4_u32, 0..4_u32);
    for_all(
        (numbers(), times),
        |(numbers, (every, failing, further))| {
            let Numbers {
                items,
                capacity,
                workers,
                ops,
                ..
            } = *numbers;
            let attempts: Vec<_> = (0..items).map(|_| AtomicU32::new(0)).collect();
            // Fails at the first attempts at some items.
            let flaky = |n: u64| {
                let attempt = attempts[n as usize].fetch_add(1, Ordering::SeqCst);
                if n % every == 0 && attempt < *failing {
                    return Err(Refused(n));
                }
                Ok(n)
            };
            let run = pipeline!(|| -> Result<(Vec<u64>, Vec<Refused>), Refused> {
                let (even, odd) = generator(capacity = capacity, 0..items) >> split(|n| n % 2 == 0);
                let (even, of_even) =
                    even >> stage(name = "even", on_error = retry(*further), |n| flaky(n)?);
                let (odd, of_odd) = odd
                    >> fan_out(
                        workers,
                        ordered,
                        name = "odd",
                        on_error = retry(*further),
                        |n| flaky(n)?,
                    );
                let both = fan_in(even, odd, capacity = capacity)
                    >> map(|n| ops[0].all(n).unwrap_or_default())
                    >> flatten();
                let failed = fan_in(of_even, of_odd) >> map(|failure: Failure<_>| failure.cause);
                (both >> collect(), failed >> collect())
            });
            let all: Vec<u64> = (0..items).collect();
            let fails = |n: u64| n % every == 0 && failing > further;
            let (made, refused) = parted(&all, |n| {
                if fails(n) {
                    Err(Refused(n))
                } else {
                    Ok(vec![n])
                }
            });
            let made = made
                .into_iter()
                .flat_map(|n| ops[0].all(n).unwrap_or_default());
            let value = Loops::default().value(reported(run));
            let (both, failed) = value.expect("failures are items");
            assert_eq!(sorted(both), sorted(made.collect()));
            assert_eq!(sorted(failed), sorted(refused));
            for (n, attempts) in (0..).zip(attempts) {
                let failures = if n % every == 0 { *failing } else { 0 };
                assert_eq!(attempts.into_inner(), 1 + failures.min(*further));
            }
        },
    );
}

#[test]
fn stop_after_ends_the_run_at_that_failure_and_at_no_other() {
    for_all(
        (numbers(), 1..20_u64, 2..20_u64),
        |(numbers, most, every)| {
            let Numbers {
                items,
                capacity,
                workers,
                ..
            } = *numbers;
            let body = |n: u64| {
                if n % every == 1 {
                    Err(Refused(n))
                } else {
                    Ok(n)
                }
            };
            let all: Vec<u64> = (0..items).collect();
            let (made, refused) = parted(&all, |n| Ok(vec![body(n)?]));
            let last = refused.get(*most as usize - 1);

            let (outcome, report) = pipeline!(|| -> Result<Vec<u64>, Refused> {
                let a = generator(0..items)
                    >> stage(stop_after = *most, capacity = capacity, |n| body(n)?);
                a >> collect()
            })
            .run_reported();
            conserves(&report);
            match outcome {
                Ok(value) => assert_eq!((value, last), (made.clone(), None)),
                Err(Error::Failed { source, others, .. }) => {
                    assert_eq!((Some(&source), others.len()), (last, 0));
                }
                Err(other) => panic!("{other:?}"),
            }

            let (outcome, report) = pipeline!(|| -> Result<Vec<u64>, Refused> {
                let a = generator(0..items)
                    >> fan_out(workers, stop_after = *most, capacity = capacity, |n| {
                        body(n)?
                    });
                a >> collect()
            })
            .run_reported();
            conserves(&report);
            match outcome {
                Ok(value) => assert_eq!((sorted(value), last), (made, None)),
                // It is not determined which failure is the last.
                Err(Error::Failed { source, .. }) => {
                    assert!(last.is_some() && refused.contains(&source));
                }
                Err(other) => panic!("{other:?}"),
            }
        },
    );
}

#[test]
fn methods_in_a_pipeline_are_those_of_iterators() {
    for_all(
        (numbers(), 1..5_usize, 0..40_usize),
        |(numbers, step, skip)| {
            let Numbers {
                items,
                capacity,
                ops,
                take,
                ..
            } = *numbers;
            let run = pipeline!(|| -> Result<Vec<(usize, u64)>, Refused> {
                let a = generator(capacity = capacity, 0..items)
                    >> filter(|n| n % 7 != 0)
                    >> step_by(*step);
                let b = a
                    >> map(|n| n + 1)
                    >> stage(capacity = capacity, |n| n * 3)
                    >> skip(*skip)
                    >> flat_map(|n| [n, n + 1]);
                let c = b
                    >> fan_out(1, name = "c", |n| {
                        for n in ops[0].all(n)? {
                            yield n;
                        }
                    });
                let d = c >> chain(5..9) >> enumerate() >> stage(capacity = capacity, |pair| pair);
                d >> take(take) >> collect()
            });
            let mut loops = Loops::default();
            let b = (0..items)
                .filter(|n| n % 7 != 0)
                .step_by(*step)
                .map(|n| (n + 1) * 3);
            let b = b.skip(*skip).flat_map(|n| [n, n + 1]);
            let c = loops.all("c", ops[0], b);
            let d: Vec<_> = c.into_iter().chain(5..9).enumerate().take(take).collect();
            if let Some(value) = loops.value_if_any(reported(run)) {
                assert_eq!(value, d);
            } else {
                assert!(!loops.refused.is_empty());
            }
        },
    );
}

#[test]
fn a_sink_that_ends_early_has_the_first_items_and_its_neighbours_have_all() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            take,
        } = *numbers;
        let run = pipeline!(
            || -> Result<(Vec<u64>, Vec<u64>, Vec<u64>, usize), Refused> {
                let (a, b) = generator(0..items) >> tee(capacity = capacity);
                let (odd, even) = b >> split(capacity = capacity, |n| n % 2 == 1);
                let a = a
                    >> fan_out(workers, ordered, name = "a", capacity = capacity, |n| {
                        for n in ops[0].all(n)? {
                            yield n;
                        }
                    });
                let odd = odd
                    >> stage(name = "odd", capacity = capacity, |n| {
                        for n in ops[1].all(n)? {
                            yield n;
                        }
                    });
                // A stream that does not end by itself.
                let endless = generator(0..) >> fan_out(workers, capacity = capacity, |n: u64| n);
                (
                    a >> take(take) >> collect(),
                    odd >> sink(|items| items.take(take / 2).collect()),
                    even >> collect(),
                    endless >> take(take) >> count(),
                )
            }
        );
        let mut loops = Loops::default();
        let a = loops.all("a", ops[0], 0..items);
        let odd = loops.all("odd", ops[1], (0..items).filter(|n| n % 2 == 1));
        let first = |items: Vec<u64>, count| items.into_iter().take(count).collect::<Vec<_>>();
        if let Some(value) = loops.value_if_any(reported(run)) {
            let even = (0..items).filter(|n| n % 2 == 0).collect();
            assert_eq!(value, (first(a, take), first(odd, take / 2), even, take));
        } else {
            assert!(!loops.refused.is_empty());
        }
    });
}

#[test]
fn unordered_workers_before_an_early_end_make_some_of_what_one_makes() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            take,
        } = *numbers;
        let run = pipeline!(|| -> Result<Vec<u64>, Refused> {
            let a = generator(0..items)
                >> fan_out(workers, name = "a", capacity = capacity, |n| {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                });
            let b = a
                >> fan_out(workers, name = "b", capacity = capacity, |n| {
                    ops[1].one(n)?
                });
            b >> take(take) >> collect()
        });
        let mut loops = Loops::default();
        let a = loops.all("a", ops[0], 0..items);
        let b = loops.one("b", ops[1], a);
        if let Some(value) = loops.value_if_any(reported(run)) {
            let count = take.min(b.len());
            assert!(value.len() == count && is_part(value, b));
        } else {
            assert!(!loops.refused.is_empty());
        }
    });
}

#[test]
fn channels_are_read_to_their_end_or_as_far_as_anybody_reads() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            take,
        } = *numbers;
        let (to_a, a) = unbounded();
        let (to_b, b) = mpsc::channel();
        let (to_c, c) = unbounded();
        for n in 0..items {
            to_a.send(n).expect("it is read later");
            to_b.send(n).expect("it is read later");
            to_c.send(n).expect("it is read later");
        }
        drop((to_a, to_b));
        let run = pipeline!(|| -> Result<(Vec<u64>, Vec<u64>, Vec<u64>), Refused> {
            let a = receive(capacity = capacity, &a)
                >> fan_out(workers, ordered, name = "a", |n| {
                    for n in ops[0].all(n)? {
                        yield n;
                    }
                });
            let b = receive(capacity = capacity, b)
                >> filter(|n| n % 3 != 0)
                >> stage(name = "b", |n| ops[1].one(n)?);
            // The channel's sender stays alive, so this stream ends only when its reader does.
            let c = receive(c) >> stage(capacity = capacity, |n| n);
            (
                a >> collect(),
                b >> collect(),
                c >> take(take.min(items as usize)) >> collect(),
            )
        });
        let mut loops = Loops::default();
        let a = loops.all("a", ops[0], 0..items);
        let of_b = (0..items).filter(|n| n % 3 != 0);
        // The stage collects its outputs itself, so it gives nothing on.
        let (b, _) = loops.made("b", of_b, |n| Ok(vec![ops[1].one(n)?]));
        let c = (0..items).take(take).collect();
        if let Some(value) = loops.value(reported(run)) {
            assert_eq!(value, (a, b, c));
        }
        drop(to_c);
    });
}

#[test]
fn a_pipeline_in_a_body_makes_what_a_loop_in_it_makes() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        let items = items / 4;
        let run = pipeline!({
            let a = generator(0..items)
                >> fan_out(workers, ordered, capacity = capacity, |n| {
                    let inner = pipeline!(|| -> Result<Vec<u64>, Refused> {
                        let b = generator(capacity = capacity, n..n + 3)
                            >> fan_out(2, ordered, name = "b", |n| {
                                for n in ops[0].all(n)? {
                                    yield n;
                                }
                            });
                        b >> collect()
                    });
                    inner.run()?.len()
                });
            a >> collect::<Vec<_>>()
        });
        let mut loops = Loops::default();
        let lengths = (0..items).map(|n| loops.all("b", ops[0], n..n + 3).len());
        let lengths: Vec<_> = lengths.collect();
        let (outcome, report) = reported(run);
        conserves(&report);
        match outcome {
            Ok(value) => assert_eq!((value, loops.refused.len()), (lengths, 0)),
            Err(error) => {
                assert_eq!(error.stage(), Some("a"));
                let inner = std::error::Error::source(&error);
                let inner = inner.and_then(|inner| inner.downcast_ref());
                loops.is_known(inner.expect("the inner pipeline's"));
            }
        }
    });
}

/// A link of a chain. Each is a pipeline of its own.
#[derive(Clone, Copy, Debug)]
enum Link {
    Stage(Op),
    Ordered(usize, Op),
    FanOut(usize, Op),
    /// A tee whose two branches are zipped.
    Diamond(Op),
    /// A split whose two branches are merged.
    Fork(Op),
    Skip(Op),
    Take(usize),
    /// A pipeline in the body, for a few of the items.
    Nested(Op),
}

fn link() -> impl Strategy<Value = Link> {
    prop_oneof![
        3 => op().prop_map(Link::Stage),
        3 => (1..4_usize, op()).prop_map(|(workers, op)| Link::Ordered(workers, op)),
        1 => (1..4_usize, op()).prop_map(|(workers, op)| Link::FanOut(workers, op)),
        2 => op().prop_map(Link::Diamond),
        1 => op().prop_map(Link::Fork),
        1 => op().prop_map(Link::Skip),
        1 => (0..100_usize).prop_map(Link::Take),
        1 => op().prop_map(Link::Nested),
    ]
}

impl Link {
    /// Starts the link, which runs concurrently with its neighbours.
    fn spawn(self, from: Receiver<u64>, capacity: usize) -> (Running<(), Refused>, Receiver<u64>) {
        let (to, out) = bounded(capacity);
        // Ends when the channel has no reader any more, so an early end goes up the chain.
        let send = move |items: &mut dyn Iterator<Item = u64>| {
            for item in items {
                if to.send(item).is_err() {
                    break;
                }
            }
        };
        let run = match self {
            Link::Stage(op) => pipeline!(move || -> Result<(), Refused> {
                let made = receive(from)
                    >> stage(name = "link", |n| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    });
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Ordered(workers, op) => pipeline!(move || -> Result<(), Refused> {
                let made = receive(capacity = capacity, from)
                    >> fan_out(workers, ordered, name = "link", capacity = capacity, |n| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    });
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::FanOut(workers, op) => pipeline!(move || -> Result<(), Refused> {
                let made = generator(from)
                    >> fan_out(workers, name = "link", capacity = capacity, |n| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    });
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Diamond(op) => pipeline!(move || -> Result<(), Refused> {
                let (a, b) = receive(from) >> tee(capacity = capacity);
                let b = b >> fan_out(2, ordered, capacity = capacity, |n| n);
                let pairs = zip(a, b) >> inspect(|(a, b)| assert_eq!(a, b));
                let made = pairs
                    >> stage(name = "link", |(n, _)| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    });
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Fork(op) => pipeline!(move || -> Result<(), Refused> {
                let (a, b) = receive(from) >> split(|n| n % 2 == 0);
                let b = b >> stage(|n| n);
                let made = fan_in(a, b, capacity = capacity)
                    >> stage(name = "link", |n| {
                        for n in op.all(n)? {
                            yield n;
                        }
                    });
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Skip(op) => pipeline!(move || -> Result<(), Refused> {
                let made =
                    generator(from) >> stage(name = "link", on_error = skip, |n| picky(op, n)?);
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Take(count) => pipeline!(move || -> Result<(), Refused> {
                let made = receive(from) >> take(count);
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
            Link::Nested(op) => pipeline!(move || -> Result<(), Refused> {
                let made = receive(from)
                    >> stage(name = "link", capacity = capacity, |n| {
                        if n % 8 != 0 {
                            return Ok(op.all(n)?);
                        }
                        let inner = pipeline!(|| -> Result<Vec<u64>, Refused> {
                            let made = generator(Some(n))
                                >> stage(|n| {
                                    for n in op.all(n)? {
                                        yield n;
                                    }
                                });
                            made >> collect()
                        });
                        match inner.run() {
                            Ok(made) => made,
                            Err(Error::Failed { source, .. }) => Err(source)?,
                            Err(_) => Vec::new(),
                        }
                    })
                    >> flatten();
                made >> sink(|mut items| send(&mut items))
            })
            .spawn(),
        };
        (run, out)
    }

    /// Computes the same as a loop.
    fn over(self, items: Vec<u64>, loops: &mut Loops) -> Vec<u64> {
        match self {
            Link::Skip(op) => parted(&items, |n| Ok(vec![picky(op, n)?])).0,
            Link::Take(count) => items.into_iter().take(count).collect(),
            Link::Stage(op) | Link::Ordered(_, op) | Link::FanOut(_, op) => {
                loops.all("link", op, items)
            }
            Link::Diamond(op) | Link::Fork(op) | Link::Nested(op) => loops.all("link", op, items),
        }
    }

    fn is_take(self) -> bool {
        matches!(self, Link::Take(_))
    }

    fn keeps_order(self) -> bool {
        !matches!(self, Link::FanOut(..) | Link::Fork(_))
    }
}

#[test]
fn chains_of_any_links_give_what_loops_give() {
    let links = vec((link(), capacity()), 0..7);
    for_all((0..100_u64, links), |(items, links)| {
        let (to, mut from) = unbounded();
        (0..*items).for_each(|n| to.send(n).expect("it is read later"));
        drop(to);
        let mut running = Vec::new();
        for (link, capacity) in links {
            let (run, out) = link.spawn(from, *capacity);
            running.push(run);
            from = out;
        }
        let value: Vec<u64> = from.iter().collect();
        drop(from);

        // The items are in order up to the first link that keeps no order. Downstream of that link,
        // a `Take` may take any items.
        let (mut in_order, mut is_known, mut is_whole) = (true, true, true);
        let mut refuses = false;
        let mut made: Vec<u64> = (0..*items).collect();
        for ((link, _), run) in links.iter().zip(running) {
            let mut loops = Loops::default();
            if link.is_take() && !in_order {
                is_known = false;
            } else {
                made = link.over(made, &mut loops);
            }
            in_order &= link.keeps_order();
            refuses |= !loops.refused.is_empty();
            is_whole &= loops.value_if_any(run.join_reported()).is_some();
        }
        if !links.iter().any(|(link, _)| link.is_take()) {
            assert_eq!(is_whole, !refuses);
        }
        match (in_order, is_whole && is_known) {
            (true, true) => assert_eq!(value, made),
            (true, false) => assert!(made.starts_with(&value), "{value:?} of {made:?}"),
            (false, true) => assert_eq!(sorted(value), sorted(made)),
            (false, false) => assert!(is_part(value, made)),
        }
    });
}
