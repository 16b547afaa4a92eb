//! Counts the instructions per item with callgrind, so that the load of the machine does not change
//! the figures.

use std::fs;
use std::path::Path;
use std::process::{self, Command};

use crate::Outcome;
use crate::measure;
use crate::sample::Sample;
use crate::tools;

/// A run with this fraction of the items measures the costs of start and end.
const FEW: u64 = 10;

/// Returns the instructions of a program with `items` items, without those of its start and end.
pub(crate) fn count(command: impl Fn(u64) -> Outcome<Command>, items: u64) -> Outcome<Sample> {
    let few = items / FEW;
    let (start, _) = counted(&command(few)?)?;
    let (all, sample) = counted(&command(items)?)?;
    Ok(Sample {
        cpu: None,
        instructions: Some(all.saturating_sub(start) * items / (items - few)),
        ..sample
    })
}

fn counted(command: &Command) -> Outcome<(u64, Sample)> {
    let file = tools::folder()?.join(format!("callgrind.{}", process::id()));
    let mut valgrind = Command::new("valgrind");
    // All threads get equal turns, so that the count is nearly the same in each run.
    valgrind.args(["--tool=callgrind", "--quiet", "--fair-sched=yes"]);
    valgrind
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(command.get_program())
        .args(command.get_args());
    let sample = measure::sample(valgrind)?;
    let total = total(&file)?;
    fs::remove_file(file)?;
    Ok((total, sample))
}

fn total(file: &Path) -> Outcome<u64> {
    let counts = fs::read_to_string(file)?;
    let total = counts
        .lines()
        .find_map(|line| line.strip_prefix("totals: "));
    Ok(total.ok_or("callgrind has counted nothing")?.parse()?)
}
