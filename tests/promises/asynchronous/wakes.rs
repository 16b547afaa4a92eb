//! Every waiting task is woken, even if the task that would have woken it has ended.

use std::future::pending;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::{Either, select};
use futures::poll;
use pipeline::{Context, pipeline};
use pipeline_tests::{Hand, Watchdog, until, yields};

use super::run;

#[test]
fn room_for_several_wakes_as_many() {
    const MANY: usize = 8;
    // A worker takes one item in its first poll, and twice as many in each further poll. After this
    // many items from each sender, the reader takes `MANY` items in one poll, and frees their
    // places at the same time.
    const BEFORE: usize = 64;
    let is_told = AtomicBool::new(false);
    let sent = AtomicUsize::new(0);
    let count = || sent.load(Ordering::SeqCst);
    let outcome = run(pipeline!(async {
        let all = generator(0..MANY)
            >> fan_out(MANY, capacity = MANY, async |number| {
                for _ in 0..BEFORE {
                    yield number;
                }
                until(|| is_told.load(Ordering::SeqCst)).await;
                for _ in 0..2 {
                    yield number;
                    sent.fetch_add(1, Ordering::SeqCst);
                }
            });
        all >> sink(async |mut items| {
            for _ in 0..MANY * BEFORE {
                assert!(items.next().await.is_some());
            }
            is_told.store(true, Ordering::SeqCst);
            // Waits until all senders wait with their second item.
            until(|| count() == MANY).await;
            yields(20).await;
            for _ in 0..MANY {
                assert!(items.next().await.is_some());
            }
            until(|| count() == 2 * MANY).await;
        })
    }));
    outcome.expect("it ends well");
}

/// Even if it has freed a single place, while many others are full.
#[test]
fn a_reader_that_waits_has_told_of_the_room_that_it_made() {
    let sent = AtomicUsize::new(0);
    let count = || sent.load(Ordering::SeqCst);
    let outcome = run(pipeline!(async {
        // A sender that found 16 items waiting sleeps until half of them are taken, or until the reader pauses.
        let made = generator(capacity = 16, {
            for number in 0..18 {
                yield number;
                sent.fetch_add(1, Ordering::SeqCst);
            }
        });
        made >> sink(async |mut items| {
            until(|| count() == 16).await;
            yields(20).await;
            assert!(items.next().await.is_some());
            until(|| count() == 17).await;
        })
    }));
    outcome.expect("it ends well");
}

#[test]
fn a_send_that_is_given_up_after_it_was_woken_passes_its_room_on() {
    let (give_up, given_up) = oneshot::channel::<()>();
    let (go, gone) = oneshot::channel::<()>();
    let (read, was_read) = oneshot::channel::<()>();
    let items = run(pipeline!(async move {
        let (one, two, three, last) = generator([()])
            >> route({
                let mut once = Some((given_up, go, was_read));
                async move |()| {
                    let (given_up, go, was_read) = once.take().expect("there is one item");
                    one(1).await;
                    let (second, third) = (Box::pin(one(2)), Box::pin(two(3)));
                    let mut sends = select(second, select(third, Box::pin(three(4))));
                    // The first polls of a worker are short, so not all sends wait for room at once.
                    for _ in 0..20 {
                        assert!(poll!(&mut sends).is_pending());
                        yields(1).await;
                    }
                    go.send(()).expect("the other stage waits for it");
                    // The read wakes the second send. The sink checks for room twice before it
                    // pauses, which wakes the third and the fourth.
                    let given_up = select(given_up, sends).await;
                    assert!(matches!(given_up, Either::Left(_)));
                    drop(given_up);
                    was_read.await.expect("the sink reads it");
                    last(5).await;
                }
            });
        let other = generator({
            gone.await?;
            yield 7;
        });
        let items = fan_in(one, two, three, other, capacity = 1)
            >> sink({
                let mut once = Some((give_up, read));
                async move |mut items| {
                    let (give_up, read) = once.take().expect("it is called once");
                    // Until all four wait for room.
                    yields(100).await;
                    let first = items.next().await;
                    give_up.send(()).expect("the route waits");
                    let second = items.next().await;
                    read.send(()).expect("the route waits");
                    [first, second]
                }
            });
        (items, last >> count())
    }));
    assert_eq!(items.expect("it ends well"), ([Some(1), Some(7)], 1));
}

#[test]
fn a_send_that_is_given_up_in_a_loop_lets_it_end() {
    let is_open = AtomicBool::new(false);
    let sent = AtomicUsize::new(0);
    let counted = run(pipeline!(async {
        let open = generator([0]) >> feedback(again, bound = 100, full = fail);
        let (round, out) = open
            >> route(capacity = 1, async |n| {
                if n > 0 {
                    out(n).await;
                    return;
                }
                loop {
                    let mut send = Box::pin(round(1));
                    if poll!(&mut send).is_pending() {
                        // The first polls of a worker have a small budget. The send may be pending
                        // only because the budget is spent.
                        yields(1).await;
                        if poll!(&mut send).is_pending() {
                            break;
                        }
                    }
                    sent.fetch_add(1, Ordering::SeqCst);
                }
                is_open.store(true, Ordering::SeqCst);
            });
        let again = round
            >> stage(async |n| {
                until(|| is_open.load(Ordering::SeqCst)).await;
                n
            });
        out >> count()
    }));
    assert_eq!(counted.expect("it ends well"), sent.into_inner());
}

/// Meanwhile, the timer thread sleeps for the deadline in an hour.
#[test]
fn a_short_wait_is_heard_of_during_a_long_one() {
    let _watchdog = Watchdog::of_this_test();
    let later = Context::new().with_deadline(Duration::from_hours(1));
    let attempts = AtomicUsize::new(0);
    let counted = block_on(
        pipeline!(async {
            let tried = generator(0..20)
                >> stage(on_error = retry(1, Duration::from_millis(1)), |n: u32| {
                    if attempts.fetch_add(1, Ordering::SeqCst) % 2 == 0 {
                        Err("at first")?;
                    }
                    n
                });
            tried >> count()
        })
        .run_with(&later),
    );
    assert_eq!(counted.expect("the second attempt does it"), 20);
}

#[test]
fn a_context_that_outlives_its_run_hears_of_its_drop() {
    /// Records, when the body is dropped, whether the run's context is cancelled.
    struct Sees<'a>(Context, &'a Mutex<Vec<bool>>);

    impl Drop for Sees<'_> {
        fn drop(&mut self) {
            let seen = self.0.is_cancelled();
            self.1.lock().expect("nothing panics").push(seen);
        }
    }

    let (kept, seen) = (Mutex::new(None), Mutex::default());
    let pipeline = pipeline!(async |ctx| {
        generator([()])
            >> for_each(async |()| {
                *kept.lock().expect("nothing panics") = Some(ctx.clone());
                let _sees = Sees(ctx.clone(), &seen);
                pending::<()>().await;
            })
    });
    let mut run = Box::pin(pipeline.run());
    let is_kept = || kept.lock().expect("nothing panics").is_some();
    assert!(Hand::default().poll_until(&mut run, is_kept).is_none());
    let context: Context = kept.lock().expect("nothing panics").take().expect("it is");
    assert!(!context.is_cancelled());
    drop(run);
    assert!(context.is_cancelled());
    assert_eq!(*seen.lock().expect("nothing panics"), [true]);
}
