//! The handle of an async pipeline whose workers are tokio tasks.

use std::future::pending;
use std::sync::{Arc, Mutex};

use futures::channel::mpsc;
use pipeline::{AsyncPipeline, AsyncRunning, Context, Error, pipeline, testing};
use pipeline_tests::{Ledger, Watchdog, threads, until, yields};
use tokio::runtime::{Builder, Handle, Runtime};

use super::run;

fn one_thread() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime starts")
}

fn several_threads() -> Runtime {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build();
    runtime.expect("a runtime starts")
}

/// Runs `test` on both kinds of runtime.
fn on_each(test: impl AsyncFn()) {
    let _watchdog = Watchdog::of_this_test();
    one_thread().block_on(test());
    several_threads().block_on(test());
}

async fn all_tasks_end() {
    until(|| Handle::current().metrics().num_alive_tasks() == 0).await;
}

/// Returns a pipeline that waits in each of its stages.
fn stuck(ledger: &Ledger) -> AsyncPipeline<'static, usize> {
    let ledger = ledger.clone();
    pipeline!(async move {
        let made = generator((0..).map(move |number| ledger.item(number)));
        made >> stage(async |item| {
            yields(1).await;
            item
        }) >> sink(async |mut items| {
            let _held = items.next().await;
            pending::<()>().await;
            0
        })
    })
}

#[test]
fn dropping_it_in_a_body_of_its_own_ends_all() {
    on_each(async || {
        let place = Arc::new(Mutex::new(None::<AsyncRunning<usize>>));
        let inside = Arc::clone(&place);
        let (done, mut ended) = mpsc::unbounded::<()>();
        let pipeline = pipeline!(async move {
            let made = generator(0_u64..)
                >> stage({
                    let _done = done;
                    async move |n| {
                        until(|| inside.lock().expect("nothing panics").is_some()).await;
                        let running = inside.lock().expect("nothing panics").take();
                        drop(running);
                        let _ = &_done;
                        n
                    }
                });
            made >> count()
        });
        let running = pipeline.spawn();
        *place.lock().expect("nothing panics") = Some(running);
        // The sender is dropped when the body is dropped.
        assert!(futures::StreamExt::next(&mut ended).await.is_none());
        all_tasks_end().await;
    });
}

#[test]
fn dropping_it_in_a_body_of_a_pipeline_inside_ends_all() {
    on_each(async || {
        let place = Arc::new(Mutex::new(None::<AsyncRunning<usize>>));
        let inside = Arc::clone(&place);
        let pipeline = pipeline!(async move {
            let made = generator(0_u64..)
                >> stage(async |n| {
                    let inner = pipeline!(async {
                        generator(Some(n))
                            >> stage(async |n| {
                                until(|| inside.lock().expect("nothing panics").is_some()).await;
                                let running = inside.lock().expect("nothing panics").take();
                                drop(running);
                                n
                            })
                            >> last()
                    });
                    inner.run().await?
                });
            made >> count()
        });
        let running = pipeline.spawn();
        *place.lock().expect("nothing panics") = Some(running);
        all_tasks_end().await;
    });
}

#[test]
fn dropping_it_drops_a_value_that_a_sink_gave() {
    on_each(async || {
        let ledger = Ledger::default();
        let (item, stuck) = (ledger.item(0), pending::<u64>());
        let running = pipeline!(async move {
            let value = generator(Some(item)) >> collect::<Vec<_>>();
            (value, generator(futures::stream::once(stuck)) >> count())
        })
        .spawn();
        until(|| running.busy_stages().is_empty()).await;
        yields(20).await;
        drop(running);
        assert_eq!(ledger.live(), 0);
        all_tasks_end().await;
    });
}

#[test]
fn dropping_the_future_of_its_join_ends_all() {
    on_each(async || {
        let ledger = Ledger::default();
        let mut join = Box::pin(stuck(&ledger).spawn().join());
        let hand = pipeline_tests::Hand::default();
        assert!(hand.poll(&mut join).is_pending());
        until(|| ledger.live() > 0).await;
        drop(join);
        assert_eq!(ledger.live(), 0);
        all_tasks_end().await;
    });
}

#[test]
fn a_cancel_ends_all_before_the_join() {
    on_each(async || {
        let ledger = Ledger::default();
        let running = stuck(&ledger).spawn();
        until(|| ledger.live() > 0).await;
        running.cancel();
        let outcome = running.join().await;
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
        assert_eq!(ledger.live(), 0);
    });
}

#[test]
fn a_cancel_of_the_context_it_was_given_ends_it() {
    on_each(async || {
        let ledger = Ledger::default();
        let context = Context::new();
        let running = stuck(&ledger).spawn_with(&context);
        until(|| ledger.live() > 0).await;
        context.cancel();
        let outcome = running.join().await;
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
    });
}

