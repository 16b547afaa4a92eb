//! Processes of a place that start and end during a job.

use std::thread;
use std::time::Duration;

use pipeline::Context;
use pipeline::cluster::{Chunk, Claim, PlaceEnd};

use crate::support::{Server, Worker};
use crate::{LEASE, cluster, declared, expected, some};

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn the_value_is_that_of_one_process_and_nothing_is_left() {
    let server = Server::start(&[]);
    let workers = [(); 2].map(|()| Worker::start(&server.url(), "plain"));
    let value = declared(3000).run_on(&cluster(&server).job("plain"));
    assert_eq!(value.unwrap(), expected(3000));
    assert!(workers.into_iter().all(Worker::join));
    // The keys that announce the end of the job expire by themselves.
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
    for seed in 1..=some(1, 20) as u64 {
        let server = Server::start(&[]);
        let job = cluster(&server).job("killed");
        let value = thread::scope(|threads| {
            let home = threads.spawn(|| declared(6000).run_on(&job));
            let mut workers = vec![Worker::start(&server.url(), "killed")];
            let mut random = seed;
            for _ in 0..5 {
                // A worker lives for a moment before it is killed, and another is started before
                // that.
                workers.push(Worker::start(&server.url(), "killed"));
                random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                thread::sleep(Duration::from_millis(50 + (random >> 33) % 400));
                let killed = usize::try_from(random >> 33).unwrap() % workers.len();
                workers.remove(killed).signal("-KILL");
            }
            home.join().unwrap()
        });
        assert_eq!(value.unwrap(), expected(6000), "seed {seed}");
    }
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

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn chunks_of_a_dead_process_are_found_beside_a_busy_one() {
    const STAGE: &str = "stage";
    const MOMENT: Duration = Duration::from_millis(1);
    let server = Server::start(&[]);
    let opened = cluster(&server);
    let job = opened.job("behind");
    let home = job.broker().open("").unwrap();
    for number in 0..26 {
        let stage = STAGE.to_owned();
        home.send(&Chunk {
            stage,
            number,
            bytes: Vec::new(),
        })
        .unwrap();
    }
    let short = opened.with_lease(Duration::from_millis(200)).job("behind");
    let join = || short.broker().join().unwrap().unwrap().end;
    let [busy, dead, idle] = [join(), join(), join()];
    let claim = |place: &dyn PlaceEnd, most| match place.claim(STAGE, most, MOMENT).unwrap() {
        Claim::Chunks(chunks) => chunks,
        other => panic!("{other:?}"),
    };
    let renewed: Vec<String> = claim(&*busy, 24)
        .into_iter()
        .map(|claimed| claimed.ticket)
        .collect();
    let lost = claim(&*dead, 2);
    assert_eq!((renewed.len(), lost.len()), (24, 2));
    // The leases of the last two chunks expire. The others are renewed all the time.
    let found = loop {
        busy.renew(&renewed).unwrap();
        if let [found] = &claim(&*idle, 1)[..] {
            break found.chunk.number;
        }
    };
    assert!(lost.iter().any(|lost| lost.chunk.number == found));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_stage_may_be_called_home() {
    let server = Server::start(&[]);
    let cluster = cluster(&server);
    let job = cluster.job("{odd}:home");
    let home = job.broker().open("").unwrap();
    let stage = "home".to_owned();
    home.send(&Chunk {
        stage,
        number: 0,
        bytes: Vec::new(),
    })
    .unwrap();
    let jobs = cluster.jobs().unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!((jobs[0].name.as_str(), jobs[0].waiting), ("{odd}:home", 1));
}
