//! How a job ends: each process ends soon, and with a clear error.

use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, never, unbounded};
use pipeline::cluster::{
    Answered, Broker, Chunk, Claim, HomeEnd, Job, Membership, Memory, PlaceEnd, Reply,
};
use pipeline::{BoxError, Context, Error, Pipeline, Report, WorkerState, pipeline};
use pipeline_tests::Watchdog;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::on_cluster;

/// A pipeline whose stage elsewhere fails or panics at item 50, or does nothing, as `what` says.
fn checked(numbers: u64, what: &'static str) -> Pipeline<'static, u64> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let checked = numbers
            >> fan_out(2, at = "workers", |n: u64| {
                match what {
                    "error" if n == 50 => Err("50 is too much")?,
                    "panic" if n == 50 => panic!("50 is too much"),
                    _ => {}
                }
                n
            });
        checked >> sum::<u64>()
    })
}

/// A pipeline whose stage elsewhere passes each number on and also sends it to `tell`.
fn told(numbers: u64, tell: &Sender<u64>) -> Pipeline<'static, u64> {
    let tell = tell.clone();
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let worked = numbers
            >> fan_out(2, at = "workers", |n: u64| {
                let _ = tell.send(n);
                n
            });
        worked >> sum::<u64>()
    })
}

#[test]
fn an_error_elsewhere_ends_every_process_and_comes_home_with_stage_and_host() {
    let _watchdog = Watchdog::of_this_test();
    for what in ["error", "panic"] {
        let home = || checked(1_000_000, what);
        let (value, served) = on_cluster(Memory::new(), 3, home, || checked(0, what));
        let Err(Error::Elsewhere {
            stage,
            host,
            message,
            ..
        }) = value
        else {
            panic!("{value:?}");
        };
        assert_eq!(stage, "checked");
        assert!(host.contains(&std::process::id().to_string()), "{host}");
        assert!(message.contains("50 is too much"), "{message}");
        let failed = served
            .iter()
            .filter(|served| matches!(served, Err(Error::Failed { .. } | Error::Panicked { .. })));
        assert!(failed.count() >= 1, "{served:?}");
        assert!(served.iter().all(Result::is_err), "{served:?}");
    }
}

#[test]
fn an_error_at_home_ends_every_process() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |numbers: u64| -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..numbers);
            let same = numbers >> fan_out(2, at = "workers", |n: u64| n);
            let checked = same >> stage(|n| if n == 500 { Err("no 500")? } else { n });
            checked >> sum::<u64>()
        })
    };
    let (value, served) = on_cluster(Memory::new(), 2, || declared(1_000_000), || declared(0));
    assert!(
        matches!(
            value,
            Err(Error::Failed {
                stage: "checked",
                ..
            })
        ),
        "{value:?}"
    );
    for served in served {
        let text = format!("{:#}", served.unwrap_err());
        assert!(text.contains("its stage `checked` failed"), "{text}");
    }
}

#[test]
fn a_cancel_at_home_ends_every_process() {
    let _watchdog = Watchdog::of_this_test();
    let (job, context) = (Job::new(Memory::new()), Context::new());
    let (tell, told_of) = unbounded();
    thread::scope(|threads| {
        let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        let home = threads.spawn(|| told(u64::MAX, &tell).run_on_with(&job, &context));
        told_of.recv().unwrap();
        context.cancel();
        assert!(home.join().unwrap().unwrap_err().is_cancelled());
        let text = format!("{:#}", serving.join().unwrap().unwrap_err());
        assert!(text.contains("it was cancelled"), "{text}");
    });
}

#[test]
fn a_drain_at_home_finishes_what_was_made() {
    let _watchdog = Watchdog::of_this_test();
    let (job, context) = (Job::new(Memory::new()), Context::new());
    let (tell, told_of) = unbounded();
    thread::scope(|threads| {
        let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        let home = threads.spawn(|| told(u64::MAX, &tell).run_on_reported(&job, &context));
        told_of.recv().unwrap();
        context.drain();
        let (value, report) = home.join().unwrap();
        let made = report.stage("numbers").unwrap().given;
        assert!(made > 0);
        assert_eq!(value.unwrap(), made * (made - 1) / 2);
        assert_eq!(report.stage("worked").unwrap().taken, made);
        serving.join().unwrap().unwrap();
    });
}

