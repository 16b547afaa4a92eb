//! Shows the progress of a run as bars, from a live report ten times a second.
//!
//! ```text
//! cargo run --release -p progress -- DIR
//! ```
//!
//! The program counts the lines of all files in DIR and prints `LINES lines in FILES files`. While
//! it runs, it shows on standard error a bar for the bytes that were read, and a line for each
//! stage: its items, their rate, and what its workers are doing. If standard error is not a
//! terminal, only errors are written to it.
//!
//! The total of the bar grows until the walk has seen all folders. At the end of the run, and after
//! an error or a panic, the bars are removed. After Ctrl-C they stay, and the cursor is below them.
//!
//! What to look at: the lines of the stages need no code in the pipeline. They come from the report
//! of the run's context. Only the bar for the bytes needs code in the bodies, which count what they
//! read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, fmt, panic, thread};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use pipeline::{Context, Error, Report, StageReport, WorkerState, pipeline};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let (Some(root), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: progress DIR");
        return ExitCode::from(2);
    };
    let context = Context::new();
    let on_ctrl_c = {
        let context = context.clone();
        ctrlc::set_handler(move || context.cancel())
    };
    if let Err(error) = on_ctrl_c {
        eprintln!("progress: {error}");
        return ExitCode::FAILURE;
    }
    let bytes = Bytes::default();
    match shown(&context, &bytes, || count(root.into(), &bytes, &context)) {
        Ok((files, lines)) => {
            println!("{lines} lines in {files} files");
            ExitCode::SUCCESS
        }
        // The usual exit code after Ctrl-C.
        Err(Error::Cancelled { .. }) => ExitCode::from(130),
        Err(error) => {
            eprintln!("progress: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The number of bytes in all files found so far, and the number of bytes read.
#[derive(Default)]
struct Bytes {
    found: AtomicU64,
    read: AtomicU64,
}

/// Returns the number of files in `root` and its subfolders, and the number of their lines.
fn count(root: PathBuf, bytes: &Bytes, context: &Context) -> Result<(u64, u64), Error<io::Error>> {
    pipeline!(|| -> Result<(u64, u64), io::Error> {
        let found = generator({
            let mut folders = vec![root];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder)? {
                    let entry = entry?;
                    let kind = entry.file_type()?;
                    if kind.is_dir() {
                        folders.push(entry.path());
                    } else if kind.is_file() {
                        bytes
                            .found
                            .fetch_add(entry.metadata()?.len(), Ordering::Relaxed);
                        yield entry.path();
                    }
                }
            }
        });
        let counted = found >> fan_out(4, |path: PathBuf| lines(path, bytes)?);
        counted >> fold((0, 0), |(files, lines), more| (files + 1, lines + more))
    })
    .run_with(context)
}

fn lines(path: PathBuf, bytes: &Bytes) -> io::Result<u64> {
    let mut file = BufReader::new(File::open(path)?);
    let mut lines = 0;
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(lines);
        }
        let ends = buffer.split(|byte| *byte == b'\n').count() - 1;
        lines += ends as u64;
        let length = buffer.len();
        file.consume(length);
        bytes.read.fetch_add(length as u64, Ordering::Relaxed);
    }
}

/// Calls `run` and returns its result. Shows the runs of `context` until `run` returns.
fn shown<T>(context: &Context, bytes: &Bytes, run: impl FnOnce() -> T) -> T {
    let bars = Bars::new();
    // `ended` is dropped when `run` returns or panics, which ends the thread.
    let (ended, until_then) = mpsc::channel::<()>();
    thread::scope(|threads| {
        let bars = &bars;
        threads.spawn(move || bars.follow(context, bytes, &until_then));
        let _ended = ended;
        run()
    })
}

struct Bars {
    all: MultiProgress,
    bytes: ProgressBar,
}

impl Bars {
    fn new() -> Self {
        let all = MultiProgress::new();
        // Without this hook, the message of a panic would be printed in the middle of the bars.
        let hook = panic::take_hook();
        let above = all.clone();
        panic::set_hook(Box::new(move |panic| above.suspend(|| hook(panic))));
        let style = style("{bar:30} {bytes:>11} of {total_bytes} {bytes_per_sec:>12}");
        let bytes = all.add(ProgressBar::new(0).with_style(style));
        Bars { all, bytes }
    }

    /// Shows the runs of `context` until the run has ended, and then removes the bars.
    fn follow(&self, context: &Context, bytes: &Bytes, until_then: &mpsc::Receiver<()>) {
        let mut lines = BTreeMap::new();
        let tenth = Duration::from_millis(100);
        while until_then.recv_timeout(tenth) == Err(RecvTimeoutError::Timeout) {
            self.bytes.set_length(bytes.found.load(Ordering::Relaxed));
            self.bytes.set_position(bytes.read.load(Ordering::Relaxed));
            self.show(&context.report(), &mut lines);
        }
        if !context.is_cancelled() {
            let _ = self.all.clear();
        } else if io::stderr().is_terminal() {
            // The terminal wrote `^C` after the bars and moved the cursor. Move it below them.
            eprintln!();
        }
        // Otherwise the bars would be drawn again when they are dropped.
        self.all.set_draw_target(ProgressDrawTarget::hidden());
    }

    fn show(&self, report: &Report, lines: &mut BTreeMap<&'static str, ProgressBar>) {
        for stage in &report.stages {
            let line = lines.entry(stage.name).or_insert_with(|| {
                let style = style("{spinner} {prefix:10} {pos:>9} items {rate:>9}  {msg}");
                let line = ProgressBar::no_length().with_style(style);
                self.all.add(line.with_prefix(stage.name))
            });
            line.set_position(stage.completed());
            line.set_message(doing(stage));
        }
    }
}

/// Returns a text such as `3 working, 1 waiting for input`.
fn doing(stage: &StageReport) -> String {
    let states = [
        WorkerState::Working,
        WorkerState::WaitingForInput,
        WorkerState::WaitingForRoom,
        WorkerState::Done,
    ];
    let counts = states.map(|state| (stage.workers_in(state), state));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts
        .map(|(count, state)| format!("{count} {state}"))
        .collect();
    parts.join(", ")
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).expect("the template is right");
    style.with_key(
        "rate",
        |state: &ProgressState, text: &mut dyn fmt::Write| {
            // An error here only means that the bar is not shown.
            let _ = write!(text, "{:.0}/s", state.per_sec());
        },
    )
}
