//! Edges that may lose items: the option `full`. Each test also asserts promise 7 on the report of
//! the run.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::bounded;
use futures::executor::block_on;
use pipeline::{
    Capacity, Context, Error, Pipeline, Report, StreamReport, WhenFull, pipeline, segment,
};
use pipeline_tests::{Watchdog, conserves};
use tokio::sync::Barrier;

type Outcome<T> = (Result<T, Error>, Report);

fn on_tokio<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_time().build();
    runtime.unwrap().block_on(future)
}

/// Returns the value, and the number of items that the edge between the first two stages lost.
fn read<T>((outcome, report): Outcome<T>) -> (T, u64) {
    conserves(&report);
    let lost = report.streams[0].lost;
    (outcome.expect("it ends well"), lost)
}

/// A pipeline of threads whose reader holds item 0 while the items 1 to 99 are sent.
macro_rules! held_up {
    ($make:ident($($option:tt)*)) => {{
        let (has_one, first_is_taken) = bounded(0);
        let (all_in, held) = bounded(0);
        pipeline!({
            let numbers = generator($($option)*, {
                yield 0;
                first_is_taken.recv()?;
                for n in 1..100 {
                    yield n;
                }
                all_in.send(())?;
            });
            let seen = numbers
                >> stage(|n| {
                    if n == 0 {
                        has_one.send(())?;
                        held.recv()?;
                    }
                    n
                });
            seen >> collect::<Vec<u64>>()
        })
        .$make()
    }};
    (async $make:ident($($option:tt)*)) => {{
        let (taken, put) = (Barrier::new(2), Barrier::new(2));
        let (taken, put) = (Arc::new(taken), Arc::new(put));
        let (makers_taken, makers_put) = (taken.clone(), put.clone());
        pipeline!(async move {
            let numbers = generator($($option)*, {
                yield 0;
                makers_taken.wait().await;
                for n in 1..100 {
                    yield n;
                }
                makers_put.wait().await;
            });
            let seen = numbers
                >> stage(async |n| {
                    if n == 0 {
                        taken.wait().await;
                        put.wait().await;
                    }
                    n
                });
            seen >> collect::<Vec<u64>>()
        })
        .$make()
    }};
}

/// Runs [`held_up`] on each engine.
macro_rules! on_each_engine {
    ($($option:tt)*) => {
        [
            read(held_up!(run_reported($($option)*))),
            read(block_on(held_up!(async run_reported($($option)*)))),
            on_tokio(async {
                let running = held_up!(async spawn($($option)*));
                read(running.join_reported().await)
            }),
        ]
    };
}

#[test]
fn the_oldest_are_dropped() {
    let _watchdog = Watchdog::of_this_test();
    for seen in on_each_engine!(capacity = 3, full = drop_oldest) {
        assert_eq!(seen, (vec![0, 97, 98, 99], 96));
    }
    for seen in on_each_engine!(capacity = 1, full = drop_oldest) {
        assert_eq!(seen, (vec![0, 99], 98));
    }
}

#[test]
fn the_newest_are_dropped() {
    let _watchdog = Watchdog::of_this_test();
    for seen in on_each_engine!(capacity = 3, full = drop_newest) {
        assert_eq!(seen, (vec![0, 1, 2, 3], 96));
    }
}

#[test]
fn the_newest_are_merged() {
    let _watchdog = Watchdog::of_this_test();
    let rest: u64 = (3..100).sum();
    for seen in on_each_engine!(capacity = 3, full = merge(|old, new| old + new)) {
        assert_eq!(seen, (vec![0, 1, 2, rest], 96));
    }
    for seen in on_each_engine!(capacity = 1, full = merge(u64::max)) {
        assert_eq!(seen, (vec![0, 99], 98));
    }
}

/// The capacity must hold all items, because the reader waits for the last one.
#[test]
fn a_stream_waits_by_default() {
    let _watchdog = Watchdog::of_this_test();
    for seen in on_each_engine!(capacity = 99, full = wait) {
        assert_eq!(seen, (Vec::from_iter(0..100), 0));
    }
}

#[test]
fn nothing_is_lost_while_there_is_room() {
    let _watchdog = Watchdog::of_this_test();
    for seen in on_each_engine!(capacity = 99, full = drop_oldest) {
        assert_eq!(seen, (Vec::from_iter(0..100), 0));
    }
    for seen in on_each_engine!(capacity = 99, full = merge(|_, _| unreachable!())) {
        assert_eq!(seen, (Vec::from_iter(0..100), 0));
    }
}

