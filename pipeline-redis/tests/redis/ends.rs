//! The ends of jobs that cannot continue or that are stopped, each with a clear error.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use pipeline::cluster::{Chunk, Claim, Job};
use pipeline::{Context, Pipeline, pipeline};
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

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_home_that_comes_back_too_late_leaves_the_next_one_alone() {
    const SHORT: Duration = Duration::from_millis(200);
    let server = Server::start(&[]);
    let job = cluster(&server).with_lease(SHORT).job("late");
    let before = job.broker().open("").unwrap();
    thread::sleep(SHORT * 2);
    let long = cluster(&server).job("late");
    let home = long.broker().open("").unwrap();
    let text = before
        .receive(Duration::from_millis(1))
        .unwrap_err()
        .to_string();
    assert!(text.contains("another home has taken over"), "{text}");
    before.end(Some("it was late")).unwrap();
    home.receive(Duration::from_millis(1)).unwrap();
    let place = long.broker().join().unwrap().unwrap().end;
    let claim = place.claim("stage", 1, Duration::from_millis(1)).unwrap();
    assert_eq!(claim, Claim::Chunks(Vec::new()));
}

#[test]
#[ignore = "takes half a minute: bash .ci/cluster"]
fn a_server_that_says_nothing_more_ends_every_process() {
    let server = Server::start(&[]);
    let job = cluster(&server).job("silent");
    thread::scope(|threads| {
        let home = threads.spawn(|| declared(u64::MAX).run_on(&job));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        thread::sleep(Duration::from_millis(300));
        server.stop();
        let text = format!("{:#}", home.join().unwrap().unwrap_err());
        assert!(text.contains("the Redis server at 127.0.0.1:"), "{text}");
        assert!(serving.join().unwrap().is_err());
    });
}

/// A pipeline whose second stage never gets an item.
fn in_part() -> Pipeline<'static, usize> {
    pipeline!(|| {
        let numbers = generator(0_u64..);
        let slow = numbers
            >> stage(at = "workers", |n: u64| {
                thread::sleep(Duration::from_millis(2));
                n
            });
        let none = slow >> filter(|_| false) >> stage(at = "workers", |n: u64| n);
        none >> count()
    })
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn whatever_ends_a_job_all_its_keys_expire() {
    let server = Server::start(&[]);
    let (job, context) = (cluster(&server).job("expires"), Context::new());
    thread::scope(|threads| {
        let serving = threads.spawn(|| in_part().serve_on(&job, "workers"));
        let home = threads.spawn(|| in_part().run_on_with(&job, &context));
        thread::sleep(Duration::from_millis(300));
        let meanwhile = server.keys_without_an_end();
        context.cancel();
        assert!(home.join().unwrap().is_err() && serving.join().unwrap().is_err());
        assert_eq!(meanwhile, [""; 0]);
    });
    assert_eq!(server.keys_without_an_end(), [""; 0]);
    // A process that has not noticed the end of the job.
    let home = job.broker().open("").unwrap();
    home.send(&Chunk {
        stage: "stage".to_owned(),
        number: 0,
        bytes: Vec::new(),
    })
    .unwrap();
    let place = job.broker().join().unwrap().unwrap().end;
    let Claim::Chunks(claimed) = place.claim("stage", 1, Duration::from_millis(1)).unwrap() else {
        panic!("it goes on");
    };
    home.end(None).unwrap();
    let _ = place.answer(&claimed[0].ticket, &claimed[0].chunk);
    let _ = place.fail(b"too late");
    assert_eq!(server.keys_without_an_end(), [""; 0]);
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_lease_without_an_end_is_a_day() {
    let server = Server::start(&[]);
    let cluster = cluster(&server).with_lease(Duration::MAX);
    let job = cluster.job("long");
    thread::scope(|threads| {
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        assert_eq!(declared(10).run_on(&job).unwrap(), crate::expected(10));
        serving.join().unwrap().unwrap();
    });
}

/// Returns how the job has ended, as a process learns it that joins now.
fn end_of(job: &Job) -> Claim {
    let place = job.broker().join().unwrap().expect("an ended job").end;
    place.claim("stage", 1, Duration::from_millis(1)).unwrap()
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_process_that_joins_after_a_home_that_lost_its_lease_learns_how_the_job_ended() {
    let server = Server::start(&[]);
    let lease = Duration::from_millis(100);
    let job = cluster(&server).with_lease(lease).job("late");
    let held_up = job.broker().open("").unwrap();
    // Longer than all keys of the job stay without a home.
    thread::sleep(lease * 12);
    assert!(held_up.receive(Duration::from_millis(1)).is_err());
    held_up.end(Some("it was held up")).unwrap();
    assert_eq!(
        end_of(&job),
        Claim::Ended(Some("it was held up".to_owned()))
    );
    // A later home is not disturbed by the end of an earlier one.
    let held_up = job.broker().open("").unwrap();
    thread::sleep(lease * 2);
    job.broker().open("").unwrap().end(None).unwrap();
    held_up.end(Some("it was held up")).unwrap();
    assert_eq!(end_of(&job), Claim::Ended(None));
    assert_eq!(server.keys_without_an_end(), [""; 0]);
}
