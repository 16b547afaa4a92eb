//! Finds the primes up to N: a generator of segments, workers that sieve them, and ordered output.
//!
//! ```text
//! cargo run --release --example primes -- [[--all] N]
//! ```
//!
//! The program prints the number of primes up to N (ten million) and the last few of them. With
//! `--all` it prints each prime on a line.
//!
//! The well-known concurrent sieve has a stage for each prime, which drops the multiples of that
//! prime. It spends nearly all its time on sending: each prime passes through the threads of all
//! smaller primes.
//!
//! What to look at: an ordinary function finds the primes up to the root of N first, and all
//! workers borrow them. Each worker has a buffer of its own for its current segment. `ordered`
//! restores the order of the segments while they are made. So the program could print all primes
//! below a trillion in the memory of a few segments, and `| head` ends it early.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;
use std::thread;

use pipeline::{Error, pipeline};

/// Number of numbers in a segment. Each takes a byte, so a segment fits into a core's cache.
const SEGMENT: usize = 256 * 1024;

/// A larger N would take weeks, and the sieve up to its root would need too much memory.
const LARGEST: usize = 1_000_000_000_000_000;

/// Number of primes that the summary shows.
const LAST: usize = 5;

/// The number of primes, and the last of them.
#[derive(Default)]
struct Summary {
    count: usize,
    last: Vec<usize>,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (number, is_all) = match &arguments[..] {
        [option, number] if option == "--all" => (number.to_str(), true),
        [number] => (number.to_str(), false),
        [] => (Some("10000000"), false),
        _ => (None, false),
    };
    let limit = number.and_then(|number| number.parse().ok());
    let Some(limit) = limit.filter(|limit| *limit <= LARGEST) else {
        eprintln!("usage: primes [[--all] N], where N is at most {LARGEST}");
        return ExitCode::from(2);
    };
    match primes(limit, is_all) {
        Ok(Summary { count, last }) if !is_all => {
            // `println!` would panic if standard output is closed.
            let _ = writeln!(
                io::stdout(),
                "{count} primes up to {limit}, the last: {last:?}"
            );
            ExitCode::SUCCESS
        }
        Ok(_) => ExitCode::SUCCESS,
        // The reader of standard output has closed it: not an error.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("primes: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Finds the primes up to `limit`. Prints each of them if `is_all` is true.
fn primes(limit: usize, is_all: bool) -> Result<Summary, Error<io::Error>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let roots = primes_to_root(limit);
    pipeline!(|| -> Result<Summary, io::Error> {
        let segments = generator((0..=limit).step_by(SEGMENT));
        let primes = segments
            >> fan_out(workers, ordered, capacity = workers, {
                let mut buffer = vec![true; SEGMENT];
                let roots = &roots;
                move |start| {
                    let length = SEGMENT.min(limit - start + 1);
                    sieve(start, &mut buffer[..length], roots)
                }
            });
        primes
            >> sink(|segments| {
                let mut out = BufWriter::new(io::stdout().lock());
                let mut summary = Summary::default();
                for primes in segments {
                    if is_all {
                        for prime in &primes {
                            writeln!(out, "{prime}")?;
                        }
                    }
                    summary.add(&primes);
                }
                out.flush()?;
                summary
            })
    })
    .run()
}

impl Summary {
    fn add(&mut self, primes: &[usize]) {
        self.count += primes.len();
        self.last.extend(primes);
        let surplus = self.last.len().saturating_sub(LAST);
        self.last.drain(..surplus);
    }
}

/// Returns the primes whose square is at most `limit`.
fn primes_to_root(limit: usize) -> Vec<usize> {
    let mut buffer = vec![true; limit.isqrt() + 1];
    let mut primes = Vec::new();
    for number in 2..buffer.len() {
        if buffer[number] {
            primes.push(number);
            cross_out(0, &mut buffer, number);
        }
    }
    primes
}

/// Returns the primes among the numbers `start..start + buffer.len()`. `roots` must have all primes
/// whose square is in or below that range.
fn sieve(start: usize, buffer: &mut [bool], roots: &[usize]) -> Vec<usize> {
    buffer.fill(true);
    let end = start + buffer.len();
    for prime in roots.iter().take_while(|prime| *prime * *prime < end) {
        cross_out(start, buffer, *prime);
    }
    let numbers = (start..).zip(buffer);
    numbers
        .filter_map(|(number, is_left)| (*is_left && number > 1).then_some(number))
        .collect()
}

/// Crosses out the multiples of `prime` from its square on. Smaller multiples have a smaller prime
/// factor and are crossed out already.
fn cross_out(start: usize, buffer: &mut [bool], prime: usize) {
    let first = start.next_multiple_of(prime).max(prime * prime) - start;
    for is_left in buffer.iter_mut().skip(first).step_by(prime) {
        *is_left = false;
    }
}
