//! One request asks several backends side by side, and has so much time for all of them.
//!
//! ```text
//! cargo run --release --example deadline -- [LIMIT_MS [WORK_MS…]]
//! ```
//!
//! Each `WORK_MS` is a backend that needs so many milliseconds (10, 40, 160, 640 and 2560);
//! `LIMIT_MS` (300) is what the request has. It prints each answer as it comes, and then who has not
//! answered.
//! It exits with 0 if all did, 1 if the time was over before, 2 on an error.
//!
//! What to look at: the deadline is named once, in `with_deadline`. A backend asks its shards in a
//! pipeline of its own, in a function that is told nothing of it: it runs inside a body of the
//! request's pipeline, and so has its deadline too. Nothing interrupts a body, so one that waits long
//! asks `ctx.check()?` in between, and that is how fast the end is: all threads have ended when `run`
//! returns, none is left to its work. A run that is out of time has no value, so what was answered
//! until then is kept in a variable of the function around.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use pipeline::{Context, Error, pipeline};

/// How many shards a backend has: the first needs a quarter of its time, the last all of it.
const SHARDS: u32 = 4;

/// How long a shard waits before it asks whether it is still wanted.
const STEP: Duration = Duration::from_millis(1);

/// What a shard has to offer.
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

/// Asks each of `backends`, which are given as the time that they need, and prints the answers.
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

/// Asks the shards of a backend that needs the time `work`: how many hits they have together.
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

/// Stands for a read from a network, whose own time limit is a `STEP`.
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

/// Not `println!`, which would panic if nobody reads.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