#[test]
fn it_is_finished_when_all_has_ended() {
    on_each(async || {
        let running = pipeline!(async move { generator(0..10) >> stage(|n| n) >> count() }).spawn();
        until(|| running.is_finished()).await;
        assert_eq!(running.join().await.expect("it ends well"), 10);
    });
}

/// A runtime that is dropped may drop all workers while it still polls the task that waits for them.
#[test]
fn it_outlives_its_runtime_and_then_is_cancelled() {
    let _watchdog = Watchdog::of_this_test();
    for runtime in [one_thread, several_threads].repeat(200) {
        let runtime = runtime();
        let ledger = Ledger::default();
        let running = runtime.block_on(async {
            let running = stuck(&ledger).spawn();
            until(|| ledger.live() > 0).await;
            running
        });
        drop(runtime);
        let outcome = futures::executor::block_on(running.join());
        let error = outcome.expect_err("its tasks are gone");
        assert!(error.is_cancelled(), "{error}");
        assert_eq!(ledger.live(), 0);
    }
}

#[test]
fn a_panic_in_a_drop_at_a_cancel_is_told_by_the_join() {
    on_each(async || {
        let ledger = Ledger::default();
        let item = ledger.item(0).armed();
        let running = pipeline!(async move {
            generator(Some(item))
                >> sink(async |mut items| {
                    let _held = items.next().await;
                    pending::<()>().await;
                })
        })
        .spawn();
        until(|| !running.busy_stages().is_empty()).await;
        running.cancel();
        assert!(running.join().await.is_err());
    });
}

#[test]
fn it_can_be_started_in_a_body_and_ends_with_that_run() {
    on_each(async || {
        let ledger = Ledger::default();
        let inner = ledger.clone();
        let running = pipeline!(async move {
            generator(Some(())) >> stage(async |()| stuck(&inner).spawn().join().await?) >> count()
        })
        .spawn();
        until(|| ledger.live() > 0).await;
        running.cancel();
        let outcome = running.join().await;
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
        assert_eq!(ledger.live(), 0);
    });
}

#[test]
fn dropping_it_takes_the_runs_threads_along() {
    let _watchdog = Watchdog::of_this_test();
    testing::assert_no_leaks(|| {
        let (_quit, channel) = crossbeam_channel::bounded::<()>(1);
        let context = Context::new();
        context.quit_on(channel);
        let runtime = one_thread();
        runtime.block_on(async {
            let is_clock = |thread: &String| thread.starts_with("pipeline clock");
            let running = stuck(&Ledger::default()).spawn_with(&context);
            until(|| threads().iter().any(is_clock)).await;
            // Meanwhile, the runtime is not polled, so its tasks do not run.
            testing::assert_no_leaks(|| drop(running));
        });
    });
}

/// Drops the handle that it contains when it is dropped.
struct Owner(Arc<Mutex<Option<AsyncRunning<usize>>>>);

impl Drop for Owner {
    fn drop(&mut self) {
        let running = self.0.lock().expect("nothing panics").take();
        drop(running);
    }
}

#[test]
fn two_whose_bodies_own_each_other_end() {
    on_each(async || {
        let first = Arc::new(Mutex::new(None));
        let owner = Owner(Arc::clone(&first));
        let second = pipeline!(async move {
            let stuck = generator({
                let _owner = owner;
                pending::<()>().await;
                yield 1;
            });
            stuck >> count()
        })
        .spawn();
        let inside = Arc::clone(&first);
        let running = pipeline!(async move {
            let made = generator({
                until(|| inside.lock().expect("nothing panics").is_some()).await;
                drop(second);
                yield 1;
            });
            made >> count()
        })
        .spawn();
        *first.lock().expect("nothing panics") = Some(running);
        all_tasks_end().await;
    });
}

#[test]
fn a_stage_is_busy_in_its_body_after_each_wait() {
    let busy = run(pipeline!(async |ctx| {
        let made = generator({
            for n in 0..4 {
                yield n;
                yields(2).await;
            }
        });
        let worked = made >> stage(|_| ctx.busy_stages().contains(&"worked"));
        worked >> collect::<Vec<_>>()
    }));
    assert_eq!(busy.expect("it ends well"), [true; 4]);
}

/// Holds the handle of a run, for a body of this run.
type Place = Arc<Mutex<Option<AsyncRunning<usize>>>>;

fn take(place: &Place) -> Option<AsyncRunning<usize>> {
    place.lock().expect("nothing panics").take()
}

async fn placed(place: &Place) -> AsyncRunning<usize> {
    until(|| place.lock().expect("nothing panics").is_some()).await;
    take(place).expect("nobody else takes it")
}

/// Spins until the test has put the handle into `place`.
fn placed_here(place: &Place) -> AsyncRunning<usize> {
    loop {
        match take(place) {
            Some(running) => return running,
            None => std::thread::yield_now(),
        }
    }
}

