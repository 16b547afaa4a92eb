//! How a job ends that cannot go on, or that is stopped: with a clear error.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use pipeline::Context;
use pipeline_redis::Cluster;

use crate::support::Server;
use crate::{cluster, declared};

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
fn a_server_that_is_not_there_is_an_error() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = Cluster::open(&format!("redis://127.0.0.1:{port}")).unwrap_err();
    assert!(error.to_string().contains("refused"), "{error}");
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_whose_disk_is_full_ends_the_run() {
    let server = Server::start_with_files_of(256 << 10, &["--appendonly", "yes"]);
    let job = cluster(&server).job("full");
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(u64::MAX).run_on(&job));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        let text = format!("{:#}", home.join().unwrap().unwrap_err());
        assert!(text.contains("MISCONF"), "{text}");
        assert!(serving.join().unwrap().is_err());
    });
}
