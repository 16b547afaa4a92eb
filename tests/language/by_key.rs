//! `fan_out(n, by = |item| key, …)`: order for each key. Each test also asserts promise 7 on the
//! report of the run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};

use crossbeam_channel::{bounded, unbounded};
use futures::executor::block_on;
use pipeline::{Context, Error, Report, pipeline};
use pipeline_tests::{Ledger, Watchdog, conserves, wait_until, yields};

fn whole<T>((outcome, report): (Result<T, Error>, Report)) -> T {
    conserves(&report);
    let left: u64 = report.streams.iter().map(|stream| stream.left).sum();
    assert_eq!(left, 0, "{report}");
    outcome.unwrap_or_else(|error| panic!("{error:#}\n{report}"))
}

/// A request of a user.
#[derive(Clone, Debug, PartialEq)]
struct Request {
    user: String,
    number: usize,
}

const USERS: usize = 7;

fn requests(most: usize) -> impl Iterator<Item = Request> + Clone {
    (0..most).map(|number| Request {
        // Successive requests sometimes belong to the same user.
        user: format!("user {}", number * number % USERS),
        number,
    })
}

/// Asserts that the requests of each user are in order.
fn are_in_order(requests: &[Request]) {
    let mut last: HashMap<&str, usize> = HashMap::new();
    for Request { user, number } in requests {
        if let Some(before) = last.insert(user, *number) {
            assert!(before < *number, "{number} of {user} came after {before}");
        }
    }
}

#[test]
fn items_with_equal_keys_are_in_order_on_one_worker() {
    let _watchdog = Watchdog::of_this_test();
    for (workers, capacity) in [(1, 0), (2, 0), (3, 1), (4, 64), (16, 5)] {
        let homes: Mutex<HashMap<String, ThreadId>> = Mutex::default();
        let run = pipeline!({
            let requests = generator(requests(2000));
            let requests = requests >> stage(capacity = capacity, |request| request);
            let done = requests
                >> fan_out(workers, by = |request| &request.user, |request| {
                    let home = thread::current().id();
                    let mut homes = homes.lock().unwrap();
                    let known = *homes.entry(request.user.clone()).or_insert(home);
                    assert_eq!(known, home);
                    request
                });
            done >> collect::<Vec<_>>()
        });
        let done = whole(run.run_reported());
        assert_eq!(done.len(), 2000);
        are_in_order(&done);
    }
}

#[test]
fn futures_keep_the_order_of_each_key_while_they_wait() {
    let _watchdog = Watchdog::of_this_test();
    for (workers, capacity) in [(1, 0), (2, 0), (3, 1), (4, 64), (16, 5)] {
        let run = pipeline!(async {
            let requests = generator(requests(1000));
            let requests = requests >> stage(capacity = capacity, |request| request);
            let done = requests
                >> fan_out(workers, by = |request| &request.user, async |request| {
                    yields(request.number % 5).await;
                    request
                });
            done >> collect::<Vec<_>>()
        });
        let done = whole(block_on(run.run_reported()));
        assert_eq!(done.len(), 1000);
        are_in_order(&done);
    }
}

fn on_tokio<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_time().build();
    runtime.unwrap().block_on(future)
}

#[test]
fn tasks_of_tokio_keep_the_order_of_each_key() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!(async move {
        let requests = generator(requests(2000));
        let done = requests
            >> fan_out(3, by = |request| &request.user, async |request| {
                tokio::task::yield_now().await;
                request
            });
        done >> collect::<Vec<_>>()
    });
    are_in_order(&on_tokio(async { run.spawn().join().await }).unwrap());
}