#[test]
fn a_process_that_leaves_changes_no_value() {
    let _watchdog = Watchdog::of_this_test();
    let (job, leaves) = (Job::new(Memory::new()), Context::new());
    let (tell, told_of) = unbounded();
    thread::scope(|threads| {
        let leaving = threads.spawn(|| told(0, &tell).serve_on_with(&job, "workers", &leaves));
        let home = threads.spawn(|| told(50_000, &tell).run_on(&job));
        told_of.recv().unwrap();
        leaves.drain();
        leaving.join().unwrap().unwrap();
        let staying = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        assert_eq!(home.join().unwrap().unwrap(), 50_000 * 49_999 / 2);
        staying.join().unwrap().unwrap();
    });
}

#[test]
fn a_process_that_is_cancelled_gives_its_items_to_another() {
    let _watchdog = Watchdog::of_this_test();
    for _ in 0..5 {
        let (job, leaves) = (Job::new(Memory::new()), Context::new());
        let (tell, told_of) = unbounded();
        thread::scope(|threads| {
            let leaving = threads.spawn(|| told(0, &tell).serve_on_with(&job, "workers", &leaves));
            let home = threads.spawn(|| told(50_000, &tell).run_on(&job));
            told_of.recv().unwrap();
            leaves.cancel();
            assert!(leaving.join().unwrap().unwrap_err().is_cancelled());
            let staying = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
            assert_eq!(home.join().unwrap().unwrap(), 50_000 * 49_999 / 2);
            staying.join().unwrap().unwrap();
        });
    }
}

#[test]
fn another_build_is_refused_by_what_differs() {
    let _watchdog = Watchdog::of_this_test();
    let other = || -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..0_u32);
            let worked = numbers >> fan_out(2, at = "workers", |n: u32| u64::from(n));
            worked >> sum::<u64>()
        })
    };
    let job = Job::new(Memory::new());
    let (tell, _told_of) = unbounded();
    thread::scope(|threads| {
        let refused = threads.spawn(|| other().serve_on(&job, "workers"));
        let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        assert_eq!(told(10, &tell).run_on(&job).unwrap(), 45);
        let error = refused.join().unwrap().unwrap_err();
        let text = format!("{error:#}");
        assert!(
            text.contains("worked at workers: u64 to u64")
                && text.contains("worked at workers: u32 to u64"),
            "{text}"
        );
        serving.join().unwrap().unwrap();
    });
}

#[test]
fn a_home_that_fails_between_two_of_its_stages_tells_the_cause() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |workers: usize| -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..10_u64);
            let one = numbers >> stage(at = "workers", |n: u64| n);
            let two = one >> fan_out(workers, at = "workers", |n: u64| n);
            let three = two >> stage(at = "workers", |n: u64| n);
            three >> sum::<u64>()
        })
    };
    let (value, served) = on_cluster(Memory::new(), 1, || declared(0), || declared(1));
    let text = format!("{:#}", value.unwrap_err());
    assert!(text.contains("`two` needs at least one worker"), "{text}");
    let text = format!("{:#}", served[0].as_ref().unwrap_err());
    assert!(text.contains("its stage `pipeline` failed"), "{text}");
}

#[test]
fn a_place_that_is_not_declared_is_told_with_those_that_are() {
    let _watchdog = Watchdog::of_this_test();
    let job = Job::new(Memory::new());
    let (tell, _told_of) = unbounded();
    let text = format!("{:#}", told(0, &tell).serve_on(&job, "gpus").unwrap_err());
    assert!(
        text.contains("no stage is `at = \"gpus\"`; there is: workers"),
        "{text}"
    );
}

