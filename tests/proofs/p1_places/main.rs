//! Promise 1 for a job of several processes: nothing outlives it, however it ends.
//!
//! The fault matrix of places, on the broker in memory: every verb that can be at a place, struck
//! by every fault in every stage at several items, with one process and with two, on a broker that
//! keeps the order and on one that repeats, delays and reorders. The processes are threads here.
//! When the last of them returns, the threads and the open files are those from before, without a
//! retry. The value is that of a run in one process, or the error is the injected fault with its
//! stage.
//!
//! By default, a sample of the cases is run, the same each time. `SAMPLE=all` runs all.

use std::fmt;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use pipeline::cluster::{Job, Memory};
use pipeline::{BoxError, Context, Error, Pipeline, pipeline};
use pipeline_tests::Cases;
use pipeline_tests::baseline::wait_once;

const ITEMS: u64 = 60;

/// By default, one in this many cases is run.
const STEP: usize = 7;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    Error,
    Panic,
    Cancel,
    Drain,
}

#[derive(Clone, Copy, Debug)]
enum Verb {
    Stage,
    FanOut,
    Ordered,
    /// Two stages at the place, one after the other.
    Two,
}

/// A fault that strikes once in a case: in a body of a stage, at an item.
struct Strike {
    fault: Fault,
    stage: &'static str,
    item: u64,
    has_struck: AtomicBool,
}

impl Strike {
    fn pass(&self, stage: &str, item: u64, ctx: &Context) -> Result<u64, BoxError> {
        let is_here = (stage, item) == (self.stage, self.item);
        if is_here && !self.has_struck.swap(true, Ordering::SeqCst) {
            match self.fault {
                Fault::None => {}
                Fault::Error => return Err("struck".into()),
                Fault::Panic => panic!("struck"),
                Fault::Cancel => ctx.cancel(),
                Fault::Drain => ctx.drain(),
            }
        }
        Ok(item)
    }
}

/// A pipeline that makes some of the items, each once or twice.
fn declared(verb: Verb, items: u64, strike: &Arc<Strike>) -> Pipeline<'static, Vec<u64>> {
    let strike = Arc::clone(strike);
    macro_rules! declared {
        (|$ctx:ident| $($worked:tt)*) => {
            pipeline!(move |$ctx| {
                let made = generator({
                    for number in 0..items {
                        yield strike.pass("made", number, $ctx)?;
                    }
                });
                let worked = made >> $($worked)*;
                let last = worked >> stage(|item| strike.pass("last", item, $ctx)?);
                last >> collect()
            })
        };
    }
    match verb {
        Verb::Stage => declared!(|ctx| stage(at = "workers", |item: u64| strike
            .pass("worked", item, ctx)?)),
        Verb::FanOut => declared!(|ctx| fan_out(3, at = "workers", |item: u64| {
            let item = strike.pass("worked", item, ctx)?;
            for _ in 0..item % 3 {
                yield item;
            }
        })),
        Verb::Ordered => declared!(|ctx| fan_out(3, ordered, at = "workers", |item: u64| {
            let item = strike.pass("worked", item, ctx)?;
            for _ in 0..item % 3 {
                yield item;
            }
        })),
        Verb::Two => {
            declared!(
                |ctx| fan_out(2, ordered, name = "first", at = "workers", |item: u64| item)
                    >> stage(at = "workers", |item: u64| strike
                        .pass("worked", item, ctx)?)
            )
        }
    }
}

#[derive(Clone, Copy)]
struct Case {
    verb: Verb,
    fault: Fault,
    stage: &'static str,
    item: u64,
    processes: usize,
    /// The seed of the broker's faults, if it has any.
    seed: Option<u64>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Case {
            verb,
            fault,
            stage,
            item,
            processes,
            seed,
        } = self;
        write!(
            f,
            "{verb:?} with {processes} processes: {fault:?} in {stage} at item {item}, broker {seed:?}"
        )
    }
}

