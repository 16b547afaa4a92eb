//! Promise 8 for futures: an idle consumer gets an item as soon as it was sent, even while the body
//! of the producer waits. Promise 5: meanwhile, no more items than the capacity wait.

use std::future::pending;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::{Either, FutureExt, select};
use futures::stream::{FuturesUnordered, StreamExt};
use pipeline::{AsyncPipeline, Error, pipeline};
use pipeline_tests::{Hand, Ledger, Watchdog, conserves, until, yields};
use tokio::runtime::{Builder, Runtime};

use super::run;

/// Number of items that pass quickly before the steps that wait for each other.
const RUSH: usize = 20_000;
const STEPS: usize = 200;

fn several_threads() -> Runtime {
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    runtime.expect("a runtime starts")
}

/// Runs the pipelines that `make` returns: one in a single task, and one as tasks on several
/// threads.
fn on_each<T: Send + 'static>(
    make: impl Fn() -> AsyncPipeline<'static, T>,
    check: impl Fn(Result<T, Error>),
) {
    let _watchdog = Watchdog::of_this_test();
    check(block_on(make().run()));
    check(several_threads().block_on(async { make().spawn().join().await }));
}

/// Number of items that the consumer has seen.
#[derive(Clone, Default)]
struct Seen(Arc<AtomicUsize>);

impl Seen {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Waits until the consumer has seen all items up to `number`, unless `number` belongs to the
    /// rush.
    async fn reaches(&self, number: usize) {
        if number >= RUSH {
            until(|| self.count() > number).await;
        }
    }
}

#[test]
fn each_item_arrives_while_the_producer_waits() {
    let step_by_step = || {
        let seen = Seen::default();
        let see = seen.clone();
        pipeline!(async move {
            let made = generator({
                for number in 0..RUSH + STEPS {
                    yield number;
                    seen.reaches(number).await;
                }
            });
            made >> stage(|number| number) >> for_each(|_| see.add());
        })
    };
    on_each(step_by_step, |ended| ended.expect("it ends well"));
}

#[test]
fn each_item_arrives_while_the_worker_that_made_it_waits() {
    let step_by_step = || {
        let seen = Seen::default();
        let see = seen.clone();
        pipeline!(async move {
            let made = generator(0..RUSH + STEPS)
                >> stage(async |number| {
                    yield number;
                    seen.reaches(number).await;
                });
            made >> for_each(|_| see.add());
        })
    };
    on_each(step_by_step, |ended| ended.expect("it ends well"));
}

#[test]
fn each_item_arrives_through_a_fan_in_whose_other_input_is_silent() {
    let step_by_step = || {
        let seen = Seen::default();
        let (see, all) = (seen.clone(), seen.clone());
        pipeline!(async move {
            let made = generator({
                for number in 0..RUSH + STEPS {
                    yield number;
                    seen.reaches(number).await;
                }
            });
            let silent = generator({
                until(|| all.count() == RUSH + STEPS).await;
                if all.count() == 0 {
                    yield 0;
                }
            });
            fan_in(made, silent) >> for_each(|_| see.add());
        })
    };
    on_each(step_by_step, |ended| ended.expect("it ends well"));
}

#[test]
fn an_idle_worker_of_a_fan_out_gets_what_a_busy_one_leaves() {
    let busy = || {
        let seen = Seen::default();
        pipeline!(async move {
            let worked = generator(0..100_usize)
                >> fan_out(2, async |number| {
                    // The worker with the first item is busy until all other items have passed.
                    if number == 0 {
                        until(|| seen.count() == 99).await;
                    } else {
                        seen.add();
                    }
                });
            worked >> count()
        })
    };
    on_each(busy, |ended| assert_eq!(ended.expect("it ends well"), 100));
}

#[test]
fn items_keep_their_order_through_a_stream_that_grows() {
    let ordered = || {
        pipeline!(async {
            let made = generator(0..RUSH)
                >> stage(async |number| {
                    yields(usize::from(number % 1000 == 0)).await;
                    number
                });
            made >> stage(capacity = 3000, |number| number) >> collect::<Vec<_>>()
        })
    };
    on_each(ordered, |ended| {
        assert_eq!(ended.expect("it ends well"), Vec::from_iter(0..RUSH));
    });
}

