//! Jobs on a real server, which each test starts for itself, with real processes. Without `redis-server` on the machine they are
//! listed as ignored.
//!
//! They sleep to strike in the middle of a run. What they assert holds whenever they strike. With `CLUSTER=whole` in the
//! environment they try far more.

mod ends;
mod file;
mod link;
mod processes;
mod proxy;
mod room;
mod support;

use std::env;
use std::thread;
use std::time::Duration;

use pipeline::{Pipeline, pipeline};
use pipeline_redis::Cluster;
use support::Server;

/// How long a process may be out of sight. A busy machine may hold one up for a second.
const LEASE: Duration = Duration::from_secs(2);

/// So many, or `whole`.
fn some(part: usize, whole: usize) -> usize {
    if env::var_os("CLUSTER").is_some_and(|word| word == "whole") {
        whole
    } else {
        part
    }
}

/// Each number becomes some, in order; the work on one takes a moment.
fn declared(numbers: u64) -> Pipeline<'static, Vec<u64>> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let made = numbers
            >> fan_out(2, ordered, at = "workers", |n: u64| {
                thread::sleep(Duration::from_micros(300));
                for part in 0..n % 3 {
                    yield n * 10 + part;
                }
            });
        made >> collect()
    })
}

fn expected(numbers: u64) -> Vec<u64> {
    (0..numbers)
        .flat_map(|n| (0..n % 3).map(move |part| n * 10 + part))
        .collect()
}

fn cluster(server: &Server) -> Cluster {
    Cluster::open(&server.url()).unwrap().with_lease(LEASE)
}

/// What [`Worker`](support::Worker) starts. By itself it does nothing.
#[test]
fn a_process_of_a_place() {
    let (Ok(url), Ok(job)) = (env::var("PIPELINE_URL"), env::var("PIPELINE_JOB")) else {
        return;
    };
    let cluster = Cluster::open(&url).unwrap().with_lease(LEASE);
    declared(0).serve_on(&cluster.job(&job), "workers").unwrap();
}
