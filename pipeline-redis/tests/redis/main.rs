//! Jobs with real processes on a real server, which each test starts for itself. If there is no
//! `redis-server` on the machine, the tests are ignored.
//!
//! The tests sleep in order to strike in the middle of a run. Their assertions hold at whatever
//! moment they strike. With `CLUSTER=whole` in the environment, they try many more cases.

mod ends;
mod file;
mod link;
mod processes;
mod proxy;
mod refused;
mod room;
mod support;

use std::env;
use std::thread;
use std::time::Duration;

use pipeline::{Pipeline, pipeline};
use pipeline_redis::Cluster;
use support::Server;

/// The lease of a process. A busy machine may delay a process by a second.
const LEASE: Duration = Duration::from_secs(2);

/// Returns `part`, or `whole` if all cases are to be tried.
fn some(part: usize, whole: usize) -> usize {
    if env::var_os("CLUSTER").is_some_and(|word| word == "whole") {
        whole
    } else {
        part
    }
}

/// A pipeline that makes several numbers of each number, in order. Each number takes a moment.
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

/// The test that [`Worker`](support::Worker) starts in another process. Without the variables, it
/// does nothing.
#[test]
fn a_process_of_a_place() {
    let (Ok(url), Ok(job)) = (env::var("PIPELINE_URL"), env::var("PIPELINE_JOB")) else {
        return;
    };
    let cluster = Cluster::open(&url).unwrap().with_lease(LEASE);
    declared(0).serve_on(&cluster.job(&job), "workers").unwrap();
}
