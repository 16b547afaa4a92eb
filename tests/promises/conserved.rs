//! `testing::assert_conserved`: no run loses an item or counts it twice. If a report says so, the
//! panic names the stage or the stream.

use std::time::Duration;
use std::{fmt, panic, thread};

use futures::executor::block_on;
use pipeline::{Context, Error, Report, StageReport, pipeline, testing};
use pipeline_tests::{Item, Ledger, Watchdog};

const HOUR: Duration = Duration::from_hours(1);

/// Returns the report of a run with ten numbers. `halved` filters out one of them and fails at
/// another.
fn report() -> Report {
    let (outcome, report) = pipeline!({
        let numbers = generator(0..10_u32);
        let halved = numbers
            >> stage(on_error = skip, |n: u32| {
                if n == 3 {
                    Err("three")?;
                }
                if n != 4 {
                    yield n / 2;
                }
            });
        halved >> count()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), 8);
    report
}

/// Returns the panic message for a report that `cook` has changed.
fn complaint(cook: impl FnOnce(&mut Report)) -> String {
    let mut report = report();
    cook(&mut report);
    let table = report.to_string();
    let looked = panic::catch_unwind(|| testing::assert_conserved(&report));
    let payload = looked.expect_err("it does not add up");
    let said = *payload.downcast::<String>().expect("it says what");
    let (figures, rest) = said.split_once('\n').expect("more follows");
    assert_eq!(rest, table);
    figures.to_owned()
}

#[test]
fn what_adds_up_is_let_pass() {
    testing::assert_conserved(&report());
}

#[test]
fn an_item_that_is_lost_in_a_stream_is_missed() {
    let said = complaint(|report| report.streams[0].taken -= 1);
    let expected =
        "of the 10 items put into the stream to `halved`, 9 were taken and 0 left behind";
    assert_eq!(said, expected);
}

#[test]
fn an_item_that_was_never_put_in_is_noticed() {
    let said = complaint(|report| report.streams[1].left += 1);
    let expected = "of the 8 items put into the stream to `output`, 8 were taken and 1 left behind";
    assert_eq!(said, expected);
}

#[test]
fn more_than_a_stage_took_cannot_have_failed() {
    let said = complaint(|report| report.stages[0].dropped += 11);
    let expected = "of the 10 items that stage `numbers` took and the 0 that its methods made, \
                    0 were swallowed, 0 filtered out, 0 failed and 11 dropped";
    assert_eq!(said, expected);
}

#[test]
fn more_than_a_stage_took_cannot_have_been_swallowed() {
    let said = complaint(|report| report.stages[1].swallowed += 10);
    let expected = "of the 10 items that stage `halved` took and the 0 that its methods made, \
                    10 were swallowed, 1 filtered out, 1 failed and 0 dropped";
    assert_eq!(said, expected);
}

/// Checks a report that accounts for every item, and returns the row of `tried`.
fn tried(reported: (Result<usize, Error>, Report)) -> StageReport {
    let (outcome, report) = reported;
    outcome.unwrap();
    testing::assert_conserved(&report);
    let row = report.stage("tried").expect("it has a row").clone();
    let fates = row.completed() + row.swallowed + row.failed + row.dropped;
    assert_eq!(row.taken + row.made, fates, "{report}");
    row
}

#[test]
fn what_methods_make_before_a_body_is_counted() {
    // The worker takes three items. Its body gets six, and fails at four.
    let row = tried(
        pipeline!({
            let shared = generator(0..3_u32) >> fan_out(1, |n| n) >> flat_map(|n| [n, n]);
            let kept = shared
                >> stage(name = "tried", on_error = skip, |n| {
                    if n > 0 { Err("no")? } else { n }
                });
            kept >> count()
        })
        .run_reported(),
    );
    let counted = (
        row.taken,
        row.made,
        row.swallowed,
        row.failed,
        row.completed(),
    );
    assert_eq!(counted, (3, 3, 0, 4, 2));
}

#[test]
fn what_methods_swallow_before_a_body_is_counted() {
    let row = tried(
        pipeline!({
            let few = generator(0..10_u32) >> fan_out(1, |n| n) >> filter(|n| n % 5 == 0);
            let kept = few
                >> stage(name = "tried", on_error = skip, |n| {
                    if n > 0 { Err("no")? } else { n }
                });
            kept >> count()
        })
        .run_reported(),
    );
    let counted = (
        row.taken,
        row.made,
        row.swallowed,
        row.failed,
        row.completed(),
    );
    assert_eq!(counted, (10, 0, 8, 1, 1));
}

#[test]
fn what_methods_make_and_send_on_is_counted() {
    let row = tried(
        pipeline!({
            let many = generator(name = "tried", 0..3_u32) >> chain(0..7) >> flat_map(|n| [n, n]);
            many >> fan_out(1, |n| n) >> count()
        })
        .run_reported(),
    );
    let counted = (row.taken, row.made, row.swallowed, row.given);
    assert_eq!(counted, (3, 17, 0, 20));
}

