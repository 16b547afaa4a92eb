//! Runs fan-outs of many workers with light items, in which workers claim, steal and sleep as often
//! as they can.

use std::time::{Duration, Instant};

use pipeline::{AsyncPipeline, Error, Pipeline, pipeline};
use pipeline_tests::Watchdog;
use tokio::runtime::Builder;

/// Number of items in a run: enough for claims to grow.
const ITEMS: u64 = 20_000;

/// Numbers of workers: as many as most machines have cores, and many more.
const WORKERS: [usize; 7] = [2, 3, 4, 8, 16, 48, 150];

/// A fan-out of so many workers that collects all items, for each engine.
struct Crowd {
    name: &'static str,
    threads: fn(usize) -> Pipeline<'static, Vec<u64>>,
    futures: fn(usize) -> AsyncPipeline<'static, Vec<u64>>,
    is_ordered: bool,
}

/// Declares a crowd once for both engines.
macro_rules! crowd {
    ($name:literal, $is_ordered:literal, ($($options:tt)*)) => {
        Crowd {
            name: $name,
            threads: |workers| {
                pipeline!(move || {
                    generator(0..ITEMS) >> fan_out(workers, $($options)* |n| n) >> collect::<Vec<_>>()
                })
            },
            futures: |workers| {
                pipeline!(async move {
                    generator(0..ITEMS) >> fan_out(workers, $($options)* |n| n) >> collect::<Vec<_>>()
                })
            },
            is_ordered: $is_ordered,
        }
    };
}

const CROWDS: [Crowd; 5] = [
    crowd!("any order", false, ()),
    crowd!("ordered", true, (ordered,)),
    crowd!("ordered, capacity 64", true, (ordered, capacity = 64,)),
    crowd!("ordered, few in the window", true, (ordered, window = 32,)),
    crowd!("by key", false, (by = |n| *n,)),
];

/// Runs all crowds again and again for `time`. Returns whether they always gave all items.
pub(crate) fn run(time: Duration) -> bool {
    let watchdog = Watchdog::new();
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    let runtime = runtime.expect("a runtime starts");
    let (start, mut runs) = (Instant::now(), 0);
    while start.elapsed() < time {
        for (crowd, workers) in CROWDS.iter().flat_map(|crowd| WORKERS.map(|n| (crowd, n))) {
            watchdog.begin(format!("run {runs}: {}, {workers} workers", crowd.name));
            let threads = (crowd.threads)(workers).run();
            let futures = runtime.block_on(async { (crowd.futures)(workers).spawn().join().await });
            if !crowd.has_all(threads) || !crowd.has_all(futures) {
                println!("{} with {workers} workers, in round {runs}", crowd.name);
                return false;
            }
            runs += 1;
        }
    }
    println!("{runs} crowds on each engine gave all their items");
    true
}

impl Crowd {
    fn has_all(&self, outcome: Result<Vec<u64>, Error>) -> bool {
        let mut items = match outcome {
            Ok(items) => items,
            Err(error) => {
                println!("{error:#}");
                return false;
            }
        };
        if !self.is_ordered {
            items.sort_unstable();
        }
        items.into_iter().eq(0..ITEMS)
    }
}
