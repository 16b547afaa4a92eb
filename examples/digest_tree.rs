//! Prints the md5 of every regular file in a folder, in path order: a generator and a fan-out.
//!
//! ```text
//! cargo run --release --example digest_tree -- [--progress] [--report FILE] [DIR]
//! ```
//!
//! The output is that of `find DIR -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum`. Links in
//! the folder are not followed. The first file or folder that cannot be read ends the run, with an
//! error that names the stage and the path. `--progress` and `--report` show how far the run is and
//! what each stage has done: see `watch/mod.rs`.
//!
//! What to look at: the generator is an ordinary loop that `yield`s. A `?` in any body ends the
//! whole pipeline. Each worker of the fan-out has a buffer of its own. The workers finish in any
//! order, and the `BTreeMap` sorts the results.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use fast_md5::Md5;
use pipeline::{BoxError, Context, Pipeline, pipeline};

mod watch;

use watch::Watch;

/// Large enough to make reads rare, small enough for a core's cache.
pub(crate) const BUFFER: usize = 64 * 1024;

/// The 16 bytes of an md5 as a big-endian number, which prints as the same hexadecimal digits.
pub(crate) type Digest = u128;

/// Digests ordered by the bytes of the path, as `sort` does in the C locale. `PathBuf` would
/// compare components, and place `a/b` before `a.txt`.
pub(crate) type Digests = BTreeMap<OsString, Digest>;

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (Some(watch), [] | [_]) = (Watch::take_from(&mut arguments), &arguments[..]) else {
        eprintln!("usage: digest_tree [--progress] [--report FILE] [DIR]");
        return ExitCode::from(2);
    };
    let folder = arguments.pop().unwrap_or_else(|| OsString::from("."));
    let digests = match watched(folder.into(), &watch) {
        Ok(digests) => digests,
        Err(error) => {
            eprintln!("digest_tree: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    match print(&digests, io::stdout().lock()) {
        // The reader of standard output may have closed it: not an error.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("digest_tree: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn watched(folder: PathBuf, watch: &Watch) -> Result<Digests, BoxError> {
    // At least four, because a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let pipeline = digest_tree(folder, workers);
    let (context, graph) = (Context::new(), pipeline.graph());
    let watching = watch.begin(&context);
    let (digests, report) = pipeline.run_reported_with(&context);
    watching.end(digests, graph, &report)
}

/// Returns the pipeline that digests all regular files in `folder` and its subfolders.
pub(crate) fn digest_tree(folder: PathBuf, workers: usize) -> Pipeline<'static, Digests> {
    pipeline!(move || {
        let files = generator({
            let mut folders = vec![folder];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(&folder).map_err(|error| at(&folder, &error))? {
                    let entry = entry.map_err(|error| at(&folder, &error))?;
                    let path = entry.path();
                    let kind = entry.file_type().map_err(|error| at(&path, &error))?;
                    if kind.is_dir() {
                        folders.push(path);
                    } else if kind.is_file() {
                        yield path;
                    }
                }
            }
        });
        let digests = files
            >> fan_out(workers, {
                let mut buffer = vec![0; BUFFER];
                move |path| {
                    let digest = digest(&path, &mut buffer).map_err(|error| at(&path, &error))?;
                    (path.into_os_string(), digest)
                }
            });
        digests >> collect()
    })
}

/// Digests one file, read in pieces of the size of `buffer`.
pub(crate) fn digest(path: &Path, buffer: &mut [u8]) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut md5 = Md5::new();
    loop {
        match file.read(buffer) {
            Ok(0) => return Ok(Digest::from_be_bytes(md5.finalize())),
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

pub(crate) fn print(digests: &Digests, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for (path, digest) in digests {
        print_line(path, *digest, &mut out)?;
    }
    out.flush()
}

/// Prints a line as `md5sum` does: a name with special characters is escaped, and the line then
/// begins with a backslash.
fn print_line(path: &OsStr, digest: Digest, out: &mut impl Write) -> io::Result<()> {
    let name = path.as_encoded_bytes();
    let is_plain = |byte: &u8| !matches!(byte, b'\\' | b'\n' | b'\r');
    if name.iter().all(is_plain) {
        write!(out, "{digest:032x}  ")?;
        out.write_all(name)?;
    } else {
        write!(out, "\\{digest:032x}  ")?;
        for byte in name {
            match byte {
                b'\\' => out.write_all(b"\\\\")?,
                b'\n' => out.write_all(b"\\n")?,
                b'\r' => out.write_all(b"\\r")?,
                _ => out.write_all(&[*byte])?,
            }
        }
    }
    out.write_all(b"\n")
}
