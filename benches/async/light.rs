//! Light work, where the hand-over is all there is: integers through a generator and two trivial
//! stages into a sum, as `pipeline!(async { … })` and by hand.
//!
//! ```text
//! cargo bench -p async-benches --bench light
//! ```
//!
//! In one task beside the same on `futures` channels, joined in one task; as tokio tasks beside the
//! same on `tokio::sync::mpsc`. All have four futures and three hops.

use async_benches::{Programs, is_bench};
use futures::{SinkExt, StreamExt};
use pipeline::{AsyncPipeline, pipeline};
use tokio::runtime::Runtime;

/// A pipeline's default capacity, and one that makes waits rare.
const CAPACITIES: [usize; 2] = [64, 1024];

fn main() {
    let (items, rounds) = if is_bench() {
        (1_000_000, 9)
    } else {
        (10_000, 1)
    };
    let expected = (0..items).map(|number| second(first(number))).sum();
    let tokio = Runtime::new().expect("a runtime can be made");
    for capacity in CAPACITIES {
        let mut programs = Programs::new();
        programs.add("pipeline!, one task", || {
            let run = declared(items, capacity).run();
            tokio.block_on(run).expect("nothing in it fails")
        });
        programs.add("futures channels, one task", || {
            tokio.block_on(on_futures(items, capacity))
        });
        programs.add("pipeline!, tokio tasks", || {
            let join = async { declared(items, capacity).spawn().join().await };
            tokio.block_on(join).expect("nothing in it fails")
        });
        programs.add("tokio channels, tokio tasks", || {
            tokio.block_on(on_tokio(items, capacity))
        });
        programs.run(rounds, expected);
        println!("capacity {capacity}: {items} items, medians of {rounds} rounds");
        let medians = programs.medians();
        for (name, median) in &medians {
            let each = median.as_secs_f64() * 1e9 / f64::from(u32::try_from(items).unwrap_or(1));
            println!("  {name:28} {each:8.1} ns/item");
        }
        for pair in medians.chunks(2) {
            let ratio = pair[0].1.as_secs_f64() / pair[1].1.as_secs_f64();
            println!("  {} / {} = {ratio:.2}", pair[0].0, pair[1].0);
        }
    }
}

/// Too cheap to matter, too odd for a closed formula.
fn first(x: u64) -> u64 {
    x.wrapping_mul(3)
}

fn second(x: u64) -> u64 {
    x ^ (x >> 1)
}

fn declared(items: u64, capacity: usize) -> AsyncPipeline<'static, u64> {
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
    // A channel of `futures` has room for one more for each of its senders.
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

async fn on_tokio(items: u64, capacity: usize) -> u64 {
    let (to_numbers, mut numbers) = tokio::sync::mpsc::channel(capacity);
    let (to_first, mut firsts) = tokio::sync::mpsc::channel(capacity);
    let (to_second, mut seconds) = tokio::sync::mpsc::channel(capacity);
    tokio::spawn(async move {
        for number in 0..items {
            let _ = to_numbers.send(number).await;
        }
    });
    tokio::spawn(async move {
        while let Some(number) = numbers.recv().await {
            let _ = to_first.send(first(number)).await;
        }
    });
    tokio::spawn(async move {
        while let Some(number) = firsts.recv().await {
            let _ = to_second.send(second(number)).await;
        }
    });
    let sum = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(number) = seconds.recv().await {
            sum += number;
        }
        sum
    });
    sum.await.expect("nothing in it panics")
}
