//! Stages with the option `blocking`: each has a thread of its own, which never outlives the run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context as Task, Poll, Wake, Waker};
use std::thread::{self, ThreadId};

use futures::executor::block_on;
use pipeline::{Context, pipeline};
use pipeline_tests::{Hand, Watchdog, wait_until, yields};

#[test]
fn others_go_on_while_a_body_blocks() {
    let _watchdog = Watchdog::of_this_test();
    let (to, from) = mpsc::channel();
    let taken = block_on(
        pipeline!(async move {
            let blocked = generator(0..100)
                >> stage(blocking, {
                    move |_| from.recv().expect("another stage sends")
                });
            let sent = generator(0..100)
                >> stage(async |n| {
                    yields(1).await;
                    to.send(n).expect("another stage receives");
                });
            sent >> for_each(drop);
            blocked >> collect::<Vec<u64>>()
        })
        .run(),
    );
    assert_eq!(taken.expect("it ends well"), Vec::from_iter(0..100));
}

/// A body that blocks until the test opens the gate, and records what it does.
struct Gate {
    at_work: AtomicBool,
    open: AtomicBool,
    done: AtomicBool,
}

impl Gate {
    fn new() -> Arc<Self> {
        Arc::new(Gate {
            at_work: AtomicBool::new(false),
            open: AtomicBool::new(false),
            done: AtomicBool::new(false),
        })
    }

    fn pass(&self) {
        self.at_work.store(true, Ordering::SeqCst);
        wait_until(|| self.open.load(Ordering::SeqCst));
        self.done.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_cancel_waits_for_the_body_at_work_and_blocks_nobody() {
    let _watchdog = Watchdog::of_this_test();
    let gate = Gate::new();
    let inside = Arc::clone(&gate);
    let context = Context::new();
    let pipeline =
        pipeline!(async move { generator(0..) >> stage(blocking, |_| inside.pass()) >> count() });
    let mut run = Box::pin(pipeline.run_with(&context));
    let hand = Hand::default();
    let at_work = || gate.at_work.load(Ordering::SeqCst);
    assert!(hand.poll_until(&mut run, at_work).is_none());
    context.cancel();
    // Each poll returns while the body blocks.
    for _ in 0..100 {
        assert!(hand.poll(&mut run).is_pending());
    }
    gate.open.store(true, Ordering::SeqCst);
    let outcome = block_on(run);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert!(gate.done.load(Ordering::SeqCst));
}

#[test]
fn dropping_a_run_waits_for_the_body_at_work() {
    let _watchdog = Watchdog::of_this_test();
    let gate = Gate::new();
    let inside = Arc::clone(&gate);
    let pipeline =
        pipeline!(async move { generator(0..) >> stage(blocking, |_| inside.pass()) >> count() });
    let mut run = Box::pin(pipeline.run());
    let at_work = || gate.at_work.load(Ordering::SeqCst);
    assert!(Hand::default().poll_until(&mut run, at_work).is_none());
    let dropping = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| {
            wait_until(|| dropping.load(Ordering::SeqCst));
            gate.open.store(true, Ordering::SeqCst);
        });
        dropping.store(true, Ordering::SeqCst);
        drop(run);
        assert!(gate.done.load(Ordering::SeqCst), "the body is done");
    });
}

#[test]
fn a_panic_of_a_body_on_its_thread_is_that_of_its_stage() {
    let _watchdog = Watchdog::of_this_test();
    let outcome = block_on(
        pipeline!(async move {
            let struck = generator(0..)
                >> stage(blocking, |n: u64| {
                    assert!(n < 3, "struck at {n}");
                    n
                });
            struck >> stage(|n| n) >> count()
        })
        .run(),
    );
    let error = outcome.expect_err("it panics");
    assert_eq!(error.to_string(), "stage `struck` panicked: struck at 3");
}

/// No other body uses `ctx`. The use in a blocking body is enough to avoid rustc's lint for unused
/// variables.
#[test]
#[deny(unused_variables)]
fn a_body_knows_the_run_that_it_works_for() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let outcome = block_on(
        pipeline!(async move |ctx| {
            let made = generator(0..)
                >> stage(blocking, |n: u64| {
                    // The inner pipeline is a child of the context, so it is cancelled too.
                    ctx.cancel();
                    let inner = pipeline!({ generator(n..) >> filter(|_| false) >> count() });
                    inner.run()?
                });
            made >> count()
        })
        .run_with(&context),
    );
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
    assert!(
        !context.is_cancelled(),
        "the run's own context was cancelled"
    );
}

struct Armed;

impl Drop for Armed {
    fn drop(&mut self) {
        panic!("the body's own");
    }
}

#[test]
fn the_panic_of_its_drop_is_told() {
    let _watchdog = Watchdog::of_this_test();
    let armed = Armed;
    let ended = block_on(
        pipeline!(async move {
            let numbers = generator(0..3)
                >> stage(blocking, |n| {
                    let _ = &armed;
                    n
                });
            numbers >> count()
        })
        .run(),
    );
    let error = ended.expect_err("a drop panicked");
    assert!(error.to_string().contains("the body's own"), "{error:#}");
}

/// Panics when another thread wakes it.
struct PanicsElsewhere(ThreadId);

impl Wake for PanicsElsewhere {
    fn wake(self: Arc<Self>) {
        assert!(thread::current().id() == self.0, "the waker panics");
    }
}

#[test]
fn a_waker_that_panics_leaves_the_thread_of_the_body_alive() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = pipeline!(async { generator(0..3) >> stage(blocking, |n: u32| n) >> count() });
    let mut run = Box::pin(pipeline.run());
    let waker = Waker::from(Arc::new(PanicsElsewhere(thread::current().id())));
    let mut task = Task::from_waker(&waker);
    let outcome = loop {
        if let Poll::Ready(outcome) = run.as_mut().poll(&mut task) {
            break outcome;
        }
    };
    assert_eq!(outcome.unwrap(), 3);
}
