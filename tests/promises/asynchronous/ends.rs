//! Who waits for whom at the end of a run whose workers are tokio tasks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use pipeline::{AsyncPipeline, AsyncRunning, Context, pipeline, testing};
use pipeline_tests::{Watchdog, until, wait_until, yields};
use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime with so many threads that a test may hold several of them.
fn several_threads() -> Runtime {
    let runtime = Builder::new_multi_thread()
        .worker_threads(6)
        .enable_time()
        .build();
    runtime.expect("a runtime starts")
}

fn one_thread() -> Runtime {
    let runtime = Builder::new_current_thread().build();
    runtime.expect("a runtime starts")
}

/// Runs `test` on several threads.
fn on_several(test: impl Future<Output = ()>) {
    let _watchdog = Watchdog::of_this_test();
    several_threads().block_on(test);
}

async fn all_tasks_end() {
    until(|| Handle::current().metrics().num_alive_tasks() == 0).await;
}

/// Something that has happened once it is told.
#[derive(Clone, Default)]
struct Told(Arc<(Mutex<bool>, Condvar)>);

impl Told {
    fn tell(&self) {
        *self.0.0.lock().expect("nothing panics") = true;
        self.0.1.notify_all();
    }

    fn is_told(&self) -> bool {
        *self.0.0.lock().expect("nothing panics")
    }

    /// Holds the thread until it is told.
    fn hold(&self) {
        let told = self.0.0.lock().expect("nothing panics");
        let told = self.0.1.wait_while(told, |told| !*told);
        drop(told.expect("nothing panics"));
    }
}

/// Holds the handle of a run, for code of that run or of another one.
type Place<T> = Arc<Mutex<Option<AsyncRunning<T>>>>;

fn put<T>(place: &Place<T>, running: AsyncRunning<T>) {
    *place.lock().expect("nothing panics") = Some(running);
}

fn take<T>(place: &Place<T>) -> Option<AsyncRunning<T>> {
    place.lock().expect("nothing panics").take()
}

/// Returns a pipeline whose only body calls `body`, once.
fn calling(body: impl FnOnce() + Send + 'static) -> AsyncPipeline<'static, usize> {
    let mut body = Some(body);
    pipeline!(async move {
        let called = generator([()])
            >> stage(move |()| {
                body.take().into_iter().for_each(|body| body());
            });
        called >> count()
    })
}

#[test]
fn a_report_does_not_wait_for_a_run_that_waits_for_the_asker() {
    on_several(async {
        let outer = Arc::new(OnceLock::new());
        let (at_work, left) = (Told::default(), Told::default());
        let orphan = calling({
            let (outer, at_work, left) = (Arc::clone(&outer), at_work.clone(), left.clone());
            move || {
                at_work.tell();
                left.hold();
                let outer: &AsyncRunning<usize> = outer.get().expect("it is running");
                // Meanwhile, the outer run comes to its end and waits for this body.
                for _ in 0..100 {
                    let _ = outer.report();
                    thread::yield_now();
                }
            }
        });
        let orphan = orphan.spawn();
        let begun = Told::default();
        let running = calling({
            let begun = begun.clone();
            move || {
                begun.hold();
                at_work.hold();
                drop(orphan);
                left.tell();
            }
        });
        let outer = outer.get_or_init(|| running.spawn());
        begun.tell();
        until(|| outer.is_finished()).await;
    });
}

/// A value that does something when it is dropped.
struct Last<F: FnMut()>(F);

impl<F: FnMut()> Drop for Last<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

type Boxed = Last<Box<dyn FnMut() + Send>>;

/// Returns a pipeline that fails once `fails` is told, when its other sink has made a value. `last`
/// is called when that value is dropped.
fn failing(
    fails: &Told,
    last: impl FnMut() + Send + 'static,
) -> AsyncPipeline<'static, Vec<Boxed>> {
    let fails = fails.clone();
    let value: Boxed = Last(Box::new(last));
    let made = Told::default();
    let all_made = Last({
        let made = made.clone();
        move || made.tell()
    });
    pipeline!(async move {
        let values = generator({
            let _all_made = all_made;
            yield value;
        });
        let late = generator([()])
            >> stage(async move |()| {
                until(|| fails.is_told() && made.is_told()).await;
                // By now the sink has its value.
                yields(100).await;
                Err::<(), _>("late")?;
            });
        late >> for_each(drop);
        values >> collect::<Vec<_>>()
    })
}

