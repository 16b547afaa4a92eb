//! The md5 of every regular file in a folder, in path order: a generator feeds a fan-out.
//!
//! ```text
//! cargo run --release --example digest_tree -- [--progress] [--report FILE] [DIR]
//! ```
//!
//! prints what `find DIR -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum` prints. Links in the
//! folder are not followed. The first file or folder that cannot be read ends it, with an error
//! that names the stage and the path. The options show how far it is, and what each stage has done: see
//! `watch/mod.rs`.
//!
//! What to look at: the generator is an ordinary loop that `yield`s; `?` in any body ends the whole
//! pipeline; each worker of the fan-out makes a buffer of its own; the workers finish in any order,
//! and the map puts it right.

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

/// Enough to make reads rare, small enough to stay in a core's cache.
pub(crate) const BUFFER: usize = 64 * 1024;

/// The 16 bytes of an md5, as a number that prints as they do.
pub(crate) type Digest = u128;

/// Ordered by the bytes of the path. A `PathBuf` would be ordered by its components: `a/b` before
/// `a.txt`.
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
        // Whoever read the output has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("digest_tree: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn watched(folder: PathBuf, watch: &Watch) -> Result<Digests, BoxError> {
    // More than the cores, as a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let pipeline = digest_tree(folder, workers);
    let (context, graph) = (Context::new(), pipeline.graph());
    let watching = watch.begin(&context);
    let (digests, report) = pipeline.run_reported_with(&context);
    watching.end(digests, graph, &report)
}

/// The digests of all regular files in `folder` and the folders in it.
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

/// The digest of one file, read piece by piece.
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

/// `error`, saying where.
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

/// A line of `md5sum`'s output, which begins with a backslash where the name had to be escaped.
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
