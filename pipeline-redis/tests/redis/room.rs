//! Memory is bounded from end to end.

use std::fs;
use std::thread;
use std::time::Duration;

use pipeline::{Context, Pipeline, pipeline};

use crate::cluster;
use crate::some;
use crate::support::Server;

const MIB: usize = 1 << 20;

/// A pipeline that makes items of 1 KiB without end. The home takes one per millisecond.
fn slow_at_home() -> Pipeline<'static, usize> {
    pipeline!(|| {
        let items = generator(std::iter::repeat_with(|| "x".repeat(1024)));
        let passed = items >> fan_out(2, at = "workers", |item: String| item);
        let slow = passed
            >> stage(|item| {
                thread::sleep(Duration::from_millis(1));
                item
            });
        slow >> count()
    })
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn a_slow_stage_at_home_slows_the_source() {
    let server = Server::start(&[]);
    let (job, context) = (cluster(&server).job("slow"), Context::new());
    thread::scope(|threads| {
        let home = threads.spawn(|| slow_at_home().run_on_reported(&job, &context));
        let serving = threads.spawn(|| slow_at_home().serve_on(&job, "workers"));
        thread::sleep(Duration::from_secs(some(2, 10) as u64));
        let memory: String = redis::cmd("INFO")
            .arg("memory")
            .query(&mut server.connection())
            .unwrap();
        let used = memory
            .lines()
            .find_map(|line| line.strip_prefix("used_memory:"))
            .unwrap();
        let of_server: usize = used.trim().parse().unwrap();
        let statm = fs::read_to_string("/proc/self/statm").unwrap();
        let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
        let here = pages * 4096;
        context.cancel();
        let (_, report) = home.join().unwrap();
        let _ = serving.join().unwrap();
        let made = report.stage("items").unwrap().given;
        let taken = report.stage("slow").unwrap().taken;
        // 256 chunks of at most 256 items.
        assert!(made - taken < 2 * 256 * 256, "{made} made, {taken} taken");
        assert!(
            of_server < 256 * MIB && here < 512 * MIB,
            "{of_server} and {here} bytes"
        );
    });
}
