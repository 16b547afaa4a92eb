//! A pipeline whose stages never wait still yields to its executor, and each of its stages yields
//! to the others.

use futures::{Stream, stream};
use std::iter::repeat;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use futures::executor::block_on;
use pipeline::{Context, pipeline};
use pipeline_tests::yields;

use super::{lets_others_go_on, run};

trait Endless: Stream + Sized {
    /// Returns an endless stream of zeros, which is always ready.
    fn endless(self) -> impl Stream<Item = u64> {
        stream::repeat(0)
    }
}

impl<S: Stream> Endless for S {}

macro_rules! lets_others_run {
    ($($name:ident: { $($declaration:tt)* })*) => {
        $(
            #[test]
            fn $name() {
                assert!(lets_others_go_on(pipeline!(async { $($declaration)* })));
            }
        )*
    };
}

lets_others_run! {
    an_iterator_that_is_filtered_away: {
        generator(0..) >> filter(|_: &u64| false) >> count()
    }
    a_stream_that_is_filtered_away: {
        generator(futures::stream::repeat(1)) >> filter(|_| false) >> count()
    }
    a_block_that_yields: {
        let made = generator({
            loop {
                yield 1;
            }
        });
        made >> filter(|_| false) >> count()
    }
    a_filter_that_is_awaited: {
        generator(0..) >> filter(async |_: &u64| false) >> count()
    }
    flat_map: {
        generator(Some(())) >> flat_map(|()| 0_u64..) >> filter(|_| false) >> count()
    }
    flat_map_of_empty_ones: {
        generator(0_u64..) >> flat_map(|_| None::<u64>) >> count()
    }
    flat_map_that_is_awaited: {
        generator(Some(())) >> flat_map(async |()| 0_u64..) >> filter(|_| false) >> count()
    }
    flatten: {
        generator(Some(0_u64..)) >> flatten() >> filter(|_| false) >> count()
    }
    chain: {
        generator(Some(0)) >> chain(0_u64..) >> filter(|_| false) >> count()
    }
    cycle: {
        generator([1, 2]) >> cycle() >> filter(|_| false) >> count()
    }
    a_method_that_is_not_ours: {
        generator(Some(0)) >> endless() >> filter(|_| false) >> count()
    }
    filter_map: {
        generator(0_u64..) >> filter_map(|_| None::<u64>) >> count()
    }
    skip_while: {
        generator(0_u64..) >> skip_while(|_| true) >> count()
    }
    skip: {
        generator(0_u64..) >> skip(usize::MAX) >> count()
    }
    step_by: {
        generator(0_u64..) >> step_by(usize::MAX) >> count()
    }
    for_each: {
        generator(0_u64..) >> for_each(drop);
    }
    fold: {
        generator(0_u64..) >> fold(0, |sum: u64, n| sum ^ n)
    }
    fold_that_is_awaited: {
        generator(0_u64..) >> fold(0, async |sum: u64, n| sum ^ n)
    }
    find: {
        generator(0_u64..) >> find(|_| false)
    }
    last: {
        generator(0_u64..) >> last()
    }
    batches: {
        generator(0_u64..) >> batch(3) >> filter(|_| false) >> count()
    }
    between_stages: {
        generator(0_u64..) >> stage(|n| n) >> fan_out(2, |n| n) >> filter(|_| false) >> count()
    }
    in_order: {
        generator(0_u64..) >> fan_out(2, ordered, |n| n) >> filter(|_| false) >> count()
    }
    rendezvous: {
        generator(capacity = 0, 0_u64..) >> stage(capacity = 0, |n| n) >> filter(|_| false) >> count()
    }
    a_stage_that_yields_without_end: {
        let made = generator(Some(())) >> stage(|()| {
            loop {
                yield 1_u64;
            }
        });
        made >> filter(|_| false) >> count()
    }
    a_stage_that_yields_nothing: {
        let made = generator(0_u64..) >> stage(|n| {
            if n == u64::MAX {
                yield n;
            }
        });
        made >> count()
    }
    failures_that_are_skipped: {
        let made = generator(0_u64..) >> stage(on_error = skip, |n| {
            if n < u64::MAX {
                Err("no")?;
            }
            n
        });
        made >> count()
    }
    retries_without_end: {
        let made = generator(Some(0)) >> stage(on_error = retry(u32::MAX), |n| {
            if n < 1 {
                Err("no")?;
            }
            n
        });
        made >> count()
    }
    a_sink: {
        generator(0_u64..) >> sink(async |mut items| while items.next().await.is_some() {})
    }
    branches: {
        let (a, b) = generator(0_u64..) >> tee();
        let (c, d) = a >> split(|n| n % 2 == 0);
        (b >> last(), c >> last(), d >> last())
    }
    a_route_that_drops_all: {
        let (a, b) = generator(0_u64..) >> route(|n: u64| {
            if n == u64::MAX {
                a(n);
                b(n);
            }
        });
        (a >> count(), b >> count())
    }
    a_zip: {
        let a = generator(0_u64..);
        let b = generator(0_u64..);
        zip(a, b) >> filter(|_| false) >> count()
    }
    a_loop_without_end: {
        let open = generator(Some(0_u64)) >> feedback(again, bound = 2, full = fail);
        let (again, done) = open >> split(|_| true);
        done >> count()
    }
    a_pipeline_in_a_body: {
        let made = generator(0_u64..) >> stage(async |n| {
            pipeline!(async { generator(n..) >> filter(|_| false) >> count() }).run().await?
        });
        made >> count()
    }
}