impl Case {
    fn all() -> impl Iterator<Item = Case> {
        let verbs = [Verb::Stage, Verb::FanOut, Verb::Ordered, Verb::Two];
        let faults = [
            Fault::None,
            Fault::Error,
            Fault::Panic,
            Fault::Cancel,
            Fault::Drain,
        ];
        let stages = ["made", "worked", "last"];
        let mut all = Vec::new();
        for (verb, fault) in verbs
            .into_iter()
            .flat_map(|verb| faults.map(|fault| (verb, fault)))
        {
            for (stage, item) in stages
                .into_iter()
                .flat_map(|stage| [1, 4, ITEMS - 1].map(|item| (stage, item)))
            {
                for (processes, seed) in [(1, None), (2, None), (1, Some(1)), (2, Some(2))] {
                    all.push(Case {
                        verb,
                        fault,
                        stage,
                        item,
                        processes,
                        seed,
                    });
                }
            }
        }
        all.into_iter().filter(|case| case.has_an_end())
    }

    /// Returns whether the case ends. If the only process leaves, the home waits for another one.
    fn has_an_end(&self) -> bool {
        let leaves = matches!(self.fault, Fault::Cancel | Fault::Drain);
        !(leaves && self.stage == "worked" && self.processes == 1)
    }

    fn run(&self) {
        let (value, served) = pipeline::testing::assert_no_leaks(|| self.outcomes());
        let strikes_home = self.stage != "worked";
        let expected = declared(self.verb, ITEMS, &Arc::new(self.strike(Fault::None)))
            .run()
            .unwrap();
        match (self.fault, value) {
            // A process that leaves does not change the value. A drain of the home ends with the
            // value of the items that were made.
            (Fault::Drain, Ok(value)) if strikes_home => assert!(value.len() <= expected.len()),
            (Fault::Error | Fault::Panic, Err(Error::Elsewhere { stage, .. })) => {
                assert_eq!((stage.as_str(), self.stage), ("worked", "worked"));
            }
            (Fault::Error, Err(Error::Failed { stage, .. }))
            | (Fault::Panic, Err(Error::Panicked { stage, .. })) => {
                assert_eq!(stage, self.stage);
            }
            (Fault::Cancel, Err(error)) => {
                assert!(strikes_home && error.is_cancelled(), "{error:?}")
            }
            // The broker may have repeated the chunk, and another process may have made its
            // outputs.
            (Fault::Error | Fault::Panic, Ok(value)) if !strikes_home && self.seed.is_some() => {
                self.compare(value, expected);
            }
            (Fault::None | Fault::Cancel | Fault::Drain, Ok(value)) => {
                self.compare(value, expected)
            }
            (_, other) => panic!("{other:?}"),
        }
        if self.fault == Fault::None {
            assert!(served.iter().all(Result::is_ok), "{served:?}");
        }
    }

    fn compare(&self, mut value: Vec<u64>, mut expected: Vec<u64>) {
        if matches!(self.verb, Verb::FanOut) {
            value.sort_unstable();
            expected.sort_unstable();
        }
        assert_eq!(value, expected);
    }

    fn strike(&self, fault: Fault) -> Strike {
        Strike {
            fault,
            stage: self.stage,
            item: self.item,
            has_struck: AtomicBool::new(false),
        }
    }

    fn outcomes(&self) -> (Result<Vec<u64>, Error>, Vec<Result<(), Error>>) {
        let job = Job::new(self.seed.map_or_else(Memory::new, Memory::with_faults));
        let strike = Arc::new(self.strike(self.fault));
        thread::scope(|threads| {
            let serve = || declared(self.verb, 0, &strike).serve_on(&job, "workers");
            let serving: Vec<_> = (0..self.processes).map(|_| threads.spawn(serve)).collect();
            let value = declared(self.verb, ITEMS, &strike).run_on(&job);
            let served = serving.into_iter().map(|serving| serving.join().unwrap());
            (value, served.collect())
        })
    }
}

fn main() -> ExitCode {
    let mut cases = Cases::from_arguments();
    let is_whole = std::env::var("SAMPLE").is_ok_and(|sample| sample == "all");
    wait_once();
    for case in Case::all().step_by(if is_whole { 1 } else { STEP }) {
        cases.run(case.to_string(), || case.run());
    }
    cases.end()
}
