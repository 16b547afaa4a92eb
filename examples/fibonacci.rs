//! An endless stream that is made on demand: a generator of Fibonacci numbers.
//!
//! ```text
//! cargo run --release --example fibonacci [N]
//! ```
//!
//! The program prints the first N (20) numbers, and how many were made. With `capacity = 0`, each
//! number is handed over in a rendezvous, so the generator makes at most one number more than is
//! read. Without `capacity = 0`, up to 64 numbers could wait for the reader.
//!
//! What to look at: the generator is a loop that `yield`s, and it counts in a variable of the
//! enclosing function. `take` ends the stream early. That ends the generator in the middle of its
//! loop, without any code for it.

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
        // The reader of standard output may have closed it: not an error.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("fibonacci: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Returns the first `wanted` numbers, or as many of them as fit into 128 bits. Adds to `made` the
/// number of numbers that the generator made.
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