#[test]
fn a_second_home_is_refused() {
    let _watchdog = Watchdog::of_this_test();
    let (job, context) = (Job::new(Memory::new()), Context::new());
    let (tell, told_of) = unbounded();
    thread::scope(|threads| {
        let first = threads.spawn(|| told(u64::MAX, &tell).run_on_with(&job, &context));
        let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        told_of.recv().unwrap();
        let text = format!("{:#}", told(1, &tell).run_on(&job).unwrap_err());
        assert!(text.contains("another home"), "{text}");
        context.cancel();
        assert!(first.join().unwrap().is_err() && serving.join().unwrap().is_err());
    });
}

#[test]
fn a_home_that_dies_is_seen_by_its_lease() {
    let _watchdog = Watchdog::of_this_test();
    let memory = Memory::new().with_lease(Duration::from_millis(300));
    // A home that opens the job, and does nothing after that.
    let broker: &dyn Broker = &memory;
    let (tell, _told_of) = unbounded();
    let declared = told(0, &tell);
    let declaration = format!("{}\nworked at workers: u64 to u64", declared.graph());
    let _dead = broker.open(&declaration).unwrap();
    let job = Job::new(memory.clone());
    let text = format!("{:#}", declared.serve_on(&job, "workers").unwrap_err());
    assert!(text.contains("the home of the job is gone"), "{text}");
}

#[test]
fn memory_is_bounded_from_end_to_end() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |numbers: u64, opened: Receiver<()>| -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..numbers);
            let same = numbers >> fan_out(2, at = "workers", |n: u64| n);
            // Takes no item until the test opens the gate.
            let held = same
                >> inspect(move |_| {
                    let _ = opened.recv();
                });
            held >> sum::<u64>()
        })
    };
    let (job, context) = (Job::new(Memory::new()), Context::new());
    let (open, opened) = bounded(0);
    thread::scope(|threads| {
        let serving = threads.spawn(|| declared(0, never()).serve_on(&job, "workers"));
        let home = threads.spawn(|| declared(u64::MAX, opened).run_on_with(&job, &context));
        // The stage elsewhere holds as many items as it may, so the generator waits.
        let waits = || {
            let report = context.report();
            let is = |stage: &str, state| {
                report
                    .stage(stage)
                    .is_some_and(|stage| stage.states == [state])
            };
            is("numbers", WorkerState::WaitingForRoom) && is("same", WorkerState::WaitingForRoom)
        };
        while !waits() {
            thread::yield_now();
        }
        let made = context.report().stage("numbers").unwrap().given;
        assert!(made < 256 * 256 + 10_000, "{made}");
        context.cancel();
        drop(open);
        assert!(home.join().unwrap().is_err() && serving.join().unwrap().is_err());
    });
}

/// A number. 7 cannot be serialized.
#[derive(Deserialize)]
struct Odd(u64);

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 == 7 {
            return Err(S::Error::custom("7 is odd"));
        }
        serializer.serialize_u64(self.0)
    }
}

#[test]
fn large_items_are_bounded_by_their_bytes() {
    let _watchdog = Watchdog::of_this_test();
    const MIB: usize = 1 << 20;
    let (job, context) = (Job::new(Memory::new()), Context::new());
    let declared: Pipeline<'static, usize> = pipeline!(|| {
        let items = generator(capacity = 1, std::iter::repeat_with(|| "x".repeat(4 * MIB)));
        let same = items >> stage(at = "workers", |item: String| item);
        same >> count()
    });
    thread::scope(|threads| {
        // No process serves the place, so all chunks stay on their way.
        let home = threads.spawn(|| declared.run_on_with(&job, &context));
        let given = |report: &Report| report.stage("items").map_or(0, |stage| stage.given);
        let waits = || {
            let report = context.report();
            let is = |stage: &str, state| {
                report
                    .stage(stage)
                    .is_some_and(|stage| stage.states == [state])
            };
            given(&report) >= 16
                && is("items", WorkerState::WaitingForRoom)
                && is("same", WorkerState::WaitingForInput)
        };
        // Without the bound, the stage would take the next item.
        let mut in_a_row = 0;
        while in_a_row < 1000 {
            in_a_row = if waits() { in_a_row + 1 } else { 0 };
            thread::yield_now();
        }
        let made = given(&context.report());
        context.cancel();
        assert!(home.join().unwrap().is_err());
        // 64 MiB of items on their way, one item that waits, and one in each worker.
        assert!(made <= 20, "{made}");
    });
}

