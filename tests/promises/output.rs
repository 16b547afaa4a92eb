//! The tail of a pipeline is a stream: the pipeline becomes an iterator, and all promises of a run
//! hold for it too.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel as channel;
use pipeline::{Context, Error, Output, pipeline, testing};
use pipeline_tests::{Ledger, Watchdog, conserves, threads, wait_until};

const HOUR: Duration = Duration::from_hours(1);

fn squares(most: u64) -> Output<u64> {
    pipeline!(move || {
        let numbers = generator(0..most);
        let squares = numbers >> stage(|n| n * n);
        squares
    })
    .iter()
}

#[test]
fn an_iterator_gives_the_items_of_the_tail() {
    let _watchdog = Watchdog::of_this_test();
    let all: Result<Vec<_>, Error> = squares(5).collect();
    assert_eq!(all.unwrap(), [0, 1, 4, 9, 16]);
    let mut sum = 0;
    for item in
        pipeline!(move || { generator(0..10) >> fan_out(3, |n| n) >> filter(|n| n % 2 == 0) })
    {
        sum += item.unwrap();
    }
    assert_eq!(sum, 20);
}

#[test]
fn an_error_comes_once_as_the_last_item() {
    let _watchdog = Watchdog::of_this_test();
    let mut items = pipeline!(move || {
        generator(["1", "2", "x", "3"]) >> stage(capacity = 0, |word: &str| word.parse::<u32>()?)
    })
    .iter();
    let mut numbers = Vec::new();
    let error = loop {
        match items.next().expect("the error comes last") {
            Ok(number) => numbers.push(number),
            Err(error) => break error,
        }
    };
    assert!([&[1, 2][..], &[1], &[]].contains(&&numbers[..]));
    assert_eq!(error.stage(), Some("output.stage"));
    assert!((0..3).all(|_| items.next().is_none()));
    conserves(&items.into_report());
}

#[test]
fn a_panic_in_a_body_is_the_last_item() {
    let _watchdog = Watchdog::of_this_test();
    let items = pipeline!(move || {
        generator(0..5)
            >> stage(
                name = "odd",
                |n: u32| if n == 3 { panic!("three") } else { n },
            )
    });
    let last = items.iter().last();
    assert!(matches!(
        last,
        Some(Err(Error::Panicked { stage: "odd", .. }))
    ));
}

/// The run lasts until its reader has read all items, although its stages have ended earlier.
#[test]
fn a_slow_reader_gets_all_items() {
    let _watchdog = Watchdog::of_this_test();
    let ended = Context::new();
    let mut items = pipeline!(move |ctx| {
        generator({
            for n in 0..20 {
                yield n;
            }
            let _ = ctx;
        })
    })
    .iter_with(&ended);
    assert_eq!(items.next().unwrap().unwrap(), 0);
    // The generator's thread has ended.
    wait_until(|| !threads().iter().any(|name| name == "output.generato"));
    assert_eq!(
        items.map(Result::unwrap).collect::<Vec<_>>(),
        (1..20).collect::<Vec<_>>()
    );
}

#[test]
fn a_reader_that_stops_early_ends_endless_stages() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let first: Vec<_> = squares(u64::MAX).take(100).map(Result::unwrap).collect();
        assert_eq!(first.len(), 100);
    });
}

#[test]
fn an_iterator_that_is_never_read_ends() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| drop(squares(u64::MAX)));
    testing::assert_no_leaks(|| drop(pipeline!(move || { generator(0..3) })));
}

/// A drop ends all stages, whether they wait for space, a channel, a time, their turn in an ordered
/// fan-out, or an item of a loop.
#[test]
fn a_drop_ends_stages_wherever_they_wait() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let (_open, silent) = channel::bounded::<u64>(1);
        let mut items = pipeline!(move || {
            let endless = generator(capacity = 1, 0_u64..);
            let shared = endless >> fan_out(3, ordered, capacity = 0, |n| n);
            let (slow, looping) = shared >> split(|n| n % 2 == 0);
            let slow = slow >> throttle(2, HOUR);
            let open = looping >> feedback(back, bound = 10, full = drop);
            let (back, done) = open
                >> route(|n| {
                    back(n);
                    done(n);
                });
            let batches = done >> batch_within(usize::MAX, HOUR) >> flatten();
            let silent = receive(silent);
            fan_in(slow, batches, silent)
        })
        .iter();
        assert_eq!(items.next().unwrap().unwrap(), 0);
        drop(items);
    });
}

