//! The tail of an async pipeline is a stream: the pipeline becomes a `Stream`, which runs while it
//! is polled.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use futures::executor::block_on;
use futures::stream::FusedStream;
use futures::{Stream, StreamExt};
use pipeline::{Context, Error, OutputStream, pipeline, testing};
use pipeline_tests::{Ledger, Watchdog, conserves, yields};

const HOUR: Duration = Duration::from_hours(1);

/// Polls the stream once.
fn poll<S: Stream + Unpin>(items: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(items).poll_next(&mut Task::from_waker(Waker::noop()))
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_stream_gives_the_items_of_the_tail_and_may_borrow() {
    let _watchdog = Watchdog::of_this_test();
    let words = ["to".to_owned(), "be".to_owned()];
    let lengths = pipeline!(async {
        let words = generator(&words);
        let lengths = words
            >> fan_out(2, ordered, async |word| {
                yields(3).await;
                word.len()
            });
        lengths >> map(|length| length + 1)
    });
    let lengths: Vec<_> = block_on(is_send(lengths.stream()).map(Result::unwrap).collect());
    assert_eq!(lengths, [3, 3]);
}

#[test]
fn an_error_comes_once_as_the_last_item() {
    let _watchdog = Watchdog::of_this_test();
    let mut items = pipeline!(async {
        generator(["1", "x", "3"]) >> stage(async |word: &str| word.parse::<u32>()?)
    })
    .stream();
    let error = block_on(async {
        loop {
            match items.next().await.expect("the error comes last") {
                Ok(number) => assert_eq!(number, 1),
                Err(error) => break error,
            }
        }
    });
    assert_eq!(error.stage(), Some("output.stage"));
    assert!(items.is_terminated());
    assert!(block_on(items.next()).is_none());
    conserves(&items.into_report());
}

/// Dropping the stream drops all stages, no matter when it is dropped.
#[test]
fn a_stream_may_be_dropped_at_any_time() {
    let _watchdog = Watchdog::of_this_test();
    for polls in 0..60 {
        let ledger = Ledger::default();
        let mut items = pipeline!(async {
            let items = generator((0..).map(|n| ledger.item(n)));
            let shared = items
                >> fan_out(3, async |item| {
                    yields(2).await;
                    item
                });
            let (even, odd) = shared >> split(|item| item.number % 2 == 0);
            let odd = odd >> batch_within(4, HOUR) >> flatten();
            fan_in(even, odd, capacity = 1)
        })
        .with_sleep(|_| std::future::pending::<()>())
        .stream();
        let mut taken = 0;
        for _ in 0..polls {
            if let Poll::Ready(item) = poll(&mut items) {
                item.unwrap().unwrap();
                taken += 1;
            }
        }
        if polls % 2 == 0 {
            drop(items);
        } else {
            let report = items.into_report();
            conserves(&report);
            let output = report.stage("output").unwrap();
            assert_eq!(output.taken - output.dropped, taken, "{report}");
        }
        ledger.is_settled();
    }
}

#[test]
fn nothing_runs_between_polls() {
    let _watchdog = Watchdog::of_this_test();
    let made = AtomicUsize::new(0);
    let mut items = pipeline!(async {
        let numbers = generator(
            capacity = 2,
            (0_u64..).inspect(|_| {
                made.fetch_add(1, Ordering::Relaxed);
            }),
        );
        numbers >> stage(capacity = 3, async |n| n)
    })
    .stream();
    assert_eq!(made.load(Ordering::Relaxed), 0);
    let mut read = 0;
    for _ in 0..1000 {
        if let Poll::Ready(item) = poll(&mut items) {
            assert_eq!(item.unwrap().unwrap(), read);
            read += 1;
        }
        let waiting = made.load(Ordering::Relaxed) as u64 - read;
        // The two edges and the two workers, and as many items as fit into the reader's edge.
        assert!(waiting <= 2 + 3 + 2 + 3, "{waiting}");
    }
    assert!(read > 100);
}

#[test]
fn a_cancel_is_the_last_item() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let mut items =
        pipeline!(async { generator(0_u64..) >> stage(async |n| n) }).stream_with(&context);
    let mut read = 0;
    while read < 10 {
        if let Poll::Ready(item) = poll(&mut items) {
            item.unwrap().unwrap();
            read += 1;
        }
    }
    context.cancel();
    let last = block_on(items.next()).unwrap();
    assert!(matches!(last, Err(Error::Cancelled { .. })));
    assert!(block_on(items.next()).is_none());
    let report = items.into_report();
    conserves(&report);
    let output = report.stage("output").unwrap();
    assert_eq!(output.taken - output.dropped, read);
}