/// A variable in the body's block is the state of a worker, and covers all items with the worker's
/// keys.
#[test]
fn each_worker_has_the_state_of_its_keys() {
    let _watchdog = Watchdog::of_this_test();
    let expected: BTreeMap<String, usize> = requests(500).fold(BTreeMap::new(), |mut sums, one| {
        *sums.entry(one.user).or_insert(0) += one.number;
        sums
    });
    let run = pipeline!({
        let requests = generator(requests(500));
        let sums = requests
            >> fan_out(3, by = |request| request.user.clone(), {
                let mut sums = HashMap::new();
                move |Request { user, number }| {
                    let sum = sums.entry(user.clone()).or_insert(0);
                    *sum += number;
                    (user, *sum)
                }
            });
        // The last sum of a user includes all of the user's requests.
        sums >> collect::<BTreeMap<_, _>>()
    });
    assert_eq!(whole(run.run_reported()), expected);
    let run = pipeline!(async {
        let requests = generator(requests(500));
        let sums = requests
            >> fan_out(3, by = |request| request.user.clone(), {
                let mut sums = HashMap::new();
                async move |Request { user, number }| {
                    yields(1).await;
                    let sum = sums.entry(user.clone()).or_insert(0);
                    *sum += number;
                    (user, *sum)
                }
            });
        sums >> collect::<BTreeMap<_, _>>()
    });
    assert_eq!(whole(block_on(run.run_reported())), expected);
}

/// No key is in the maps of two workers.
#[test]
fn a_transform_has_whole_keys() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let requests = generator(requests(500));
        let counts = requests
            >> fan_out(3, by = |request| &request.user, transform, |requests| {
                let mut counts = BTreeMap::new();
                for request in requests {
                    *counts.entry(request.user).or_insert(0) += 1;
                }
                for count in counts {
                    yield count;
                }
            });
        counts >> collect::<Vec<_>>()
    });
    let mut counts = whole(run.run_reported());
    counts.sort();
    let run = pipeline!(async {
        let requests = generator(requests(500));
        let counts = requests
            >> fan_out(
                3,
                by = |request| &request.user,
                transform,
                async |mut requests| {
                    let mut counts = BTreeMap::new();
                    while let Some(request) = requests.next().await {
                        *counts.entry(request.user).or_insert(0) += 1;
                    }
                    for count in counts {
                        yield count;
                    }
                },
            );
        counts >> collect::<Vec<_>>()
    });
    let mut of_futures = whole(block_on(run.run_reported()));
    of_futures.sort();
    assert_eq!(counts, of_futures);
    let users: HashSet<_> = counts.iter().map(|(user, _)| user).collect();
    let all: i32 = counts.iter().map(|(_, count)| count).sum();
    assert_eq!((users.len(), all), (counts.len(), 500));
}

/// The items that a worker would have got after it left early remain unread, and the other workers
/// continue.
#[test]
fn a_transform_that_leaves_early_leaves_its_keys() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let (outcome, report) = pipeline!({
        let numbers = generator((0..1000).map(|n| ledger.item(n)));
        let some = numbers
            >> fan_out(2, by = |item| item.number % 2, transform, |items| {
                for item in items {
                    let is_one = item.number == 1;
                    yield item.number;
                    if is_one {
                        break;
                    }
                }
            });
        some >> collect::<Vec<_>>()
    })
    .run_reported();
    conserves(&report);
    let some = outcome.unwrap();
    let even = (0..1000).step_by(2).collect::<Vec<_>>();
    let is_even = |n: &usize| n % 2 == 0;
    // Both kinds of numbers may belong to the same worker.
    assert!(some.contains(&1));
    let of_even: Vec<_> = some.iter().copied().filter(is_even).collect();
    assert!(of_even == even || some.len() == 2, "{some:?}");
    ledger.is_settled();
}

#[test]
fn ordered_beside_it_keeps_the_order_over_all_keys() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [0, 1, 64] {
        let run = pipeline!({
            let numbers = generator(0..2000_u64);
            let numbers = numbers
                >> fan_out(3, by = |n| n % 5, ordered, capacity = capacity, |n| {
                    for copy in 0..n % 3 {
                        yield n * 10 + copy;
                    }
                });
            let done = numbers
                >> fan_out(
                    4,
                    by = |n: &u64| *n,
                    ordered,
                    window = 9,
                    on_error = skip,
                    |n| if n % 7 == 0 { Err("seven")? } else { n },
                );
            done >> collect::<Vec<_>>()
        });
        let made = (0..2000).flat_map(|n| (0..n % 3).map(move |copy| n * 10 + copy));
        let expected: Vec<u64> = made.filter(|n| n % 7 != 0).collect();
        assert_eq!(whole(run.run_reported()), expected);
        let run = pipeline!(async {
            let numbers = generator(0..2000_u64);
            let numbers = numbers
                >> fan_out(3, by = |n| n % 5, ordered, capacity = capacity, async |n| {
                    for copy in 0..n % 3 {
                        yield n * 10 + copy;
                    }
                });
            let done = numbers
                >> fan_out(
                    4,
                    by = |n: &u64| *n,
                    ordered,
                    window = 9,
                    on_error = skip,
                    async |n| {
                        yields((n % 3) as usize).await;
                        if n % 7 == 0 { Err("seven")? } else { n }
                    },
                );
            done >> collect::<Vec<_>>()
        });
        assert_eq!(whole(block_on(run.run_reported())), expected);
    }
}