#[test]
fn a_cancel_ends_a_reader_that_waits() {
    let _watchdog = Watchdog::of_this_test();
    let (_open, silent) = channel::bounded::<u64>(1);
    let context = Context::new();
    let mut items = pipeline!(move || { receive(silent) }).iter_with(&context);
    thread::scope(|threads| {
        threads.spawn(|| context.cancel());
        assert!(matches!(items.next(), Some(Err(Error::Cancelled { .. }))));
    });
    assert!(items.next().is_none());
}

#[test]
fn a_deadline_ends_a_reader_that_waits() {
    let _watchdog = Watchdog::of_this_test();
    let clock = testing::Clock::new();
    let context = Context::new().with_clock(&clock).with_deadline(HOUR);
    let (_open, silent) = channel::bounded::<u64>(1);
    let silent = &silent;
    let read = || pipeline!({ receive(silent) }).consume_with(&context, |items| items.count());
    let (outcome, ()) = testing::beside(read, || clock.advance(HOUR));
    assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
}

#[test]
fn a_drain_lets_the_reader_have_what_was_made() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let mut items = pipeline!(move || { generator(0_u64..) >> stage(|n| n) }).iter_with(&context);
    for n in 0..10 {
        assert_eq!(items.next().unwrap().unwrap(), n);
    }
    context.drain();
    let mut rest = 10;
    for item in items.by_ref() {
        assert_eq!(item.unwrap(), rest);
        rest += 1;
    }
    let report = items.into_report();
    conserves(&report);
    let output = report.stage("output").unwrap();
    assert_eq!((output.taken, report.stages[0].given), (rest, rest));
}

/// The edges fill up, and then all stages wait.
#[test]
fn memory_is_bounded_while_nobody_reads() {
    let _watchdog = Watchdog::of_this_test();
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let items = pipeline!(move || {
        let numbers = generator(
            capacity = 2,
            (0_u64..).inspect(|_| {
                MADE.fetch_add(1, Ordering::SeqCst);
            }),
        );
        numbers >> stage(capacity = 3, |n| n)
    })
    .iter();
    // Two and three items wait in the edges, and each of the two stages holds one.
    wait_until(|| MADE.load(Ordering::SeqCst) == 7);
    thread::yield_now();
    assert_eq!(MADE.load(Ordering::SeqCst), 7);
    drop(items);
}

#[test]
fn every_item_is_counted() {
    let _watchdog = Watchdog::of_this_test();
    for read in [0, 1, 7, 100, 1000] {
        let ledger = Ledger::default();
        let made = ledger.clone();
        let mut items = pipeline!(move || {
            let items = generator((0..1000).map(move |n| made.item(n)));
            items >> fan_out(2, |item| item) >> filter(|item| item.number % 2 == 0)
        })
        .iter();
        let taken = items.by_ref().take(read).count();
        let report = items.into_report();
        conserves(&report);
        assert_eq!(report.stage("output").unwrap().taken, taken as u64);
        ledger.is_settled();
    }
}

#[test]
fn the_graph_and_the_report_have_the_reader() {
    let pipeline = pipeline!(move || { generator(0..3) >> fan_out(2, capacity = 4, |n| n + 1) });
    assert_eq!(
        pipeline.graph().to_string(),
        "output.generator -> output.fan_out by `output_generator`: 64 items at first\n\
         output.fan_out -> output by `output`: at most 4 items"
    );
    let (count, report) = pipeline.consume_reported(|items| items.count());
    assert_eq!(count.unwrap(), 3);
    conserves(&report);
    assert_eq!(report.stage("output").unwrap().taken, 3);
}

#[test]
fn a_header_names_the_items_and_the_error() {
    #[derive(Debug, PartialEq)]
    struct Refused(u32);
    let mut items = pipeline!(move || -> Result<u32, Refused> {
        generator(5..)
            >> stage(|n| {
                if n == 6 {
                    Err(Refused(n))?;
                }
                n
            })
    })
    .iter();
    let last = items.find_map(Result::err);
    assert!(matches!(
        last,
        Some(Error::Failed {
            source: Refused(6),
            ..
        })
    ));
}

/// Neither the closure nor the variables that it captures are `Send`.
#[test]
fn a_closure_of_this_thread_consumes_the_items() {
    let _watchdog = Watchdog::of_this_test();
    let words = vec!["to".to_owned(), "be".to_owned()];
    let seen = Rc::new(RefCell::new(Vec::new()));
    let here = thread::current().id();
    let longest = pipeline!({
        let words = generator(&words);
        let lengths = words >> fan_out(2, |word| word.len());
        lengths
    })
    .consume(|lengths| {
        assert_eq!(thread::current().id(), here);
        lengths
            .inspect(|length| seen.borrow_mut().push(*length))
            .max()
    });
    assert_eq!(longest.unwrap(), Some(2));
    assert_eq!(*seen.borrow(), [2, 2]);
}

