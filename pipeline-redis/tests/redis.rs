//! Jobs on a real server, which each test starts for itself, with real processes. Without `redis-server` on the machine they are
//! listed as ignored.
//!
//! They sleep to strike in the middle of a run. What they assert holds whenever they strike.

mod support;

use std::env;
use std::thread;
use std::time::Duration;

use pipeline::{Context, Pipeline, pipeline};
use pipeline_redis::Cluster;
use support::{Server, Worker};

/// How long a process may be out of sight. A busy machine may hold one up for a second.
const LEASE: Duration = Duration::from_secs(2);

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

/// What [`Worker`] starts. By itself it does nothing.
#[test]
fn a_process_of_a_place() {
    let (Ok(url), Ok(job)) = (env::var("PIPELINE_URL"), env::var("PIPELINE_JOB")) else {
        return;
    };
    let cluster = Cluster::open(&url).unwrap().with_lease(LEASE);
    declared(0).serve_on(&cluster.job(&job), "workers").unwrap();
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn the_value_is_that_of_one_process_and_nothing_is_left() {
    let server = Server::start(&[]);
    let workers = [(); 2].map(|()| Worker::start(&server.url(), "plain"));
    let value = declared(3000).run_on(&cluster(&server).job("plain"));
    assert_eq!(value.unwrap(), expected(3000));
    assert!(workers.into_iter().all(Worker::join));
    // What tells of the end goes by itself.
    let keys = server.keys();
    let tells = |key: &String| {
        ["end", "last", "declaration"]
            .iter()
            .any(|what| key.ends_with(what))
    };
    assert!(keys.iter().all(tells), "{keys:?}");
    assert!(
        keys.iter().all(|key| key.starts_with("pipeline:{plain}:")),
        "{keys:?}"
    );
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn processes_that_are_killed_change_no_value() {
    let server = Server::start(&[]);
    let job = cluster(&server).job("killed");
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(6000).run_on(&job));
        let mut workers = vec![Worker::start(&server.url(), "killed")];
        let mut killed = 0;
        while !home.is_finished() {
            // Each lives for a moment, with another beside it.
            workers.push(Worker::start(&server.url(), "killed"));
            thread::sleep(Duration::from_millis(250));
            if killed < 5 {
                workers.remove(0).signal("-KILL");
                killed += 1;
            }
        }
        home.join().unwrap()
    });
    assert_eq!(value.unwrap(), expected(6000));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_process_that_is_stopped_for_longer_than_a_lease_changes_no_value() {
    let server = Server::start(&[]);
    let job = cluster(&server).job("stopped");
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(5000).run_on(&job));
        let stopped = Worker::start(&server.url(), "stopped");
        thread::sleep(Duration::from_millis(300));
        stopped.signal("-STOP");
        let other = Worker::start(&server.url(), "stopped");
        thread::sleep(LEASE * 5 / 2);
        stopped.signal("-CONT");
        let value = home.join().unwrap();
        assert!(stopped.join() && other.join());
        value
    });
    assert_eq!(value.unwrap(), expected(5000));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_that_is_killed_comes_back_with_its_file() {
    let mut server = Server::start(&["--appendonly", "yes", "--appendfsync", "always"]);
    let cluster = cluster(&server).with_lease(Duration::from_secs(5));
    assert!(cluster.has_file());
    let job = cluster.job("restarted");
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(4000).run_on(&job));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        for _ in 0..2 {
            thread::sleep(Duration::from_millis(300));
            server.kill();
            server.restart();
        }
        serving.join().unwrap().unwrap();
        home.join().unwrap()
    });
    assert_eq!(value.unwrap(), expected(4000));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_that_comes_back_empty_ends_the_run_with_that_cause() {
    let mut server = Server::start(&[]);
    let cluster = cluster(&server);
    assert!(!cluster.has_file());
    let job = cluster.job("lost");
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(u64::MAX).run_on(&job));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        thread::sleep(Duration::from_millis(300));
        server.kill();
        server.restart();
        let text = format!("{:#}", home.join().unwrap().unwrap_err());
        assert!(text.contains("the server has lost"), "{text}");
        assert!(serving.join().unwrap().is_err());
    });
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_cancel_ends_every_process() {
    let server = Server::start(&[]);
    let (job, context) = (cluster(&server).job("cancelled"), Context::new());
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(u64::MAX).run_on_with(&job, &context));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        thread::sleep(Duration::from_millis(300));
        context.cancel();
        assert!(home.join().unwrap().unwrap_err().is_cancelled());
        let text = format!("{:#}", serving.join().unwrap().unwrap_err());
        assert!(text.contains("it was cancelled"), "{text}");
    });
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_that_may_evict_is_refused() {
    let server = Server::start(&["--maxmemory-policy", "allkeys-lru"]);
    let text = Cluster::open(&server.url()).unwrap_err().to_string();
    assert!(
        text.contains("allkeys-lru") && text.contains("noeviction"),
        "{text}"
    );
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn passwords_are_checked_and_not_told() {
    let server = Server::start(&["--requirepass", "secret"]);
    let address = server.url().replace("redis://", "");
    let text = format!(
        "{:#}",
        Cluster::open(&format!("redis://:wrong@{address}")).unwrap_err()
    );
    assert!(
        !text.contains("wrong:") && !text.contains("secret"),
        "{text}"
    );
    let cluster = Cluster::open(&format!("redis://:secret@{address}")).unwrap();
    assert!(!format!("{cluster:?}").contains("secret"));
    let text = Cluster::open("redis://:secret@nowhere@")
        .unwrap_err()
        .to_string();
    assert!(!text.contains("secret"), "{text}");
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_cluster_tells_who_works_and_what_waits() {
    let server = Server::start(&[]);
    let (cluster, context) = (cluster(&server), Context::new());
    let job = cluster.job("seen");
    assert_eq!(cluster.jobs().unwrap(), []);
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(u64::MAX).run_on_with(&job, &context));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        loop {
            let jobs = cluster.jobs().unwrap();
            if let [job] = &jobs[..]
                && let [worker] = &job.workers[..]
            {
                assert_eq!((&*job.name, &*worker.stage), ("seen", "made"));
                assert!(worker.chunks >= 1 && !worker.is_late);
                break;
            }
        }
        context.cancel();
        assert!(home.join().unwrap().is_err() && serving.join().unwrap().is_err());
    });
}