/// A key may be a part of the item, a reference, a value, or the result of a function.
#[test]
fn any_function_gives_keys() {
    fn user(request: &Request) -> &str {
        &request.user
    }
    let _watchdog = Watchdog::of_this_test();
    let shards: BTreeMap<String, u32> = requests(100).map(|one| (one.user, 1)).collect();
    let mut keys = 0;
    let run = pipeline!(|ctx| {
        let requests = generator(requests(100));
        let requests = requests >> fan_out(2, by = user, |request| request);
        let requests = requests >> fan_out(2, by = |request| request.user, |request| request);
        let requests = requests
            >> fan_out(
                2,
                by = |Request { user, .. }| (user, ctx.is_cancelled()),
                |request| request,
            );
        let requests = requests
            >> fan_out(2, by = |request| shards.get(&request.user), |request| {
                request
            });
        let requests = requests
            >> fan_out(
                2,
                by = |request| -> Option<&str> {
                    keys += 1;
                    if request.number == 5 {
                        return None;
                    }
                    Some(&request.user)
                },
                |request| request,
            );
        requests >> count()
    });
    assert_eq!(whole(run.run_reported()), 100);
    assert_eq!(keys, 100);
    let run = pipeline!(async |ctx| {
        let requests = generator(requests(100));
        let requests = requests >> fan_out(2, by = user, async |request| request);
        let requests = requests
            >> fan_out(
                2,
                by = |request| (&request.user, ctx.is_cancelled()),
                async |request| request,
            );
        let requests = requests
            >> fan_out(
                2,
                by = |request| shards.get(&request.user),
                async |request| request,
            );
        requests >> count()
    });
    assert_eq!(whole(block_on(run.run_reported())), 100);
}

#[test]
fn a_key_function_of_a_task_owns_what_it_uses() {
    let _watchdog = Watchdog::of_this_test();
    let shards: BTreeMap<String, u32> = requests(100).map(|one| (one.user, 1)).collect();
    let run = pipeline!(async move |ctx| {
        let requests = generator(requests(100));
        let requests = requests
            >> fan_out(
                2,
                by = |request| (shards.get(&request.user), ctx.is_cancelled()),
                async |request| {
                    ctx.check()?;
                    request
                },
            );
        requests >> count()
    });
    assert_eq!(on_tokio(async { run.spawn().join().await }).unwrap(), 100);
}

/// While the body blocks at an item, further items of its key fill its worker's queue, which has
/// the capacity of the edge.
#[test]
fn a_slow_key_does_not_stop_the_others() {
    const CAPACITY: usize = 8;
    let _watchdog = Watchdog::of_this_test();
    // One item of key 0 is in its body, and the queue of its worker has space for the others.
    let slow = CAPACITY;
    let (open, gate) = bounded::<()>(0);
    let others = AtomicUsize::new(0);
    let worker_of = worker_of_two();
    let items = |n: usize| if n < slow { 0 } else { other_key(&worker_of) };
    let run = pipeline!({
        let numbers = generator(0..1000_usize) >> map(|n| (items(n), n));
        let numbers = numbers >> stage(capacity = CAPACITY, |item| item);
        let done = numbers
            >> fan_out(2, by = |item| item.0, |(key, n)| {
                if n == 0 {
                    // Blocks until all items of the other key have passed.
                    gate.recv()?;
                } else if key != 0 && others.fetch_add(1, Ordering::SeqCst) == 1000 - slow - 1 {
                    open.send(())?;
                }
                n
            });
        done >> count()
    });
    assert_eq!(whole(run.run_reported()), 1000);

    let others = AtomicUsize::new(0);
    let others = &others;
    let run = pipeline!(async {
        let numbers = generator(0..1000_usize) >> map(|n| (items(n), n));
        let numbers = numbers >> stage(capacity = CAPACITY, |item| item);
        let done = numbers
            >> fan_out(2, by = |item| item.0, async |(key, n)| {
                if n == 0 {
                    while others.load(Ordering::SeqCst) < 1000 - slow {
                        yields(1).await;
                    }
                } else if key != 0 {
                    others.fetch_add(1, Ordering::SeqCst);
                }
                n
            });
        done >> count()
    });
    assert_eq!(whole(block_on(run.run_reported())), 1000);
}

