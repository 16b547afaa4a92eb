//! Pipelines for hours: what they hold on to would show.
//!
//! `cycles N` starts and stops N pipelines, of many shapes and by many ends, as threads and as futures.
//! `stream SECONDS` runs one of threads and one of futures for so long. Both print what the process
//! holds as they go on, and fail if it is more at the end than after a warm-up.

mod cycles;
mod gauge;
mod parcel;
mod plan;
mod shapes;
mod stream;

use std::env;
use std::panic;
use std::process::ExitCode;
use std::time::Duration;

use pipeline_tests::Counting;

use crate::plan::Struck;

#[global_allocator]
static MEMORY: Counting = Counting::new();

fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    let what = words.next();
    let amount = words.next().and_then(|word| word.parse().ok());
    let is_flat = match (what.as_deref(), amount) {
        (Some("cycles"), Some(cycles)) => {
            keep_quiet_about_strikes();
            cycles::run(cycles)
        }
        (Some("stream"), Some(seconds)) => stream::run(Duration::from_secs(seconds)),
        _ => {
            eprintln!("usage: soak cycles N | soak stream SECONDS");
            return ExitCode::from(2);
        }
    };
    if is_flat {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The panics that the cycles are about are too many to print.
fn keep_quiet_about_strikes() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<Struck>() {
            print(panic);
        }
    }));
}