#[test]
fn a_deadline_ends_a_stream_that_waits() {
    let _watchdog = Watchdog::of_this_test();
    let clock = testing::Clock::new();
    let context = Context::new().with_clock(&clock).with_deadline(HOUR);
    let silent = futures::stream::pending::<u32>();
    let mut items = pipeline!(async { generator(silent) }).stream_with(&context);
    let (last, ()) = testing::beside(|| block_on(items.next()), || clock.advance(HOUR));
    assert!(matches!(last, Some(Err(Error::DeadlineExceeded { .. }))));
}

#[test]
fn a_drain_lets_the_reader_have_what_was_made() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let mut items =
        pipeline!(async { generator(0_u64..) >> stage(async |n| n) }).stream_with(&context);
    let mut read = 0;
    block_on(async {
        for n in 0..10 {
            assert_eq!(items.next().await.unwrap().unwrap(), n);
        }
        context.drain();
        read = 10;
        while let Some(item) = items.next().await {
            assert_eq!(item.unwrap(), read);
            read += 1;
        }
    });
    let report = items.into_report();
    conserves(&report);
    assert_eq!(report.stage("output").unwrap().taken, read);
}

/// The stage waits in its next body. The reader has the stage's last item nevertheless.
#[test]
fn an_idle_reader_gets_an_item_at_once() {
    let _watchdog = Watchdog::of_this_test();
    let (tell, told) = async_channel();
    let mut items = pipeline!(async {
        generator(0..100)
            >> stage(async |n| {
                if n > 0 {
                    told.lock().await.next().await;
                }
                n
            })
    })
    .stream();
    block_on(async {
        for n in 0..100 {
            assert_eq!(items.next().await.unwrap().unwrap(), n);
            tell.unbounded_send(()).unwrap();
        }
        assert!(items.next().await.is_none());
    });
}

fn async_channel() -> (
    futures::channel::mpsc::UnboundedSender<()>,
    futures::lock::Mutex<futures::channel::mpsc::UnboundedReceiver<()>>,
) {
    let (send, receive) = futures::channel::mpsc::unbounded();
    (send, futures::lock::Mutex::new(receive))
}

fn endless<'p>(start: &'p u64) -> OutputStream<'p, u64> {
    pipeline!(async {
        generator(*start..)
            >> stage(async |n| {
                yields(1).await;
                n
            })
    })
    .stream()
}

/// A body polls the stream of another pipeline. The cancel of the body's own run also ends the
/// other pipeline.
#[test]
fn a_body_may_read_the_stream_of_another_pipeline() {
    let _watchdog = Watchdog::of_this_test();
    let first = pipeline!(async {
        generator(1..5_u64)
            >> fan_out(2, async |n| endless(&n).next().await.ok_or("none")??)
            >> sum::<u64>()
    });
    assert_eq!(block_on(first.run()).unwrap(), 10);
    let context = Context::new();
    let outcome = pipeline!(async {
        let counts = generator(1..5_u64)
            >> stage(async |n| {
                let mut items = endless(&n);
                items.next().await;
                context.cancel();
                items.count().await
            });
        counts >> count()
    })
    .run_with(&context);
    assert!(matches!(block_on(outcome), Err(Error::Cancelled { .. })));
}