#[test]
fn no_chain_starves_another() {
    let counted = run(pipeline!(async |ctx| {
        generator(0_u64..) >> filter(|_| false) >> for_each(drop);
        generator(0_u64..) >> stage(|n| n) >> for_each(drop);
        let counted = generator(0..1000)
            >> stage(async |n| {
                yields(1).await;
                n
            });
        let counted = counted >> count();
        let end = generator(0..1000)
            >> stage(|n| {
                if n == 999 {
                    ctx.drain();
                }
                n
            });
        end >> for_each(drop);
        counted
    }));
    assert!(counted.expect("it is drained") <= 1000);
}

#[test]
fn each_worker_of_a_fan_out_gets_its_turn() {
    let workers = run(pipeline!(async {
        let worked = generator(0..1000)
            >> fan_out(4, {
                let mut mine = 0;
                async move |_| {
                    yields(1).await;
                    mine += 1;
                    mine
                }
            });
        worked >> filter(|&mine| mine == 1) >> count()
    }));
    assert_eq!(workers.expect("it ends well"), 4);
}

/// Returns, for the first `count` items of a stream of zeros and ones, the number of zeros or the
/// number of ones, whichever is smaller.
macro_rules! share {
    ($count:expr, $stream:ident: { $($declaration:tt)* }) => {{
        let tags = run(pipeline!(async {
            $($declaration)*
            $stream >> take($count) >> collect::<Vec<u8>>()
        }));
        let tags = tags.expect("it ends well");
        assert_eq!(tags.len(), $count);
        let ones = tags.iter().filter(|&&tag| tag == 1).count();
        ones.min($count - ones)
    }};
}

#[test]
fn a_fan_in_takes_from_each_stream_from_the_first_items_on() {
    let generators = share!(100, both: {
        let zeros = generator(repeat(0));
        let ones = generator(repeat(1));
        let both = fan_in(zeros, ones);
    });
    let stages = share!(100, both: {
        let zeros = generator(repeat(0)) >> stage(|n| n);
        let ones = generator(repeat(1)) >> stage(|n| n);
        let both = fan_in(zeros, ones);
    });
    let methods = share!(100, both: {
        let zeros = generator(Some(0)) >> cycle() >> filter(|_| true);
        let ones = generator(Some(1)) >> flat_map(repeat);
        let both = fan_in(zeros, ones);
    });
    let blocks = share!(100, both: {
        let zeros = generator({ loop { yield 0; } });
        let ones = generator({ loop { yield 1; } });
        let both = fan_in(zeros, ones);
    });
    let streams = share!(100, both: {
        let zeros = generator(futures::stream::repeat(0));
        let ones = generator(futures::stream::repeat(1)) >> fan_out(2, |n| n);
        let both = fan_in(zeros, ones);
    });
    let shares = [generators, stages, methods, blocks, streams];
    assert!(shares.iter().all(|&share| share >= 25), "{shares:?}");
}

