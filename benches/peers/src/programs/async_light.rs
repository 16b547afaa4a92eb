//! `light` as futures: in one task, and as tokio tasks on two threads.

use futures::{SinkExt, StreamExt};
use pipeline::{AsyncPipeline, pipeline};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use super::light::plain;
use super::{Run, first, second, timed};

pub(super) fn in_one_task(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| {
            let runtime = one_thread();
            let run = default(task.items).run();
            timed(|| runtime.block_on(run).expect("nothing in it fails"))
        },
        "bounded" => |task| {
            let runtime = one_thread();
            let run = bounded(task.items, task.size).run();
            timed(|| runtime.block_on(run).expect("nothing in it fails"))
        },
        "futures" => |task| {
            let runtime = one_thread();
            timed(|| runtime.block_on(on_futures(task.items, task.size)))
        },
        "tokio" => |task| {
            let runtime = one_thread();
            timed(|| runtime.block_on(on_tokio(task.items, task.size)))
        },
        "plain" => |task| timed(|| plain(task.items)),
        _ => return None,
    })
}

pub(super) fn spawned(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| {
            let runtime = two_threads();
            let join = async { default(task.items).spawn().join().await };
            timed(|| runtime.block_on(join).expect("nothing in it fails"))
        },
        "bounded" => |task| {
            let runtime = two_threads();
            let join = async { bounded(task.items, task.size).spawn().join().await };
            timed(|| runtime.block_on(join).expect("nothing in it fails"))
        },
        "tokio" => |task| {
            let runtime = two_threads();
            timed(|| runtime.block_on(spawned_on_tokio(task.items, task.size)))
        },
        _ => return None,
    })
}

pub(super) fn one_thread() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime can be made")
}

fn two_threads() -> Runtime {
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    runtime.expect("a runtime can be made")
}

fn default(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(0..items);
        let numbers = numbers >> stage(async |number| first(number));
        let numbers = numbers >> stage(async |number| second(number));
        numbers
            >> sink(async |mut numbers| {
                let mut sum = 0;
                while let Some(number) = numbers.next().await {
                    sum += number;
                }
                sum
            })
    })
}

fn bounded(items: u64, capacity: usize) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> stage(capacity = capacity, async |number| first(number));
        let numbers = numbers >> stage(capacity = capacity, async |number| second(number));
        numbers
            >> sink(async |mut numbers| {
                let mut sum = 0;
                while let Some(number) = numbers.next().await {
                    sum += number;
                }
                sum
            })
    })
}

async fn on_futures(items: u64, capacity: usize) -> u64 {
    // A channel of `futures` has one more place for each sender.
    let (mut to_numbers, mut numbers) = futures::channel::mpsc::channel(capacity - 1);
    let (mut to_first, mut firsts) = futures::channel::mpsc::channel(capacity - 1);
    let (mut to_second, mut seconds) = futures::channel::mpsc::channel(capacity - 1);
    let generate = async move {
        for number in 0..items {
            let _ = to_numbers.send(number).await;
        }
    };
    let apply_first = async move {
        while let Some(number) = numbers.next().await {
            let _ = to_first.send(first(number)).await;
        }
    };
    let apply_second = async move {
        while let Some(number) = firsts.next().await {
            let _ = to_second.send(second(number)).await;
        }
    };
    let sum = async move {
        let mut sum = 0;
        while let Some(number) = seconds.next().await {
            sum += number;
        }
        sum
    };
    let ((), (), (), sum) = futures::join!(generate, apply_first, apply_second, sum);
    sum
}

async fn on_tokio(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_first, firsts) = mpsc::channel(capacity);
    let (to_second, seconds) = mpsc::channel(capacity);
    let ((), (), (), sum) = futures::join!(
        generate(items, to_numbers),
        apply(first, numbers, to_first),
        apply(second, firsts, to_second),
        add_up(seconds),
    );
    sum
}

async fn spawned_on_tokio(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_first, firsts) = mpsc::channel(capacity);
    let (to_second, seconds) = mpsc::channel(capacity);
    tokio::spawn(generate(items, to_numbers));
    tokio::spawn(apply(first, numbers, to_first));
    tokio::spawn(apply(second, firsts, to_second));
    let sum = tokio::spawn(add_up(seconds));
    sum.await.expect("nothing in it panics")
}

async fn generate(items: u64, to: mpsc::Sender<u64>) {
    for number in 0..items {
        let _ = to.send(number).await;
    }
}

async fn apply(body: fn(u64) -> u64, mut from: mpsc::Receiver<u64>, to: mpsc::Sender<u64>) {
    while let Some(number) = from.recv().await {
        let _ = to.send(body(number)).await;
    }
}

async fn add_up(mut from: mpsc::Receiver<u64>) -> u64 {
    let mut sum = 0;
    while let Some(number) = from.recv().await {
        sum += number;
    }
    sum
}
