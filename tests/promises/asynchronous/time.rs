//! Timed waits use the function that was passed to `with_sleep`. Quit channels stop async runs too.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use crossbeam_channel::bounded;
use futures::channel::oneshot;
use futures::executor::block_on;
use futures::{StreamExt, stream};
use pipeline::{AsyncPipeline, Context, Error, pipeline};
use pipeline_tests::{Hand, Watchdog};

const HOUR: Duration = Duration::from_hours(1);

/// A clock whose sleeps end when the test says so.
#[derive(Clone, Default)]
struct Clock {
    sleeps: Arc<Mutex<Sleeps>>,
}

#[derive(Default)]
struct Sleeps {
    asked: Vec<Duration>,
    open: Vec<oneshot::Sender<()>>,
}

impl Clock {
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send + use<> {
        let (end, ended) = oneshot::channel();
        let mut sleeps = self.sleeps.lock().expect("nothing panics while it is held");
        sleeps.asked.push(time);
        sleeps.open.push(end);
        async {
            let _ = ended.await;
        }
    }

    /// Ends all sleeps.
    fn ring(&self) {
        let mut sleeps = self.sleeps.lock().expect("nothing panics while it is held");
        sleeps.open.clear();
    }

    fn asked(&self) -> Vec<Duration> {
        let sleeps = self.sleeps.lock().expect("nothing panics while it is held");
        sleeps.asked.clone()
    }
}

/// Runs `pipeline`, and ends its sleeps whenever nothing else can make progress. Returns the
/// outcome, and the sleeps for which the run asked.
fn rung<T>(
    pipeline: AsyncPipeline<'static, T>,
    context: &Context,
) -> (Result<T, Error>, Vec<Duration>) {
    let _watchdog = Watchdog::of_this_test();
    let clock = Clock::default();
    let own = clock.clone();
    let pipeline = pipeline.with_sleep(move |time| own.sleep(time));
    let mut run = Box::pin(pipeline.run_with(context));
    let hand = Hand::default();
    loop {
        match hand.poll(&mut run) {
            Poll::Ready(outcome) => return (outcome, clock.asked()),
            Poll::Pending if hand.is_called() => {}
            Poll::Pending => clock.ring(),
        }
    }
}

#[test]
fn a_backoff_sleeps() {
    let made = pipeline!(async move {
        let made = generator([1, 2])
            >> stage(on_error = retry(3, |attempt| attempt * HOUR), {
                let mut failures = 0;
                move |n: u64| {
                    failures += 1;
                    if failures < 4 {
                        Err("not yet")?;
                    }
                    n
                }
            });
        made >> collect::<Vec<_>>()
    });
    let (outcome, asked) = rung(made, &Context::new());
    assert_eq!(outcome.expect("the last attempt does it"), [1, 2]);
    assert_eq!(asked, [HOUR, 2 * HOUR, 3 * HOUR]);
}

#[test]
fn a_throttle_sleeps() {
    let made =
        pipeline!(async move { generator(0..5) >> throttle(2, HOUR) >> collect::<Vec<u64>>() });
    let (outcome, asked) = rung(made, &Context::new());
    assert_eq!(outcome.expect("it ends well"), [0, 1, 2, 3, 4]);
    // The third item waits for the first. The fourth may follow at once. The fifth waits for the
    // third.
    assert!(asked.iter().sum::<Duration>() < 3 * HOUR, "{asked:?}");
    assert!(asked.iter().all(|&time| time <= HOUR));
}

