//! A drain ends generators and receives where they wait. All items that were made are processed.

use std::future::pending;

use futures::channel::mpsc;
use futures::executor::block_on;
use futures::stream;
use pipeline::{AsyncPipeline, Context, pipeline};
use pipeline_tests::{Hand, Watchdog, yields};

/// Polls `pipeline` until it waits for something that never happens, drains it, and returns its
/// value.
fn drained_at_rest<T>(pipeline: AsyncPipeline<'_, T>) -> T {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let mut run = Box::pin(pipeline.run_with(&context));
    let hand = Hand::default();
    assert!(hand.poll(&mut run).is_pending(), "it waits");
    let early = hand.poll_until(&mut run, || !hand.is_called());
    assert!(early.is_none(), "it waits");
    context.drain();
    block_on(run).expect("a drain is a good end")
}

#[test]
fn a_block_ends_where_it_waits() {
    let made = drained_at_rest(pipeline!(async {
        let made = generator({
            yield 1;
            pending::<()>().await;
            yield 2;
        });
        made >> stage(async |n| {
            yields(3).await;
            n
        }) >> collect::<Vec<_>>()
    }));
    assert_eq!(made, [1]);
}

#[test]
fn a_stream_ends_that_never_gives() {
    let made = drained_at_rest(pipeline!(async {
        generator(stream::pending::<u64>()) >> stage(|n| n) >> count()
    }));
    assert_eq!(made, 0);
}

#[test]
fn a_stream_ends_behind_methods() {
    let made = drained_at_rest(pipeline!(async {
        generator(stream::pending::<u64>()) >> chain([7]) >> map(async |n| n) >> collect::<Vec<_>>()
    }));
    assert_eq!(made, [7], "what a method makes comes");
}

#[test]
fn a_received_stream_ends() {
    let (to, from) = mpsc::unbounded();
    to.unbounded_send(1).expect("it is open");
    let made = drained_at_rest(pipeline!(async move { receive(from) >> sum::<u64>() }));
    assert_eq!(made, 1);
    drop(to);
}

#[test]
fn a_receiver_of_tokio_ends() {
    let (to, from) = tokio::sync::mpsc::channel(2);
    to.try_send(1).expect("it has room");
    let made = drained_at_rest(pipeline!(async move { receive(from) >> sum::<u64>() }));
    assert_eq!(made, 1);
    drop(to);
}

#[test]
fn what_already_runs_inside_a_body_hears_nothing_of_a_drain() {
    let _watchdog = Watchdog::of_this_test();
    let (to, from) = mpsc::unbounded();
    let pipeline = pipeline!(async {
        let made = generator(Some(from))
            >> stage(async |from| {
                pipeline!(async { receive(from) >> sum::<u64>() })
                    .run()
                    .await?
            });
        made >> collect::<Vec<_>>()
    });
    let context = Context::new();
    let mut run = Box::pin(pipeline.run_with(&context));
    let hand = Hand::default();
    assert!(hand.poll(&mut run).is_pending());
    assert!(hand.poll_until(&mut run, || !hand.is_called()).is_none());
    context.drain();
    assert!(hand.poll_until(&mut run, || !hand.is_called()).is_none());
    to.unbounded_send(7).expect("the inner pipeline receives");
    drop(to);
    assert_eq!(block_on(run).expect("a drain is a good end"), [7]);
}

#[test]
fn all_that_was_made_is_processed() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let (made, taken) = block_on(
            pipeline!(async |ctx| {
                let made = generator(capacity = capacity, 0_u64..)
                    >> inspect(|&n| {
                        if n == 500 {
                            ctx.drain();
                        }
                    });
                let (a, b) =
                    made >> fan_out(3, capacity = capacity, async |n| {
                        yields(usize::from(n % 2 == 0)).await;
                        n
                    }) >> tee(capacity = capacity);
                (a >> max(), b >> count())
            })
            .run(),
        )
        .expect("a drain is a good end");
        assert_eq!(made.expect("there is one") as usize + 1, taken);
    }
}

#[test]
fn a_block_ends_in_a_send_that_waits_with_what_it_made() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let (go, gate) = mpsc::unbounded::<()>();
    let pipeline = pipeline!(async {
        let made = generator(capacity = 1, {
            for n in 0_u64.. {
                yield n;
            }
        });
        made >> sink(async |mut items| {
            let mut gate = gate;
            futures::StreamExt::next(&mut gate).await;
            let mut taken = 0;
            while items.next().await.is_some() {
                taken += 1;
            }
            taken
        })
    });
    let mut run = Box::pin(pipeline.run_reported_with(&context));
    let hand = Hand::default();
    assert!(hand.poll(&mut run).is_pending());
    assert!(hand.poll_until(&mut run, || !hand.is_called()).is_none());
    context.drain();
    assert!(hand.poll_until(&mut run, || !hand.is_called()).is_none());
    drop(go);
    let (taken, report) = block_on(run);
    assert_eq!(taken.expect("a drain is a good end"), 2);
    let made = report.stage("made").expect("it has a row");
    assert_eq!(
        (made.taken, made.given, made.dropped),
        (2, 2, 0),
        "{report}"
    );
}

#[test]
fn a_body_can_wait_for_it() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    let told = block_on(
        pipeline!(async |ctx| {
            let told = generator([1])
                >> stage(async |n| {
                    context.drain();
                    ctx.drained().await;
                    n
                });
            told >> sum::<u32>()
        })
        .run_with(&context),
    );
    assert_eq!(told.expect("a drain ends well"), 1);
}

#[test]
fn a_wait_for_it_that_is_given_up_is_forgotten() {
    let context = Context::new();
    let other = context.child();
    let hand = Hand::default();
    for _ in 0..1000 {
        let mut wait = Box::pin(other.drained());
        assert!(hand.poll(&mut wait).is_pending());
    }
    assert!(!hand.is_called());
    context.drain();
    assert!(!hand.is_called(), "nobody waits any more");
    assert!(hand.poll(&mut Box::pin(other.drained())).is_ready());
    assert!(hand.poll(&mut Box::pin(other.cancelled())).is_pending());
}
