//! Runs pipelines for hours, to find leaks.
//!
//! `cycles N` starts and stops N pipelines, of many shapes and with many ends, on threads and as
//! futures. `stream SECONDS` runs one pipeline on threads and one as futures for this time. Both
//! print the resources of the process while they run, and fail if there are more at the end than
//! after a warm-up. `crowds SECONDS` runs many workers with light items for this time.

mod crowds;
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
        (Some("crowds"), Some(seconds)) => crowds::run(Duration::from_secs(seconds)),
        _ => {
            eprintln!("usage: soak cycles N | soak stream SECONDS | soak crowds SECONDS");
            return ExitCode::from(2);
        }
    };
    if is_flat {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Does not print the panics that the cycles inject, because there are too many.
fn keep_quiet_about_strikes() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<Struck>() {
            print(panic);
        }
    }));
}