/// Returns the workers of the keys 0, 1, 2, …, with two workers.
fn worker_of_two() -> Vec<ThreadId> {
    let homes: Mutex<BTreeMap<usize, ThreadId>> = Mutex::default();
    pipeline!({
        generator(0..100_usize)
            >> fan_out(2, by = |n| *n, |n| {
                homes.lock().unwrap().insert(n, thread::current().id());
            })
            >> count()
    })
    .run()
    .unwrap();
    homes.into_inner().unwrap().into_values().collect()
}

/// Returns a key that belongs to another worker than key 0.
fn other_key(homes: &[ThreadId]) -> usize {
    let other = homes.iter().position(|home| *home != homes[0]);
    other.expect("100 keys have both workers")
}

/// When the queue of a worker is full, its items block the others, so that memory is bounded.
#[test]
fn no_more_wait_for_a_slow_key_than_there_is_room() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in [1, 8] {
        let made = AtomicUsize::new(0);
        let (open, gate) = bounded::<()>(0);
        thread::scope(|scope| {
            let (made, gate) = (&made, &gate);
            let run = scope.spawn(move || {
                pipeline!({
                    let numbers = generator(0..1000_usize)
                        >> stage(capacity = capacity, |n| {
                            made.fetch_add(1, Ordering::SeqCst);
                            n
                        });
                    numbers
                        >> fan_out(4, by = |_| (), |n| {
                            let _ = gate.recv();
                            n
                        })
                        >> count()
                })
                .run_reported()
            });
            // In the body, in the queue, held back before the queue, in the edge, and in the stage
            // upstream.
            let most = 1 + capacity + 1 + capacity + 1;
            wait_until(|| made.load(Ordering::SeqCst) == most);
            (0..1000).for_each(|_| thread::yield_now());
            assert_eq!(made.load(Ordering::SeqCst), most);
            drop(open);
            assert_eq!(whole(run.join().unwrap()), 1000);
        });
    }
}

#[test]
fn a_panic_in_the_key_function_is_one_of_its_stage() {
    let _watchdog = Watchdog::of_this_test();
    for ordered in [false, true] {
        let ledger = Ledger::default();
        let run = || {
            let items = (0..1000).map(|n| ledger.item(n));
            let key = |n: usize| if n == 500 { panic!("no key") } else { n };
            if ordered {
                pipeline!({
                    let items = generator(items);
                    let done =
                        items >> fan_out(3, by = |item| key(item.number), ordered, |item| item);
                    done >> count()
                })
                .run_reported()
            } else {
                block_on(
                    pipeline!(async {
                        let items = generator(items);
                        let done =
                            items >> fan_out(3, by = |item| key(item.number), async |item| item);
                        done >> count()
                    })
                    .run_reported(),
                )
            }
        };
        let (outcome, report) = run();
        conserves(&report);
        let error = outcome.unwrap_err();
        assert_eq!(error.to_string(), "stage `done` panicked: no key");
        assert_eq!(report.stage("done").unwrap().failed, 1, "{report}");
        let payload = catch_unwind(AssertUnwindSafe(|| error.resume_panic())).unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"no key"));
        ledger.is_settled();
    }
}

