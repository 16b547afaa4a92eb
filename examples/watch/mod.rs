//! The options `--progress` and `--report FILE`, which several examples share.
//!
//! `--progress` shows ten times a second how many items each stage has processed, if standard error
//! is a terminal. `--report FILE` prints the report as a table at the end, and draws the pipeline
//! with its load into FILE. The extension of FILE selects the format: SVG for `.svg` (which needs
//! the feature `svg`), Graphviz for `.dot`, and Mermaid for anything else.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pipeline::{BoxError, Context, Graph, Report};

#[derive(Default)]
pub(crate) struct Watch {
    progress: bool,
    picture: Option<PathBuf>,
}

impl Watch {
    /// Takes the options from the front of `arguments`. Returns `None` if there is no FILE after
    /// `--report`, or if FILE ends in `.svg` and the feature `svg` is off.
    pub(crate) fn take_from(arguments: &mut Vec<OsString>) -> Option<Self> {
        let mut watch = Watch::default();
        let mut taken = 0;
        loop {
            match arguments.get(taken).and_then(|argument| argument.to_str()) {
                Some("--progress") => watch.progress = true,
                Some("--report") => {
                    taken += 1;
                    watch.picture = Some(arguments.get(taken)?.into());
                }
                _ => break,
            }
            taken += 1;
        }
        arguments.drain(..taken);
        let extension = watch.picture.as_deref().and_then(Path::extension);
        if extension == Some(OsStr::new("svg")) && !cfg!(feature = "svg") {
            eprintln!("`--report` draws SVG if this is built with `--features svg`");
            return None;
        }
        Some(watch)
    }

    /// Starts to show the progress of the runs of `context`, if the options ask for it.
    pub(crate) fn begin(&self, context: &Context) -> Watching<'_> {
        let progress = self.progress && io::stderr().is_terminal();
        Watching {
            picture: self.picture.as_deref(),
            progress: progress.then(|| Progress::of(context.clone())),
        }
    }
}

/// A run that is being watched.
pub(crate) struct Watching<'w> {
    picture: Option<&'w Path>,
    progress: Option<Progress>,
}

impl Watching<'_> {
    /// Stops showing the progress, and prints and draws the report. Returns the value in `outcome`.
    /// If the run and the drawing both failed, returns the error of the run.
    pub(crate) fn end<T, E: Into<BoxError>>(
        self,
        outcome: Result<T, E>,
        graph: &Graph,
        report: &Report,
    ) -> Result<T, BoxError> {
        drop(self.progress);
        let shown = self
            .picture
            .map_or(Ok(()), |file| show(graph, report, file));
        let value = outcome.map_err(Into::into)?;
        shown.map(|()| value)
    }
}

fn show(graph: &Graph, report: &Report, file: &Path) -> Result<(), BoxError> {
    // A closed standard error is not a reason to fail.
    let _ = writeln!(io::stderr(), "{report}");
    let drawn = match file.extension().and_then(OsStr::to_str) {
        #[cfg(feature = "svg")]
        Some("svg") => graph.to_svg_with(report),
        Some("dot") => graph.to_dot_with(report),
        _ => graph.to_mermaid_with(report),
    };
    fs::write(file, drawn).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// A thread that shows the progress of a context's runs. Dropping `Progress` stops the thread.
struct Progress {
    until: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    fn of(context: Context) -> Self {
        let (until, ended) = mpsc::channel();
        let thread = thread::spawn(move || follow(&context, &ended));
        Progress {
            until: Some(until),
            thread: Some(thread),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.until.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Rewrites one line of the terminal until `ended` is closed, and then clears the line.
fn follow(context: &Context, ended: &mpsc::Receiver<()>) {
    const START_OF_EMPTY_LINE: &str = "\r\x1b[K";
    let tenth = Duration::from_millis(100);
    let mut terminal = io::stderr();
    while ended.recv_timeout(tenth) == Err(RecvTimeoutError::Timeout) {
        let report = context.report();
        let stages = report.stages.iter();
        let parts = stages.map(|stage| format!("{}: {}", stage.name, stage.completed()));
        // A line longer than the terminal is wide could not be overwritten.
        let line: String = parts
            .collect::<Vec<_>>()
            .join(", ")
            .chars()
            .take(79)
            .collect();
        // A failed write to the terminal is ignored.
        let _ = write!(terminal, "{START_OF_EMPTY_LINE}{line}");
    }
    let _ = write!(terminal, "{START_OF_EMPTY_LINE}");
}