/// Joins the run of which it is a part, and sends the error that `join` returned.
async fn said(place: &Place, said: mpsc::UnboundedSender<Error>) {
    let error = placed(place).await.join().await;
    let error = error.expect_err("it waits for itself");
    said.unbounded_send(error).expect("it is waited for");
}

#[test]
fn joining_it_in_a_body_of_its_own_says_so() {
    on_each(async || {
        let place = Place::default();
        let inside = Arc::clone(&place);
        let (say, mut said_here) = mpsc::unbounded();
        let running = pipeline!(async move {
            generator(0_u64..) >> stage(async |_| said(&inside, say.clone()).await) >> count()
        });
        *place.lock().expect("nothing panics") = Some(running.spawn());
        let error = futures::StreamExt::next(&mut said_here).await;
        assert!(matches!(error, Some(Error::Deadlock { .. })), "{error:?}");
        all_tasks_end().await;
    });
}

#[test]
fn joining_it_in_a_body_inside_says_so() {
    on_each(async || {
        let place = Place::default();
        let inside = Arc::clone(&place);
        let (say, mut said_here) = mpsc::unbounded();
        let running = pipeline!(async move {
            let counts = generator(0_u64..)
                >> stage(async |_| {
                    let inner = pipeline!(async {
                        generator([()])
                            >> stage(async |()| said(&inside, say.clone()).await)
                            >> count()
                    });
                    inner.run().await?
                });
            counts >> count()
        });
        *place.lock().expect("nothing panics") = Some(running.spawn());
        let error = futures::StreamExt::next(&mut said_here).await;
        assert!(matches!(error, Some(Error::Deadlock { .. })), "{error:?}");
        all_tasks_end().await;
    });
}

/// Drops the handle of its own run when it is dropped.
struct DropsIt(Place);

impl Drop for DropsIt {
    fn drop(&mut self) {
        drop(placed_here(&self.0));
    }
}

thread_local! {
    static LOCAL: std::cell::RefCell<Option<DropsIt>> = const { std::cell::RefCell::new(None) };
}

#[test]
fn dropping_it_on_a_thread_of_its_own_ends_all() {
    on_each(async || {
        let place = Place::default();
        let inside = Arc::clone(&place);
        let running = pipeline!(async move {
            generator(0_u64..)
                >> stage(blocking, move |n| {
                    if n == 0 {
                        drop(placed_here(&inside));
                    }
                    n
                })
                >> count()
        });
        *place.lock().expect("nothing panics") = Some(running.spawn());
        all_tasks_end().await;
    });
}

#[test]
fn dropping_it_with_a_local_of_a_thread_of_its_own_ends_all() {
    on_each(async || {
        let place = Place::default();
        let inside = Arc::clone(&place);
        let running = pipeline!(async move {
            generator(0..3)
                >> stage(blocking, move |n| {
                    if n == 0 {
                        LOCAL.set(Some(DropsIt(Arc::clone(&inside))));
                    }
                    n
                })
                >> count()
        });
        *place.lock().expect("nothing panics") = Some(running.spawn());
        all_tasks_end().await;
    });
}

/// A panic payload whose drop panics with another `Bad`, as long as its number is above 0.
struct Bad(u8);

impl Drop for Bad {
    fn drop(&mut self) {
        if self.0 > 0 {
            std::panic::panic_any(Bad(self.0 - 1));
        }
    }
}

#[test]
fn dropping_it_lets_no_payload_out() {
    on_each(async || {
        for waits in [false, true] {
            let failing = pipeline!(async move {
                let failing = generator(0..9) >> fan_out(3, |_| std::panic::panic_any(Bad(2)));
                (
                    failing >> count(),
                    generator([()]) >> map(|()| Bad(2)) >> last(),
                )
            });
            let running = failing.spawn();
            if waits {
                until(|| running.is_finished()).await;
            }
            let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _running = running;
                std::panic::panic_any("while it unwinds");
            }));
            let payload = unwound.expect_err("it panics");
            assert_eq!(payload.downcast_ref(), Some(&"while it unwinds"));
        }
        all_tasks_end().await;
    });
}

#[test]
fn dropping_a_future_lets_no_payload_out() {
    let _watchdog = Watchdog::of_this_test();
    let mut run = Box::pin(
        pipeline!(async move {
            let failing = generator([()]) >> stage(async |()| std::panic::panic_any(Bad(2)));
            let value = generator([()]) >> map(|()| Bad(2)) >> last();
            // This generator never makes an item and does not block, so the run lasts until it is
            // dropped.
            (
                failing >> count(),
                value,
                generator(futures::stream::pending::<()>()) >> count(),
            )
        })
        .run(),
    );
    let hand = pipeline_tests::Hand::default();
    let _ = hand.poll(&mut run);
    let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _run = run;
        std::panic::panic_any("while it unwinds");
    }));
    let payload = unwound.expect_err("it panics");
    assert_eq!(payload.downcast_ref(), Some(&"while it unwinds"));
}
