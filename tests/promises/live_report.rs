//! A live report is available at any time. It says what waits, what workers hold, and what each
//! worker is doing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};
use futures::executor::block_on;
use pipeline::{AsyncRunning, Context, Report, Running, WorkerState, pipeline, testing};
use pipeline_tests::Watchdog;
use tokio::sync::{Mutex, mpsc};

/// Takes reports until one is right. The watchdog ends a test in which none ever is.
fn until(mut report: impl FnMut() -> Report, is_right: impl Fn(&Report) -> bool) -> Report {
    loop {
        let report = report();
        testing::assert_conserved(&report);
        if is_right(&report) {
            return report;
        }
        std::thread::yield_now();
    }
}

fn state(report: &Report, stage: &str) -> Option<WorkerState> {
    report.stage(stage)?.states.first().copied()
}

/// Starts a pipeline whose last stage holds each item until the test lets it continue.
fn held_up() -> (Running<usize>, Sender<()>) {
    let (open, gate) = unbounded::<()>();
    let pipeline = pipeline!(move || {
        let numbers = generator(0..100);
        let doubled = numbers >> stage(capacity = 3, |n| 2 * n);
        doubled
            >> stage(name = "held", capacity = 2, move |n| {
                let _ = gate.recv();
                n
            })
            >> count()
    });
    (pipeline.spawn(), open)
}

#[test]
fn what_waits_and_what_is_in_hand_is_exact_while_nothing_moves() {
    let _watchdog = Watchdog::of_this_test();
    let (running, open) = held_up();
    let report = until(
        || running.report(),
        |report| {
            let counts = |stage: &str| {
                let stage = report.stage(stage)?;
                Some((stage.given, stage.in_hand))
            };
            counts("doubled") == Some((4, 1))
                && counts("held") == Some((0, 1))
                && state(report, "doubled") == Some(WorkerState::WaitingForRoom)
        },
    );
    let held = report.stage("held").unwrap();
    assert_eq!((held.taken, held.in_hand, held.completed()), (1, 1, 0));
    assert_eq!(held.states, [WorkerState::Working]);
    let stream = report
        .streams
        .iter()
        .find(|stream| stream.reader == "held")
        .unwrap();
    assert_eq!(
        (stream.put, stream.taken, stream.waiting, stream.room),
        (4, 1, 3, Some(3))
    );
    drop(open);
    let (value, whole) = running.join_reported();
    assert_eq!(value.unwrap(), 100);
    assert_eq!(whole.stage("held").unwrap().states, [WorkerState::Done]);
    assert!(whole.streams.iter().all(|stream| stream.waiting == 0));
}

#[test]
fn a_report_after_the_end_is_that_of_the_whole_run() {
    let _watchdog = Watchdog::of_this_test();
    let (running, open) = held_up();
    drop(open);
    let ended = until(
        || running.report(),
        |report| {
            report
                .stages
                .iter()
                .all(|stage| stage.workers_in(WorkerState::Done) == 1)
                && !report.stages.is_empty()
        },
    );
    let (_, whole) = running.join_reported();
    let counts = |report: &Report| -> Vec<_> {
        let stages = report.stages.iter();
        stages
            .map(|stage| (stage.name, stage.taken, stage.given))
            .collect()
    };
    assert_eq!(counts(&ended), counts(&whole));
}

#[test]
fn each_state_of_a_worker_is_told() {
    let _watchdog = Watchdog::of_this_test();
    let long = Duration::from_secs(3600);
    let context = Context::new();
    let run = pipeline!(|| -> Result<(usize, usize), String> {
        let failing = generator(0..3)
            >> stage(on_error = retry(1, long), |n| {
                if n < 9 { Err("no".to_owned())? } else { n }
            });
        let slow = generator(0..3) >> throttle(1, long) >> stage(|n| n);
        let read = slow >> fan_out(2, |n| n);
        (failing >> count(), read >> count())
    });
    std::thread::scope(|threads| {
        let running = threads.spawn(|| run.run_with(&context));
        until(
            || context.report(),
            |report| {
                state(report, "failing") == Some(WorkerState::BackingOff)
                    && state(report, "slow") == Some(WorkerState::Throttled)
                    && report
                        .stage("read")
                        .unwrap()
                        .workers_in(WorkerState::WaitingForInput)
                        == 2
            },
        );
        context.cancel();
        assert!(running.join().unwrap().unwrap_err().is_cancelled());
    });
    assert!(
        context.report().stages.is_empty(),
        "a run that has ended is not in it"
    );
}

