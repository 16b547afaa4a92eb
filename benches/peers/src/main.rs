//! Compares `pipeline!` with what one would use in its place, including the cases in which it
//! loses.
//!
//! ```text
//! cargo run --release -p peers
//! ```
//!
//! This command runs all programs of all cases and writes `docs/benchmarks.md` and
//! `docs/benchmarks.svg`. It takes some 20 minutes. Go and oneTBB take part if they are
//! installed; `benches/peers/setup` installs them. `--help` lists the options. The following
//! commands are for work on the runtime:
//!
//! ```text
//! cargo run --release -p peers -- --by-hand --quick --only tee           # one case, in seconds
//! cargo run --release -p peers -- --by-hand --beside OTHER/target/release/peers
//! cargo run --release -p peers -- --instructions --only light            # needs valgrind
//! LC_ALL=C join -t, before.csv after.csv                                 # what `--csv` has printed
//! ```
//!
//! The second command runs this build and the build of another checkout in turns, and prints the
//! ratio of the two.
//!
//! The programs of a case run in turns, so that a temporary slowdown of the machine affects all of
//! them alike. Each run is a process of its own, in Rust as in the other languages. The process
//! measures its work without its start, and prints the result of the work, which must be the same
//! for all programs.

mod case;
mod cases;
mod chart;
mod compile;
mod csv;
mod figures;
mod instructions;
mod machine;
mod markdown;
mod measure;
mod options;
mod programs;
mod sample;
mod table;
mod tools;
mod tree;

use std::env;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use options::Options;
use table::Table;
use tools::Tools;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((word, task)) if word == tools::PROGRAM => run_program(task),
        _ => bench(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &[String]) -> Outcome<()> {
    let Some(options) = Options::parse(arguments)? else {
        print!("{}", options::HELP);
        return Ok(());
    };
    let tools = Tools::find(&options)?;
    let mut tables = Vec::new();
    for case in cases::all(&options) {
        if options.includes(case.name) {
            tables.extend(measure::measure(case, &tools, &options)?);
        }
    }
    if options.includes_long(compile::NAME) {
        tables.push(compile::measure(options.rounds)?);
    }
    if tables.is_empty() {
        return Err("there is no such case".into());
    }
    write(&tables, &tools, &options)
}

fn write(tables: &[Table], tools: &Tools, options: &Options) -> Outcome<()> {
    if options.is_csv {
        print!("{}", csv::lines(tables));
    }
    let page = markdown::page(tables, tools, options);
    let Some(folder) = options.folder() else {
        if !options.is_csv {
            println!("{page}");
        }
        return Ok(());
    };
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("benchmarks.md"), page)?;
    fs::write(folder.join("benchmarks.svg"), chart::svg(tables))?;
    eprintln!(
        "written: benchmarks.md and benchmarks.svg in {}",
        folder.display()
    );
    Ok(())
}

/// Runs one program once, in a process that the bench has started.
fn run_program(task: &[String]) -> Outcome<()> {
    let [work, variant, size, items, tree] = task else {
        return Err("a program needs its work, variant, size, items and tree".into());
    };
    let run = programs::find(work, variant).ok_or("no such program")?;
    let (size, items, tree) = (size.parse()?, items.parse()?, tree.into());
    run(&programs::Task { items, size, tree }).print();
    Ok(())
}