#[test]
fn a_batch_in_time_sleeps() {
    let made = pipeline!(async move {
        let items = generator(stream::iter(0..3).chain(stream::pending()));
        items >> batch_within(10, HOUR) >> take(1) >> collect::<Vec<Vec<u64>>>()
    });
    let (outcome, asked) = rung(made, &Context::new());
    assert_eq!(outcome.expect("it ends well"), [[0, 1, 2]]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_deadline_sleeps() {
    let stuck = pipeline!(async move {
        generator(0_u64..)
            >> stage(async |n| {
                pending::<()>().await;
                n
            })
            >> count()
    });
    let context = Context::new().with_deadline(HOUR);
    let (outcome, asked) = rung(stuck, &context);
    assert!(
        matches!(outcome, Err(Error::DeadlineExceeded { .. })),
        "{outcome:?}"
    );
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_drain_in_a_body_is_bounded_by_a_sleep() {
    let stuck = pipeline!(async move |ctx| {
        generator(0_u64..)
            >> stage(async |n| {
                ctx.drain_within(HOUR);
                pending::<()>().await;
                n
            })
            >> count()
    });
    let (outcome, asked) = rung(stuck, &Context::new());
    assert!(
        matches!(outcome, Err(Error::DeadlineExceeded { .. })),
        "{outcome:?}"
    );
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_pipeline_in_a_body_sleeps_as_it_says_itself() {
    let (outer, inner) = (Clock::default(), Clock::default());
    let sleep = inner.clone();
    let pipeline = pipeline!(async move {
        let made = generator(Some(1))
            >> stage(async |n: u64| {
                let sleep = sleep.clone();
                let inner = pipeline!(async { generator([n, n]) >> throttle(1, HOUR) >> count() });
                inner
                    .with_sleep(move |time| sleep.sleep(time))
                    .run()
                    .await?
            });
        made >> collect::<Vec<_>>()
    });
    let own = outer.clone();
    let mut run = Box::pin(pipeline.with_sleep(move |time| own.sleep(time)).run());
    let hand = Hand::default();
    assert!(
        hand.poll_until(&mut run, || !inner.asked().is_empty())
            .is_none()
    );
    inner.ring();
    assert_eq!(block_on(run).expect("it ends well"), [2]);
    assert!(outer.asked().is_empty());
}

/// A future may panic if it is polled again after its end.
#[test]
fn a_sleep_that_is_over_is_not_polled_again() {
    let _watchdog = Watchdog::of_this_test();
    let mut attempts = 0;
    let tried = pipeline!(async move {
        let tried = generator(0..1000)
            >> stage(on_error = retry(1, HOUR), async |n| {
                attempts += 1;
                if attempts % 2 == 1 {
                    Err("the first attempt")?;
                }
                n
            });
        tried >> count()
    });
    let tried = tried.with_sleep(|_| async {});
    assert_eq!(block_on(tried.run()).expect("it ends well"), 1000);
}

#[test]
fn a_sleep_that_panics_is_the_cause() {
    let _watchdog = Watchdog::of_this_test();
    let stuck = pipeline!(async move { generator(0..5) >> throttle(1, HOUR) >> count() });
    let stuck = stuck.with_sleep(|_| -> std::future::Ready<()> { panic!("no clock") });
    let error = block_on(stuck.run()).expect_err("it panics");
    assert!(error.to_string().contains("no clock"), "{error}");
}

/// Returns a pipeline that does not end by itself.
fn stuck() -> AsyncPipeline<'static, usize> {
    pipeline!(async move {
        generator(0_u64..)
            >> stage(async |n| {
                pending::<()>().await;
                n
            })
            >> count()
    })
}

#[test]
fn a_quit_channel_cancels() {
    let _watchdog = Watchdog::of_this_test();
    let (quit, channel) = bounded::<()>(1);
    let context = Context::new();
    context.quit_on(channel);
    let mut run = Box::pin(stuck().run_with(&context));
    assert!(Hand::default().poll(&mut run).is_pending());
    quit.send(()).expect("somebody listens");
    let outcome = block_on(run);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
}

#[test]
fn a_quit_channel_given_in_a_body_cancels() {
    let _watchdog = Watchdog::of_this_test();
    let (quit, channel) = bounded::<()>(1);
    let pipeline = pipeline!(async |ctx| {
        generator(0_u64..)
            >> stage(async |n| {
                ctx.quit_on(channel.clone());
                pending::<()>().await;
                n
            })
            >> count()
    });
    let mut run = Box::pin(pipeline.run());
    assert!(Hand::default().poll(&mut run).is_pending());
    quit.send(()).expect("somebody listens");
    let outcome = block_on(run);
    assert!(outcome.is_err_and(|error| error.is_cancelled()));
}

#[test]
fn a_drain_channel_drains() {
    let _watchdog = Watchdog::of_this_test();
    let (end, channel) = bounded::<()>(1);
    let context = Context::new();
    context.drain_on(channel);
    let pipeline = pipeline!(async { generator(stream::pending::<u64>()) >> count() });
    let mut run = Box::pin(pipeline.run_with(&context));
    assert!(Hand::default().poll(&mut run).is_pending());
    end.send(()).expect("somebody listens");
    assert_eq!(block_on(run).expect("a drain is a good end"), 0);
}

#[test]
fn a_deadline_of_a_thread_of_the_run_cancels() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new().with_deadline(Duration::from_millis(1));
    let outcome = block_on(stuck().run_with(&context));
    assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
}

#[test]
fn a_deadline_of_tokios_timer_cancels() {
    let _watchdog = Watchdog::of_this_test();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let context = Context::new().with_deadline(Duration::from_millis(1));
    let runtime = runtime.expect("a runtime starts");
    let outcome = runtime.block_on(async { stuck().spawn_with(&context).join().await });
    assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
}

/// Tests all kinds of timed waits on a tokio runtime without a timer.
#[test]
fn what_waits_on_a_runtime_without_a_timer_waits_by_a_thread() {
    let _watchdog = Watchdog::of_this_test();
    let mut builders = [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ];
    for builder in &mut builders {
        let runtime = builder.build().expect("a runtime starts");
        runtime.block_on(async {
            let soon = || Context::new().with_deadline(Duration::from_millis(1));
            for _ in 0..2 {
                let outcome = stuck().spawn_with(&soon()).join().await;
                assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
            }
            let outcome = stuck().run_with(&soon()).await;
            assert!(matches!(outcome, Err(Error::DeadlineExceeded { .. })));
            let millisecond = Duration::from_millis(1);
            let waiting = pipeline!(async move {
                let tried = generator(0..3)
                    >> throttle(1, millisecond)
                    >> stage(on_error = retry(1, millisecond), |n: u32| {
                        Err::<u32, _>("always")?;
                        n
                    });
                tried >> count()
            });
            assert!(
                waiting
                    .run()
                    .await
                    .is_err_and(|error| error.stage() == Some("tried"))
            );
            let batches = pipeline!(async move {
                let slow = generator({
                    yield 1;
                    pending::<()>().await;
                });
                slow >> batch_within(10, millisecond) >> take(1) >> count()
            });
            assert_eq!(batches.spawn().join().await.expect("nothing fails"), 1);
        });
    }
}
