//! The programs by hand, on channels.

use futures::{SinkExt, StreamExt};
use tokio::sync::{Mutex, mpsc};

use crate::{first, second};

/// Three hops in one task.
pub(crate) async fn joined_on_tokio(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_first, firsts) = mpsc::channel(capacity);
    let (to_second, seconds) = mpsc::channel(capacity);
    let ((), (), (), sum) = futures::join!(
        make(0..items, to_numbers),
        work(numbers, to_first, first),
        work(firsts, to_second, second),
        sum(seconds),
    );
    sum
}

/// Three hops between tasks.
pub(crate) async fn spawned_on_tokio(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_first, firsts) = mpsc::channel(capacity);
    let (to_second, seconds) = mpsc::channel(capacity);
    tokio::spawn(make(0..items, to_numbers));
    tokio::spawn(work(numbers, to_first, first));
    tokio::spawn(work(firsts, to_second, second));
    let sum = tokio::spawn(sum(seconds));
    sum.await.expect("nothing in it panics")
}

/// Four generators and one worker, each a task.
pub(crate) async fn fan_in(items: u64, capacity: usize) -> u64 {
    let part = items / 4;
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_worked, worked) = mpsc::channel(capacity);
    for start in [0, part, 2 * part] {
        tokio::spawn(make(start..start + part, to_numbers.clone()));
    }
    tokio::spawn(make(3 * part..items, to_numbers));
    tokio::spawn(work(numbers, to_worked, |number| second(first(number))));
    let sum = tokio::spawn(sum(worked));
    sum.await.expect("nothing in it panics")
}

/// A generator and four workers, each a task.
pub(crate) async fn fan_out(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = mpsc::channel(capacity);
    let (to_worked, worked) = mpsc::channel(capacity);
    tokio::spawn(make(0..items, to_numbers));
    // A tokio receiver has a single owner, so the workers share it in a mutex.
    let numbers = std::sync::Arc::new(Mutex::new(numbers));
    for _ in 0..4 {
        tokio::spawn(share(
            std::sync::Arc::clone(&numbers),
            mpsc::Sender::clone(&to_worked),
        ));
    }
    drop(to_worked);
    let sum = tokio::spawn(sum(worked));
    sum.await.expect("nothing in it panics")
}

async fn share(numbers: std::sync::Arc<Mutex<mpsc::Receiver<u64>>>, to: mpsc::Sender<u64>) {
    loop {
        let number = numbers.lock().await.recv().await;
        let Some(number) = number else {
            return;
        };
        let _ = to.send(second(first(number))).await;
    }
}

async fn make(numbers: std::ops::Range<u64>, to: mpsc::Sender<u64>) {
    for number in numbers {
        let _ = to.send(number).await;
    }
}

async fn work(mut from: mpsc::Receiver<u64>, to: mpsc::Sender<u64>, body: fn(u64) -> u64) {
    while let Some(number) = from.recv().await {
        let _ = to.send(body(number)).await;
    }
}

async fn sum(mut from: mpsc::Receiver<u64>) -> u64 {
    let mut sum = 0;
    while let Some(number) = from.recv().await {
        sum += number;
    }
    sum
}

/// Three hops in one task, on the channels of `futures`.
pub(crate) async fn joined_on_futures(items: u64, capacity: usize) -> u64 {
    // A channel of `futures` has one more place for each sender.
    let (mut to_numbers, mut numbers) = futures::channel::mpsc::channel(capacity - 1);
    let (mut to_first, mut firsts) = futures::channel::mpsc::channel(capacity - 1);
    let (mut to_second, mut seconds) = futures::channel::mpsc::channel(capacity - 1);
    let ((), (), (), sum) = futures::join!(
        async move {
            for number in 0..items {
                let _ = to_numbers.send(number).await;
            }
        },
        async move {
            while let Some(number) = numbers.next().await {
                let _ = to_first.send(first(number)).await;
            }
        },
        async move {
            while let Some(number) = firsts.next().await {
                let _ = to_second.send(second(number)).await;
            }
        },
        async move {
            let mut sum = 0;
            while let Some(number) = seconds.next().await {
                sum += number;
            }
            sum
        }
    );
    sum
}