#[test]
fn no_more_than_the_capacity_waits() {
    for capacity in [1, 2, 3, 64, 100] {
        let bounded = move || {
            let ledger = Ledger::default();
            let made = ledger.clone();
            pipeline!(async move {
                let items = generator(
                    capacity = capacity,
                    (0..2000).map(move |number| made.item(number)),
                );
                items
                    >> sink(async |mut items| {
                        let mut most = 0;
                        while let Some(item) = items.next().await {
                            most = most.max(ledger.live());
                            yields(item.number % 3).await;
                        }
                        most
                    })
            })
        };
        // The producer and the consumer hold one more item each.
        on_each(bounded, |most| {
            assert!(most.expect("it ends well") <= capacity + 2, "{capacity}");
        });
    }
}

#[test]
fn a_stream_without_a_capacity_begins_with_64() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let pipeline = pipeline!(async {
        let items = generator((0..).map(|number| ledger.item(number)));
        items
            >> sink(async |mut items| {
                let _held = items.next().await;
                pending::<()>().await;
            })
    });
    let mut run = Box::pin(pipeline.run());
    let hand = Hand::default();
    assert!(hand.poll_until(&mut run, || ledger.live() > 65).is_none());
    assert!(hand.poll_until(&mut run, || !hand.is_called()).is_none());
    assert_eq!(ledger.live(), 66);
}

/// The task that reads is not the task that polls the workers and makes the items.
#[test]
fn a_sink_may_read_its_stream_in_a_task_of_its_own() {
    let _watchdog = Watchdog::of_this_test();
    let seen = Seen::default();
    let see = seen.clone();
    let counted = several_threads().block_on(
        pipeline!(async move {
            let made = generator({
                for number in 0..RUSH + STEPS {
                    yield number;
                    seen.reaches(number).await;
                }
            });
            made >> sink(async |mut items| {
                let read = tokio::spawn(async move {
                    let mut count = 0;
                    while items.next().await.is_some() {
                        see.add();
                        count += 1;
                    }
                    count
                });
                read.await.expect("it does not panic")
            })
        })
        .run(),
    );
    assert_eq!(counted.expect("it ends well"), RUSH + STEPS);
}

#[test]
fn what_is_sent_while_the_reader_goes_is_counted() {
    let _watchdog = Watchdog::of_this_test();
    let tokio = several_threads();
    for _ in 0..100 {
        let ledger = Ledger::default();
        let made = ledger.clone();
        let pipeline = pipeline!(async move {
            let items = generator((0..).map(move |number| made.item(number)));
            items
                >> stage(|item| item)
                >> sink(async |mut items| {
                    let read = tokio::spawn(async move {
                        for _ in 0..10 {
                            items.next().await;
                        }
                    });
                    read.await.expect("it does not panic");
                })
        });
        let (ended, report) = tokio.block_on(pipeline.run_reported());
        ended.expect("it ends well");
        conserves(&report);
        assert_eq!(ledger.live(), 0);
    }
}

#[test]
fn a_run_ends_whose_streams_are_read_in_turns() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [1, 2, 3, 64] {
        let sums = run(pipeline!(async {
            let (a, b) = generator(0..500_usize) >> tee(capacity = capacity);
            let a = a >> stage(capacity = capacity, |n| n);
            zip(a, b) >> map(|(a, b)| a + b) >> sum::<usize>()
        }));
        assert_eq!(sums.expect("it ends well"), 499 * 500);
    }
}

/// How the body of a worker gives up its wait for an item.
#[derive(Clone, Copy)]
enum GiveUp {
    /// It drops the future.
    Future,
    /// It no longer polls the stream, which sees no drop.
    Stream,
    /// It no longer polls the future, and keeps it.
    Keeps,
}

