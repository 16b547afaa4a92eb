//! The guarantees of a throttle to the stage that reads from it, and how it counts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::Shared;
use futures::{FutureExt, join};
use pipeline::testing::{Clock, beside};
use pipeline::{AsyncPipeline, Context, Pipeline, pipeline};
use pipeline_tests::Watchdog;

use super::engines::{declared, on_every_engine};
use super::{HOUR, MINUTE, SECOND, clocked, passed_by};

const MILLISECOND: Duration = Duration::from_millis(1);

/// Records the calls of a stage downstream of a throttle of two items per hour. The first calls
/// block until the test opens a gate.
#[derive(Clone)]
struct Calls {
    clock: Clock,
    context: Context,
    begun: Arc<Mutex<Vec<Duration>>>,
    started: Arc<AtomicUsize>,
}

impl Calls {
    fn new() -> Self {
        let (clock, context) = clocked();
        Calls {
            clock,
            context,
            begun: Arc::default(),
            started: Arc::default(),
        }
    }

    fn begin(&self, passed: &impl Fn() -> Duration) -> usize {
        self.begun.lock().unwrap().push(passed());
        self.started.fetch_add(1, Ordering::SeqCst)
    }

    /// Advances the clock while the first calls block, opens the gate, and advances the clock until
    /// the run is over.
    fn advance(&self, stalled: usize, open: impl FnOnce(), is_over: &AtomicBool) {
        while self.started.load(Ordering::SeqCst) < stalled {
            thread::yield_now();
        }
        for _ in 0..20 {
            // Gives all workers time to reach their next wait.
            for _ in 0..200 {
                thread::yield_now();
            }
            self.clock.advance(HOUR);
        }
        open();
        while !is_over.load(Ordering::SeqCst) {
            if self.clock.sleepers() > 0 {
                self.clock.advance(HOUR);
            }
            thread::yield_now();
        }
    }

    /// Checks that no hour has more than `2 + more` calls. The throttle lets two items through in an
    /// hour. `more` is the number of items that may have passed earlier and begin in that hour.
    fn check(&self, shape: &str, more: usize) {
        let begun = self.begun.lock().unwrap();
        assert_eq!(begun.len(), 30, "{shape}");
        let mut hours = begun.iter().zip(&begun[2 + more..]);
        assert!(
            hours.all(|(first, next)| *next >= *first + HOUR),
            "{shape}: {begun:?}"
        );
    }
}

/// Runs a pipeline on threads. The first `stalled` calls block, each on its own worker.
fn on_threads(
    shape: &str,
    stalled: usize,
    more: usize,
    declare: impl FnOnce(Box<dyn Fn(u32) -> u32 + Send + Sync>) -> Pipeline<'static, usize>,
) {
    let _watchdog = Watchdog::of_this_test();
    let calls = Calls::new();
    let (gate, is_open): (_, Receiver<()>) = bounded(0);
    let call = {
        let (calls, passed) = (calls.clone(), passed_by(&calls.clock));
        move |n| {
            if calls.begin(&passed) < stalled {
                let _ = is_open.recv();
            }
            n
        }
    };
    let declared = declare(Box::new(call));
    let is_over = AtomicBool::new(false);
    let ((), outcome) = beside(
        || calls.advance(stalled, || drop(gate), &is_over),
        || {
            let outcome = declared.run_with(&calls.context);
            is_over.store(true, Ordering::SeqCst);
            outcome
        },
    );
    outcome.unwrap();
    calls.check(shape, more);
}

type Gate = Shared<oneshot::Receiver<()>>;

fn in_one_task(
    shape: &str,
    stalled: usize,
    more: usize,
    declare: impl FnOnce(Calls, Gate) -> AsyncPipeline<'static, usize>,
) {
    let _watchdog = Watchdog::of_this_test();
    let calls = Calls::new();
    let (gate, is_open) = oneshot::channel();
    let declared = declare(calls.clone(), is_open.shared());
    let is_over = AtomicBool::new(false);
    let open = || drop(gate);
    let ((), outcome) = beside(
        || calls.advance(stalled, open, &is_over),
        || {
            let outcome = block_on(declared.run_with(&calls.context));
            is_over.store(true, Ordering::SeqCst);
            outcome
        },
    );
    outcome.unwrap();
    calls.check(shape, more);
}

