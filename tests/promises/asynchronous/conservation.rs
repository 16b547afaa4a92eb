//! No item is lost when a wait is dropped. The report accounts for each item.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use futures::future::Either;
use pipeline::{AsyncPipeline, Context, pipeline};
use pipeline_tests::probe::Refused;
use pipeline_tests::{Hand, Ledger, Watchdog, conserves, yields};

type Make = fn(&Ledger, usize) -> AsyncPipeline<'_, ()>;

#[test]
fn an_item_whose_send_is_cancelled_is_counted() {
    for capacity in [0, 1, 64] {
        is_conserved(full, capacity, 2 * capacity + 3);
        is_conserved(full_of_workers, capacity, 2 * capacity + 5);
    }
}

/// The run is cancelled while the stage waits to send the failure. The panic in the drop of the
/// failed item must not be counted as another failure.
#[test]
fn a_failed_item_whose_drop_panics_is_counted_once() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let items = [ledger.item(0), ledger.item(1).armed()];
    let tried = AtomicUsize::new(0);
    let context = Context::new();
    let pipeline = pipeline!(async {
        let made = generator(capacity = 0, items);
        let (kept, failed) = made
            >> stage(name = "tried", capacity = 0, |item| {
                tried.fetch_add(1, Ordering::SeqCst);
                if item.number < 2 {
                    Err(Refused(item))?
                } else {
                    item
                }
            });
        let held = failed
            >> sink(async |mut failures| {
                let _first = failures.next().await;
                pending::<()>().await;
            });
        (kept >> count(), held)
    });
    let mut run = Box::pin(pipeline.run_reported_with(&context));
    let hand = Hand::default();
    let is_held = || tried.load(Ordering::SeqCst) == 2 && !hand.is_called();
    assert!(hand.poll_until(&mut run, is_held).is_none());
    context.cancel();
    let (outcome, report) = block_on(run);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    let tried = report.stage("tried").expect("it has a row");
    assert_eq!(
        (tried.taken, tried.failed, tried.dropped),
        (2, 2, 0),
        "{report}"
    );
}

/// Cancels the pipeline when `live` items fill it, and checks that no item is lost.
fn is_conserved(make: Make, capacity: usize, live: usize) {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let context = Context::new();
    let mut run = Box::pin(make(&ledger, capacity).run_reported_with(&context));
    let hand = Hand::default();
    let is_full = || ledger.live() == live && !hand.is_called();
    assert!(hand.poll_until(&mut run, is_full).is_none());
    context.cancel();
    let (outcome, report) = block_on(run);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert_eq!(ledger.live(), 0);
    conserves(&report);
    let made = report.stage("made").expect("it has a row");
    assert_eq!(made.taken, ledger.made() as u64, "{report}");
    for stage in &report.stages {
        let is_sink = stage.name == "end";
        let gone = stage.given + stage.dropped;
        assert!(
            stage.taken == gone || (is_sink && stage.taken == 1),
            "{report}"
        );
    }
}

fn full(ledger: &Ledger, capacity: usize) -> AsyncPipeline<'_, ()> {
    pipeline!(async move {
        let made = generator(capacity = capacity, {
            for number in 0.. {
                yields(number % 2).await;
                yield ledger.item(number);
            }
        });
        let passed = made
            >> stage(capacity = capacity, async |item| {
                yields(1).await;
                item
            });
        let end = passed
            >> sink(async |mut items| {
                let _held = items.next().await;
                pending::<()>().await;
            });
        end
    })
}

fn full_of_workers(ledger: &Ledger, capacity: usize) -> AsyncPipeline<'_, ()> {
    pipeline!(async move {
        let made = generator(capacity = capacity, (0..).map(|number| ledger.item(number)));
        let passed = made
            >> fan_out(3, capacity = capacity, async |item| {
                yields(1).await;
                item
            });
        let end = passed
            >> sink(async |mut items| {
                let _held = items.next().await;
                pending::<()>().await;
            });
        end
    })
}

/// A worker may end after it was woken for an item or a free place. It must wake another worker
/// then.
#[test]
fn a_worker_that_goes_passes_on_what_woke_it() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let counted = block_on(
            pipeline!(async {
                let a = generator(0..200);
                let b = generator(0..200) >> take(50);
                let c = generator(0..200) >> take(1);
                let all = fan_in(a, b, c, capacity = capacity);
                let worked = all
                    >> fan_out(4, capacity = capacity, async |n| {
                        yields(n % 5).await;
                        n
                    });
                worked >> count()
            })
            .run(),
        );
        assert_eq!(counted.expect("it ends well"), 251);
    }
}

/// A sink drops a call of `next` before it is ready. The next call must return the item.
#[test]
fn a_wait_for_an_item_that_is_dropped_loses_nothing() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let taken = block_on(
            pipeline!(async {
                let made = generator(capacity = capacity, 0..100_usize);
                let passed =
                    made >> stage(capacity = capacity, async |n| {
                        yields(n % 4).await;
                        n
                    }) >> fan_out(2, ordered, capacity = capacity, |n| n);
                let passed = passed
                    >> map(async |n| {
                        yields(n % 3).await;
                        n
                    });
                passed
                    >> filter(|_| true)
                    >> sink(async |mut items| {
                        let mut all = Vec::new();
                        loop {
                            let next = Box::pin(items.next());
                            let other = Box::pin(yields(1));
                            match futures::future::select(next, other).await {
                                Either::Left((Some(item), _)) => all.push(item),
                                Either::Left((None, _)) => break all,
                                Either::Right(_) => {}
                            }
                        }
                    })
            })
            .run(),
        );
        assert_eq!(taken.expect("it ends well"), Vec::from_iter(0..100));
    }
}