#[test]
fn an_item_that_cannot_be_sent_ends_the_job() {
    let _watchdog = Watchdog::of_this_test();
    let there = |numbers: u64| -> Pipeline<'static, usize> {
        pipeline!(move || {
            let numbers = generator(0..numbers) >> map(Odd);
            numbers >> stage(at = "workers", |odd: Odd| odd.0) >> count()
        })
    };
    let back = |numbers: u64| -> Pipeline<'static, usize> {
        pipeline!(move || {
            let numbers = generator(0..numbers);
            numbers >> stage(at = "workers", |n: u64| Odd(n)) >> count()
        })
    };
    let (value, served) = on_cluster(Memory::new(), 1, || there(100), || there(0));
    let text = format!("{:#}", value.unwrap_err());
    assert!(text.contains("7 is odd"), "{text}");
    assert!(format!("{:#}", served[0].as_ref().unwrap_err()).contains("7 is odd"));
    let (value, served) = on_cluster(Memory::new(), 1, || back(100), || back(0));
    let text = format!("{:#}", value.unwrap_err());
    assert!(text.contains("7 is odd"), "{text}");
    assert!(format!("{:#}", served[0].as_ref().unwrap_err()).contains("7 is odd"));
}

#[test]
fn a_process_that_fails_before_its_first_item_ends_the_job() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |numbers: u64, setup: Result<u64, &'static str>| -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..numbers);
            let more = numbers
                >> fan_out(2, at = "workers", {
                    let more = setup?;
                    move |n: u64| n + more
                });
            more >> sum::<u64>()
        })
    };
    let memory = Memory::new();
    let job = Job::new(memory.clone());
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(10, Ok(1)).run_on(&job));
        // Until there is a home, an error cannot be sent to it.
        while memory.join().unwrap().is_none() {
            thread::yield_now();
        }
        let failing = declared(0, Err("no file of settings"));
        assert!(failing.serve_on(&job, "workers").is_err());
        let text = format!("{:#}", home.join().unwrap().unwrap_err());
        assert!(text.contains("no file of settings"), "{text}");
    });
}

#[test]
fn a_process_whose_workers_are_busy_sees_that_the_job_has_ended() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, told_of) = unbounded();
    let declared = |numbers: u64| -> Pipeline<'static, u64> {
        let tell = tell.clone();
        pipeline!(move |ctx| {
            let numbers = generator(0..numbers);
            let busy = numbers
                >> fan_out(1, at = "workers", |n: u64| {
                    let _ = tell.send(());
                    while !ctx.is_cancelled() {
                        thread::yield_now();
                    }
                    n
                });
            busy >> sum::<u64>()
        })
    };
    let (job, context) = (Job::new(Memory::new()), Context::new());
    thread::scope(|threads| {
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        let home = threads.spawn(|| declared(10).run_on_with(&job, &context));
        told_of.recv().unwrap();
        context.cancel();
        assert!(home.join().unwrap().unwrap_err().is_cancelled());
        let text = format!("{:#}", serving.join().unwrap().unwrap_err());
        assert!(text.contains("it was cancelled"), "{text}");
    });
}

/// A broker whose home end fails or panics when it receives.
struct Broken {
    memory: Memory,
    panics: bool,
}

struct BrokenEnd {
    end: Box<dyn HomeEnd>,
    panics: bool,
}

impl Broker for Broken {
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError> {
        let (end, panics) = (self.memory.open(declaration)?, self.panics);
        Ok(Box::new(BrokenEnd { end, panics }))
    }

    fn join(&self) -> Result<Option<Membership>, BoxError> {
        self.memory.join()
    }
}

impl HomeEnd for BrokenEnd {
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError> {
        self.end.send(chunk)
    }

