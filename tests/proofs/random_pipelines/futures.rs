//! The same pipelines on threads, in one task, and as a task per worker, compared with the same
//! loops.
//!
//! Each declaration is in a macro, which is expanded with `async` and `.await` where bodies wait,
//! and without.

use futures::executor::block_on;
use pipeline::AsyncPipeline;
use proptest::prelude::*;

use super::{
    Loops, Numbers, Refused, Reported, as_declared, for_all, numbers, op, pipeline, reported,
    sorted,
};

/// Functions that bodies call on threads.
mod at_once {
    use super::super::{Op, Refused};

    pub(super) fn all(op: Op, n: u64) -> Result<Vec<u64>, Refused> {
        op.all(n)
    }

    pub(super) fn one(op: Op, n: u64) -> Result<u64, Refused> {
        op.one(n)
    }

    pub(super) fn turn(_: u64) {}
}

/// Functions that bodies call in async pipelines.
mod in_time {
    use pipeline_tests::yields;

    use super::super::{Op, Refused};

    pub(super) async fn all(op: Op, n: u64) -> Result<Vec<u64>, Refused> {
        turn(n).await;
        op.all(n)
    }

    pub(super) async fn one(op: Op, n: u64) -> Result<u64, Refused> {
        turn(n).await;
        op.one(n)
    }

    pub(super) async fn turn(n: u64) {
        yields(n as usize % 4).await;
    }
}

/// [`reported`], in one task.
async fn awaited<T>(run: AsyncPipeline<'_, T, Refused>) -> Reported<T> {
    let graph = run.graph();
    as_declared(graph, run.run_reported().await)
}

/// Runs the same declaration on every engine.
fn runs<T>(
    threads: impl FnOnce() -> Reported<T>,
    borrowing: impl Future<Output = Reported<T>>,
    owning: impl Future<Output = Reported<T>>,
    tasks: impl AsyncFnOnce() -> Reported<T>,
) -> [Reported<T>; 4] {
    let one_thread = tokio::runtime::Builder::new_current_thread().build();
    let one_thread = one_thread.expect("a runtime starts");
    [
        threads(),
        block_on(borrowing),
        one_thread.block_on(owning),
        // A runtime that all cases share.
        SEVERAL.block_on(tasks()),
    ]
}

static SEVERAL: std::sync::LazyLock<tokio::runtime::Runtime> = std::sync::LazyLock::new(|| {
    let several = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build();
    several.expect("a runtime starts")
});

macro_rules! by_every_engine {
    ($declared:ident) => {
        runs(
            || reported($declared!({} {} {} at_once)),
            awaited($declared!({async} {async} {.await} in_time)),
            awaited($declared!({async move} {async} {.await} in_time)),
            async || {
                let tasks = $declared!({async move} {async} {.await} in_time);
                let graph = tasks.graph();
                as_declared(graph, tasks.spawn().join_reported().await)
            },
        )
    };
}

#[test]
fn a_chain_is_a_loop_for_every_engine() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            ops,
            ..
        } = *numbers;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
                pipeline!($($header)* || -> Result<Vec<u64>, Refused> {
                    let a = generator(capacity = capacity, {
                        for n in 0..items {
                            $by::turn(n) $($wait)*;
                            yield n;
                        }
                    });
                    let b = a >> stage(capacity = capacity, $($body)* |n| {
                        for n in $by::all(ops[0], n) $($wait)*? {
                            yield n;
                        }
                    });
                    let c = b >> stage(capacity = capacity, $($body)* |n| {
                        $by::one(ops[1], n) $($wait)*?
                    });
                    let d = c
                        >> filter($($body)* |n| {
                            $by::turn(*n) $($wait)*;
                            true
                        })
                        >> stage(|n| ops[2].one(n)?)
                        >> map($($body)* |n| {
                            $by::turn(n) $($wait)*;
                            n
                        });
                    let e = d >> stage(|n| {
                        for n in ops[3].all(n)? {
                            yield n;
                        }
                    });
                    e >> collect()
                })
            };
        }
        let mut loops = Loops::default();
        let made = loops.all("b", ops[0], 0..items);
        let made = loops.one("c", ops[1], made);
        let made = loops.one("d", ops[2], made);
        let made = loops.all("e", ops[3], made);
        for run in by_every_engine!(declared) {
            if let Some(value) = loops.value(run) {
                assert_eq!(value, made);
            }
        }
    });
}

#[test]
fn workers_make_what_one_makes_for_every_engine() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            workers,
            ops,
            ..
        } = *numbers;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
                pipeline!($($header)* || -> Result<(Vec<u64>, Vec<u64>), Refused> {
                    let a = generator(0..items);
                    let b = a >> fan_out(workers, ordered, capacity = capacity, $($body)* |n| {
                        for n in $by::all(ops[0], n) $($wait)*? {
                            yield n;
                        }
                    });
                    let (c, d) = b >> tee(capacity = capacity);
                    let c = c >> fan_out(workers, capacity = capacity, $($body)* |n| {
                        $by::one(ops[1], n) $($wait)*?
                    });
                    let d = d >> fan_out(2, ordered, {
                        let op = ops[2];
                        $($body)* move |n| $by::one(op, n) $($wait)*?
                    });
                    (c >> collect(), d >> collect())
                })
            };
        }
        let mut loops = Loops::default();
        let made = loops.all("b", ops[0], 0..items);
        let c = loops.one("c", ops[1], made.clone());
        let d = loops.one("d", ops[2], made);
        for run in by_every_engine!(declared) {
            if let Some((shared, in_order)) = loops.value(run) {
                assert_eq!(sorted(shared), sorted(c.clone()));
                assert_eq!(in_order, d);
            }
        }
    });
}