#[test]
fn a_stream_of_no_items_panics() {
    let run = |capacity: usize| {
        pipeline!({
            generator(capacity = capacity, full = drop_newest, 0..3) >> stage(|n| n) >> count()
        })
        .run()
    };
    assert_eq!(run(3).unwrap(), 3);
    let error = run(0).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("a stream that holds no item would lose each"),
        "{text}"
    );
}

/// The display blocks until the work has ended.
#[test]
fn a_branch_that_loses_items_does_not_slow_the_work() {
    const MOST: u64 = 10_000;
    let _watchdog = Watchdog::of_this_test();
    let (done, held) = bounded(1);
    let (outcome, report) = pipeline!({
        let numbers = generator(0..MOST);
        let (work, view) = numbers >> tee(capacity = 4, full = drop_oldest(view));
        let work = work
            >> stage(name = "work", |n| {
                if n == MOST - 1 {
                    done.send(())?;
                }
                n
            });
        let view = view
            >> stage(name = "view", {
                let mut is_first = true;
                move |n| {
                    if mem::take(&mut is_first) {
                        held.recv()?;
                    }
                    n
                }
            });
        let sum = work >> sum::<u64>();
        let shown = view >> collect::<Vec<_>>();
        (sum, shown)
    })
    .run_reported();
    conserves(&report);
    let (sum, shown) = outcome.unwrap();
    assert_eq!(sum, (0..MOST).sum::<u64>());
    assert!(shown.len() <= 5 && shown.is_sorted(), "{shown:?}");
    assert_eq!(shown.last(), Some(&(MOST - 1)));
    let lost = |reader| {
        report
            .streams
            .iter()
            .find(|stream| stream.reader == reader)
            .unwrap()
            .lost
    };
    assert_eq!(lost("work"), 0);
    assert_eq!(lost("view"), MOST - shown.len() as u64);
    let line = format!(
        "{} of the {MOST} items that were put into the stream to `view` were lost",
        lost("view")
    );
    assert!(report.to_string().contains(&line), "{report}");
}

/// Returns the sums over all edges of a report: items put in, taken and lost.
fn sums(report: &Report) -> (u64, u64, u64) {
    let streams = || report.streams.iter();
    let put = streams().map(|stream| stream.put).sum();
    let taken = streams().map(|stream| stream.taken).sum();
    (put, taken, streams().map(|stream| stream.lost).sum())
}

/// The source never waits for space, but must still notice that its reader has ended.
#[test]
fn a_source_without_end_ends_with_its_reader() {
    let _watchdog = Watchdog::of_this_test();
    let check = |(outcome, report): Outcome<usize>| {
        conserves(&report);
        assert_eq!(outcome.unwrap(), 100);
    };
    macro_rules! first {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let numbers = generator(capacity = 2, full = drop_newest, 0..);
                numbers >> stage(|n: u64| n) >> take(100) >> count()
            })
        };
    }
    check(first!(move ||).run_reported());
    check(block_on(first!(async move).run_reported()));
    check(on_tokio(async {
        first!(async move).spawn().join_reported().await
    }));
}

#[test]
fn a_cancel_ends_a_source_that_never_waits() {
    let _watchdog = Watchdog::of_this_test();
    let check = |(outcome, report): Outcome<u64>| {
        conserves(&report);
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
    };
    macro_rules! endless {
        ($context:ident, $($header:tt)*) => {
            pipeline!($($header)* {
                let numbers = generator(capacity = 2, full = merge(|old, new| old.max(new)), 0..);
                let seen = numbers
                    >> stage(|n: u64| {
                        if n > 1000 {
                            $context.cancel();
                        }
                        n
                    });
                seen >> fold(0, u64::max)
            })
        };
    }
    let context = Context::new();
    check(endless!(context, ||).run_reported_with(&context));
    let context = Context::new();
    check(block_on(
        endless!(context, async).run_reported_with(&context),
    ));
    let context = Context::new();
    let inner = context.clone();
    check(on_tokio(async move {
        endless!(inner, async move)
            .spawn_with(&context)
            .join_reported()
            .await
    }));
}

/// Items that wait in the edge when the sources end are still read.
#[test]
fn a_drain_loses_no_item_that_waits() {
    let _watchdog = Watchdog::of_this_test();
    let check = |(outcome, report): Outcome<Vec<u64>>| {
        conserves(&report);
        let seen = outcome.unwrap();
        assert!(seen.is_sorted() && seen.last() > Some(&1000));
        assert!(
            report.streams.iter().all(|stream| stream.left == 0),
            "{report}"
        );
        let stream = &report.streams[0];
        assert_eq!(stream.put, stream.taken + stream.lost);
        assert_eq!(seen.last(), Some(&(stream.put - 1)));
    };
    macro_rules! endless {
        ($context:ident, $($header:tt)*) => {
            pipeline!($($header)* {
                let numbers = generator(capacity = 2, full = drop_oldest, 0..);
                let seen = numbers
                    >> stage(|n: u64| {
                        if n > 1000 {
                            $context.drain();
                        }
                        n
                    });
                seen >> collect::<Vec<_>>()
            })
        };
    }
    let context = Context::new();
    check(endless!(context, ||).run_reported_with(&context));
    let context = Context::new();
    check(block_on(
        endless!(context, async).run_reported_with(&context),
    ));
}

