//! A library function that returns an iterator. Its signature does not mention the pipeline inside.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use pipeline::{Error, pipeline};

/// A line that contains the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) path: PathBuf,
    /// The line's number, counted from 1.
    pub(crate) number: usize,
    /// The line, without its end.
    pub(crate) line: Vec<u8>,
}

/// Returns the lines that contain `word` in the files of `folder` and its subfolders, in the order
/// of the paths. The first file or folder that cannot be read ends the search, and its error is the
/// last item.
///
/// The search reads up to `workers` files at the same time. It reads ahead of the caller as far as
/// the pipeline's edges have capacity. Dropping the iterator ends the search and joins all its
/// threads.
pub(crate) fn search(
    word: &str,
    folder: &Path,
    workers: usize,
) -> impl Iterator<Item = Result<Hit, Error>> + use<> {
    let (word, folder) = (word.as_bytes().to_owned(), folder.to_owned());
    let hits = pipeline!(move || {
        let files = generator({
            // A stack of the paths that are still to be visited.
            let mut left = vec![folder];
            while let Some(path) = left.pop() {
                let kind = fs::symlink_metadata(&path).map_err(|error| at(&path, &error))?;
                if kind.is_dir() {
                    left.extend(entries(&path).map_err(|error| at(&path, &error))?);
                } else if kind.is_file() {
                    yield path;
                }
            }
        });
        files
            >> fan_out(workers, ordered, |path| {
                let file = File::open(&path).map_err(|error| at(&path, &error))?;
                let lines = BufReader::new(file).split(b'\n');
                for (number, line) in (1..).zip(lines) {
                    let line = line.map_err(|error| at(&path, &error))?;
                    if contains(&line, &word) {
                        let path = path.clone();
                        yield Hit { path, number, line };
                    }
                }
            })
    });
    hits.iter()
}

/// Returns the paths in a folder, sorted in reverse order, because the caller pops them from the
/// end.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = PathBuf>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    let mut names = names.collect::<io::Result<Vec<OsString>>>()?;
    names.sort_unstable();
    Ok(names.into_iter().rev().map(|name| folder.join(name)))
}

fn contains(line: &[u8], word: &[u8]) -> bool {
    word.is_empty() || line.windows(word.len()).any(|part| part == word)
}

/// Prefixes the message of `error` with `path`.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
