//! Chunks and answers that the server does not accept.

use std::thread;

use pipeline::{Error, Pipeline, pipeline};

use crate::cluster;
use crate::support::Server;

/// A pipeline whose stage elsewhere makes an answer of `bytes` bytes of item 5.
fn with_an_answer_of(bytes: usize, numbers: u64) -> Pipeline<'static, usize> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let texts = numbers
            >> stage(at = "workers", |n: u64| {
                "x".repeat(if n == 5 { bytes } else { 1 })
            });
        texts >> map(|text| text.len()) >> sum::<usize>()
    })
}

/// Checks that the job ends with this cause, on a server with these arguments.
#[track_caller]
fn is_refused(bytes: usize, arguments: &[&str], cause: &str) {
    let server = Server::start(arguments);
    let job = cluster(&server).job("refused");
    thread::scope(|threads| {
        let serve = || with_an_answer_of(bytes, 0).serve_on(&job, "workers");
        let serving = [threads.spawn(serve), threads.spawn(serve)];
        // Item 5 is the last one: the home has no chunk to send when the server refuses its answer.
        let failed = with_an_answer_of(bytes, 6).run_on(&job).unwrap_err();
        let Error::Elsewhere { stage, message, .. } = &failed else {
            panic!("{failed:?}");
        };
        assert_eq!(stage, "texts");
        assert!(message.contains(cause), "{message}");
        assert!(message.contains("bytes, which was refused"), "{message}");
        for served in serving {
            let text = format!("{:#}", served.join().unwrap().unwrap_err());
            assert!(text.contains(cause), "{text}");
        }
    });
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn an_answer_that_is_too_large_for_the_server_ends_the_job() {
    let limit = ["--proto-max-bulk-len", "1mb"];
    is_refused(2 << 20, &limit, "`proto-max-bulk-len`");
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn an_answer_that_finds_the_servers_memory_full_ends_the_job() {
    is_refused(32 << 20, &["--maxmemory", "20mb"], "OOM");
}

#[test]
#[cfg_attr(not(redis_server), ignore = "there is no `redis-server`")]
fn an_item_that_is_too_large_for_the_server_ends_the_job() {
    let server = Server::start(&["--proto-max-bulk-len", "1mb"]);
    let job = cluster(&server).job("large");
    let declared: Pipeline<'static, usize> = pipeline!(|| {
        let texts = generator(["x".repeat(2 << 20)]);
        texts >> stage(at = "workers", |text: String| text) >> count()
    });
    let text = format!("{:#}", declared.run_on(&job).unwrap_err());
    assert!(text.contains("has a chunk of 20971"), "{text}");
    assert!(text.contains("`proto-max-bulk-len`"), "{text}");
}