#[test]
fn branches_part_and_meet_for_every_engine() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            ops,
            ..
        } = *numbers;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
                pipeline!($($header)* || -> Result<(Vec<u64>, Vec<u64>), Refused> {
                    let a = generator(capacity = capacity, 0..items);
                    let (even, odd) = a >> split(capacity = capacity, $($body)* |n| {
                        $by::turn(*n) $($wait)*;
                        n % 2 == 0
                    });
                    let even = even >> stage(name = "even", $($body)* |n| {
                        for n in $by::all(ops[0], n) $($wait)*? {
                            yield n;
                        }
                    });
                    let (third, rest) = odd >> route(capacity = capacity, $($body)* |n| {
                        if n % 3 == 0 {
                            third(n) $($wait)*;
                        } else {
                            rest(n) $($wait)*;
                        }
                    });
                    let rest = rest >> stage(name = "rest", $($body)* |n| $by::one(ops[1], n) $($wait)*?);
                    let all = fan_in(even, rest, capacity = capacity);
                    (all >> collect(), third >> collect())
                })
            };
        }
        let mut loops = Loops::default();
        let even = loops.all("even", ops[0], (0..items).filter(|n| n % 2 == 0));
        let odd = (0..items).filter(|n| n % 2 == 1);
        let rest = loops.one("rest", ops[1], odd.clone().filter(|n| n % 3 != 0));
        let all = sorted([even, rest].concat());
        let third: Vec<u64> = odd.filter(|n| n % 3 == 0).collect();
        for run in by_every_engine!(declared) {
            if let Some((value, thirds)) = loops.value(run) {
                assert_eq!(sorted(value), all);
                assert_eq!(thirds, third);
            }
        }
    });
}

#[test]
fn failures_are_borne_alike_by_every_engine() {
    for_all((numbers(), op()), |(numbers, op)| {
        let Numbers {
            items,
            capacity,
            workers,
            ..
        } = *numbers;
        let op = *op;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
                pipeline!($($header)* || -> Result<(Vec<u64>, Vec<u64>), Refused> {
                    let a = generator(capacity = capacity, 0..items);
                    let b = a >> stage(on_error = skip, capacity = capacity, $($body)* |n| {
                        if n % 5 == 0 {
                            Err(Refused(n))?
                        } else {
                            $by::turn(n) $($wait)*;
                            n
                        }
                    });
                    let (c, failed) = b >> fan_out(
                        workers,
                        ordered,
                        on_error = retry(1),
                        capacity = capacity,
                        $($body)* |n| $by::one(op, n) $($wait)*?
                    );
                    let failed = failed >> map(|failure| failure.cause.0);
                    (c >> collect(), failed >> collect())
                })
            };
        }
        let kept = (0..items).filter(|n| n % 5 != 0);
        let good: Vec<u64> = kept.clone().filter_map(|n| op.one(n).ok()).collect();
        let bad: Vec<u64> = kept.filter(|&n| op.one(n).is_err()).collect();
        for run in by_every_engine!(declared) {
            let report = run.1.to_string();
            let (value, failures) = Loops::default().value(run).expect("all is borne");
            assert_eq!(value, good, "{report}");
            assert_eq!(sorted(failures), bad, "{report}");
        }
    });
}

#[test]
fn an_early_end_leaves_the_first_items_to_every_engine() {
    for_all(numbers(), |numbers| {
        let Numbers {
            items,
            capacity,
            ops,
            take,
            ..
        } = *numbers;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
                pipeline!($($header)* || -> Result<(Vec<u64>, usize), Refused> {
                    let a = generator(capacity = capacity, 0..items);
                    let (b, c) = a >> tee(capacity = capacity);
                    let b = b >> stage(name = "b", capacity = capacity, $($body)* |n| {
                        for n in $by::all(ops[0], n) $($wait)*? {
                            yield n;
                        }
                    });
                    (b >> take(take) >> collect(), c >> count())
                })
            };
        }
        let mut loops = Loops::default();
        let mut made = loops.all("b", ops[0], 0..items);
        made.truncate(take);
        for run in by_every_engine!(declared) {
            if let Some((value, all)) = loops.value_if_any(run) {
                assert_eq!(value, made);
                assert_eq!(all, items as usize);
            }
        }
    });
}

#[test]
fn loops_come_to_their_end_for_every_engine() {
    for_all((numbers(), vec_of_rounds()), |(numbers, rounds)| {
        let Numbers {
            capacity, workers, ..
        } = *numbers;
        macro_rules! declared {
            ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {{
                let rounds = rounds.clone();
                pipeline!($($header)* || -> Result<(u64, usize), Refused> {
                    let seeds = generator(rounds);
                    let open = seeds
                        >> feedback(again, bound = 1000, full = fail, capacity = capacity);
                    let worked = open >> fan_out(workers, capacity = capacity, $($body)* |n| {
                        $by::turn(n) $($wait)*;
                        n
                    });
                    let (again, passed) = worked >> route(capacity = capacity, $($body)* |n| {
                        if n > 0 {
                            again(n - 1) $($wait)*;
                        }
                        passed(n) $($wait)*;
                    });
                    let (a, b) = passed >> tee();
                    (a >> sum::<u64>(), b >> count())
                })
            }};
        }
        let sum = rounds.iter().map(|n| n * (n + 1) / 2).sum::<u64>();
        let count = rounds.iter().map(|n| n + 1).sum::<u64>() as usize;
        for run in by_every_engine!(declared) {
            let value = Loops::default().value(run).expect("nothing fails");
            assert_eq!(value, (sum, count));
        }
    });
}

fn vec_of_rounds() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(0..9_u64, 0..12)
}