#[test]
fn all_has_ended_when_consume_returns() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let is_at_work = AtomicBool::new(false);
        let first = pipeline!({
            generator(0_u64..)
                >> fan_out(3, |n| {
                    is_at_work.store(true, Ordering::SeqCst);
                    thread::yield_now();
                    is_at_work.store(false, Ordering::SeqCst);
                    n
                })
        })
        .consume(|mut items| items.next());
        assert!(first.unwrap().is_some());
        assert!(!is_at_work.load(Ordering::SeqCst));
    });
}

#[test]
fn an_error_wins_over_the_closures_result() {
    let _watchdog = Watchdog::of_this_test();
    let seen = pipeline!({ generator(["1", "x"]) >> stage(|word: &str| word.parse::<u32>()?) })
        .consume(|items| items.count());
    assert_eq!(seen.unwrap_err().stage(), Some("output.stage"));
}

#[test]
fn a_panic_of_the_closure_passes_when_all_has_ended() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let (_open, silent) = channel::bounded::<u64>(1);
        let silent = &silent;
        let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
            pipeline!({
                let numbers = generator(0_u64..);
                let silent = receive(silent);
                fan_in(numbers, silent)
            })
            .consume(|mut items| {
                items.next();
                panic!("enough");
            })
        }));
        let payload = panicked.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"enough"));
    });
}

#[test]
fn a_pipeline_inside_the_closure_is_a_child() {
    let _watchdog = Watchdog::of_this_test();
    let (_open, silent) = channel::bounded::<u64>(1);
    let context = Context::new();
    let outcome = pipeline!({ generator(0..3) }).consume_with(&context, |items| {
        items.count();
        context.cancel();
        pipeline!({ receive(&silent) >> count() }).run()
    });
    match outcome {
        Ok(inner) => assert!(matches!(inner, Err(Error::Cancelled { .. }))),
        Err(error) => assert!(matches!(error, Error::Cancelled { .. })),
    }
}

/// A body reads the stream of another pipeline. The cancel of the body's own run also ends the
/// other pipeline.
#[test]
fn a_body_may_read_the_stream_of_another_pipeline() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let sums = pipeline!({
            generator(1..5_u64)
                >> fan_out(2, |most| {
                    squares(most)
                        .map(|square| square.map_err(Error::into_box))
                        .sum::<Result<u64, _>>()?
                })
                >> sum::<u64>()
        });
        assert_eq!(sums.run().unwrap(), 0 + 1 + 5 + 14);
        let context = Context::new();
        let outcome = pipeline!({
            let numbers = generator(1..5_u64);
            let endless = numbers
                >> stage(|_| {
                    let mut items = squares(u64::MAX);
                    items.next();
                    context.cancel();
                    items.count() as u64
                });
            endless >> sum::<u64>()
        })
        .run_with(&context);
        assert!(matches!(outcome, Err(Error::Cancelled { .. })));
    });
}

trait IntoBox {
    fn into_box(self) -> pipeline::BoxError;
}

impl IntoBox for Error {
    fn into_box(self) -> pipeline::BoxError {
        self.into()
    }
}

/// As with a handle: the body would wait for its own end. So the drop returns, and the run ends
/// after the body.
#[test]
fn a_body_may_drop_the_stream_of_its_own_run() {
    let _watchdog = Watchdog::of_this_test();
    let (give, take) = channel::bounded::<Output<u64>>(1);
    let (done, is_done) = channel::bounded::<()>(1);
    let items = pipeline!(move || {
        generator(0_u64..)
            >> stage(|n| {
                if n == 0 {
                    drop(take.recv()?);
                    let _ = done.send(());
                }
                n
            })
    })
    .iter();
    give.send(items).unwrap();
    is_done.recv().unwrap();
    // The values that the bodies own are dropped at the end of the run.
    assert!(is_done.recv().is_err());
}

/// The reader gets an item while the stage is in its next body.
#[test]
fn an_idle_reader_gets_an_item_at_once() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, told) = channel::bounded::<()>(0);
    let items = pipeline!(move || {
        generator(0..100)
            >> stage(|n| {
                if n > 0 {
                    told.recv()?;
                }
                n
            })
    });
    let mut items = items.iter();
    for n in 0..100 {
        assert_eq!(items.next().unwrap().unwrap(), n);
        if n < 99 {
            tell.send(()).unwrap();
        }
    }
    assert!(items.next().is_none());
}
