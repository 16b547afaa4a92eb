//! Jobs of several processes. The processes are threads here. The broker is in memory, and
//! transfers the items as bytes.

mod ends;
mod futures;
mod items;
mod values;

use std::thread;

use pipeline::cluster::{Job, Memory};
use pipeline::{Error, Pipeline};

/// Runs `home` as the home of a job, and concurrently `processes` processes that serve the place
/// `workers`, each with a pipeline from `serve`.
fn on_cluster<T: Send>(
    memory: Memory,
    processes: usize,
    home: impl FnOnce() -> Pipeline<'static, T>,
    serve: impl Fn() -> Pipeline<'static, T> + Sync,
) -> (Result<T, Error>, Vec<Result<(), Error>>) {
    let job = Job::new(memory);
    thread::scope(|threads| {
        let serving: Vec<_> = (0..processes)
            .map(|_| threads.spawn(|| serve().serve_on(&job, "workers")))
            .collect();
        let outcome = home().run_on(&job);
        let served = serving.into_iter().map(|serving| serving.join().unwrap());
        (outcome, served.collect())
    })
}
