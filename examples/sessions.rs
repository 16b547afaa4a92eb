//! Several users search the same files at the same time, each in a session that can end alone.
//!
//! ```text
//! cargo run --release --example sessions -- [USER:MOST:WORD… -- FILE…]
//! ```
//!
//! prints each line of the FILEs in which a USER's WORD stands as `user: path:number:line`, in no
//! order. A user may have MOST lines; there being more of them, the session is over, and the others
//! go on. At the end it prints of each user how many lines were shown. It exits with 0 if nobody had
//! too many, 1 if somebody had, and 2 on an error or Ctrl-C, which end all sessions. Without arguments `ada` may have
//! three lines with `stage` of `README.md`, and `bob` hundred with `stream`.
//!
//! What to look at: `session` and `search` declare the same pipelines for everybody and have no
//! parameter for the user. Each session runs with a context of its own that carries a [`Session`], and
//! a body asks its run's context for it, however deep that runs: here in a pipeline for each file, in
//! one for each session, in one for all. The contexts are a tree: the session that has had its lines
//! cancels its own part of it; a write that fails, or Ctrl-C, ends what is above, and so all of them.

use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use pipeline::{Context, Error, Pipeline, pipeline};

/// How many files a session reads at the same time.
const READERS: usize = 2;

#[derive(Clone)]
struct User {
    name: String,
    most: u64,
    word: String,
}

/// Whom a body works for.
struct Session {
    user: User,
    found: AtomicU64,
    /// The part of the tree that ends with the session.
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
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sessions: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Reads `ada:3:fn`.
fn user(text: &str) -> Option<User> {
    let (name, text) = text.split_once(':')?;
    let (most, word) = text.split_once(':')?;
    Some(User {
        name: name.to_owned(),
        most: most.parse().ok()?,
        word: word.to_owned(),
    })
}

/// Runs a session for each of `users`: how many of them had too many lines.
fn run_sessions(users: Vec<User>, files: &[String]) -> io::Result<usize> {
    let all = Context::new();
    let on_ctrl_c = {
        let all = all.clone();
        move || all.cancel()
    };
    ctrlc::set_handler(on_ctrl_c).map_err(io::Error::other)?;
    // All at the same time; a fan-out needs one worker at least.
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
                    // This session alone.
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

/// What everybody's session does; for whom, the context says that it is run with.
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

/// Prints what is in one file for the user whose session this runs in.
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
    /// Prints `line` if it has the user's word, and ends the session if that is one too many.
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

/// What failed first, as it was: an `io::Error`'s kind is not to be lost on the way up.
fn source_of(error: Error<io::Error>) -> io::Error {
    match error {
        Error::Failed { source, .. } => source,
        error => io::Error::other(error),
    }
}