/// Polls `next` until it waits.
async fn waits<T>(next: impl Future<Output = T>) {
    let (next, time) = (pin!(next), pin!(yields(20)));
    let has_given_up = matches!(select(time, next).await, Either::Left(_));
    assert!(has_given_up, "no item was sent");
}

/// The first worker gives up its wait, and then waits until the other worker has taken an item.
macro_rules! given_up {
    ($how:expr, $($by:tt)*) => {{
        let how = $how;
        let is_first = AtomicBool::new(true);
        let waits_for_other = AtomicBool::new(false);
        let (tell, told) = oneshot::channel::<()>();
        let both = Mutex::new((Some(tell), Some(told)));
        let state = Arc::new((is_first, waits_for_other, both));
        let made = Arc::clone(&state);
        pipeline!(async move {
            let numbers = generator({
                until(|| made.1.load(Ordering::SeqCst)).await;
                yields(20).await;
                for number in 0..16_usize {
                    yield number;
                }
            });
            let seen = numbers
                >> fan_out(2, $($by)* transform, async |mut items| {
                    let (is_first, waits_for_other, both) = &*state;
                    if is_first.swap(false, Ordering::SeqCst) {
                        let told = both.lock().expect("no panic").1.take().expect("it is first");
                        match how {
                            GiveUp::Future => waits(items.next()).await,
                            GiveUp::Stream => waits(StreamExt::next(&mut items)).await,
                            GiveUp::Keeps => {
                                let mut next = Box::pin(items.next());
                                waits(&mut next).await;
                                waits_for_other.store(true, Ordering::SeqCst);
                                told.await.expect("the other worker takes an item");
                                if let Some(number) = next.await {
                                    yield number;
                                }
                                while let Some(number) = items.next().await {
                                    yield number;
                                }
                                return;
                            }
                        }
                        waits_for_other.store(true, Ordering::SeqCst);
                        told.await.expect("the other worker takes an item");
                    }
                    while let Some(number) = items.next().await {
                        let tell = both.lock().expect("no panic").0.take();
                        if let Some(tell) = tell {
                            let _ = tell.send(());
                        }
                        yield number;
                    }
                });
            seen >> count()
        })
    }};
}

#[test]
fn a_worker_that_waits_gets_what_another_gave_up() {
    for how in [GiveUp::Future, GiveUp::Stream, GiveUp::Keeps] {
        on_each(
            || given_up!(how,),
            |ended| assert_eq!(ended.expect("it ends well"), 16),
        );
        // The first item is for the worker that gives up, or for the other one.
        for shift in 0..4 {
            on_each(
                || given_up!(how, by = move |number: &usize| *number + shift,),
                |ended| assert_eq!(ended.expect("it ends well"), 16),
            );
        }
    }
}

/// A future that is polled only after it was woken still waits, although its worker is polled
/// without it.
#[test]
fn a_wait_that_is_polled_only_when_woken_gets_its_items() {
    type Wait<'w> = Pin<Box<dyn Future<Output = Option<usize>> + Send + 'w>>;
    macro_rules! beside {
        ($($by:tt)*) => {
            pipeline!(async {
                let numbers = generator({
                    for number in 0..100_usize {
                        yields(number % 5).await;
                        yield number;
                    }
                });
                let seen = numbers
                    >> fan_out(3, $($by)* transform, async |mut items| {
                        loop {
                            let next = {
                                let mut waits: FuturesUnordered<Wait<'_>> = FuturesUnordered::new();
                                waits.push(Box::pin(items.next()));
                                let mut ticks = pin!(until(|| false).map(|()| None));
                                let both = select(waits.next(), &mut ticks).await;
                                match both {
                                    Either::Left((next, _)) => next.flatten(),
                                    Either::Right((none, _)) => none,
                                }
                            };
                            match next {
                                Some(number) => yield number,
                                None => return,
                            }
                        }
                    });
                seen >> count()
            })
        };
    }
    on_each(
        || beside!(),
        |ended| assert_eq!(ended.expect("it ends well"), 100),
    );
    on_each(
        || beside!(by = |number: &usize| *number,),
        |ended| assert_eq!(ended.expect("it ends well"), 100),
    );
}
