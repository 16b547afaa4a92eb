//! Runs the programs of a case in turns.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::Outcome;
use crate::case::{Case, PIPELINE, PLAIN, Program, Unit};
use crate::figures::{Spread, float};
use crate::options::Options;
use crate::sample::Sample;
use crate::tools::Tools;

/// What a case, or another question, has for an answer.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    pub(crate) unit: &'static str,
    pub(crate) rows: Vec<Row>,
    /// Whether a row's share of the first says something.
    pub(crate) is_comparison: bool,
}

pub(crate) struct Row {
    pub(crate) peer: &'static str,
    pub(crate) setting: String,
    pub(crate) spread: Spread,
    /// The 99th percentile, where single items are timed.
    pub(crate) tail: Option<f64>,
}

impl Table {
    /// The row that counts of each peer: the first of `pipeline!`, which is as it is by default, and
    /// the best of the others.
    pub(crate) fn counting(&self) -> Vec<&Row> {
        let counts = |row: &&Row| {
            let mut rows = self.rows.iter().filter(|other| other.peer == row.peer);
            let counting = if row.peer == PIPELINE {
                rows.next()
            } else {
                rows.min_by(|a, b| a.spread.median.total_cmp(&b.spread.median))
            };
            counting.is_some_and(|counting| std::ptr::eq(counting, *row))
        };
        self.rows.iter().filter(counts).collect()
    }
}

impl Row {
    /// Whether it does the work without handing anything over.
    pub(crate) fn is_plain(&self) -> bool {
        self.peer.starts_with("one thread") || self.peer == PLAIN
    }
}

/// `None` where the machine lacks what the case needs.
pub(crate) fn measure(mut case: Case, tools: &Tools, options: &Options) -> Outcome<Option<Table>> {
    if case.is_on_one_core && !tools.has_taskset {
        eprintln!("{}: left out, as there is no taskset", case.name);
        return Ok(None);
    }
    case.programs
        .retain(|program| tools.command(program.language).is_some());
    let tree = options.tree().map(|(tree, _)| tree).unwrap_or_default();
    let rounds = case.rounds.unwrap_or(options.rounds);
    let mut samples: Vec<Vec<Sample>> = case.programs.iter().map(|_| Vec::new()).collect();
    for round in 1..=rounds {
        eprintln!("{}: round {round} of {rounds}", case.name);
        for at in turns(round, case.programs.len()) {
            samples[at].push(run(&case, &case.programs[at], tools, &tree)?);
        }
    }
    check(&case, &samples)?;
    let rows = case.programs.into_iter().zip(samples);
    let rows = rows.map(|(program, samples)| row(case.unit, program, &samples));
    Ok(Some(Table {
        name: case.name,
        about: case.about,
        unit: case.unit.label(),
        rows: rows.collect(),
        is_comparison: case.unit != Unit::Kibibytes,
    }))
}

/// Each round begins with another program and goes the other way round: what one leaves behind, such as
/// a cache or a core's frequency, is not always for the same one.
fn turns(round: usize, programs: usize) -> Vec<usize> {
    let mut turns: Vec<usize> = (0..programs).collect();
    turns.rotate_left(round * 3 % programs.max(1));
    if round.is_multiple_of(2) {
        turns.reverse();
    }
    turns
}

fn run(case: &Case, program: &Program, tools: &Tools, tree: &Path) -> Outcome<Sample> {
    let command = tools
        .command(program.language)
        .ok_or("its tool is not there")?;
    let mut command = if case.is_on_one_core {
        on_one_core(&command)
    } else {
        command
    };
    let (size, items) = (program.size.to_string(), program.items.to_string());
    command
        .args([case.work, program.variant, &size, &items])
        .arg(tree);
    let printed = printed(command);
    let sample = printed.and_then(|line| Sample::parse(&line).ok_or("it says nothing".into()));
    sample.map_err(|error| {
        let Program { peer, setting, .. } = program;
        format!("{}: {peer} {setting}: {error}", case.name).into()
    })
}

/// Longer than any program takes on a slow machine.
const TOO_LONG: Duration = Duration::from_mins(10);

/// What a program prints. It is watched from here: that takes no thread of its own process.
fn printed(mut command: Command) -> Outcome<String> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().ok_or("it has no output")?;
    let (said, saying) = mpsc::channel();
    thread::spawn(move || said.send(io::read_to_string(stdout)));
    let Ok(printed) = saying.recv_timeout(TOO_LONG) else {
        child.kill()?;
        child.wait()?;
        return Err(format!("still not done after {TOO_LONG:?}").into());
    };
    let status = child.wait()?;
    if status.success() {
        Ok(printed?)
    } else {
        Err(status.to_string().into())
    }
}

fn on_one_core(command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned
        .args(["-c", "0"])
        .arg(command.get_program())
        .args(command.get_args());
    pinned
}

/// All programs that had as many items must agree.
fn check(case: &Case, samples: &[Vec<Sample>]) -> Outcome<()> {
    let mut agreed = HashMap::new();
    for (program, samples) in case.programs.iter().zip(samples) {
        for sample in samples {
            let expected = *agreed.entry(program.items).or_insert(sample.result);
            if sample.result != expected {
                let Program { peer, setting, .. } = program;
                let wrong = format!("{} instead of {expected}", sample.result);
                return Err(format!("{}: {peer} {setting}: {wrong}", case.name).into());
            }
        }
    }
    Ok(())
}

fn row(unit: Unit, program: Program, samples: &[Sample]) -> Row {
    let value = |sample: &Sample| match unit {
        Unit::NanosecondsPerItem => float(sample.nanoseconds) / float(program.items),
        Unit::Nanoseconds => float(sample.nanoseconds),
        Unit::Milliseconds => float(sample.nanoseconds) / 1e6,
        Unit::Kibibytes => float(sample.kibibytes.unwrap_or(0)),
    };
    let tails: Vec<f64> = samples
        .iter()
        .filter_map(|sample| sample.tail)
        .map(float)
        .collect();
    Row {
        peer: program.peer,
        setting: program.setting,
        spread: Spread::of(samples.iter().map(value).collect()),
        tail: (!tails.is_empty()).then(|| Spread::of(tails).median),
    }
}