#[test]
fn an_error_ends_a_source_that_never_waits() {
    let _watchdog = Watchdog::of_this_test();
    let check = |(outcome, report): Outcome<u64>| {
        conserves(&report);
        assert_eq!(outcome.unwrap_err().stage(), Some("seen"));
    };
    macro_rules! endless {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let numbers = generator(capacity = 2, full = drop_oldest, 0..);
                let seen = numbers
                    >> stage(|n: u64| {
                        if n > 1000 {
                            Err("it is too large")?;
                        }
                        n
                    });
                seen >> stage(|n| n) >> fold(0, u64::max)
            })
        };
    }
    check(endless!(||).run_reported());
    check(block_on(endless!(async).run_reported()));
}

#[test]
fn a_panic_in_merge_is_a_panic_of_the_stage_that_sends() {
    let _watchdog = Watchdog::of_this_test();
    let merge = |old: u64, new: u64| {
        assert!(new < 50, "no more");
        old + new
    };
    let check = |(outcome, report): Outcome<()>| {
        conserves(&report);
        panicked_in_numbers(outcome);
        // Item 0 was taken. The edge held 1, 2, and the merge of 3 to 49. The panic dropped this
        // merged item.
        let stream = &report.streams[0];
        let StreamReport {
            put,
            taken,
            left,
            lost,
            ..
        } = *stream;
        assert_eq!((put, taken, left, lost), (50, 1, 2, 47), "{report}");
    };
    let (has_one, first_is_taken) = bounded(0);
    let run = pipeline!(|ctx| {
        let numbers = generator(capacity = 3, full = merge(merge), {
            yield 0;
            first_is_taken.recv()?;
            for n in 1..100 {
                yield n;
            }
        });
        let held = numbers
            >> stage(|n| {
                has_one.send(())?;
                while !ctx.is_cancelled() {
                    thread::yield_now();
                }
                n
            });
        held >> for_each(drop)
    });
    check(run.run_reported());
    let one = Barrier::new(2);
    let run = pipeline!(async |ctx| {
        let numbers = generator(capacity = 3, full = merge(merge), {
            yield 0;
            one.wait().await;
            for n in 1..100 {
                yield n;
            }
        });
        let held = numbers
            >> stage(async |n| {
                one.wait().await;
                ctx.cancelled().await;
                n
            });
        held >> for_each(drop)
    });
    check(block_on(run.run_reported()));
}

fn panicked_in_numbers<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::Panicked { .. }), "{error:#}");
    assert_eq!(error.stage(), Some("numbers"));
}

/// An item that counts its drop. The drop of item 7 panics.
#[derive(Debug)]
struct Fragile(u64, Arc<AtomicU64>);

impl Drop for Fragile {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::Relaxed);
        assert!(self.0 != 7, "it breaks");
    }
}

#[test]
fn a_panicking_drop_of_a_lost_item_is_a_panic_of_the_stage_that_sends() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! check {
        ($full:ident, $put:expr, $lost:expr, $run:expr, $ctx:ident) => {{
            let dropped = Arc::new(AtomicU64::new(0));
            let counter = Arc::clone(&dropped);
            let (has_one, first_is_taken) = bounded::<()>(1);
            let pipeline = pipeline!(|$ctx| {
                let numbers = generator(capacity = 3, full = $full, {
                    for n in 0..100 {
                        if n == 1 {
                            first_is_taken.recv()?;
                        }
                        yield Fragile(n, counter.clone());
                    }
                });
                let held = numbers
                    >> stage(name = "held", {
                        |item: Fragile| {
                            has_one.send(())?;
                            while !$ctx.is_cancelled() {
                                thread::yield_now();
                            }
                            item
                        }
                    });
                held >> for_each(drop)
            });
            let (outcome, report) = $run(pipeline);
            conserves(&report);
            panicked_in_numbers(outcome);
            let StreamReport {
                put,
                taken,
                left,
                lost,
                ..
            } = report.streams[0];
            assert_eq!((put, taken, left, lost), ($put, 1, 3, $lost), "{report}");
            assert_eq!(dropped.load(Ordering::Relaxed), $put);
        }};
    }
    // The items 1 to 7 are lost to make space for 4 to 10.
    check!(
        drop_oldest,
        11,
        7,
        |run: Pipeline<'_, ()>| run.run_reported(),
        ctx
    );
    // There is no space for the items 4 to 7.
    check!(
        drop_newest,
        8,
        4,
        |run: Pipeline<'_, ()>| run.run_reported(),
        ctx
    );
}

