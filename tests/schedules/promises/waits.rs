//! Waits that only a wake-up ends, and events that happen while other threads look.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline::testing::{beside, block_on, schedules};
use pipeline::{AsyncPipeline, Context, Error, Pipeline, pipeline};
use shuttle::thread::{JoinHandle, spawn};

use crate::count;

#[test]
fn who_waits_for_a_cancel_hears_of_it() {
    schedules(10 * count(), || {
        let context = Context::new();
        let waits = context.child();
        beside(|| context.cancel(), || block_on(waits.cancelled()));
    });
}

/// Returns a pipeline whose body waits for the cancel, and for nothing else.
fn waiting() -> AsyncPipeline<'static, usize> {
    pipeline!(async move |ctx| {
        let waiting = generator(Some(()))
            >> stage(async |()| {
                ctx.cancelled().await;
            });
        waiting >> count()
    })
}

#[test]
fn a_run_whose_bodies_wait_for_its_cancel_ends_in_one_task() {
    schedules(10 * count(), || {
        let context = Context::new();
        let cancel = || context.cancel();
        let ((), outcome) = beside(cancel, || block_on(waiting().run_with(&context)));
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
    });
}

#[test]
fn a_run_whose_bodies_wait_for_its_cancel_ends_in_tasks() {
    schedules(10 * count(), || {
        let context = Context::new();
        let run = async { waiting().spawn_with(&context).join().await };
        let ((), outcome) = beside(|| context.cancel(), || block_on(run));
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
    });
}

/// Another thread looks at the context of the inner run, and so lets the deadline act.
#[test]
fn a_deadline_ends_a_run_before_the_run_inside_it_tells() {
    schedules(20 * count(), || {
        let soon = Context::new().with_deadline(Duration::from_millis(1));
        let stranger = Arc::<Mutex<Option<JoinHandle<bool>>>>::default();
        let posted = Arc::clone(&stranger);
        let outer = pipeline!({
            let passed = generator(Some(()))
                >> stage(|()| {
                    let inner = pipeline!(|inner| {
                        let told = generator(Some(()))
                            >> stage(|()| {
                                let inner = inner.clone();
                                let looks = spawn(move || inner.is_cancelled());
                                *posted.lock().expect("nothing panics") = Some(looks);
                            });
                        told >> count()
                    });
                    inner.run()?
                });
            passed >> count()
        });
        let outcome: Result<usize, Error> = outer.run_with(&soon);
        let stranger = stranger.lock().expect("nothing panics").take();
        stranger.map(|stranger| stranger.join().expect("it looks"));
        if let Err(error) = outcome {
            assert!(matches!(error, Error::DeadlineExceeded { .. }), "{error:#}");
        }
    });
}

/// The task that polls all workers does not poll the sink's stream, so the sender has to wake its
/// reader.
#[test]
fn a_sink_that_reads_its_stream_elsewhere_is_woken() {
    schedules(10 * count(), || {
        let seen = [Context::new(), Context::new()];
        let see = seen.clone();
        let pipeline: AsyncPipeline<'static, usize> = pipeline!(async move {
            let made = generator({
                for (number, seen) in seen.iter().enumerate() {
                    yield number;
                    seen.drained().await;
                }
            });
            made >> sink(async |mut items| {
                let see = see.clone();
                let reading = shuttle::future::spawn(async move {
                    let mut count = 0;
                    while let Some(number) = items.next().await {
                        count += 1;
                        see[number].drain();
                    }
                    count
                });
                reading.await.expect("it does not panic")
            })
        });
        assert_eq!(block_on(pipeline.run()).expect("it ends well"), 2);
    });
}

/// A body makes more outputs of an item than are buffered before the item's turn.
#[test]
fn a_worker_that_waits_for_its_turn_hears_of_it() {
    schedules(20 * count(), || {
        let pipeline: AsyncPipeline<'static, Vec<usize>> = pipeline!(async move {
            let many = generator(0..4)
                >> fan_out(2, ordered, async |number| {
                    for part in 0..3 {
                        yield 3 * number + part;
                    }
                });
            many >> collect::<Vec<_>>()
        });
        let outcome = block_on(async { pipeline.spawn().join().await });
        assert!(outcome.expect("it ends well").into_iter().eq(0..12));
    });
}

/// One worker is slow to store its output, while another gives it the turn.
#[test]
fn no_turn_of_an_ordered_fan_out_on_threads_is_lost() {
    schedules(40 * count(), || {
        let pipeline: Pipeline<'static, Vec<usize>> = pipeline!(move || {
            let made = generator(0..4) >> fan_out(3, ordered, |number| number);
            made >> collect::<Vec<_>>()
        });
        let outcome = pipeline.run();
        assert!(outcome.expect("it ends well").into_iter().eq(0..4));
    });
}
