//! Finds the lines of a folder's files that contain a text: a walk in sorted order and an ordered
//! fan-out.
//!
//! ```text
//! cargo run --release --example grep_tree -- [[--keep-going] PATTERN DIR]
//! ```
//!
//! The program prints `path:number:line`, as `grep -anF PATTERN` does when it gets the regular
//! files in DIR in the order of `LC_ALL=C sort`. PATTERN is a plain text within a line, not a
//! regular expression. PATTERN and the files may have any encoding. Links in DIR are not followed.
//! Without arguments, the program looks for `>> fan_out` in `examples`.
//!
//! The exit code is 0 if a line matched, 1 if none did, 2 on an error. The first file or folder
//! that cannot be read ends the run, with an error that names the stage and the path; matches that
//! are not printed yet are dropped. With `--keep-going`, each such file or folder is reported, and
//! the search continues.
//!
//! What to look at: the generator walks in sorted order, and the fan-out keeps that order. So the
//! output is sorted although nothing is collected: matches wait in bounded streams until the
//! matches of all earlier files are printed. `let (found, failed) = …` makes a stream of the
//! failures, and `stop_after` says how many of them end the run. When the reader of standard output
//! closes it (`| head -1`), the write fails, and the failure ends the walk and all searches.

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
        // The reader of standard output has closed it: not an error.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("grep_tree: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether a line matched, and the number of files and folders that could not be read.
fn grep_tree(
    pattern: &[u8],
    root: PathBuf,
    most_failures: u64,
) -> Result<(bool, usize), Error<io::Error>> {
    // At least four, because a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    pipeline!(|| -> Result<(bool, usize), io::Error> {
        // A folder that cannot be read is an item too, so `stop_after` counts files and folders
        // together.
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
                // `eprintln!` would panic if standard error is closed.
                let _ = writeln!(io::stderr(), "grep_tree: {}", failure.cause);
            })
            >> count();
        (matched, failures)
    })
    .run()
}

/// Returns the files and folders in `folder`, each with whether it is a folder. They are in reverse
/// order, because the caller pops them from the end.
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
        // The paths in a folder continue with a slash. So all of `a/` must sort after `a.txt`.
        key.extend(is_folder.then_some(b'/'));
        Reverse(key)
    });
    Ok(entries)
}

/// Formats a match.
fn row(path: &Path, number: u64, line: &[u8]) -> Vec<u8> {
    let path = path.as_os_str().as_encoded_bytes();
    [path, format!(":{number}:").as_bytes(), line, b"\n"].concat()
}

/// Prints each of `rows` as it arrives. Returns whether there was a row.
fn print(rows: impl Iterator<Item = Vec<u8>>) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let mut is_any = false;
    for row in rows {
        out.write_all(&row)?;
        is_any = true;
    }
    Ok(is_any)
}

/// Returns whether `line` contains `pattern`.
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

/// Prefixes the message of `error` with `path`.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
