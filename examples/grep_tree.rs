//! Which lines of a folder's files hold a text: a walk in sorted order, a fan-out that keeps it.
//!
//! ```text
//! cargo run --release --example grep_tree -- [[--keep-going] PATTERN DIR]
//! ```
//!
//! prints `path:number:line` as `grep -anF PATTERN` does when it is given the regular files below
//! DIR in the order of `LC_ALL=C sort`. PATTERN is a plain text within a line, not a regular
//! expression; it and the files are bytes in any encoding. Links in DIR are not followed. Without arguments it looks for
//! `>> fan_out` in `examples`.
//!
//! It exits with 0 if something matched, 1 if nothing did, 2 on an error. The first file or folder
//! that cannot be read ends it, with an error that names the stage and the path; what was on its way
//! to be printed is dropped. With `--keep-going` each of them is reported, and the rest is searched.
//!
//! What to look at: a generator that walks in order and a fan-out that keeps it make sorted output,
//! and nothing is collected: the matches in a file wait in bounded streams while those before them
//! are printed. `let (found, failed) = …` makes the failures a stream of their own; `stop_after` says
//! how many of them end the run. When nobody reads the output any more (`| head -1`), the failed
//! write ends the walk and all searches.

use std::cmp::Reverse;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use pipeline::{Error, pipeline};

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if arguments.is_empty() {
        arguments = [">> fan_out", "examples"].map(OsString::from).into();
    }
    let (pattern, root, most_failures) = match &arguments[..] {
        [option, pattern, root] if option == "--keep-going" => (pattern, root, u64::MAX),
        [pattern, root] => (pattern, root, 1),
        _ => {
            eprintln!("usage: grep_tree [[--keep-going] PATTERN DIR]");
            return ExitCode::from(2);
        }
    };
    match grep_tree(pattern.as_encoded_bytes(), root.into(), most_failures) {
        Ok((true, 0)) => ExitCode::SUCCESS,
        Ok((false, 0)) => ExitCode::FAILURE,
        Ok((_, _)) => ExitCode::from(2),
        // Whoever read the output has seen enough.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("grep_tree: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether anything matched, and how many files and folders could not be read.
fn grep_tree(
    pattern: &[u8],
    root: PathBuf,
    most_failures: u64,
) -> Result<(bool, usize), Error<io::Error>> {
    // More than the cores, as a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    pipeline!(|| -> Result<(bool, usize), io::Error> {
        // A folder that cannot be read is an item too, so that one policy serves both.
        let files = generator({
            let is_folder = !root.is_file();
            let mut stack = vec![(root, is_folder)];
            while let Some((path, is_folder)) = stack.pop() {
                if !is_folder {
                    yield Ok(path);
                    continue;
                }
                match list(&path) {
                    Ok(entries) => stack.extend(entries),
                    Err(error) => yield Err(at(&path, &error)),
                }
            }
        });
        let (found, failed) = files
            >> fan_out(
                workers,
                ordered,
                name = "search",
                stop_after = most_failures,
                |path| {
                    let path: PathBuf = path?;
                    let file = File::open(&path).map_err(|error| at(&path, &error))?;
                    for (line, number) in BufReader::new(file).split(b'\n').zip(1..) {
                        let line = line.map_err(|error| at(&path, &error))?;
                        if contains(&line, pattern) {
                            yield row(&path, number, &line);
                        }
                    }
                },
            );
        let matched = found >> sink(|rows| print(rows)?);
        let failures = failed
            >> inspect(|failure| {
                // Not `eprintln!`, which would panic if nobody reads.
                let _ = writeln!(io::stderr(), "grep_tree: {}", failure.cause);
            })
            >> count();
        (matched, failures)
    })
    .run()
}

/// The files and folders in `folder`, the first of them last: the top of a stack. With each goes
/// whether it is a folder.
fn list(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() || kind.is_file() {
            entries.push((entry.path(), kind.is_dir()));
        }
    }
    entries.sort_by_cached_key(|(path, is_folder)| {
        let mut key = path.as_os_str().as_encoded_bytes().to_owned();
        // What is in a folder goes on with this, so all of `a/` stands behind `a.txt`.
        key.extend(is_folder.then_some(b'/'));
        Reverse(key)
    });
    Ok(entries)
}

/// A match as it is printed.
fn row(path: &Path, number: u64, line: &[u8]) -> Vec<u8> {
    let path = path.as_os_str().as_encoded_bytes();
    [path, format!(":{number}:").as_bytes(), line, b"\n"].concat()
}

/// Prints each of `rows` as it comes; whether there was one.
fn print(rows: impl Iterator<Item = Vec<u8>>) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let mut is_any = false;
    for row in rows {
        out.write_all(&row)?;
        is_any = true;
    }
    Ok(is_any)
}

/// Whether `pattern` stands somewhere in `line`.
fn contains(line: &[u8], pattern: &[u8]) -> bool {
    let Some((first, rest)) = pattern.split_first() else {
        return true;
    };
    let mut line = line;
    while let Some(start) = line.iter().position(|byte| byte == first) {
        line = &line[start + 1..];
        if line.starts_with(rest) {
            return true;
        }
    }
    false
}

/// `error`, saying where.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
