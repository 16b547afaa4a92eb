//! A timeout needs an error type that it can become, and a time: rustc points at the verb or at the time.

use std::fmt;
use std::time::Duration;

use pipeline::pipeline;

#[derive(Debug)]
struct Mine;

impl fmt::Display for Mine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mine")
    }
}

fn an_error_type_that_is_not_from_it() {
    let _ = pipeline!(async || -> Result<usize, Mine> {
        generator(0..3) >> stage(timeout = Duration::from_secs(1), async |n| n) >> count()
    })
    .run();
}

fn no_time() {
    let _ = pipeline!(async { generator(0..3) >> stage(timeout = "1 s", async |n| n) >> count() }).run();
}

fn main() {}
