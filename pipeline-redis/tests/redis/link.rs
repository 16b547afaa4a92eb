//! Jobs whose connections to the server are cut.

use std::thread;
use std::time::Duration;

use pipeline_redis::Cluster;

use crate::proxy::Proxy;
use crate::support::{Server, Worker};
use crate::{LEASE, cluster, declared, expected, some};

/// Cuts the link for a moment, several times.
fn cut_some_times(link: &Proxy) {
    for _ in 0..some(3, 20) {
        thread::sleep(Duration::from_millis(200));
        link.cut();
        thread::sleep(Duration::from_millis(300));
        link.restore();
    }
}

/// Checks that the value is right although the link of the home or of a worker is cut several
/// times.
fn a_cut_changes_no_value(name: &str, is_of_home: bool) {
    let server = Server::start(&[]);
    let link = Proxy::to(server.port());
    let far = Cluster::open(&link.url())
        .unwrap()
        .with_lease(LEASE)
        .job(name);
    let near = cluster(&server).job(name);
    let (at_home, at_the_place) = if is_of_home { (far, near) } else { (near, far) };
    let numbers = some(6000, 30_000) as u64;
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(numbers).run_on(&at_home));
        let serving = threads.spawn(|| declared(0).serve_on(&at_the_place, "workers"));
        cut_some_times(&link);
        serving.join().unwrap().unwrap();
        home.join().unwrap()
    });
    assert_eq!(value.unwrap(), expected(numbers));
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_link_of_a_worker_that_is_cut_and_restored_changes_no_value() {
    a_cut_changes_no_value("worker", false);
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_link_of_home_that_is_cut_and_restored_changes_no_value() {
    a_cut_changes_no_value("home", true);
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_worker_that_is_cut_off_ends_and_others_do_its_work() {
    let server = Server::start(&[]);
    let link = Proxy::to(server.port());
    let far = Cluster::open(&link.url())
        .unwrap()
        .with_lease(LEASE)
        .job("off");
    let near = cluster(&server).job("off");
    let value = thread::scope(|threads| {
        let home = threads.spawn(|| declared(6000).run_on(&near));
        let serving = threads.spawn(|| declared(0).serve_on(&far, "workers"));
        thread::sleep(Duration::from_millis(300));
        link.cut();
        let other = Worker::start(&server.url(), "off");
        assert!(serving.join().unwrap().is_err());
        let value = home.join().unwrap();
        assert!(other.join());
        value
    });
    assert_eq!(value.unwrap(), expected(6000));
}