#[test]
fn failures_are_retried_skipped_and_kept() {
    let _watchdog = Watchdog::of_this_test();
    let attempts = AtomicUsize::new(0);
    let run = pipeline!({
        let numbers = generator(0..100_usize);
        let (done, failed) = numbers
            >> fan_out(3, by = |n| n % 10, on_error = retry(2), keep, |n| {
                attempts.fetch_add(1, Ordering::SeqCst);
                if n % 10 == 3 { Err("three")? } else { n }
            });
        let failed = failed >> map(|failure| failure.item);
        (done >> count(), failed >> collect::<Vec<_>>())
    });
    let (done, failed) = whole(run.run_reported());
    assert_eq!(done, 90);
    // With a single key, all items are in order.
    assert_eq!(failed, (0..10).map(|n| n * 10 + 3).collect::<Vec<_>>());
    assert_eq!(attempts.into_inner(), 90 + 3 * 10);
    let run = pipeline!(async {
        let numbers = generator(0..100_usize);
        let (done, failed) = numbers
            >> fan_out(3, by = |n| n % 10, on_error = retry(2), keep, async |n| {
                yields(n % 3).await;
                if n % 10 == 3 { Err("three")? } else { n }
            });
        let failed = failed >> map(|failure| failure.item);
        (done >> count(), failed >> collect::<Vec<_>>())
    });
    let (done, failed) = whole(block_on(run.run_reported()));
    assert_eq!((done, failed), (90, (0..10).map(|n| n * 10 + 3).collect()));
}

#[test]
fn an_error_ends_all_its_workers() {
    let _watchdog = Watchdog::of_this_test();
    for at in [0, 1, 70, 999] {
        let ledger = Ledger::default();
        let (outcome, report) = pipeline!({
            let items = generator((0..).map(|n| ledger.item(n)));
            let done = items
                >> fan_out(3, by = |item| item.number % 7, |item| {
                    if item.number == at {
                        Err("it")?;
                    }
                    item
                });
            done >> count()
        })
        .run_reported();
        conserves(&report);
        assert_eq!(
            format!("{:#}", outcome.unwrap_err()),
            "stage `done` failed: it"
        );
        ledger.is_settled();
    }
}

#[test]
fn an_early_end_and_a_cancel_end_all_its_workers() {
    let _watchdog = Watchdog::of_this_test();
    let ledger = Ledger::default();
    let (outcome, report) = pipeline!({
        let items = generator((0..).map(|n| ledger.item(n)));
        let done = items >> fan_out(3, by = |item| item.number % 7, |item| item);
        done >> take(10) >> count()
    })
    .run_reported();
    conserves(&report);
    assert_eq!(outcome.unwrap(), 10);
    ledger.is_settled();
    // Cancelled while all workers wait: for items, or for space in the queue of the worker whose
    // body blocks.
    for keys in [1, 7] {
        let context = Context::new();
        let (outcome, report) = pipeline!(|ctx| {
            let items = generator((0..).map(|n| ledger.item(n)));
            let done = items
                >> fan_out(3, by = |item| item.number % keys, |item| {
                    if item.number == 3 {
                        context.cancel();
                    }
                    while item.number > 2 && !ctx.is_cancelled() {
                        thread::yield_now();
                    }
                    item
                });
            done >> count()
        })
        .run_reported_with(&context);
        conserves(&report);
        assert!(outcome.unwrap_err().is_cancelled());
        ledger.is_settled();
        let context = Context::new();
        let (outcome, report) = block_on(
            pipeline!(async {
                let items = generator((0..).map(|n| ledger.item(n)));
                let done = items
                    >> fan_out(3, by = |item| item.number % keys, async |item| {
                        if item.number == 100 {
                            context.cancel();
                        }
                        yields(3).await;
                        item
                    });
                done >> count()
            })
            .run_reported_with(&context),
        );
        conserves(&report);
        assert!(outcome.unwrap_err().is_cancelled());
        ledger.is_settled();
    }
}

#[test]
fn a_drain_finishes_what_waits_for_its_worker() {
    let _watchdog = Watchdog::of_this_test();
    let (send, receive) = unbounded();
    (0..1000_usize).for_each(|n| send.send(n).unwrap());
    let run = pipeline!(|ctx| {
        let numbers = receive(receive);
        let done = numbers
            >> fan_out(3, by = |n| n % 7, |n| {
                if n == 20 {
                    ctx.drain();
                }
                n
            });
        done >> collect::<Vec<_>>()
    });
    let mut done = whole(run.run_reported());
    done.sort_unstable();
    assert!(done.len() > 20);
    assert_eq!(done, (0..done.len()).collect::<Vec<_>>());
}

