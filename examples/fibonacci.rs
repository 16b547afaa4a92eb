//! An endless stream of which only as much happens as is read: a generator that makes each
//! Fibonacci number on demand.
//!
//! ```text
//! cargo run --release --example fibonacci [N]
//! ```
//!
//! prints the first N (20) numbers, and how many were made for that: at most one more. With
//! `capacity = 0` the generator hands each number over in person, so it never gets further ahead;
//! without that, up to 64 would wait for the reader.
//!
//! What to look at: the generator is a loop that `yield`s, and it counts in a variable of the
//! function around it. `take` ends the stream early, and that ends the generator, in the middle of
//! its loop: nobody tells it, nobody forgets it.

use std::env;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use pipeline::pipeline;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let wanted = match &arguments[..] {
        [] => Some(20),
        [number] => number.to_str().and_then(|number| number.parse().ok()),
        _ => None,
    };
    let Some(wanted) = wanted else {
        eprintln!("usage: fibonacci [N]");
        return ExitCode::from(2);
    };
    let mut made = 0;
    let numbers = match fibonacci(wanted, &mut made) {
        Ok(numbers) => numbers,
        Err(error) => {
            eprintln!("fibonacci: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    match print(&numbers, made) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("fibonacci: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// The first `wanted` numbers, or as many of them as fit 128 bits, and in `made` how many were made.
fn fibonacci(wanted: usize, made: &mut usize) -> Result<Vec<u128>, pipeline::Error> {
    pipeline!({
        let numbers = generator(capacity = 0, {
            let (mut a, mut b) = (0_u128, 1_u128);
            while let Some(next) = a.checked_add(b) {
                *made += 1;
                yield a;
                (a, b) = (b, next);
            }
        });
        numbers >> take(wanted) >> collect()
    })
    .run()
}

fn print(numbers: &[u128], made: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for number in numbers {
        writeln!(out, "{number}")?;
    }
    writeln!(out, "read {}, made {made}", numbers.len())?;
    out.flush()
}
