//! In async pipelines, the code of a body is inlined into its worker's loop. It must mean the same
//! as in a closure.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak, mpsc};
use std::task::Poll;
use std::time::Duration;

use futures::executor::block_on;
use pipeline::pipeline;
use pipeline_tests::Watchdog;

/// Yields to the other workers of this task until `is_so` returns true.
async fn until(is_so: impl Fn() -> bool) {
    poll_fn(|task| {
        task.waker().wake_by_ref();
        if is_so() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

#[test]
fn an_item_goes_before_its_stage_waits_for_room() {
    let _watchdog = Watchdog::of_this_test();
    let items: Vec<Arc<u32>> = (0..3).map(Arc::new).collect();
    let left: Vec<Weak<u32>> = items.iter().map(Arc::downgrade).collect();
    let is_gone = |at: usize| left[at].strong_count() == 0;
    let sum = pipeline!(async move {
        let lengths = generator(items) >> stage(capacity = 0, |_| 1);
        lengths
            >> sink(async |mut lengths| {
                let mut sum = 0;
                for at in 0..3 {
                    until(|| is_gone(at)).await;
                    sum += lengths.next().await.unwrap_or(0);
                }
                sum
            })
    });
    assert_eq!(block_on(sum.run()).unwrap(), 3);
    let items: Vec<Arc<u32>> = (0..3).map(Arc::new).collect();
    let left: Vec<Weak<u32>> = items.iter().map(Arc::downgrade).collect();
    let is_gone = |at: usize| left[at].strong_count() == 0;
    let sum = pipeline!(async move {
        let numbers =
            generator(items) >> fan_out(1, capacity = 0, async |item| "".parse().unwrap_or(*item));
        numbers
            >> sink(async |mut numbers| {
                let mut sum = 0;
                for at in 0..3 {
                    until(|| is_gone(at)).await;
                    sum += numbers.next().await.unwrap_or(0);
                }
                sum
            })
    });
    assert_eq!(block_on(sum.run()).unwrap(), 3);
}

/// A pattern that binds only a part of the item leaves the rest where it is, in a variable of the
/// macro. That is dropped as early as a closure's parameter.
#[test]
fn what_a_pattern_leaves_goes_before_its_stage_waits_for_room() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! counts_gone {
        ($($body:tt)+) => {{
            let items: Vec<Arc<u32>> = (0..3).map(Arc::new).collect();
            let left: Vec<Weak<u32>> = items.iter().map(Arc::downgrade).collect();
            let is_gone = |at: usize| left[at].strong_count() == 0;
            let sum = pipeline!(async move {
                let pairs = generator(items) >> map(|item| (item, Some(1)));
                let ones = pairs >> fan_out(1, capacity = 0, $($body)+);
                ones >> sink(async |mut ones| {
                    let mut sum = 0;
                    for at in 0..3 {
                        until(|| is_gone(at)).await;
                        sum += ones.next().await.unwrap_or(0);
                    }
                    sum
                })
            });
            assert_eq!(block_on(sum.run()).unwrap(), 3);
        }};
    }
    counts_gone!(|(_, one)| one.unwrap_or(0));
    counts_gone!(|(.., one): (_, Option<u32>)| one.unwrap_or(0));
    counts_gone!(|(ref _item, ref mut one)| one.take().unwrap_or(0));
    counts_gone!(async |(_, one)| {
        let Some(one) = one else { return 0 };
        one
    });
    counts_gone!(async |(_, one)| one.ok_or("nothing")?);
    counts_gone!(async |#[allow(unused_mut)] (_, mut one)| one.unwrap_or(0));
}

/// The rest of the item lives as long as the body runs, too.
#[test]
fn what_a_pattern_leaves_stays_while_the_body_runs() {
    let _watchdog = Watchdog::of_this_test();
    let (item, other, third) = (Arc::new(1), Arc::new(2), Arc::new(3));
    let (is_item, is_other, is_third) = (
        Arc::downgrade(&item),
        Arc::downgrade(&other),
        Arc::downgrade(&third),
    );
    let counts = pipeline!(async move {
        let first = generator([item]) >> map(|item| (item, ()));
        let counts = first >> fan_out(1, |(_, ())| is_item.strong_count());
        let second = generator([other]) >> map(|item| (item, ()));
        let yielded = second
            >> fan_out(1, |(_, ())| {
                yield is_other.strong_count();
            });
        let third = generator([third]) >> map(|item| (item, ()));
        let fallible = third
            >> fan_out(1, async |(_, ())| {
                "1".parse::<u32>()?;
                is_third.strong_count()
            });
        let all = fan_in(counts, yielded, fallible);
        all >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(counts.run()).unwrap(), [1, 1, 1]);
}

/// A `move` closure owns what it captures. These values are dropped with the worker.
#[test]
fn what_a_body_owns_goes_with_its_worker() {
    let _watchdog = Watchdog::of_this_test();
    let (alone, received) = mpsc::channel();
    block_on(
        pipeline!(async {
            generator(0..3)
                >> stage(async move |n| alone.send(n).is_ok())
                >> fan_out(1, |_| ())
                >> for_each(drop);
        })
        .run(),
    )
    .unwrap();
    assert_eq!(received.iter().collect::<Vec<_>>(), [0, 1, 2]);
    let (made, received) = mpsc::channel();
    block_on(
        pipeline!(async {
            let sums = generator(0..3)
                >> filter(|n| *n > 0)
                >> stage({
                    let mut sum = 0;
                    async move |n| {
                        sum += n;
                        made.send(sum).is_ok()
                    }
                });
            sums >> fan_out(1, |_| ()) >> for_each(drop);
        })
        .run(),
    )
    .unwrap();
    assert_eq!(received.iter().collect::<Vec<_>>(), [1, 3]);
    let (among_methods, received) = mpsc::channel();
    block_on(
        pipeline!(async {
            let sent = generator(0..3)
                >> stage({
                    let mut sum = 0;
                    async move |n| {
                        sum += n;
                        among_methods.send(sum).is_ok()
                    }
                });
            sent >> filter(|is_sent| *is_sent) >> for_each(drop);
        })
        .run(),
    )
    .unwrap();
    assert_eq!(received.iter().collect::<Vec<_>>(), [0, 1, 3]);
}

macro_rules! leave_if {
    ($test:expr, $value:expr) => {
        if $test {
            return $value;
        }
    };
}

#[test]
fn leaving_a_body_leaves_no_more_than_the_body() {
    let _watchdog = Watchdog::of_this_test();
    let made = pipeline!(async {
        let returned = generator(0..6_u32)
            >> fan_out(1, |n| {
                leave_if!(n == 0, 10);
                if n == 1 {
                    return 11;
                }
                n
            });
        let broken = returned
            >> fan_out(1, async |n| 'found: {
                if n == 10 {
                    break 'found 20;
                }
                n
            });
        let yielded = broken
            >> fan_out(1, |n| {
                for other in 0.. {
                    if other < n {
                        continue;
                    }
                    break;
                }
                leave_if!(n == 11, ());
                yield n;
                if n == 20 {
                    return;
                }
                yield n + 1;
            });
        yielded >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(made.run()).unwrap(), [20, 2, 3, 3, 4, 4, 5, 5, 6]);
    let tested = pipeline!(async {
        let (small, large) = generator(0..6_u32)
            >> split(async |n| {
                leave_if!(*n == 5, true);
                *n < 3
            });
        let kept = large
            >> filter(async |n| {
                leave_if!(*n == 4, false);
                true
            });
        (small >> collect::<Vec<_>>(), kept >> collect::<Vec<_>>())
    });
    assert_eq!(block_on(tested.run()).unwrap(), (vec![0, 1, 2, 5], vec![3]));
    let first = pipeline!(async {
        generator(0..6_u32)
            >> sink(async |mut items| {
                while let Some(item) = items.next().await {
                    leave_if!(item == 3, item * 10);
                }
                0
            })
    });
    assert_eq!(block_on(first.run()).unwrap(), 30);
}

/// A guard that is a temporary of the last expression is dropped before the item that it borrows.
#[test]
fn a_guard_in_the_last_expression_outlives_no_item() {
    let _watchdog = Watchdog::of_this_test();
    let cells: Vec<_> = (0..3).map(|n| Arc::new(Mutex::new(vec![n]))).collect();
    let lengths = pipeline!(async move {
        let lengths = generator(cells)
            >> fan_out(1, async |cell| {
                "1".parse::<usize>()?;
                cell.lock().unwrap().len()
            });
        let cells = lengths >> fan_out(1, |length| Arc::new(Mutex::new(length)));
        let lengths = cells >> fan_out(1, async |cell| *cell.lock().unwrap());
        lengths >> fan_out(1, |length: usize| length + 1) >> sum::<usize>()
    });
    assert_eq!(block_on(lengths.run()).unwrap(), 6);
}

/// Counts how often a body with this parameter runs, at each position that a body can have.
macro_rules! runs_of {
    ($items:expr, |$($parameter:tt)+) => { runs_of!(@ $items, [] $($parameter)+) };
    (@ $items:expr, [$($parameter:tt)*] | $(-> $ty:ty)? ) => {{
        let runs = AtomicUsize::new(0);
        let run = || runs.fetch_add(1, Ordering::Relaxed);
        let mut folded = 0;
        block_on(
            pipeline!(async {
                let staged = generator($items) >> stage(async |$($parameter)*| $(-> $ty)? { run(); });
                let fanned = generator($items) >> fan_out(2, async |$($parameter)*| $(-> $ty)? { run(); });
                let plain = generator($items) >> fan_out(2, |$($parameter)*| $(-> $ty)? { run(); });
                let yielded = generator($items) >> fan_out(2, |$($parameter)*| { yield run(); });
                let failing = generator($items)
                    >> stage(async |$($parameter)*| { "1".parse::<usize>()?; run(); });
                let mapped = generator($items) >> map(async |$($parameter)*| $(-> $ty)? { run(); });
                let (all, none) = generator($items)
                    >> route(async |$($parameter)*| if run() < 1000 { all(()).await } else { none(()).await });
                let plain_yielded = yielded >> map(drop);
                let all = fan_in(staged, fanned, plain, plain_yielded, failing, mapped, all, none);
                all >> for_each(drop);
                generator($items) >> for_each(async |$($parameter)*| $(-> $ty)? { run(); });
                generator($items) >> fold((), async |(), $($parameter)*| { run(); folded += 1; })
            })
            .run(),
        )
        .unwrap();
        assert_eq!(folded, 2);
        runs.into_inner()
    }};
    (@ $items:expr, [$($parameter:tt)*] $next:tt $($rest:tt)*) => {
        runs_of!(@ $items, [$($parameter)* $next] $($rest)*)
    };
}

/// If the code of an `async` body were in a closure, calling that would only make a future.
#[test]
fn a_body_runs_whatever_its_parameter() {
    let _watchdog = Watchdog::of_this_test();
    struct Pair {
        x: u32,
        _y: u32,
    }
    struct Wrapped<T>(T);
    let pairs = || [Pair { x: 1, _y: 2 }, Pair { x: 3, _y: 4 }];
    for runs in [
        runs_of!(0..2_u32, |_|),
        runs_of!(0..2_u32, |_x|),
        runs_of!(0..2_u32, |_x,|),
        runs_of!(0..2_u32, |#[allow(unused)] x|),
        runs_of!(0..2_u32, |#[allow(unused)] x: u32|),
        runs_of!(0..2_u32, |#[allow(unused)] #[warn(unused_mut)] x: u32,|),
        runs_of!(0..2_u32, |#[allow(unused)] mut x: u32|),
        runs_of!(0..2_u32, |#[allow(unused)] _: u32|),
        runs_of!(0..2_u32, |#[allow(unused)] x: u32| -> ()),
        runs_of!(0..2_u32, |mut _x|),
        runs_of!(0..2_u32, |ref _x|),
        runs_of!(0..2_u32, |ref mut _x|),
        runs_of!(0..2_u32, |ref mut _x: u32|),
        runs_of!(0..2_u32, |#[allow(unused)] ref mut x: u32|),
        runs_of!(0..2_u32, |_x: ::core::primitive::u32|),
        runs_of!(0..2_u32, |_x: <u32 as std::ops::Add<u32>>::Output|),
        runs_of!(0..2_u32, |_whole @ _x|),
        runs_of!([&1, &2], |&_x|),
        runs_of!([&1, &2], |&_x: &u32|),
        runs_of!([(1, 2), (3, 4)], |(_x, _y)|),
        runs_of!([(1, 2), (3, 4)], |(ref mut _x, ref _y)|),
        runs_of!([(1, 2), (3, 4)], |(.., _y): (u32, u32)|),
        runs_of!([(1, 2), (3, 4)], |#[allow(unused)] (x, y)|),
        runs_of!([[1, 2], [3, 4]], |[_x, ..]: [u32; 2]|),
        runs_of!(pairs(), |Pair { x: _x, .. }|),
        runs_of!(pairs(), |#[allow(unused)] Pair { x, .. }: Pair|),
        runs_of!([Wrapped(1), Wrapped(2)], |Wrapped(_x)|),
        runs_of!([Wrapped(1), Wrapped(2)], |Wrapped::<u32>(_x): Wrapped<u32>|),
        runs_of!([Wrapped(1), Wrapped(2)], |Wrapped::<u32> { 0: _x }|),
        runs_of!([Ok::<_, Infallible>(1), Ok(2)], |Ok(_x)|),
        runs_of!([Ok::<_, Infallible>(1), Ok(2)], |Ok::<u32, Infallible>(_x)|),
        runs_of!([double as fn(u32) -> u32; 2], |_x: fn(u32) -> u32|),
    ] {
        assert_eq!(runs, 18);
    }
}

fn double(n: u32) -> u32 {
    n * 2
}

/// An attribute of a parameter has no effect on the code, as in a closure.
#[test]
fn an_attribute_of_a_parameter_is_for_that_alone() {
    let _watchdog = Watchdog::of_this_test();
    let cells: Vec<_> = (0..3).map(|n| Arc::new(Mutex::new(vec![n]))).collect();
    let sum = pipeline!(async move {
        let lengths = generator(cells)
            >> fan_out(1, async |#[forbid(unused_mut)] cell| {
                let mut _cell = 0;
                cell.lock().unwrap().len()
            });
        let doubled = lengths
            >> transform(async |#[allow(unused_mut)] mut lengths| {
                while let Some(length) = lengths.next().await {
                    yield length * 2;
                }
            });
        doubled
            >> sink(async |#[allow(unused_mut)] mut lengths| {
                let mut sum = 0;
                while let Some(length) = lengths.next().await {
                    sum += length;
                }
                sum
            })
    });
    assert_eq!(block_on(sum.run()).unwrap(), 6);
}

/// `!` has no name on stable Rust, so the expansion cannot repeat such a return type.
#[test]
fn a_body_may_return_never() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! panics {
        ($($body:tt)+) => {
            let run = pipeline!(async { generator(0..1) >> $($body)+ >> count() });
            block_on(run.run()).unwrap_err();
        };
    }
    panics!(stage(async |x: i32| -> ! { panic!("{x}") }));
    panics!(fan_out(2, async |x: i32| -> ! { panic!("{x}") }));
    panics!(fan_out(2, |x: i32| -> ! { panic!("{x}") }));
    panics!(map(async |x: i32| -> ! { panic!("{x}") }));
    panics!(fan_out(2, timeout = Duration::MAX, async |x: i32| -> ! {
        panic!("{x}")
    }));
}

fn same<T>(item: T) -> T {
    item
}

/// These calls and variables may be futures, as far as the macro sees. rustc knows their types
/// later than it knows others.
#[test]
fn an_item_whose_type_is_known_late_is_no_future() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! counts {
        ($($declaration:tt)+) => {
            assert_eq!(pipeline!({ $($declaration)+ >> count() }).run().unwrap(), 1);
            assert_eq!(block_on(pipeline!(async { $($declaration)+ >> count() }).run()).unwrap(), 1);
        };
    }
    counts!(generator([0]) >> stage(|_| Box::new(1)) >> map(|_| Box::pin(same(1.5))));
    counts!(
        generator([0])
            >> stage(|_| {
                let one = same(1);
                one
            })
            >> fan_out(2, |n| n.max(2))
    );
    counts!(generator(["1"]) >> stage(|n| n.parse().unwrap_or(1)));
    counts!(
        generator(["1"])
            >> stage(|n| {
                let n = n.parse().unwrap();
                n
            })
            >> map(|n: u8| n)
    );
    counts!(generator(["1"]) >> fan_out(2, |n| n.chars().collect()) >> stage(|n: String| n.len()));
    counts!(generator([[1]]) >> stage(|n| n.iter().sum()) >> stage(|n: i32| n));
    counts!(
        generator({
            let n = Default::default();
            yield n;
        }) >> map(|n: i32| n)
    );
    counts!(
        generator([0])
            >> filter_map(|n| {
                let n = same(n);
                Some(n)
            })
    );
}
