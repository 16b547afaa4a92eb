//! An iterator or stream that has ended is not asked again, even if it would continue after its
//! first `None`.

use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use futures::Stream;
use futures::executor::block_on;
use pipeline::{Context, pipeline};
use pipeline_tests::Watchdog;

use crate::{all, at_once, by_every_engine, in_time, one_task, same_outcome, tasks};

#[test]
fn batches_end_with_their_input() {
    let _watchdog = Watchdog::of_this_test();
    let expected = Ok(vec![vec![0, 1, 2], vec![3, 4]]);
    let map_while = made!(|_ctx|
        let five = generator(0..) >> map_while(|n| (n % 6 != 5).then_some(n));
        five >> batch(3) >> collect::<Vec<_>>()
    );
    assert_eq!(map_while, expected);
    let scan = made!(|_ctx|
        let five = generator(0..) >> fan_out(1, |n| n) >> scan(0, |_, n| (n % 6 != 5).then_some(n));
        five >> batch(3) >> collect::<Vec<_>>()
    );
    assert_eq!(scan, expected);
    let throttled = made!(|_ctx|
        let five = generator(0..) >> map_while(|n| (n % 6 != 5).then_some(n));
        five >> throttle(100, Duration::ZERO) >> batch(3) >> collect::<Vec<_>>()
    );
    assert_eq!(throttled, expected);
    let in_time = made!(|_ctx|
        let five = generator(0..) >> map_while(|n| (n % 6 != 5).then_some(n));
        five >> batch_within(3, Duration::MAX) >> collect::<Vec<_>>()
    );
    assert_eq!(in_time, expected);
}

#[test]
fn a_sink_gets_nothing_after_the_end() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let five = generator(0..100) >> fan_out(1, $($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    n
                });
                five >> map_while(|n| (n % 6 != 5).then_some(n)) >> sink($($body)* |mut items| {
                    let mut count = 0;
                    while items.next() $($wait)* .is_some() {
                        count += 1;
                    }
                    (count, items.next() $($wait)*)
                })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok((5, None)));
}

/// A stream that has one item, ends, and panics when it is polled after its end, as
/// `futures::stream::unfold` does.
struct Brief(u32);

impl Stream for Brief {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<u32>> {
        self.0 += 1;
        match self.0 {
            1 => Poll::Ready(Some(1)),
            2 => Poll::Ready(None),
            _ => panic!("polled after its end"),
        }
    }
}

#[test]
fn a_stream_is_not_polled_after_its_end() {
    let _watchdog = Watchdog::of_this_test();
    let after = block_on(
        pipeline!(async {
            generator(Brief(0))
                >> sink(async |mut items| {
                    while items.next().await.is_some() {}
                    items.next().await
                })
        })
        .run(),
    );
    assert_eq!(after.unwrap(), None);
}

/// An iterator with three items, which continues when it is asked again after its end.
fn again() -> impl Iterator<Item = u32> {
    (1..).map(|n| (n % 4 != 0).then_some(n)).map_while(|n| n)
}

#[test]
fn an_iterator_is_not_asked_after_its_end() {
    let _watchdog = Watchdog::of_this_test();
    let batched = made!(|_ctx| generator(again()) >> batch(2) >> count());
    assert_eq!(batched, Ok(2));
    let flattened = made!(|_ctx| generator(again())
        >> flat_map(|_| again())
        >> batch(2)
        >> flatten()
        >> count());
    assert_eq!(flattened, Ok(9));
}
