//! Sends to branches of a route that the body awaits, or drops before they are ready.

use std::cell::Cell;

use futures::channel::oneshot;
use futures::future::{Either, join_all, select};
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Ledger, yields};

use super::run;

/// More futures than `join_all` polls with a single waker.
const MANY: usize = 100;

#[test]
fn sends_down_one_branch_may_wait_beside_each_other() {
    let counts = run(pipeline!(async {
        let (many, one) = generator([()])
            >> route(capacity = 1, async |()| {
                join_all((0..MANY).map(|n| many(n))).await;
                one(0).await;
            });
        (many >> count(), one >> count())
    }));
    assert_eq!(counts.expect("it ends well"), (MANY, 1));
}

#[test]
fn a_send_that_is_given_up_leaves_its_room_to_others() {
    let (give_up, given_up) = oneshot::channel::<()>();
    let (go, gone) = oneshot::channel::<()>();
    let (read, was_read) = oneshot::channel::<()>();
    let items = run(pipeline!(async move {
        let (routed, last) = generator([()])
            >> route({
                let mut once = Some((given_up, go, was_read));
                async move |()| {
                    let (given_up, go, was_read) = once.take().expect("there is one item");
                    // The first item fills the edge, so the second must wait for space.
                    routed(1).await;
                    let second = select(routed(2), given_up).await;
                    assert!(matches!(second, Either::Right(_)));
                    drop(second);
                    go.send(()).expect("the other stage waits for it");
                    was_read.await.expect("the sink reads it");
                    last(3).await;
                }
            });
        let other = generator({
            gone.await?;
            yield 7;
        });
        let items = fan_in(routed, other, capacity = 1)
            >> sink({
                let mut read = Some(read);
                async move |mut items| {
                    give_up.send(()).expect("the route waits");
                    // Gives both senders time to wait for space.
                    yields(20).await;
                    let mut all = Vec::new();
                    while let Some(item) = items.next().await {
                        if item == 7 {
                            read.take().map(|read| read.send(()));
                        }
                        all.push(item);
                    }
                    all
                }
            });
        (items, last >> count())
    }));
    assert_eq!(items.expect("it ends well"), (vec![1, 7], 1));
}

#[test]
fn items_that_it_keeps_may_panic_when_they_are_dropped() {
    let ledger = Ledger::default();
    let context = Context::new();
    let ended = pipeline!(async {
        let (kept, other) = generator([()])
            >> route(capacity = 1, |()| {
                for number in 0..10 {
                    kept(ledger.item(number).armed());
                }
                other(());
            });
        let stuck = kept
            >> sink(async |_items| {
                yields(10).await;
                context.cancel();
                yields(10).await;
            });
        (stuck, other >> count())
    })
    .run_with(&context);
    let error = futures::executor::block_on(ended).expect_err("it is cancelled");
    assert!(error.is_cancelled(), "{error:#}");
    let told = |error: &Error| matches!(error, Error::Panicked { .. });
    assert!(error.others().iter().any(told), "{error:?}");
    assert_eq!(ledger.live(), 0);
}

#[test]
fn what_goes_down_need_not_be_shared() {
    let count = run(pipeline!(async {
        let cells = generator(0..3) >> fan_out(2, ordered, async |n| Cell::new(n));
        let (odd, even) = cells
            >> route(async |cell| {
                if cell.get() % 2 == 1 {
                    odd(cell).await;
                } else {
                    even(Box::new(move || cell.get()) as Box<dyn FnOnce() -> i32 + Send>).await;
                }
            });
        let even = even >> map(|get| get()) >> sum::<i32>();
        (odd >> count(), even)
    }));
    assert_eq!(count.expect("it ends well"), (1, 2));
}