#[test]
fn the_drop_of_a_value_may_ask_for_the_report_of_its_run() {
    on_several(async {
        let (place, go, dropped) = (Arc::new(OnceLock::new()), Told::default(), Told::default());
        let running = failing(&go, {
            let (place, dropped) = (Arc::clone(&place), dropped.clone());
            move || {
                let running: &AsyncRunning<Vec<Boxed>> = place.get().expect("it is running");
                let _ = running.report();
                dropped.tell();
            }
        });
        let running = place.get_or_init(|| running.spawn());
        go.tell();
        until(|| running.is_finished()).await;
        assert!(dropped.is_told());
    });
}

#[test]
fn the_drop_of_a_value_may_drop_the_handle_of_its_run() {
    on_several(async {
        let (place, go, dropped) = (Place::default(), Told::default(), Told::default());
        let running = failing(&go, {
            let (place, dropped) = (Arc::clone(&place), dropped.clone());
            move || {
                drop(take(&place));
                dropped.tell();
            }
        });
        put(&place, running.spawn());
        go.tell();
        until(|| dropped.is_told()).await;
        all_tasks_end().await;
    });
}

#[test]
fn two_whose_values_own_each_other_end() {
    on_several(async {
        let (first, second, go) = (Place::default(), Place::default(), Told::default());
        // Both runs are at their ends before one of them drops the handle of the other.
        let at_end = Arc::new(Barrier::new(2));
        let owner = |other: &Place<_>| {
            let (other, at_end) = (Arc::clone(other), Arc::clone(&at_end));
            failing(&go, move || {
                at_end.wait();
                drop(take(&other));
            })
        };
        put(&first, owner(&second).spawn());
        put(&second, owner(&first).spawn());
        go.tell();
        all_tasks_end().await;
    });
}

#[test]
fn the_users_sleep_may_ask_for_the_report_of_its_run() {
    on_several(async {
        let place = Arc::new(OnceLock::<AsyncRunning<usize>>::new());
        let asked = Told::default();
        let never = pipeline!(async {
            let never = generator([1]) >> stage(async |_| std::future::pending::<u32>().await);
            never >> count()
        });
        let never = never.with_sleep({
            let (place, asked) = (Arc::clone(&place), asked.clone());
            move |_| {
                let (place, asked) = (Arc::clone(&place), asked.clone());
                async move {
                    until(|| place.get().is_some()).await;
                    let _ = place.get().map(AsyncRunning::report);
                    asked.tell();
                }
            }
        });
        let context = Context::new().with_deadline(Duration::from_hours(1));
        let running = place.get_or_init(|| never.spawn_with(&context));
        until(|| running.is_finished()).await;
        assert!(asked.is_told());
    });
}

#[test]
fn two_whose_bodies_drop_each_others_handles_end() {
    on_several(async {
        let (first, second, go) = (Place::default(), Place::default(), Told::default());
        let watching = Arc::new(AtomicUsize::new(0));
        let placed = Told::default();
        let context = Context::new().with_deadline(Duration::from_hours(1));
        let dropper = |other: &Place<_>| {
            let (other, go, watching) = (Arc::clone(other), go.clone(), Arc::clone(&watching));
            let (began, placed) = (Arc::clone(&watching), placed.clone());
            let dropper = calling(move || {
                // The tasks that apply the deadline are at work.
                wait_until(|| began.load(Ordering::SeqCst) == 2);
                placed.hold();
                drop(take(&other));
            });
            dropper.with_sleep(move |_| {
                let (go, watching) = (go.clone(), Arc::clone(&watching));
                async move {
                    watching.fetch_add(1, Ordering::SeqCst);
                    go.hold();
                    std::future::pending().await
                }
            })
        };
        put(&first, dropper(&second).spawn_with(&context));
        put(&second, dropper(&first).spawn_with(&context));
        placed.tell();
        // All others have ended.
        until(|| Handle::current().metrics().num_alive_tasks() == 2).await;
        go.tell();
        all_tasks_end().await;
    });
}