/// Makes a test for each shape with the macro `$shape`. `$call` is the body.
macro_rules! shapes {
    ($shape:ident $name:ident: $($call:tt)*) => {
        $shape!($name stage, 1, 0: { generator(0..30) >> throttle(2, HOUR) >> stage($($call)*) >> count() });
        $shape!($name stage_of_a_stage, 1, 0: {
        generator(0..30) >> stage(|n| n) >> throttle(2, HOUR) >> stage($($call)*) >> count() });
        $shape!($name methods_between, 1, 0: {
        let slow = generator(0..60) >> throttle(2, HOUR) >> map(|n| n) >> batch(1) >> flatten();
        slow >> take(30) >> stage($($call)*) >> count() });
        $shape!($name a_capacity, 1, 0: {
        let slow = generator(capacity = 5, 0..30) >> throttle(2, HOUR);
        slow >> stage($($call)*) >> count() });
        $shape!($name a_capacity_and_workers, 2, 2: {
        let slow = generator(capacity = 5, 0..30) >> throttle(2, HOUR);
        slow >> fan_out(2, $($call)*) >> count() });
        $shape!($name workers, 2, 2: { generator(0..30) >> throttle(2, HOUR) >> fan_out(2, $($call)*) >> count() });
        $shape!($name workers_in_order, 2, 2: {
        generator(0..30) >> throttle(2, HOUR) >> fan_out(2, ordered, $($call)*) >> count() });
        $shape!($name after_workers, 1, 0: {
        generator(0..30) >> fan_out(2, |n| n) >> throttle(2, HOUR) >> stage($($call)*) >> count() });
        $shape!($name between_workers, 2, 2: {
        let slow = generator(0..30) >> fan_out(2, |n| n) >> throttle(2, HOUR);
        slow >> fan_out(2, $($call)*) >> count() });
        $shape!($name a_branch, 1, 0: {
        let (a, b) = generator(0..30) >> tee();
        b >> for_each(drop);
        a >> throttle(2, HOUR) >> stage($($call)*) >> count() });
        $shape!($name a_zip, 1, 2: {
        let slow = generator(0..30) >> throttle(2, HOUR);
        let numbers = generator(0..30);
        zip(slow, numbers) >> map(|(n, _)| n) >> stage(capacity = 1, $($call)*) >> count() });
        $shape!($name a_loop, 1, 0: {
        let seeds = generator(0..15) >> feedback(again, bound = 100, full = fail);
        let called = seeds >> throttle(2, HOUR) >> stage($($call)*);
        let (again, done) = called >> map(|n: u32| n + 15) >> split(|n| *n < 30);
        done >> count() });
        $shape!($name two_throttles, 1, 0: {
        let slow = generator(0..30) >> throttle(20, SECOND) >> throttle(2, HOUR);
        slow >> stage($($call)*) >> count() });
    };
}

macro_rules! on_threads {
    ($call:ident $name:ident, $stalled:literal, $more:literal: { $($declaration:tt)* }) => {
        on_threads(stringify!($name), $stalled, $more, |$call| {
            pipeline!(move || { $($declaration)* })
        });
    };
}

macro_rules! in_one_task {
    ($call:ident $name:ident, $stalled:literal, $more:literal: { $($declaration:tt)* }) => {
        in_one_task(stringify!($name), $stalled, $more, |calls, gate| {
            let passed = passed_by(&calls.clock);
            let $call = move |n: u32| {
                let waits = calls.begin(&passed) < $stalled;
                let gate = gate.clone();
                async move {
                    if waits {
                        let _ = gate.await;
                    }
                    n
                }
            };
            pipeline!(async move { $($declaration)* })
        });
    };
}

#[test]
fn no_call_begins_too_early_after_a_stall_on_threads() {
    shapes!(on_threads call: |n: u32| call(n));
}

#[test]
fn no_call_begins_too_early_after_a_stall_in_one_task() {
    shapes!(in_one_task call: async |n: u32| call(n).await);
}

#[test]
fn a_consumer_behind_a_throttle_reads_no_further_than_it() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let made = Arc::new(AtomicUsize::new(0));
        let counted = made.clone();
        let declared = declared!([counted]
            let numbers = generator((0..).inspect(move |_: &u32| { counted.fetch_add(1, Ordering::SeqCst); }));
            numbers >> throttle(2, HOUR) >> count()
        );
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(1);
            context.drain();
            clock.advance(HOUR);
        });
        assert_eq!(outcome.unwrap(), 3);
        assert_eq!(made.load(Ordering::SeqCst), 3);
    });
}

/// Each period is counted from the time at which it was due, so periods do not become longer
/// although each wake is half a period late.
#[test]
fn a_short_window_makes_up_for_late_wakes() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let declared = declared!([] generator(0..31) >> throttle(1, MILLISECOND) >> count());
        let outcome = engine.run(declared, &context, || {
            for _ in 0..20 {
                clock.wait_for_sleepers(1);
                clock.advance(3 * MILLISECOND / 2);
            }
        });
        assert_eq!(outcome.unwrap(), 31);
    });
}

