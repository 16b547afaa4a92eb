//! The options `--progress` and `--report FILE` of several examples: how far the run is, and what it has done.
//!
//! `--progress` shows ten times a second how many items each stage has done, if standard error is a terminal. `--report FILE` prints the
//! report as a table at the end, and draws the pipeline with its load into FILE: as SVG if FILE ends in `.svg` (which
//! needs the feature `svg`), for Graphviz if it ends in `.dot`, and for Mermaid otherwise.

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
    /// Takes the options from the front of `arguments`. None if there is no FILE after `--report`, or if it ends in
    /// `.svg` and the feature `svg` is off.
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

    /// From now on it shows the progress of the runs of `context`.
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
    /// Ends the progress, and shows the report of the run that gave `outcome`. An error of the run comes before one of
    /// the report.
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
    // Nothing to see is no reason to fail.
    let _ = writeln!(io::stderr(), "{report}");
    let drawn = match file.extension().and_then(OsStr::to_str) {
        #[cfg(feature = "svg")]
        Some("svg") => graph.to_svg_with(report),
        Some("dot") => graph.to_dot_with(report),
        _ => graph.to_mermaid_with(report),
    };
    fs::write(file, drawn).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// A thread that shows what the runs of a context do, until this is dropped.
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

/// Writes over one line, and leaves it empty at the end.
fn follow(context: &Context, ended: &mpsc::Receiver<()>) {
    const START_OF_EMPTY_LINE: &str = "\r\x1b[K";
    let tenth = Duration::from_millis(100);
    let mut terminal = io::stderr();
    while ended.recv_timeout(tenth) == Err(RecvTimeoutError::Timeout) {
        let report = context.report();
        let stages = report.stages.iter();
        let parts = stages.map(|stage| format!("{}: {}", stage.name, stage.completed()));
        // A line that is too long for the terminal could not be written over.
        let line: String = parts
            .collect::<Vec<_>>()
            .join(", ")
            .chars()
            .take(79)
            .collect();
        // What cannot be shown is no reason to stop.
        let _ = write!(terminal, "{START_OF_EMPTY_LINE}{line}");
    }
    let _ = write!(terminal, "{START_OF_EMPTY_LINE}");
}