#[test]
fn several_streams_share_what_may_be_lost() {
    let _watchdog = Watchdog::of_this_test();
    const MOST: u64 = 5000;
    let check = |(outcome, report): Outcome<Vec<u64>>| {
        conserves(&report);
        let seen = outcome.unwrap();
        let (put, taken, lost) = sums(&report);
        assert_eq!((put, taken + lost), (3 * MOST, 3 * MOST));
        assert_eq!(seen.len() as u64, taken);
        for of_one in 0..3 {
            let mut own = seen.iter().filter(|n| *n % 3 == of_one);
            assert!(own.by_ref().is_sorted(), "those of one sender are in order");
        }
    };
    macro_rules! several {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let a = generator((0..MOST).map(|n| 3 * n));
                let b = generator((0..MOST).map(|n| 3 * n + 1));
                let c = generator((0..MOST).map(|n| 3 * n + 2));
                let all = fan_in(a, b, c, capacity = 2, full = drop_oldest);
                all >> collect::<Vec<u64>>()
            })
        };
    }
    for _ in 0..20 {
        check(several!(move ||).run_reported());
        check(block_on(several!(async move).run_reported()));
    }
    check(on_tokio(async {
        several!(async move).spawn().join_reported().await
    }));
}

/// A merge loses nothing, so the sum is unchanged.
#[test]
fn several_streams_merge_into_one_sum() {
    let _watchdog = Watchdog::of_this_test();
    const MOST: u64 = 5000;
    let check = |(outcome, report): Outcome<u64>| {
        conserves(&report);
        assert_eq!(outcome.unwrap(), 2 * (0..MOST).sum::<u64>());
    };
    macro_rules! several {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let a = generator(0..MOST) >> fan_out(2, |n| n);
                let b = generator(0..MOST);
                let all = fan_in(a, b, capacity = 1, full = merge(|old, new| old + new));
                all >> fan_out(3, |n| n) >> sum::<u64>()
            })
        };
    }
    for _ in 0..20 {
        check(several!(move ||).run_reported());
        check(block_on(several!(async move).run_reported()));
    }
    check(on_tokio(async {
        several!(async move).spawn().join_reported().await
    }));
}

/// Each item is read once or lost, for every kind of reader that shares an edge.
#[test]
fn workers_share_a_stream_that_loses_items() {
    let _watchdog = Watchdog::of_this_test();
    const MOST: u64 = 3000;
    let check = |is_in_order: bool, (outcome, report): Outcome<Vec<u64>>| {
        conserves(&report);
        let seen = outcome.unwrap();
        let stream = &report.streams[0];
        assert_eq!(
            (stream.put, stream.taken + stream.lost),
            (MOST, MOST),
            "{report}"
        );
        assert_eq!(seen.len() as u64, stream.taken);
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), seen.len());
        assert!(!is_in_order || seen == sorted);
    };
    macro_rules! shared {
        ($run:expr, $(($is_in_order:expr, $($fan_out:tt)*))*) => {
            $({
                check($is_in_order, $run(pipeline!(move || {
                    let numbers = generator(capacity = 4, full = drop_oldest, 0..MOST);
                    numbers >> fan_out($($fan_out)*, |n| n) >> collect::<Vec<_>>()
                })));
                check($is_in_order, block_on(pipeline!(async move {
                    let numbers = generator(capacity = 4, full = drop_newest, 0..MOST);
                    numbers >> fan_out($($fan_out)*, |n| n) >> collect::<Vec<_>>()
                }).run_reported()));
            })*
        };
    }
    for _ in 0..10 {
        shared!(
            |run: Pipeline<'_, Vec<u64>>| run.run_reported(),
            (false, 3)(true, 3, ordered)(false, 3, by = |n| n % 7)(
                true,
                2,
                ordered,
                by = |n| n % 7
            )
        );
    }
}