/// Items in the queues of workers are in flight, so the loop does not end before them.
#[test]
fn it_may_stand_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    for (workers, capacity) in [(1, 0), (3, 0), (2, 1), (4, 64)] {
        let run = pipeline!({
            let seeds = generator(1..=200_u64) >> map(|n| (n, n));
            let open = seeds >> feedback(again, bound = 10_000, full = fail, capacity = capacity);
            let stepped = open
                >> fan_out(
                    workers,
                    by = |step| step.0,
                    capacity = capacity,
                    |(start, n)| (start, if n % 2 == 0 { n / 2 } else { 3 * n + 1 }),
                );
            let (done, again) = stepped >> split(|&(_, n)| n == 1);
            done >> count()
        });
        assert_eq!(whole(run.run_reported()), 200);
        let run = pipeline!(async {
            let seeds = generator(1..=200_u64) >> map(|n| (n, n));
            let open = seeds >> feedback(again, bound = 10_000, full = fail, capacity = capacity);
            let stepped = open
                >> fan_out(
                    workers,
                    by = |step| step.0,
                    capacity = capacity,
                    async |(start, n)| (start, if n % 2 == 0 { n / 2 } else { 3 * n + 1 }),
                );
            let (done, again) = stepped >> split(|&(_, n)| n == 1);
            done >> count()
        });
        assert_eq!(whole(block_on(run.run_reported())), 200);
    }
}

/// After a worker has left a loop early, its items are no longer in flight.
#[test]
fn a_worker_that_leaves_a_loop_does_not_keep_it() {
    let _watchdog = Watchdog::of_this_test();
    let (outcome, report) = pipeline!({
        let seeds = generator(0..500_u64);
        let open = seeds >> feedback(again, bound = 10_000, full = fail);
        let some = open
            >> fan_out(3, by = |n| *n, transform, |numbers| {
                for n in numbers.take(10) {
                    yield n;
                }
            });
        let (done, again) = some >> split(|n| n % 2 == 0);
        done >> count()
    })
    .run_reported();
    conserves(&report);
    assert!(outcome.unwrap() <= 30);
}

#[test]
fn streams_that_are_merged_or_weighed_are_divided_too() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!({
        let some = generator(requests(300))
            >> stage(
                capacity = weight(50, |request: &Request| request.number % 20),
                |one| one,
            );
        let some = some >> fan_out(2, by = |request| &request.user, |request| request);
        let others = generator(requests(300))
            >> map(|one| Request {
                number: one.number + 300,
                ..one
            });
        let all = fan_in(some, others);
        let done = all >> fan_out(3, by = |request| &request.user, |request| request);
        done >> filter(|request| request.number >= 300) >> collect::<Vec<_>>()
    });
    let done = whole(run.run_reported());
    assert_eq!(done.len(), 300);
    are_in_order(&done);
}

#[test]
fn a_blocking_body_has_the_order_of_its_keys() {
    let _watchdog = Watchdog::of_this_test();
    let run = pipeline!(async {
        let requests = generator(requests(300));
        let done =
            requests >> fan_out(3, by = |request| &request.user, blocking, |request| request);
        done >> collect::<Vec<_>>()
    });
    are_in_order(&whole(block_on(run.run_reported())));
}

#[test]
fn the_type_of_the_item_may_come_from_a_macro() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! counted {
        ($item:ty) => {
            pipeline!({
                generator(0..10_u64) >> fan_out(2, by = |n: $item| n % 2, |n| n) >> count()
            })
        };
    }
    assert_eq!(counted!(&u64).run().unwrap(), 10);
}

/// Without optimisation, the worker that dispatches has more copies of its items on its stack than
/// any other worker.
#[test]
fn items_may_be_as_large_as_256_kib() {
    let _watchdog = Watchdog::of_this_test();
    const SIZE: usize = 256 << 10;
    for _ in 0..5 {
        let run = pipeline!({
            let numbers = generator(0..30_u8);
            let large = numbers >> fan_out(2, |number| [number; SIZE]);
            let last = large >> fan_out(2, by = |item| item[0], |item| u32::from(item[SIZE - 1]));
            last >> sum::<u32>()
        });
        assert_eq!(whole(run.run_reported()), 435);
    }
}
