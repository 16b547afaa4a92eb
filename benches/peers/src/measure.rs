//! Runs the programs of a case in turns.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::Outcome;
use crate::case::{Case, Language, Program, Unit};
use crate::figures::{Spread, float};
use crate::instructions;
use crate::options::Options;
use crate::sample::Sample;
use crate::table::{Row, Table};
use crate::tools::Tools;

/// Returns `None` if the machine lacks what the case needs.
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
        by_hand: case.by_hand,
        rows: rows.collect(),
        is_comparison: case.unit != Unit::Kibibytes,
    }))
}

/// Returns the order of the programs in a round. Each round begins with another program and has the
/// reverse direction of the one before. So the effects of a program on the next, such as those on a
/// cache or a core's frequency, do not always hit the same one.
fn turns(round: usize, programs: usize) -> Vec<usize> {
    let mut turns: Vec<usize> = (0..programs).collect();
    turns.rotate_left(round * 3 % programs.max(1));
    if round.is_multiple_of(2) {
        turns.reverse();
    }
    turns
}

fn run(case: &Case, program: &Program, tools: &Tools, tree: &Path) -> Outcome<Sample> {
    let command = |items| command(case, program, items, tools, tree);
    let taken = if case.unit == Unit::InstructionsPerItem {
        instructions::count(command, program.items)
    } else {
        command(program.items).and_then(sample)
    };
    taken.map_err(|error| {
        let Program { peer, setting, .. } = program;
        format!("{}: {peer} {setting}: {error}", case.name).into()
    })
}

fn command(
    case: &Case,
    program: &Program,
    items: u64,
    tools: &Tools,
    tree: &Path,
) -> Outcome<Command> {
    let command = tools
        .command(program.language)
        .ok_or("its tool is not there")?;
    let mut command = if case.is_on_one_core {
        on_one_core(&command)
    } else {
        command
    };
    let (size, items) = (program.size.to_string(), items.to_string());
    command
        .args([case.work, program.variant, &size, &items])
        .arg(tree);
    Ok(command)
}

pub(crate) fn sample(command: Command) -> Outcome<Sample> {
    let name = command.get_program().to_owned();
    let printed = printed(command).map_err(|error| format!("{}: {error}", name.display()))?;
    Sample::parse(&printed).ok_or_else(|| "it says nothing".into())
}

/// Longer than any program takes on a slow machine.
const TOO_LONG: Duration = Duration::from_mins(10);

/// Returns the output of a program. The time limit is checked here, so that the program itself
/// needs no thread for it.
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

/// Checks that all programs with the same number of items have the same result.
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
        Unit::InstructionsPerItem => float(sample.instructions.unwrap_or(0)) / float(program.items),
        Unit::CpuMicroseconds => float(sample.cpu.unwrap_or(0)) / float(program.items) / 1e3,
        Unit::Kibibytes => float(sample.kibibytes.unwrap_or(0)),
    };
    let median = |number: fn(&Sample) -> Option<u64>| {
        let numbers: Vec<f64> = samples.iter().filter_map(number).map(float).collect();
        (!numbers.is_empty()).then(|| Spread::of(numbers).median)
    };
    Row {
        peer: program.peer,
        key: key(&program),
        spread: Spread::of(samples.iter().map(value).collect()),
        tail: median(|sample| sample.tail),
        cpu: median(|sample| sample.cpu).map(|cpu| cpu / float(program.items)),
        setting: program.setting,
    }
}

fn key(program: &Program) -> String {
    let Program { variant, size, .. } = program;
    match program.language {
        Language::Rust => format!("{variant}/{size}"),
        Language::OtherRust => format!("{variant}/{size}/other"),
        Language::Go => format!("go-{variant}/{size}"),
        Language::Cpp => format!("cpp-{variant}/{size}"),
    }
}
