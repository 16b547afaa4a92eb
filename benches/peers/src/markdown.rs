//! The page of results.

use std::fmt::Write;

use crate::case::{CROSSBEAM, GO, OTHER_BUILD, PIPELINE};
use crate::figures::figure;
use crate::machine;
use crate::options::Options;
use crate::table::{Row, Table};
use crate::tools::Tools;

pub(crate) fn page(tables: &[Table], tools: &Tools, options: &Options) -> String {
    let mut page = introduction(options);
    page += &at_a_glance(tables);
    page += where_others_are_faster();
    for table in tables {
        page += &section(table);
    }
    page += "\n## What it ran on\n\n| | |\n|---|---|\n";
    for (name, fact) in machine::facts(tools) {
        page += &line(&[name, fact]);
    }
    page
}

fn introduction(options: &Options) -> String {
    let rounds = match options.rounds {
        1 => "one round".to_owned(),
        rounds => format!("{rounds} rounds"),
    };
    let quick = if options.is_quick {
        "\nThis was a quick run, of few items: its figures are coarse.\n"
    } else {
        ""
    };
    format!(
        "\
# Benchmarks

Written by `cargo run --release -p peers`; change nothing here by hand. `bash benches/peers/setup`
installs Go and oneTBB, which are left out where they are missing.
{quick}
## How to read it

Each case is the same work in several programs, which all have to find the same result. The programs run in turns, for
{rounds}. Each run is a process of its own. It measures the time of its work, without the start and the end of the process. The
tables show the median, and the quartiles, between which half of the rounds lie. Where the quartiles of two rows overlap, neither
program is faster.

Each program runs with several capacities, or several numbers of workers. The row in bold counts: of `pipeline!` the row with
default settings, of each other the fastest. **× pipeline!** is the time of a row, divided by the time of `pipeline!`: above 1,
the row is slower. **× by hand** is the time of `pipeline!`, divided by the time of the program by hand with the same setting.
The programs by hand do only what is shown: they have no cancel, no error with the name of a stage, and no report.

`cargo bench -p pipeline-redis` and `word_count_cluster home --compare` measure jobs of several processes: see
[how far they go](guide/scale.md).

![the rows in bold](benchmarks.svg)
"
    )
}

/// A table of the best programs that fits on a screen.
fn at_a_glance(tables: &[Table]) -> String {
    let mut text = "\n## At a glance\n\n\
        | case | unit | pipeline! | crossbeam by hand | Go | the best of the others |\n\
        |---|---|--:|--:|--:|---|\n"
        .to_owned();
    for table in tables.iter().filter(|table| table.is_comparison) {
        let counting = table.counting();
        let cell = |row: Option<&&Row>| row.map_or("–".to_owned(), |row| with_ratio(table, row));
        let of = |peer: &str| cell(counting.iter().find(|row| row.peer == peer));
        let others = counting
            .iter()
            .filter(|row| !is_named(row.peer) && !row.is_plain());
        let other = others.min_by(|a, b| a.spread.median.total_cmp(&b.spread.median));
        let other = other.map_or("–".to_owned(), |row| {
            format!("{}: {}", row.peer, with_ratio(table, row))
        });
        let own = figure(table.own().spread.median);
        let Table { name, unit, .. } = table;
        let (crossbeam, go) = (of(CROSSBEAM), of(GO));
        let _ = writeln!(
            text,
            "| [{name}](#{name}) | {unit} | {own} | {crossbeam} | {go} | {other} |"
        );
    }
    text
}

/// Explains why some programs are faster than `pipeline!`.
fn where_others_are_faster() -> &'static str {
    "
## Where others are faster, and why

* **Batches by hand** (`light`, `lines`). One hand-over moves hundreds of items. But the first item of a batch waits until the
  batch is full. `pipeline!` hands over each item at once. `batch(n)` does what batches by hand do.
* **A plain loop**, and the **combinators of `futures`** (`task_one_to_one`, `task_zip` and the like). There is no queue between
  two steps, so one step cannot run ahead of the next, nor on another core. A chain of methods in a pipeline has no queue either.
* **Large loops on threads** (`feedback_1000`). Each item is handed over at once, so two threads that run at the same time pass
  single items from core to core. By hand, a thread works alone for a while. On one core, the same loop takes a quarter of the time.
* **Loops in one task** (`task_feedback_1`, `task_feedback_1000`). `pipeline!` counts the items in flight, so that the loop finds
  its end by itself, and measures how long each stage waits. The program by hand counts at one place, and measures nothing.
* **Start and stop** (`start_stop`, `task_start_stop`). Each run has a context, a registry of its workers for reports, and a handler
  for panics. In one task, this costs some microseconds. On threads it is small beside the threads themselves.
"
}

fn is_named(peer: &str) -> bool {
    peer.starts_with(PIPELINE) || peer == CROSSBEAM || peer == GO
}

fn with_ratio(table: &Table, row: &Row) -> String {
    format!("{} (× {})", figure(row.spread.median), ratio(table, row))
}

fn ratio(table: &Table, row: &Row) -> String {
    let ratio = row.spread.median / table.own().spread.median;
    let digits = if ratio < 0.1 { 3 } else { 2 };
    format!("{ratio:.digits$}")
}

fn section(table: &Table) -> String {
    let Table {
        name, about, unit, ..
    } = table;
    let has_tail = table.rows.iter().any(|row| row.tail.is_some());
    let mut heads = vec!["program", "setting", unit, "quartiles"];
    heads.extend(has_tail.then_some("99th percentile"));
    if table.is_comparison {
        heads.extend(["× pipeline!", "× by hand"]);
        heads.extend(has_other_build(table).then_some("× the other build"));
    }
    let rules = heads
        .iter()
        .enumerate()
        .map(|(at, _)| if at < 2 { "---" } else { "--:" });
    let rules: Vec<&str> = rules.collect();
    let mut text = format!("\n## {name}\n\n{about}\n\n");
    text += &line(&heads);
    text += &line(&rules);
    let counting = table.counting();
    for row in &table.rows {
        let counts = counting.iter().any(|other| std::ptr::eq(*other, row));
        text += &line(&cells(table, row, counts && table.is_comparison));
    }
    text
}

fn has_other_build(table: &Table) -> bool {
    table.rows.iter().any(|row| row.peer == OTHER_BUILD)
}

fn cells(table: &Table, row: &Row, counts: bool) -> Vec<String> {
    let median = figure(row.spread.median);
    let median = if counts {
        format!("**{median}**")
    } else {
        median
    };
    let quartiles = format!("{} – {}", figure(row.spread.low), figure(row.spread.high));
    let mut cells = vec![row.peer.to_owned(), row.setting.clone(), median, quartiles];
    cells.extend(row.tail.map(figure));
    if table.is_comparison {
        let written =
            |ratio: Option<f64>| ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        cells.extend([ratio(table, row), written(table.ratio_by_hand(row))]);
        let has_other = has_other_build(table);
        cells.extend(has_other.then(|| written(table.ratio_to_other_build(row))));
    }
    cells
}

fn line(cells: &[impl AsRef<str>]) -> String {
    let cells = cells.iter().map(|cell| format!(" {} |", cell.as_ref()));
    format!("|{}\n", cells.collect::<String>())
}