#[test]
fn failures_are_lost_only_by_name() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let numbers = generator(0..1000);
        let (even, odd) = numbers
            >> stage(capacity = 1, full = drop_newest, |n| {
                if n % 2 == 1 {
                    Err("it is odd")?;
                }
                n
            });
        (
            even >> stage(|n| n) >> count(),
            odd >> stage(|n| n) >> count(),
        )
    })
    .run_reported();
    conserves(&report);
    let (even, odd) = outcome.unwrap();
    assert!(even <= 500);
    assert_eq!(odd, 500);
    let (outcome, report) = pipeline!({
        let numbers = generator(0..1000);
        let (even, odd) = numbers
            >> stage(capacity = 1, full = drop_newest(odd), |n| {
                if n % 2 == 1 {
                    Err("it is odd")?;
                }
                n
            });
        (
            even >> stage(|n| n) >> count(),
            odd >> stage(|n| n) >> count(),
        )
    })
    .run_reported();
    conserves(&report);
    let (even, odd) = outcome.unwrap();
    assert!(odd <= 500);
    assert_eq!(even, 500);
}

#[test]
fn each_verb_that_makes_a_stream_may_lose_items() {
    let _watchdog = Watchdog::of_this_test();
    let (to, from) = bounded(100);
    (0..100_u64).for_each(|n| to.send(n).unwrap());
    drop(to);
    let (outcome, report) = pipeline!(move || {
        let received = receive(capacity = 1, full = drop_oldest, from);
        let mapped = received
            >> transform(capacity = 2, full = drop_newest, |items| {
                for n in items {
                    yield n + 1;
                }
            });
        let (even, odd) = mapped >> split(capacity = 3, full = drop_oldest, |n| n % 2 == 0);
        let (low, high) = even
            >> route(
                capacity = 1,
                full = merge(low, |old, new| old.max(new)),
                |n| {
                    if n < 50 { low(n) } else { high(n) }
                },
            );
        let (left, right) = odd >> tee(capacity = 4, full = drop_newest);
        let low = low >> stage(|n| n);
        let high = high >> stage(|n| n);
        let left = left >> stage(|n| n);
        let all = fan_in(low, high, left, capacity = 1, full = merge(u64::max));
        let all = all >> stage(|n| n) >> count();
        (all, right >> stage(|n| n) >> count())
    })
    .run_reported();
    conserves(&report);
    let (put, taken, lost) = sums(&report);
    assert_eq!(put, taken + lost);
    outcome.unwrap();
}

#[test]
fn a_segment_reads_what_is_left() {
    let _watchdog = Watchdog::of_this_test();
    let doubled = segment!(|numbers: u64| numbers >> stage(|n| 2 * n));
    let (outcome, report) = pipeline!(move || {
        let numbers = generator(capacity = 1, full = drop_oldest, 0..1000);
        numbers >> segment(doubled) >> collect::<Vec<u64>>()
    })
    .run_reported();
    conserves(&report);
    let seen = outcome.unwrap();
    assert!(seen.is_sorted() && seen.last() == Some(&1998));
}

/// The code that reads the stream always gets the newest item.
#[test]
fn the_stream_of_a_pipeline_may_lose_items() {
    let _watchdog = Watchdog::of_this_test();
    let (all_in, done) = bounded(1);
    let numbers = pipeline!(move || {
        let numbers = generator(0..1000)
            >> stage(capacity = 1, full = drop_oldest, |n| {
                if n == 999 {
                    all_in.send(())?;
                }
                n
            });
        numbers
    });
    let mut numbers = numbers.iter();
    done.recv().unwrap();
    let seen: Vec<_> = numbers.by_ref().map(Result::unwrap).collect();
    assert!(seen.len() <= 2, "{seen:?}");
    assert_eq!(seen.last(), Some(&999));
}

#[test]
fn the_graph_says_what_is_lost() {
    let most = 8;
    let graph = pipeline!({
        let numbers = generator(capacity = 16, full = drop_oldest, 0..10);
        let (work, view) = numbers >> tee(capacity = most, full = merge(view, |_, new| new));
        let log = work >> stage(capacity = 1, full = drop_newest, |n| n);
        log >> stage(|n| n) >> for_each(drop);
        view >> stage(|n| n) >> for_each(drop);
    })
    .graph();
    let lines = [
        "numbers -> work+view by `numbers`: at most 16 items, the oldest are dropped",
        "work+view -> for_each.2 by `view`: at most `most` items, the newest are merged",
        "log -> for_each by `log`: at most 1 item, the newest are dropped",
    ];
    for line in lines {
        assert!(graph.to_string().contains(line), "{graph}");
    }
    let edge = graph.edge("numbers").unwrap();
    assert_eq!(
        (edge.capacity, edge.full),
        (Capacity::Items(16), WhenFull::DropOldest)
    );
    let work = graph.edge("work").unwrap();
    assert_eq!(work.full, WhenFull::Wait);
}
