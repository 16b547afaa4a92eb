//! One request asks several backends concurrently, with one deadline for all of them.
//!
//! ```text
//! cargo run --release --example deadline -- [LIMIT_MS [WORK_MS…]]
//! ```
//!
//! Each `WORK_MS` is a backend that needs this many milliseconds (10, 40, 160, 640 and 2560).
//! `LIMIT_MS` (300) is the time limit of the request. The program prints each answer when it
//! arrives, and then the backends that have not answered. The exit code is 0 if all answered, 1 if
//! the deadline passed first, 2 on an error.
//!
//! What to look at: the deadline is set in one place, with `with_deadline`. A backend asks its
//! shards in a pipeline of its own. That pipeline inherits the deadline, because it runs inside a
//! body of the request's pipeline; the function `ask` has no parameter for it. Nothing interrupts a
//! body. A body that waits long therefore calls `ctx.check()?` in between, and the time between two
//! calls is how late the run may end. When `run` returns, all threads have ended. A run that
//! reaches its deadline returns no value, so the answers are kept in a variable of the caller.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use pipeline::{Context, Error, pipeline};

/// Number of shards of a backend. The first needs a quarter of the backend's time, the last all of
/// it.
const SHARDS: u32 = 4;

/// How long a shard waits between two checks of the deadline.
const STEP: Duration = Duration::from_millis(1);

/// Number of hits that a shard finds.
const HITS: usize = 10;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let times: Option<Vec<Duration>> = arguments.iter().map(milliseconds).collect();
    let Some(mut times) = times else {
        eprintln!("usage: deadline [LIMIT_MS [WORK_MS…]]");
        return ExitCode::from(2);
    };
    if times.is_empty() {
        times.push(Duration::from_millis(300));
    }
    if times.len() == 1 {
        times.extend([10, 40, 160, 640, 2560].map(Duration::from_millis));
    }
    let (limit, backends) = (times[0], &times[1..]);
    let mut has_answered = vec![false; backends.len()];
    match ask_all(limit, backends, &mut has_answered) {
        Ok(()) | Err(Error::DeadlineExceeded { .. }) => {}
        Err(error) => {
            eprintln!("deadline: {error:#}");
            return ExitCode::from(2);
        }
    }
    let late = has_answered.iter().zip(1..).filter(|(has, _)| !**has);
    let late: Vec<String> = late.map(|(_, number)| format!(" {number}")).collect();
    if late.is_empty() {
        say("all have answered");
        return ExitCode::SUCCESS;
    }
    say(&format!("no answer in {limit:?} from{}", late.concat()));
    ExitCode::FAILURE
}

fn milliseconds(text: &OsString) -> Option<Duration> {
    Some(Duration::from_millis(text.to_str()?.parse().ok()?))
}

/// Asks all backends and prints their answers. Each element of `backends` is the time that the
/// backend needs.
fn ask_all(limit: Duration, backends: &[Duration], has_answered: &mut [bool]) -> Result<(), Error> {
    let start = Instant::now();
    let context = Context::new().with_deadline(limit);
    pipeline!({
        let requests = generator(backends.iter().enumerate());
        let answers = requests
            >> fan_out(backends.len(), name = "backend", |(index, &work)| {
                let hits = ask(work)?;
                (index, hits)
            });
        answers
            >> for_each(|(index, hits)| {
                has_answered[index] = true;
                let (number, time) = (index + 1, start.elapsed().as_millis());
                say(&format!("backend {number}: {hits} hits after {time} ms"));
            })
    })
    .run_with(&context)
}

/// Asks the shards of a backend that needs the time `work`, and returns the sum of their hits.
fn ask(work: Duration) -> Result<usize, Error> {
    pipeline!(|ctx| {
        let shards = generator(1..=SHARDS);
        let hits = shards
            >> fan_out(SHARDS as usize, name = "shard", |shard| {
                search(work * shard / SHARDS, ctx)?
            });
        hits >> sum::<usize>()
    })
    .run()
}

/// Stands for a network read with the timeout `STEP`.
fn search(work: Duration, context: &Context) -> Result<usize, pipeline::Cancelled> {
    let end = Instant::now() + work;
    loop {
        context.check()?;
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(HITS);
        }
        thread::sleep(left.min(STEP));
    }
}

/// `println!` would panic if standard output is closed.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