/// An item of an unfinished tuple waits for an item of the other stream.
#[test]
fn an_item_of_an_unfinished_tuple_is_in_hand() {
    let _watchdog = Watchdog::of_this_test();
    let hour = Duration::from_secs(3600);
    macro_rules! unfinished {
        ([$($header:tt)*] $verb:ident $($end:tt)*) => {
            pipeline!($($header)* {
                let early = generator(0..3_u32);
                // The throttle holds the second item, which is the first that is not left out.
                let late = generator(0..2_u32) >> throttle(1, hour) >> filter(|n| *n > 0);
                let pairs = $verb(early, late) $($end)*;
                pairs >> count()
            })
        };
    }
    // Of the three items that `latest` takes, it keeps the last.
    let (zip, latest) = ((1, 1, 0), (3, 1, 2));
    let counts = |report: &Report, reader: &str| {
        let row = report.stage(reader)?;
        (row.states == [WorkerState::WaitingForInput]).then_some((
            row.taken,
            row.in_hand,
            row.swallowed,
        ))
    };
    let check = |reader, run: &dyn Fn(&Context) -> Report, (taken, in_hand, swallowed)| {
        let context = Context::new();
        let is_there =
            |report: &Report| counts(report, reader).is_some_and(|(all, ..)| all == taken);
        let script = || {
            let report = until(|| context.report(), is_there);
            context.cancel();
            report
        };
        let (live, whole) = testing::beside(script, || run(&context));
        assert_eq!(
            counts(&live, reader),
            Some((taken, in_hand, swallowed)),
            "{live}"
        );
        testing::assert_conserved(&whole);
        let row = whole.stage(reader).unwrap();
        let ended = (row.taken, row.dropped, row.swallowed, row.in_hand);
        assert_eq!(ended, (taken, in_hand, swallowed, 0), "{whole}");
    };
    macro_rules! check {
        ($reader:literal, $verb:ident $($end:tt)*) => {
            let threads = |context: &Context| {
                unfinished!([] $verb $($end)*).run_reported_with(context).1
            };
            let futures = |context: &Context| {
                block_on(unfinished!([async] $verb $($end)*).run_reported_with(context)).1
            };
            check($reader, &threads, $verb);
            check($reader, &futures, $verb);
        };
    }
    // The reader has a body, or makes a value.
    check!("pairs", zip >> stage(|pair| pair));
    check!("output", zip);
    check!("pairs", latest >> stage(|pair| pair));
    check!("output", latest);
}

/// Takes reports of a run until the run has ended. Returns their number.
fn watch(context: &Context, has_ended: &AtomicBool) -> u64 {
    let mut reports = 0;
    let mut before = (0, 0);
    while !has_ended.load(Ordering::Relaxed) {
        let report = context.report();
        testing::assert_conserved(&report);
        let taken = report.stages.iter().map(|stage| stage.taken).sum();
        let put = report.streams.iter().map(|stream| stream.put).sum();
        if !report.stages.is_empty() {
            assert!(
                before <= (taken, u64::MAX),
                "counts go up: {before:?}, then {taken}"
            );
            before = (taken, put);
        }
        reports += 1;
    }
    reports
}

#[test]
fn the_laws_hold_while_many_items_go_through() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let has_ended = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let watching = threads.spawn(|| watch(&context, &has_ended));
        let shapes = pipeline!({
            let (small, large) = generator(0..100_000_u64)
                >> filter(|n| n % 3 != 0)
                >> stage(|n| n + 1)
                >> split(|n| *n < 50_000);
            let small = small
                >> fan_out(3, ordered, |n| {
                    if n % 2 == 0 {
                        yield n;
                    }
                });
            let (large, failed) =
                large >> fan_out(2, |n| if n % 100 == 0 { Err("no")? } else { n });
            let both = fan_in(small, large, capacity = 8);
            (both >> map(|n| n * 2) >> sum::<u64>(), failed >> count())
        });
        let (outcome, report) = shapes.run_reported_with(&context);
        has_ended.store(true, Ordering::Relaxed);
        assert!(outcome.is_ok());
        testing::assert_conserved(&report);
        assert!(watching.join().unwrap() > 0);
    });
}

#[test]
fn the_laws_hold_while_many_items_go_through_a_task() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let has_ended = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let watching = threads.spawn(|| watch(&context, &has_ended));
        let shapes = pipeline!(async {
            let (small, large) = generator(0..100_000_u64)
                >> filter(|n| n % 3 != 0)
                >> stage(async |n| n + 1)
                >> split(|n| *n < 50_000);
            let small = small
                >> fan_out(3, ordered, async |n| {
                    if n % 2 == 0 {
                        yield n;
                    }
                });
            let both = fan_in(small, large, capacity = 8);
            both >> map(|n| n * 2) >> sum::<u64>()
        });
        let run = shapes.run_reported_with(&context);
        let (outcome, report) = block_on(run);
        has_ended.store(true, Ordering::Relaxed);
        assert!(outcome.is_ok());
        testing::assert_conserved(&report);
        assert!(watching.join().unwrap() > 0);
    });
}

/// Starts a pipeline of tasks whose second stage holds each item until the test lets it continue.
fn held_up_tasks() -> (AsyncRunning<usize>, mpsc::UnboundedSender<()>) {
    let (open, gate) = mpsc::unbounded_channel::<()>();
    let gate = Mutex::new(gate);
    let pipeline = pipeline!(async move {
        let numbers = generator(0..100) >> stage(async |n| n);
        numbers
            >> stage(name = "held", capacity = 2, async move |n| {
                gate.lock().await.recv().await;
                n
            })
            >> count()
    });
    (pipeline.spawn(), open)
}

#[test]
fn tasks_tell_what_they_are_doing() {
    let _watchdog = Watchdog::of_this_test();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let (running, open) = runtime.block_on(async { held_up_tasks() });
    let report = until(
        || running.report(),
        |report| {
            state(report, "numbers") == Some(WorkerState::WaitingForRoom)
                && report.stage("held").unwrap().in_hand == 1
        },
    );
    let held = report.stage("held").unwrap();
    assert_eq!((held.taken, held.in_hand), (1, 1));
    drop(open);
    let (value, whole) = runtime.block_on(running.join_reported());
    assert_eq!(value.unwrap(), 100);
    testing::assert_conserved(&whole);
}