    fn receive(&self, _: Duration) -> Result<Vec<Reply>, BoxError> {
        assert!(!self.panics, "as asked for");
        Err("the disk is full".into())
    }

    fn forget(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.end.forget(tickets)
    }

    fn end(&self, failure: Option<&str>) -> Result<(), BoxError> {
        self.end.end(failure)
    }
}

#[test]
fn a_broker_that_fails_or_panics_ends_the_run() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, _told_of) = unbounded();
    for (panics, expected) in [
        (false, "the disk is full"),
        (true, "the broker's code panicked"),
    ] {
        let memory = Memory::new();
        let job = Job::new(Broken { memory, panics });
        thread::scope(|threads| {
            let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
            let error = told(u64::MAX, &tell).run_on(&job).unwrap_err();
            assert!(matches!(error, Error::Broker { .. }), "{error:?}");
            let text = format!("{error:#}");
            assert!(text.contains(expected), "{text}");
            let text = format!("{:#}", serving.join().unwrap().unwrap_err());
            assert!(text.contains(expected), "{text}");
        });
    }
}

/// A broker that refuses all answers.
struct Refusing(Memory);

struct RefusingEnd(Box<dyn PlaceEnd>);

impl Broker for Refusing {
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError> {
        self.0.open(declaration)
    }

    fn join(&self) -> Result<Option<Membership>, BoxError> {
        let joined = self.0.join()?;
        Ok(joined.map(|joined| Membership {
            end: Box::new(RefusingEnd(joined.end)),
            ..joined
        }))
    }
}

impl PlaceEnd for RefusingEnd {
    fn claim(&self, stage: &str, most: usize, wait: Duration) -> Result<Claim, BoxError> {
        self.0.claim(stage, most, wait)
    }

    fn renew(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.0.renew(tickets)
    }

    fn lease(&self) -> Duration {
        self.0.lease()
    }

    fn answer(&self, _: &str, _: &Chunk) -> Result<Answered, BoxError> {
        Ok(Answered::Refused("it is too large".into()))
    }

    fn fail(&self, failure: &[u8]) -> Result<(), BoxError> {
        self.0.fail(failure)
    }

    fn leave(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.0.leave(tickets)
    }

    fn name(&self) -> String {
        self.0.name()
    }
}

#[test]
fn an_answer_that_the_broker_refuses_ends_the_job() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, _told_of) = unbounded();
    let job = Job::new(Refusing(Memory::new()));
    thread::scope(|threads| {
        let serving = threads.spawn(|| told(0, &tell).serve_on(&job, "workers"));
        let failed = told(10, &tell).run_on(&job).unwrap_err();
        let text = format!("{:#}", serving.join().unwrap().unwrap_err());
        assert!(text.contains("it is too large"), "{text}");
        let Error::Elsewhere { stage, message, .. } = &failed else {
            panic!("{failed:?}");
        };
        assert_eq!(stage, "worked");
        assert!(message.contains("it is too large"), "{message}");
    });
}

#[test]
fn a_cancel_comes_before_what_the_broker_says_after_it() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, _told_of) = unbounded();
    let (memory, context) = (Memory::new(), Context::new());
    context.cancel();
    let job = Job::new(Broken {
        memory,
        panics: false,
    });
    let error = told(10, &tell).run_on_with(&job, &context).unwrap_err();
    assert!(error.is_cancelled(), "{error:?}");
}

#[test]
fn a_job_can_have_another_home_after_the_first() {
    let _watchdog = Watchdog::of_this_test();
    let job = Job::new(Memory::with_faults(11));
    let (tell, _told_of) = unbounded();
    for _ in 0..3 {
        thread::scope(|threads| {
            let home = threads.spawn(|| told(1000, &tell).run_on(&job));
            // A process that begins before this home may still join the previous job. That job has
            // ended, or is removed by now.
            while !home.is_finished() {
                let _ = told(0, &tell).serve_on(&job, "workers");
            }
            assert_eq!(home.join().unwrap().unwrap(), 1000 * 999 / 2);
        });
    }
}
