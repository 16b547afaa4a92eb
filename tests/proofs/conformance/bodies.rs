//! Every form of a body, and pipelines in bodies.

use pipeline::pipeline;
use pipeline_tests::Watchdog;

use crate::{at_once, by_every_engine, in_time, same};

mod half {
    pub mod at_once {
        pub fn half(n: u64) -> Result<u64, std::io::Error> {
            Ok(n / 2)
        }
    }

    pub mod in_time {
        pub async fn half(n: u64) -> Result<u64, std::io::Error> {
            crate::in_time::turn().await;
            Ok(n / 2)
        }
    }
}

fn double(n: u64) -> u64 {
    2 * n
}

#[test]
fn paths_blocks_and_closures() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let a = generator(0..20_u64) >> stage(double) >> fan_out(2, ordered, double);
                let b = a >> stage($($body)* |n| half::$by::half(n) $($wait)*?);
                let c = b >> stage({
                    let first = half::$by::half(4) $($wait)*?;
                    $($body)* move |n| {
                        $by::turn() $($wait)*;
                        n + first
                    }
                });
                c >> sink($($body)* |mut items| {
                    let mut sum = 0;
                    while let Some(n) = items.next() $($wait)* {
                        sum += n;
                    }
                    sum
                })
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(420));
}

#[test]
fn a_pipeline_in_a_body() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..20_u64) >> stage($($body)* |n| {
                    let inner = pipeline!($($body)* || {
                        let made = generator(0..n) >> fan_out(2, $($body)* |n| {
                            $by::turn() $($wait)*;
                            n
                        });
                        made >> count()
                    });
                    inner.run() $($wait)*?
                });
                made >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((0..20).collect()));
}

#[test]
fn a_failure_of_a_pipeline_in_a_body() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let outer = generator(0..20_u64) >> stage($($body)* |n| {
                    let inner = pipeline!($($body)* || {
                        let inner = generator(0..n) >> stage($($body)* |n| {
                            $by::turn() $($wait)*;
                            if n == 5 { Err("no")? } else { n }
                        });
                        inner >> count()
                    });
                    inner.run() $($wait)*?
                });
                outer >> collect::<Vec<_>>()
            })
        };
    }
    let error = "Some(\"outer\"): stage `outer` failed: stage `inner` failed: no";
    assert_eq!(same(by_every_engine!(declared)), Err(error.to_owned()));
}

/// The option `blocking` gives the body a thread of its own and changes nothing else.
#[test]
fn bodies_that_may_block() {
    let _watchdog = Watchdog::of_this_test();
    let threads = pipeline!(move || {
        let a = generator(0..50_u64) >> stage(double);
        let b = a >> fan_out(2, ordered, |n| if n == 4 { Err("no")? } else { n });
        b >> collect::<Vec<_>>()
    });
    let blocking = || {
        pipeline!(async move {
            let a = generator(0..50_u64) >> stage(blocking, double);
            let b = a
                >> fan_out(
                    2,
                    blocking,
                    ordered,
                    |n| if n == 4 { Err("no")? } else { n },
                );
            b >> collect::<Vec<_>>()
        })
    };
    let made = crate::all(
        threads.run_reported(),
        crate::one_task(|| blocking().run_reported()),
        crate::tasks(|| async { blocking().spawn().join_reported().await }),
    );
    let error = "Some(\"b\"): stage `b` failed: no";
    assert_eq!(same(made), Err(error.to_owned()));
}

/// A pipeline of threads in a blocking body of an async pipeline.
#[test]
fn threads_in_a_body_of_a_future() {
    let _watchdog = Watchdog::of_this_test();
    let sum = pipeline!(async {
        let made = generator(0..20_u64)
            >> stage(blocking, |n| {
                pipeline!({ generator(0..n) >> fan_out(2, |n| n) >> sum::<u64>() }).run()?
            });
        made >> sum::<u64>()
    });
    let sum = futures::executor::block_on(sum.run());
    assert_eq!(sum.expect("it ends well"), 1140);
}