#[test]
fn a_fan_in_takes_from_each_stream_in_the_long_run() {
    let exact = share!(100_000, both: {
        let zeros = generator(repeat(0));
        let ones = generator(repeat(1)) >> stage(|n| n);
        let both = fan_in(capacity = 10, zeros, ones);
    });
    let growing = share!(100_000, both: {
        let zeros = generator(repeat(0));
        let ones = generator(repeat(1));
        let both = fan_in(zeros, ones);
    });
    let slow = share!(10_000, both: {
        let zeros = generator(repeat(0));
        let ones = generator(repeat(1));
        let both = fan_in(zeros, ones) >> stage(async |n| {
            yields(1).await;
            n
        });
    });
    assert!(exact >= 25_000, "{exact}");
    assert!(growing >= 25_000, "{growing}");
    assert!(slow >= 2500, "{slow}");
}

/// Returns the number of bodies that began before a deadline of 20 ms stopped the run. Each body
/// takes 5 ms and never waits. A slow machine begins fewer.
fn begun_by<F>(declare: impl FnOnce(Arc<AtomicUsize>, Context) -> F) -> usize
where
    F: FnOnce(),
{
    let begun = Arc::new(AtomicUsize::new(0));
    let context = Context::new().with_deadline(Duration::from_millis(20));
    declare(begun.clone(), context)();
    begun.load(Ordering::SeqCst)
}

/// Tests runs with the body `$body`, which blocks for 5 ms.
macro_rules! stopped_in_time {
    ($($name:ident: |$body:ident, $context:ident| $run:expr;)*) => {
        $(
            #[test]
            fn $name() {
                let begun = begun_by(|begun, $context| {
                    let $body = move |n: u64| {
                        begun.fetch_add(1, Ordering::SeqCst);
                        thread::sleep(Duration::from_millis(5));
                        n
                    };
                    move || { let _ = $run; }
                });
                assert!(begun < 25, "{begun} bodies began");
            }
        )*
    };
}

stopped_in_time! {
    a_deadline_stops_a_stage_that_never_waits: |body, context| block_on(
        pipeline!(async { generator(0..500) >> stage(|n| body(n)) >> count() }).run_with(&context)
    );
    a_deadline_stops_awaited_bodies_that_never_wait: |body, context| block_on(
        pipeline!(async { generator(0..500) >> stage(async |n| body(n)) >> count() })
            .run_with(&context)
    );
    a_deadline_stops_a_consumer_that_never_waits: |body, context| block_on(
        pipeline!(async { generator(0..500) >> map(body) >> for_each(drop) }).run_with(&context)
    );
    a_deadline_stops_workers_that_never_wait: |body, context| block_on(
        pipeline!(async { generator(0..500) >> fan_out(4, |n| body(n)) >> count() })
            .run_with(&context)
    );
    a_deadline_stops_tasks_of_one_thread_that_never_wait: |body, context| one_thread().block_on(async {
        pipeline!(async move { generator(0..500) >> stage(body) >> count() })
            .spawn_with(&context).join().await
    });
    a_deadline_stops_a_task_among_others: |body, context| one_thread().block_on(async {
        let run = pipeline!(async move { generator(0..500) >> stage(body) >> count() });
        tokio::spawn(run.run_with(&context)).await
    });
    a_timeout_beside_stops_a_stage_that_never_waits: |body, _context| one_thread().block_on(
        async {
            let run = pipeline!(async { generator(0..500) >> stage(|n| body(n)) >> count() }).run();
            tokio::time::timeout(Duration::from_millis(20), run).await
        }
    );
}

fn one_thread() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.expect("it starts")
}
