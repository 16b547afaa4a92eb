//! Pipelines of threads and of futures in each other's bodies.

use std::future::pending;

use futures::executor::block_on;
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Hand, Ledger, Watchdog, wait_until, yields};

#[test]
fn a_cancel_of_threads_ends_the_futures_in_their_bodies() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let inside = ledger.clone();
    let running = pipeline!(move || {
        let made = generator(0..3_u64)
            >> fan_out(3, |_| {
                let inner = pipeline!(async {
                    let items = generator((0..).map(|number| inside.item(number)));
                    items
                        >> sink(async |mut items| {
                            let _held = items.next().await;
                            pending::<()>().await;
                        })
                });
                block_on(inner.run())?;
            });
        made >> count()
    })
    .spawn();
    wait_until(|| ledger.live() >= 3);
    running.cancel();
    assert!(running.join().is_err_and(|error| error.is_cancelled()));
    assert_eq!(ledger.live(), 0);
}

#[test]
fn a_cancel_of_futures_ends_the_futures_in_bodies_that_block() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let inside = ledger.clone();
    let context = Context::new();
    let outer = pipeline!(async move {
        let made = generator(0..3_u64)
            >> stage(blocking, |_| {
                let inner = pipeline!(async {
                    let items = generator((0..).map(|number| inside.item(number)));
                    items
                        >> sink(async |mut items| {
                            let _held = items.next().await;
                            pending::<()>().await;
                        })
                });
                block_on(inner.run())?;
            });
        made >> count()
    });
    let mut run = Box::pin(outer.run_with(&context));
    let hand = Hand::default();
    assert!(hand.poll_until(&mut run, || ledger.live() > 0).is_none());
    context.cancel();
    assert!(block_on(run).is_err_and(|error| error.is_cancelled()));
    assert_eq!(ledger.live(), 0);
}

#[test]
fn several_at_once_in_a_body_end_with_it() {
    let _watchdog = Watchdog::of_this_test();
    let outer = pipeline!(async |ctx| {
        let made = generator(1..4_u64)
            >> stage(async |n| {
                let endless =
                    pipeline!(async { generator(0_u64..) >> filter(|_| false) >> count() });
                let short = pipeline!(async {
                    generator(0..n)
                        >> stage(async |n| {
                            yields(3).await;
                            n
                        })
                        >> count()
                });
                let (endless, short) = (Box::pin(endless.run()), Box::pin(short.run()));
                match futures::future::select(endless, short).await {
                    futures::future::Either::Left(_) => unreachable!("it is endless"),
                    futures::future::Either::Right((short, _)) => short?,
                }
            });
        made >> inspect(|_| assert!(!ctx.is_cancelled())) >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(outer.run()).expect("it ends well"), [1, 2, 3]);
}

#[test]
fn the_error_of_an_inner_pipeline_keeps_its_stage() {
    let _watchdog = Watchdog::of_this_test();
    let outer = pipeline!(async {
        let made = generator(0..3_u64)
            >> stage(async |_| {
                let inner = pipeline!(async {
                    let struck = generator(0..3_u64)
                        >> stage(async |n: u64| {
                            yields(1).await;
                            assert!(n < 1, "struck");
                            n
                        });
                    struck >> count()
                });
                inner.run().await?
            });
        made >> count()
    });
    let error = block_on(outer.run()).expect_err("it panics inside");
    assert_eq!(error.stage(), Some("made"));
    let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref());
    let inner: &Error = source.expect("it is the inner pipeline's");
    assert_eq!(inner.to_string(), "stage `struck` panicked: struck");
}
