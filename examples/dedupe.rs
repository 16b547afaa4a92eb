//! Finds the files of a folder whose contents are equal, in two phases of one pipeline.
//!
//! ```text
//! cargo run --release --example dedupe [DIR]
//! ```
//!
//! The program prints the paths of equal files, one per line, with an empty line after each group.
//! Files are equal if their sizes and their md5 digests are equal. Links are not followed, and
//! empty files are left out. A file that cannot be read is reported, and the search continues.
//!
//! What to look at: files of different sizes cannot be equal, so the program reads only the files
//! that share their size with another. The `transform` in `groups` collects all files before it
//! yields the first group. It is a barrier: the second phase begins when all sizes are known. In
//! the second phase, many workers read files. The segment `groups` is used twice: first with the
//! size as key, then with the size and the digest.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use fast_md5::Md5;
use pipeline::{Failure, Segment, pipeline, segment};

const BUFFER: usize = 64 * 1024;

/// Files whose contents are equal.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Equal {
    size: u64,
    /// At least two paths, sorted.
    paths: Vec<PathBuf>,
}

/// The groups of equal files, and the failures of files that could not be read.
struct Found {
    equal: Vec<Equal>,
    unread: Vec<Failure>,
}

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let folder = arguments.next().map_or_else(|| ".".into(), PathBuf::from);
    if arguments.next().is_some() {
        eprintln!("usage: dedupe [DIR]");
        return ExitCode::from(2);
    }
    // At least four, because a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let found = match dedupe(folder, workers) {
        Ok(found) => found,
        Err(error) => {
            eprintln!("dedupe: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    for failure in &found.unread {
        eprintln!("dedupe: {}", failure.cause);
    }
    match print(&found.equal, io::stdout().lock()) {
        // The reader of standard output may have closed it: not an error.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("dedupe: standard output: {error}");
            ExitCode::FAILURE
        }
        _ if found.unread.is_empty() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Finds the equal files in `folder` and its subfolders.
fn dedupe(folder: PathBuf, workers: usize) -> Result<Found, pipeline::Error> {
    let (mut equal, unread) = pipeline!({
        let looked = generator({
            let mut folders = vec![folder];
            while let Some(folder) = folders.pop() {
                match fs::read_dir(&folder) {
                    Err(error) => yield Err(at(&folder, &error)),
                    Ok(entries) => {
                        for entry in entries {
                            let looked = entry.and_then(|one| Ok((one.path(), one.metadata()?)));
                            match looked {
                                Err(error) => yield Err(at(&folder, &error)),
                                Ok((path, data)) if data.is_dir() => folders.push(path),
                                Ok((path, data)) if data.is_file() && data.len() > 0 => {
                                    yield Ok((data.len(), path));
                                }
                                Ok(_) => {}
                            }
                        }
                    }
                }
            }
        });
        let (files, unread) = looked >> stage(|looked| looked?);
        // Phase one: no file is read before all sizes are known.
        let sizes = files >> segment(groups());
        let twins =
            sizes >> flat_map(|(size, paths)| paths.into_iter().map(move |path| (size, path)));
        let (hashed, unhashed) = twins
            >> fan_out(workers, {
                let mut buffer = vec![0; BUFFER];
                move |(size, path)| {
                    let hash = hash(&path, &mut buffer).map_err(|error| at(&path, &error))?;
                    ((size, hash), path)
                }
            });
        // Phase two: the groups are known when all files are hashed.
        let equal = hashed >> segment(groups());
        let equal = equal >> map(|((size, _), paths)| Equal { size, paths });
        let unread = fan_in(unread, unhashed);
        (equal >> collect::<Vec<_>>(), unread >> collect())
    })
    .run()?;
    equal.sort_unstable();
    Ok(Found { equal, unread })
}

/// Groups files by key, and yields each group of two or more, in the order of the keys. Waits for
/// the last file before the first group.
fn groups<'p, K: Ord + Send + 'p>() -> Segment<'p, (K, PathBuf), (K, Vec<PathBuf>)> {
    segment!(|files| {
        files
            >> transform(|files| {
                let mut groups: BTreeMap<K, Vec<PathBuf>> = BTreeMap::new();
                for (key, path) in files {
                    groups.entry(key).or_default().push(path);
                }
                for (key, mut paths) in groups {
                    if paths.len() > 1 {
                        paths.sort_unstable();
                        yield (key, paths);
                    }
                }
            })
    })
}

fn hash(path: &Path, buffer: &mut [u8]) -> io::Result<u128> {
    let mut file = File::open(path)?;
    let mut md5 = Md5::new();
    loop {
        match file.read(buffer) {
            Ok(0) => return Ok(u128::from_be_bytes(md5.finalize())),
            Ok(length) => md5.update(&buffer[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Prefixes the message of `error` with `path`.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn print(equal: &[Equal], out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for Equal { paths, .. } in equal {
        for path in paths {
            out.write_all(path.as_os_str().as_encoded_bytes())?;
            out.write_all(b"\n")?;
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}
