//! Ten thousand waits of 10 ms, a thousand at a time: a fan-out of sleeping bodies, compared with
//! `buffer_unordered`.
//!
//! ```text
//! cargo bench -p async-benches --bench waits
//! ```

use std::time::Duration;

use async_benches::{Programs, is_bench};
use futures::StreamExt;
use pipeline::{AsyncPipeline, pipeline};
use tokio::runtime::Runtime;
use tokio::time::sleep;

const WAIT: Duration = Duration::from_millis(10);

fn main() {
    let (items, at_once, rounds) = if is_bench() {
        (10_000, 1_000, 9)
    } else {
        (100, 10, 1)
    };
    let tokio = Runtime::new().expect("a runtime can be made");
    let mut programs = Programs::new();
    programs.add("pipeline!, one task", || {
        let run = declared(items, at_once).run();
        tokio.block_on(run).expect("nothing in it fails")
    });
    programs.add("buffer_unordered", || {
        tokio.block_on(buffered(items, at_once))
    });
    programs.add("pipeline!, tokio tasks", || {
        let join = async { declared(items, at_once).spawn().join().await };
        tokio.block_on(join).expect("nothing in it fails")
    });
    programs.run(rounds, (0..items).sum());
    println!("{items} waits of {WAIT:?}, {at_once} at a time, medians of {rounds} rounds");
    let medians = programs.medians();
    for (name, median) in &medians {
        let ratio = median.as_secs_f64() / medians[1].1.as_secs_f64();
        println!("  {name:24} {median:9.1?}, {ratio:.2} of buffer_unordered");
    }
}

fn declared(items: u64, at_once: usize) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(0..items);
        let waited = numbers
            >> fan_out(at_once, async |number| {
                sleep(WAIT).await;
                number
            });
        waited >> sum::<u64>()
    })
}

async fn buffered(items: u64, at_once: usize) -> u64 {
    let waits = futures::stream::iter(0..items).map(async |number| {
        sleep(WAIT).await;
        number
    });
    let sum = async |sum, number| sum + number;
    waits.buffer_unordered(at_once).fold(0, sum).await
}