/// Starts a run on a runtime of its own, and shuts that down while `body` is at work.
fn shut_down(body: impl Fn(&Context) + Send + 'static, blocking: bool) -> AsyncRunning<usize> {
    let at_work = Told::default();
    let told = at_work.clone();
    let call = move |context: &Context| {
        told.tell();
        body(context);
    };
    let runtime = several_threads();
    let running = runtime.block_on(async {
        if blocking {
            pipeline!(async move |ctx| {
                generator([()]) >> stage(blocking, move |()| call(&ctx)) >> count()
            })
            .spawn()
        } else {
            pipeline!(async move |ctx| {
                generator([()]) >> stage(move |()| call(&ctx)) >> count()
            })
            .spawn()
        }
    });
    at_work.hold();
    let tasks = runtime.metrics();
    runtime.shutdown_background();
    wait_until(|| tasks.num_alive_tasks() == 0);
    running
}

/// Returns a body that ends a while after its run was cancelled, and how it tells of that.
fn slow() -> (impl Fn(&Context) + Send + 'static, Told) {
    let ended = Told::default();
    let body = {
        let ended = ended.clone();
        move |context: &Context| {
            wait_until(|| context.is_cancelled());
            // Whoever does not wait for this body is faster.
            (0..100).for_each(|_| thread::yield_now());
            ended.tell();
        }
    };
    (body, ended)
}

#[test]
fn dropping_it_after_its_runtime_waits_for_a_body_at_work() {
    let _watchdog = Watchdog::of_this_test();
    for blocking in [false, true] {
        let (body, ended) = slow();
        drop(shut_down(body, blocking));
        assert!(ended.is_told());
    }
}

#[test]
fn joining_it_after_its_runtime_waits_for_a_body_at_work() {
    let _watchdog = Watchdog::of_this_test();
    for blocking in [false, true] {
        let (body, ended) = slow();
        let running = shut_down(body, blocking);
        let (outcome, report) = one_thread().block_on(running.join_reported());
        assert!(ended.is_told());
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
        testing::assert_conserved(&report);
        assert!(
            report.stages.iter().any(|stage| stage.taken == 1),
            "{report}"
        );
    }
}

#[test]
fn joining_it_after_its_runtime_does_not_block_the_thread() {
    let _watchdog = Watchdog::of_this_test();
    let release = Told::default();
    let released = release.clone();
    let body = move |context: &Context| {
        // The shutdown has come to the tasks.
        wait_until(|| context.is_cancelled());
        released.hold();
    };
    let running = shut_down(body, false);
    let (outcome, ()) = one_thread().block_on(async {
        futures::join!(running.join(), async {
            yields(10).await;
            release.tell();
        })
    });
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
}

#[test]
fn it_is_not_finished_while_a_body_is_at_work_after_its_runtime() {
    let _watchdog = Watchdog::of_this_test();
    for blocking in [false, true] {
        let release = Told::default();
        let released = release.clone();
        let running = shut_down(move |_| released.hold(), blocking);
        assert!(!running.is_finished());
        release.tell();
        wait_until(|| running.is_finished());
        drop(running);
    }
}

#[test]
fn the_end_of_its_runtime_cancels_it() {
    let _watchdog = Watchdog::of_this_test();
    for blocking in [false, true] {
        let (body, ended) = slow();
        let running = shut_down(body, blocking);
        ended.hold();
        assert!(one_thread().block_on(running.join()).is_err());
    }
}