#[test]
fn a_short_window_does_not_make_up_for_a_pause() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (own, passed) = (clock.clone(), passed_by(&clock));
        let declared = declared!([own, passed]
            let numbers = generator((0..4).inspect(move |n| {
                if *n == 1 {
                    own.advance(8 * MILLISECOND);
                }
            }));
            numbers >> throttle(1, MILLISECOND) >> map(move |_| passed()) >> collect::<Vec<_>>()
        );
        let moments = engine.run(declared, &context, || {
            for _ in 0..2 {
                clock.wait_for_sleepers(1);
                clock.advance(MILLISECOND);
            }
        });
        assert_eq!(
            moments.unwrap(),
            [0, 8, 9, 10].map(|time| time * MILLISECOND)
        );
    });
}

/// Lets through more items than the number of times that a throttle stores.
#[test]
fn a_throttle_of_thousands_never_lets_more_through() {
    const MOST: usize = 2500;
    let _watchdog = Watchdog::of_this_test();
    let (clock, context) = clocked();
    let passed = passed_by(&clock);
    let is_over = AtomicBool::new(false);
    let moments = pipeline!({
        let numbers = generator(
            (0..4 * MOST as u64).inspect(|n| clock.advance(Duration::from_millis(n % 7))),
        );
        numbers >> throttle(MOST, MINUTE) >> map(|_| passed()) >> collect::<Vec<_>>()
    });
    let ((), moments) = beside(
        || {
            while !is_over.load(Ordering::SeqCst) {
                if clock.sleepers() > 0 {
                    clock.advance(MILLISECOND);
                }
                thread::yield_now();
            }
        },
        || {
            let moments = moments.run_with(&context);
            is_over.store(true, Ordering::SeqCst);
            moments.unwrap()
        },
    );
    let mut pairs = moments.iter().zip(&moments[MOST..]);
    assert!(pairs.all(|(first, last)| *last >= *first + MINUTE));
    // For each window, the throttle waits a thousandth longer than it must.
    assert!(*moments.last().unwrap() <= 3 * MINUTE + 10 * SECOND);
}

#[test]
fn an_even_throttle_lets_one_through_at_a_time() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let passed = passed_by(&clock);
        let declared = declared!([passed]
            let slow = generator(0..9) >> throttle(even, 4, MINUTE);
            slow >> map(move |_| passed()) >> collect::<Vec<_>>()
        );
        let moments = engine.run(declared, &context, || {
            for _ in 0..8 {
                clock.wait_for_sleepers(1);
                clock.advance(15 * SECOND);
            }
        });
        let quarters = (0..9).map(|quarter| quarter * 15 * SECOND);
        assert_eq!(moments.unwrap(), quarters.collect::<Vec<_>>());
    });
}

/// `even` is a keyword only if two arguments follow it.
#[test]
fn a_variable_may_be_called_even() {
    let even = 3;
    let counted = pipeline!({ generator(0..3) >> throttle(even, HOUR) >> count() });
    assert_eq!(counted.run().unwrap(), 3);
    let counted = pipeline!({ generator(0..1) >> throttle(even, even, HOUR) >> count() });
    assert_eq!(counted.run().unwrap(), 1);
}

/// The throttle waits with tokio's timer, so it must measure tokio's time too.
#[test]
fn a_throttle_goes_by_tokios_paused_time() {
    let _watchdog = Watchdog::of_this_test();
    let mut paused = tokio::runtime::Builder::new_current_thread();
    let paused = paused.enable_time().start_paused(true).build().unwrap();
    let took = paused.block_on(async {
        let start = tokio::time::Instant::now();
        let slow = pipeline!(async { generator(0..4) >> throttle(2, HOUR) >> count() });
        let (outcome, ()) = join!(slow.run(), async {});
        assert_eq!(outcome.unwrap(), 4);
        start.elapsed()
    });
    assert!(took < HOUR + SECOND, "{took:?}");
    let took = paused.block_on(async {
        let start = tokio::time::Instant::now();
        let slow = pipeline!(async { generator(0..4) >> throttle(2, HOUR) >> count() });
        let slow = slow.with_sleep(tokio::time::sleep);
        assert_eq!(slow.run().await.unwrap(), 4);
        start.elapsed()
    });
    assert!(took < HOUR + SECOND, "{took:?}");
}