#[test]
fn what_a_method_adds_after_a_failure_is_counted() {
    // When the body fails at the second item, the first is waiting in its batch. The item that
    // `chain` adds is dropped.
    macro_rules! declared {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let tried = generator(0..2_u32)
                    >> stage(|n| if n == 1 { Err("no")? } else { n })
                    >> batch(5)
                    >> map(|batch| batch.len())
                    >> chain([9]);
                tried >> fan_out(2, |n| n) >> count()
            })
        };
    }
    let threads = declared!().run_reported();
    let task = block_on(declared!(async).run_reported());
    for (outcome, report) in [threads, task] {
        assert!(outcome.is_err());
        testing::assert_conserved(&report);
        let row = report.stage("tried").expect("it has a row");
        assert_eq!((row.taken, row.failed, row.given), (2, 1, 0), "{report}");
        assert_eq!(row.dropped, 1 + row.made, "{report}");
    }
}

#[test]
fn a_timed_batch_that_a_cancel_cuts_short_is_counted_once() {
    macro_rules! declared {
        ($($header:tt)*) => {
            pipeline!($($header)* |ctx| {
                let numbers = generator(capacity = 1, {
                    for n in 0..50_u32 {
                        yield n;
                    }
                    ctx.cancel();
                    yield 50;
                });
                let batches = numbers >> batch_within(1000, HOUR) >> map(|batch| batch.len());
                let (even, odd) = batches >> split(|length| length % 2 == 0);
                (even >> count(), odd >> count())
            })
        };
    }
    let threads = declared!().run_reported();
    let task = block_on(declared!(async).run_reported());
    for (outcome, report) in [threads, task] {
        assert!(outcome.expect_err("it is cancelled").is_cancelled());
        testing::assert_conserved(&report);
        let row = report.stage("even+odd").expect("it has a row");
        assert_eq!((row.swallowed, row.dropped), (0, row.taken), "{report}");
    }
}

/// The stage after the methods: one that makes a value, a body on the same worker, or an edge.
const ENDS: [&str; 3] = ["value", "body", "stream"];

/// Runs `$methods` on three items, with each of the ends. The methods cancel when the worker holds
/// `$in_hand` of the items, and the drop of the second item panics.
macro_rules! counts_each_once {
    ($ends:expr, $in_hand:literal, |$context:ident| $($methods:tt)+) => {
        let _watchdog = Watchdog::of_this_test();
        for end in $ends {
            let ledger = Ledger::default();
            let $context = &Context::new();
            let items = [ledger.item(0), ledger.item(1).armed(), ledger.item(2)];
            let pipeline = match end {
                "value" => pipeline!({ generator(items) >> $($methods)+ >> for_each(drop) }),
                "body" => pipeline!({
                    // Without the fan-out, the methods would run in the worker of the generator.
                    let shared = generator(items) >> fan_out(1, |item| item);
                    let made = shared >> $($methods)+ >> stage(|made| drop(made));
                    made >> for_each(drop)
                }),
                _ => pipeline!({
                    let made = generator(items) >> $($methods)+;
                    made >> fan_out(2, |made| drop(made)) >> for_each(drop)
                }),
            };
            let (outcome, report) = pipeline.run_reported_with($context);
            assert!(outcome.expect_err("it is cancelled").is_cancelled());
            assert_eq!(ledger.live(), 0);
            testing::assert_conserved(&report);
            let failed = report.stages.iter().find(|stage| stage.failed > 0);
            let row = failed.unwrap_or_else(|| panic!("{end}: {report}"));
            assert_eq!((row.failed, row.dropped), (1, $in_hand - 1), "{end}: {report}");
        }
    };
}

/// Cancels at the item `number`.
fn cancel_at(number: usize, context: &Context, item: &Item) {
    if item.number == number {
        context.cancel();
    }
}

#[test]
fn an_item_whose_drop_panics_between_methods_and_a_body_is_counted_once() {
    counts_each_once!(["body"], 1, |context| inspect(|item| cancel_at(
        1, context, item
    )));
}

#[test]
fn an_item_whose_drop_panics_between_methods_is_counted_once() {
    counts_each_once!(ENDS, 1, |context| flat_map(|item| {
        cancel_at(1, context, &item);
        [item]
    }));
}

#[test]
fn an_item_whose_drop_panics_in_a_throttle_is_counted_once() {
    counts_each_once!(ENDS, 1, |context| inspect(|item| cancel_at(
        1, context, item
    )) >> throttle(1, HOUR));
}

#[test]
fn an_item_whose_drop_panics_in_a_batch_is_counted_once() {
    counts_each_once!(ENDS, 2, |context| inspect(|item| cancel_at(
        1, context, item
    )) >> batch(3));
}

#[test]
fn an_item_whose_drop_panics_in_a_timed_batch_is_counted_once() {
    let weigh = |context: &Context, item: &Item| {
        cancel_at(2, context, item);
        1
    };
    counts_each_once!(ENDS, 3, |context| batch_within(
        weight(4, |item| weigh(context, item)),
        HOUR
    ));
}

