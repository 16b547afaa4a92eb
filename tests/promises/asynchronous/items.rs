//! Unusual ways to use items and streams.

use std::iter;
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::Watchdog;
use tokio::runtime::Builder;
use tokio::sync::mpsc;

use super::run;

#[test]
fn a_spent_inner_iterator_is_asked_no_more() {
    let inner = |n: i32| {
        let mut calls = 0;
        iter::from_fn(move || {
            calls += 1;
            // Not fused: it would return items again after its end.
            (calls != 2).then_some(n)
        })
    };
    let pipeline = pipeline!(async { generator([1, 2]) >> flat_map(inner) >> collect::<Vec<_>>() });
    assert_eq!(run(pipeline).expect("it ends well"), [1, 2]);
}

#[test]
fn a_sink_that_gives_its_stream_holds_nobody_up() {
    let stream = run(pipeline!(async {
        generator(0..) >> stage(|n: u64| n) >> sink(async |items| items)
    }));
    let left = futures::executor::block_on(stream.expect("it ends well").count());
    assert!(left <= 64, "only what waited is there");
}

#[test]
fn a_sinks_stream_may_be_read_by_a_task() {
    let _watchdog = Watchdog::of_this_test();
    let runtime = Builder::new_current_thread().enable_time().build();
    let items = runtime.expect("a runtime starts").block_on(async {
        let pipeline = pipeline!(async move {
            let numbers = generator(0..10) >> fan_out(1, |n| n);
            numbers
                >> throttle(3, Duration::from_millis(1))
                >> sink(async move |items| tokio::spawn(items.collect::<Vec<_>>()).await?)
        });
        pipeline.run().await
    });
    assert_eq!(items.expect("it ends well"), Vec::from_iter(0..10));
}

#[test]
fn a_borrowed_channel_can_be_used_again() {
    let _watchdog = Watchdog::of_this_test();
    let (to, mut from) = mpsc::channel(8);
    let runtime = Builder::new_current_thread().build();
    runtime.expect("a runtime starts").block_on(async {
        for n in 0..8 {
            to.send(n).await.expect("it is read");
        }
        let first = pipeline!(async { receive(&mut from) >> take(3) >> sum::<u32>() });
        assert_eq!(first.run().await.expect("it ends well"), 3);
        assert_eq!(from.recv().await, Some(3));
    });
}
