//! Several users search the same files concurrently, each in a session that can end on its own.
//!
//! ```text
//! cargo run --release --example sessions -- [USER:MOST:WORD… -- FILE…]
//! ```
//!
//! The program prints each line of the FILEs that contains a USER's WORD as `user:
//! path:number:line`, in no particular order. A user gets at most MOST lines. If there are more,
//! that user's session ends, and the other sessions continue. At the end, the program prints how
//! many lines each user was shown. The exit code is 0 if all sessions were complete, 1 if a session
//! was cut off, and 2 after an error or Ctrl-C, which end all sessions. Without arguments, `ada`
//! may get three lines of `README.md` that contain `stage`, and `bob` a hundred that contain
//! `stream`.
//!
//! What to look at: the pipelines in `session` and `search` have no parameter for the user. Each
//! session runs with a context of its own, which carries a [`Session`]. A body gets the `Session`
//! from its run's context, however deeply that run is nested: here a pipeline per file, in a
//! pipeline per session, in one pipeline for all. The contexts are a tree. A session that has shown
//! all its lines cancels its own subtree. A failed write, or Ctrl-C, cancels the root, and so ends
//! all sessions.

use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use pipeline::{Context, Error, Pipeline, pipeline};

/// Number of files that a session reads at the same time.
const READERS: usize = 2;

#[derive(Clone)]
struct User {
    name: String,
    most: u64,
    word: String,
}

/// A user's session. The context of the session's run carries it.
struct Session {
    user: User,
    found: AtomicU64,
    /// The context to cancel when the session ends early.
    context: Context,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.is_empty() {
        arguments = ["ada:3:stage", "bob:100:stream", "--", "README.md"]
            .map(String::from)
            .into();
    }
    let mut parts = arguments.split(|argument| argument == "--");
    let users = parts
        .next()
        .and_then(|users| users.iter().map(|text| user(text)).collect());
    let (Some(users), Some(files), None) = (users, parts.next(), parts.next()) else {
        eprintln!("usage: sessions [USER:MOST:WORD… -- FILE…]");
        return ExitCode::from(2);
    };
    match run_sessions(users, files) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // The reader of standard output has closed it: not an error.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sessions: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Parses a text such as `ada:3:fn`.
fn user(text: &str) -> Option<User> {
    let (name, text) = text.split_once(':')?;
    let (most, word) = text.split_once(':')?;
    Some(User {
        name: name.to_owned(),
        most: most.parse().ok()?,
        word: word.to_owned(),
    })
}

/// Runs a session for each of `users`. Returns how many sessions were cut off.
fn run_sessions(users: Vec<User>, files: &[String]) -> io::Result<usize> {
    let all = Context::new();
    let on_ctrl_c = {
        let all = all.clone();
        move || all.cancel()
    };
    ctrlc::set_handler(on_ctrl_c).map_err(io::Error::other)?;
    // All sessions run at the same time. A fan-out needs at least one worker.
    let workers = users.len().max(1);
    pipeline!(|ctx| -> Result<usize, io::Error> {
        let users = generator(users);
        let sessions = users
            >> fan_out(workers, name = "session", |user| {
                let context = ctx.child();
                let context = context.with(Session {
                    user,
                    found: AtomicU64::new(0),
                    context: context.clone(),
                });
                match session(files).run_with(&context) {
                    // The session cancelled itself: the other sessions continue.
                    Err(error) if error.is_cancelled() && !ctx.is_cancelled() => {}
                    outcome => outcome.map_err(source_of)?,
                }
                context
            });
        sessions
            >> sink(|sessions| {
                let mut cut = 0;
                for context in sessions {
                    let Session { user, found, .. } = session_of(&context)?;
                    let found = found.load(Relaxed);
                    let (shown, is_cut) = (found.min(user.most), found > user.most);
                    let more = if is_cut { ", and there are more" } else { "" };
                    writeln!(io::stdout(), "{} was shown {shown} lines{more}", user.name)?;
                    cut += usize::from(is_cut);
                }
                cut
            })
    })
    .run_with(&all)
    .map_err(source_of)
}

/// Returns the pipeline of a session. The user comes from the context with which it is run.
fn session(files: &[String]) -> Pipeline<'_, (), io::Error> {
    pipeline!(move || -> Result<(), io::Error> {
        let paths = generator(files);
        let done = paths
            >> fan_out(READERS, name = "search", |path| {
                search(path).map_err(source_of)?
            });
        done >> for_each(drop)
    })
}

/// Searches one file for the user of the session in which this function runs.
fn search(path: &str) -> Result<(), Error<io::Error>> {
    let at = |error: io::Error| io::Error::new(error.kind(), format!("{path}: {error}"));
    pipeline!(|ctx| -> Result<(), io::Error> {
        let lines = generator({
            let file = File::open(path).map_err(at)?;
            for (line, number) in BufReader::new(file).split(b'\n').zip(1..) {
                yield (number, line.map_err(at)?);
            }
        });
        lines
            >> sink(|lines| {
                let session = session_of(ctx)?;
                for (number, line) in lines {
                    session.show(path, number, &String::from_utf8_lossy(&line))?;
                }
            })
    })
    .run()
}

fn session_of(context: &Context) -> io::Result<&Session> {
    let session = context.get();
    session.ok_or_else(|| io::Error::other("this runs in no session"))
}

impl Session {
    /// Prints `line` if it contains the user's word. If the user has had all their lines, ends the
    /// session instead.
    fn show(&self, path: &str, number: u64, line: &str) -> io::Result<()> {
        let User { name, most, word } = &self.user;
        if !line.contains(word) {
            return Ok(());
        }
        if self.found.fetch_add(1, Relaxed) < *most {
            return writeln!(io::stdout(), "{name}: {path}:{number}:{line}");
        }
        self.context.cancel();
        Ok(())
    }
}

/// Returns the error of the failed body unchanged, so that the kind of an `io::Error` is not lost.
fn source_of(error: Error<io::Error>) -> io::Error {
    match error {
        Error::Failed { source, .. } => source,
        error => io::Error::other(error),
    }
}
