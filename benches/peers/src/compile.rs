//! Measures what `pipeline!` costs to build, in CPU time: the crate itself, and a declaration of
//! twenty stages.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::case::CROSSBEAM;
use crate::figures::{Spread, float};
use crate::options::workspace;
use crate::table::{Row, Table};
use crate::tools;

pub(crate) const NAME: &str = "compile";

const STAGES: usize = 20;

/// Number of such pipelines in a file, so that the resolution of the clock does not matter.
const PIPELINES: u32 = 20;

pub(crate) fn measure(rounds: usize) -> Outcome<Table> {
    let folder = tools::folder()?.join("compile");
    let mut rows = Vec::new();
    for (setting, options) in [("dev", &[][..]), ("release", &["--release"])] {
        eprintln!("{NAME}: a clean build, {setting}");
        let time = clean_build(&folder, options)?;
        rows.push(row("a clean build of the crate", setting, vec![time]));
        if setting == "dev" {
            rows.extend(declarations(&folder, rounds)?);
        }
    }
    fs::remove_dir_all(&folder)?;
    let about = format!(
        "CPU time, on all cores. The crate is built with all that it needs, from nothing. A pipeline of \
        {STAGES} stages is what each of {PIPELINES} adds to a file: to its expansion (with the \
        resolution of names), to `cargo check`, and to a dev build."
    );
    Ok(Table {
        name: NAME,
        about,
        unit: "ms",
        by_hand: CROSSBEAM,
        rows,
        is_comparison: false,
    })
}

fn row(peer: &'static str, setting: &str, milliseconds: Vec<f64>) -> Row {
    Row {
        peer,
        setting: setting.to_owned(),
        key: format!("{peer}/{setting}").replace(' ', "_"),
        spread: Spread::of(milliseconds),
        tail: None,
        cpu: None,
    }
}

fn clean_build(folder: &Path, options: &[&str]) -> Outcome<f64> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut build = Command::new("cargo");
    build
        .args(["build", "--quiet", "-p", "pipeline", "--target-dir"])
        .arg(folder)
        // A crate from a registry is not built incrementally either.
        .env("CARGO_INCREMENTAL", "0");
    let (time, succeeded) = time(build.args(options))?;
    succeeded
        .then_some(time)
        .ok_or_else(|| "the crate does not build".into())
}

/// How far the compiler goes. `dep-info` only expands everything.
const STEPS: [(&str, &str); 3] = [
    ("expansion", "dep-info"),
    ("check", "metadata"),
    ("dev build", "link"),
];

fn declarations(folder: &Path, rounds: usize) -> Outcome<Vec<Row>> {
    let mut times = STEPS.map(|_| Vec::new());
    for round in 1..=rounds {
        eprintln!("{NAME}: declarations, round {round} of {rounds}");
        for ((_, emit), times) in STEPS.iter().zip(&mut times) {
            let without = rustc(folder, emit, 0)?;
            let with = rustc(folder, emit, PIPELINES)?;
            times.push((with - without).max(0.0) / f64::from(PIPELINES));
        }
    }
    let peer = "a pipeline of twenty stages";
    let steps = STEPS.iter().zip(times);
    let rows = steps.map(|((step, _), times)| row(peer, step, times));
    Ok(rows.collect())
}

fn rustc(folder: &Path, emit: &str, pipelines: u32) -> Outcome<f64> {
    let file = write_source(folder, pipelines)?;
    let library = folder.join("debug/libpipeline.rlib");
    let mut rustc = Command::new("rustc");
    rustc.args("--edition 2024 --crate-type lib -C debuginfo=2 --emit".split(' '));
    rustc
        .arg(emit)
        .arg("--extern")
        .arg(named("pipeline", &library));
    rustc
        .arg("-L")
        .arg(named("dependency", &folder.join("debug/deps")));
    rustc.arg("--out-dir").arg(folder).arg(&file);
    let (time, succeeded) = time(&mut rustc)?;
    succeeded
        .then_some(time)
        .ok_or_else(|| "a declaration does not build".into())
}

fn named(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(format!("{name}="));
    argument.push(path);
    argument
}

fn write_source(folder: &Path, pipelines: u32) -> Outcome<PathBuf> {
    let mut source = String::new();
    for pipeline in 0..pipelines {
        writeln!(
            source,
            "pub fn number_{pipeline}(items: u64) -> Option<u64> {{"
        )?;
        writeln!(
            source,
            "pipeline::pipeline!({{ let n = generator(0..items);"
        )?;
        for stage in 0..STAGES {
            writeln!(source, "let n = n >> stage(|n| n + {stage});")?;
        }
        writeln!(source, "n >> sink(Iterator::sum) }}).run().ok() }}")?;
    }
    let file = folder.join("declarations.rs");
    fs::write(&file, source)?;
    Ok(file)
}

/// Returns the CPU time of the command and its children in milliseconds, and whether it succeeded.
fn time(command: &mut Command) -> Outcome<(f64, bool)> {
    command
        .current_dir(workspace())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let before = children_ticks()?;
    let status = command.status()?;
    // A tick is a hundredth of a second, whatever the frequency of the kernel's timer.
    let milliseconds = float(children_ticks()? - before) * 10.0;
    Ok((milliseconds, status.success()))
}

/// Returns the CPU time of all children that have ended, and of their children.
fn children_ticks() -> Outcome<u64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name may contain anything, so skip to the text after it. See proc(5) for `cutime` and
    // `cstime`.
    let (_, fields) = stat
        .rsplit_once(')')
        .ok_or("/proc/self/stat reads differently")?;
    let ticks = fields.split_whitespace().skip(13).take(2);
    Ok(ticks.map(str::parse::<u64>).sum::<Result<u64, _>>()?)
}