/// The error of a body. Its drop panics.
#[derive(Debug)]
struct Armed;

impl fmt::Display for Armed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error whose drop panics")
    }
}

impl std::error::Error for Armed {}

impl Drop for Armed {
    fn drop(&mut self) {
        assert!(thread::panicking(), "the error is dropped");
    }
}

/// The run is cancelled when the stage sends the failure. The failure is dropped, and panics.
#[test]
fn an_item_whose_failure_panics_when_it_is_dropped_is_counted_once() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ($context:ident, $make:ident ($($options:tt)*) $(, $header:tt)*) => {
            pipeline!($($header)* {
                let (tried, failed) = generator(0..1_u32)
                    >> $make($($options)* |_| -> Result<u32, Armed> {
                        $context.cancel();
                        Err(Armed)?
                    });
                tried >> for_each(drop);
                failed >> for_each(drop);
            })
        };
    }
    let context = [(); 4].map(|()| Context::new());
    let [one, two, three, four] = &context;
    let reported = [
        declared!(one, stage()).run_reported_with(one),
        declared!(two, fan_out(2, ordered,)).run_reported_with(two),
        block_on(declared!(three, stage(), async).run_reported_with(three)),
        block_on(declared!(four, fan_out(2, ordered,), async).run_reported_with(four)),
    ];
    for (outcome, report) in reported {
        assert!(outcome.expect_err("it is cancelled").is_cancelled());
        let row = report.stages.iter().find(|stage| stage.failed > 0);
        let counted = row.map(|row| (row.taken, row.failed, row.dropped));
        assert_eq!(counted, Some((1, 1, 0)), "{report}");
    }
}

/// The second item yields and then fails. Its output waits for the turn of the first item, which
/// comes only after the run is cancelled and the second item's worker has ended.
#[test]
fn an_item_that_fails_and_whose_output_is_given_up_is_counted_once() {
    let _watchdog = Watchdog::of_this_test();
    let context = &Context::new();
    let (ends, ended) = crossbeam_channel::bounded::<()>(2);
    let ends = std::sync::Mutex::new(vec![ends.clone(), ends]);
    let run = pipeline!({
        let tried = generator(0..2_u32)
            >> fan_out(2, ordered, capacity = weight(9, |_| 1), on_error = skip, {
                let end = EndsWorker(ends.lock().unwrap().pop());
                let ended = ended.clone();
                move |n| {
                    let _ = &end;
                    if n == 0 {
                        let _ = ended.recv();
                    } else {
                        yield n;
                        context.cancel();
                        Err("no")?;
                    }
                }
            });
        tried >> count()
    });
    let (outcome, report) = run.run_reported_with(context);
    assert!(outcome.expect_err("it is cancelled").is_cancelled());
    let row = report.stages.iter().find(|stage| stage.failed > 0);
    let counted = row.map(|row| (row.taken, row.failed, row.dropped));
    assert_eq!(counted, Some((2, 1, 0)), "{report}");
}

/// Tells that its worker has ended.
struct EndsWorker(Option<crossbeam_channel::Sender<()>>);

impl Drop for EndsWorker {
    fn drop(&mut self) {
        if let Some(end) = &self.0 {
            let _ = end.try_send(());
        }
    }
}

/// `debounce` replaces the first item by the second, and the second by the third. The drop of the
/// second panics.
#[test]
fn an_item_whose_drop_panics_as_a_newer_one_comes_is_counted_once() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ($ledger:ident, $($header:tt)*) => {{
            let items = [$ledger.item(0), $ledger.item(1).armed(), $ledger.item(2)];
            pipeline!($($header)* {
                let newest = generator(capacity = 3, items) >> debounce(HOUR);
                newest >> stage(|item| drop(item)) >> count()
            })
        }};
    }
    let ledger = Ledger::default();
    let threads = declared!(ledger,).run_reported();
    let task = block_on(declared!(ledger, async).run_reported());
    for (outcome, report) in [threads, task] {
        assert!(matches!(outcome, Err(Error::Panicked { .. })));
        testing::assert_conserved(&report);
        let row = report.stage("output").expect("it has a row");
        let counts = (row.taken, row.swallowed, row.failed, row.dropped);
        assert_eq!(counts, (3, 1, 1, 1), "{report}");
    }
    assert_eq!(ledger.live(), 0);
}

/// The second item does not fit into the batch with the first.
#[test]
fn an_item_whose_drop_panics_and_that_would_begin_the_next_batch_is_counted_once() {
    let weigh = |context: &Context, item: &Item| {
        cancel_at(1, context, item);
        2
    };
    counts_each_once!(ENDS, 1, |context| batch_within(
        weight(3, |item| weigh(context, item)),
        HOUR
    ));
}

#[test]
fn more_than_a_stage_completed_cannot_have_been_filtered_out() {
    let said = complaint(|report| report.stages[1].filtered += 9);
    let expected = "of the 10 items that stage `halved` took and the 0 that its methods made, \
                    0 were swallowed, 10 filtered out, 1 failed and 0 dropped";
    assert_eq!(said, expected);
}
