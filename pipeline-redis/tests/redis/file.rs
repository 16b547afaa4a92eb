//! A server is killed and restarted with its append-only file, or with the first part of the file.

use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::Duration;

use pipeline::cluster::{Chunk, Claim, Delivery, Job, PlaceEnd};
use pipeline_redis::Cluster;

use crate::support::Server;
use crate::{cluster, declared, expected, some};

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

/// The stage of the chunks that the test sends itself.
const STAGE: &str = "stage";
const CHUNKS: u64 = 24;
const SOON: Duration = Duration::from_millis(40);

/// Answers a chunk, in the right order of commands or in a wrong one.
type Answer = fn(&Server, &dyn PlaceEnd, &Delivery);

fn answer(_: &Server, place: &dyn PlaceEnd, delivery: &Delivery) {
    place.answer(&delivery.ticket, &delivery.chunk).unwrap();
}

/// Removes the chunk first, and adds the reply after that.
fn answer_ack_first(server: &Server, _: &dyn PlaceEnd, delivery: &Delivery) {
    let key = |of: &str| {
        server
            .keys()
            .into_iter()
            .find(|key| key.ends_with(of))
            .unwrap()
    };
    let chunks = key(&format!(":chunks:{STAGE}"));
    let replies = chunks.replace(&format!(":chunks:{STAGE}"), ":replies");
    let (id, _) = delivery.ticket.split_once(' ').unwrap();
    let mut connection = server.connection();
    let mut call = |command: &[&str]| {
        let (name, arguments) = command.split_first().unwrap();
        redis::cmd(name)
            .arg(arguments)
            .exec(&mut connection)
            .unwrap();
    };
    call(&["XACK", &chunks, "place", id]);
    call(&["XDEL", &chunks, id]);
    let number = delivery.chunk.number.to_string();
    call(&[
        "XADD", &replies, "*", "stage", STAGE, "number", &number, "bytes", "",
    ]);
}

/// Returns after how many of the cuts a chunk is lost: it has no reply, and no process gets it.
fn lost_after_cuts(answer: Answer) -> usize {
    let mut server = Server::start(&["--appendonly", "yes", "--appendfsync", "always"]);
    let opened = Cluster::open(&server.url()).unwrap();
    let hour = Duration::from_hours(1);
    let job = opened.clone().with_lease(hour).job("cut");
    let home = job.broker().open("").unwrap();
    for number in 0..CHUNKS {
        let chunk = Chunk {
            stage: STAGE.to_owned(),
            number,
            bytes: Vec::new(),
        };
        home.send(&chunk).unwrap();
    }
    let sent = fs::metadata(server.file()).unwrap().len();
    let place = job.broker().join().unwrap().unwrap().end;
    for delivery in claim(&*place) {
        answer(&server, &*place, &delivery);
    }
    server.kill();
    let whole = fs::read(server.file()).unwrap();
    // A process is taken for dead soon, so that another process gets its chunks.
    let job = opened.with_lease(SOON).job("cut");
    let cuts = usize::try_from(sent).unwrap()..=whole.len();
    let is_lossy = |cut: &usize| {
        server.restart_with(&whole[..*cut]);
        !all_are_there(&server, &job)
    };
    cuts.step_by(some(499, 7)).filter(is_lossy).count()
}

fn claim(place: &dyn PlaceEnd) -> Vec<Delivery> {
    let mut all = Vec::new();
    loop {
        match place.claim(STAGE, 100, Duration::from_millis(1)).unwrap() {
            Claim::Chunks(some) if some.is_empty() => return all,
            Claim::Chunks(some) => all.extend(some),
            other => panic!("{other:?}"),
        }
    }
}

fn all_are_there(server: &Server, job: &Job) -> bool {
    let place = job.broker().join().unwrap().unwrap().end;
    thread::sleep(SOON * 3 / 2);
    let mut there: BTreeSet<u64> = claim(&*place)
        .iter()
        .map(|claimed| claimed.chunk.number)
        .collect();
    for key in server.keys().iter().filter(|key| key.ends_with(":replies")) {
        let replies: redis::streams::StreamRangeReply = redis::cmd("XRANGE")
            .arg(&[key, "-", "+"])
            .query(&mut server.connection())
            .unwrap();
        there.extend(
            replies
                .ids
                .iter()
                .map(|reply| reply.get::<u64>("number").unwrap()),
        );
    }
    there == (0..CHUNKS).collect()
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_file_that_is_cut_anywhere_loses_no_chunk() {
    assert_eq!(lost_after_cuts(answer), 0);
}

/// A negative control: the test above detects lost chunks.
#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn to_ack_first_would_lose_chunks() {
    assert!(lost_after_cuts(answer_ack_first) > 0);
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_that_has_forgotten_the_last_chunks_gets_them_again() {
    let mut server = Server::start(&["--appendonly", "yes"]);
    let job = cluster(&server).job("forgotten");
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(4000).run_on(&job));
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        for _ in 0..some(2, 10) {
            thread::sleep(Duration::from_millis(300));
            server.kill();
            let file = fs::read(server.file()).unwrap();
            server.restart_with(&file[..file.len() - 3000]);
        }
        serving.join().unwrap().unwrap();
        home.join().unwrap()
    });
    assert_eq!(value.unwrap(), expected(4000));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_server_that_has_forgotten_what_the_home_runs_is_told_again() {
    let mut server = Server::start(&["--appendonly", "yes", "--appendfsync", "always"]);
    let lease = Duration::from_secs(8);
    let cluster = cluster(&server).with_lease(lease);
    let job = cluster.job("forgotten");
    let home = job.broker().open("what it runs").unwrap();
    let chunk = Chunk {
        stage: STAGE.to_owned(),
        number: 0,
        bytes: Vec::new(),
    };
    home.send(&chunk).unwrap();
    assert!(home.receive(Duration::from_millis(1)).unwrap().is_empty());
    // The rest of the file is lost, from the command on that sets the declaration.
    server.kill();
    let file = fs::read(server.file()).unwrap();
    let has = |at: &usize| file[*at..].starts_with(b":declaration");
    let declared = (0..file.len()).find(has).unwrap();
    let cut = (0..declared).rfind(|at| file[*at] == b'*').unwrap();
    server.restart_with(&file[..cut]);
    // The home looks at the server when it renews its lease.
    thread::sleep(lease / 3);
    assert!(home.receive(Duration::from_millis(1)).unwrap().is_empty());
    let joined = job.broker().join().unwrap().unwrap();
    assert_eq!(joined.declaration, "what it runs");
    assert_eq!(claim(&*joined.end)[0].chunk, chunk);
    assert_eq!(cluster.jobs().unwrap()[0].workers[0].stage, STAGE);
}
