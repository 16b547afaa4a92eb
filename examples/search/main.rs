//! Prints the lines that contain a word in the files of a folder: a library that returns an
//! iterator, and a program that uses it.
//!
//! ```text
//! cargo run --release --example search -- [--first N] [WORD [DIR]]
//! ```
//!
//! The output is that of `LC_ALL=C grep -rnF --text WORD DIR`, in the order of the paths. Links in
//! the folder are not followed. With `--first N`, the program stops after N lines and does not read
//! the remaining files. Without a WORD, it looks for `fan_out` in `examples`.
//!
//! What to look at: `library.rs` has the pipeline. The pipeline's tail is a stream, so the pipeline
//! yields the items of that stream: `iter()` returns an `Iterator<Item = Result<Hit, Error>>`, and
//! the library's function returns that iterator. This program takes as many hits as it needs. When
//! it drops the iterator, all threads of the search end, wherever they wait.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

mod library;

use library::{Hit, search};

struct Arguments {
    first: usize,
    word: String,
    folder: PathBuf,
}

fn main() -> ExitCode {
    let Some(arguments) = arguments(env::args_os().skip(1)) else {
        eprintln!("usage: search [--first N] [WORD [DIR]]");
        return ExitCode::from(2);
    };
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let hits = search(&arguments.word, &arguments.folder, workers);
    let mut out = BufWriter::new(io::stdout().lock());
    for hit in hits.take(arguments.first) {
        let printed = match hit {
            Ok(hit) => print(&hit, &mut out),
            Err(error) => {
                drop(out);
                eprintln!("search: {error:#}");
                return ExitCode::FAILURE;
            }
        };
        if let Err(error) = printed {
            return ended(&error);
        }
    }
    match out.flush() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ended(&error),
    }
}

fn arguments(given: impl Iterator<Item = OsString>) -> Option<Arguments> {
    let mut given = given.peekable();
    let first = match given.next_if(|word| word == "--first") {
        None => usize::MAX,
        Some(_) => given.next()?.to_str()?.parse().ok()?,
    };
    let (word, folder) = match given.next() {
        Some(word) => (word, given.next().unwrap_or_else(|| ".".into())),
        None => ("fan_out".into(), "examples".into()),
    };
    let (word, folder) = (word.into_string().ok()?, folder.into());
    given.next().is_none().then_some(Arguments {
        first,
        word,
        folder,
    })
}

fn print(hit: &Hit, out: &mut impl Write) -> io::Result<()> {
    out.write_all(hit.path.as_os_str().as_encoded_bytes())?;
    write!(out, ":{}:", hit.number)?;
    out.write_all(&hit.line)?;
    out.write_all(b"\n")
}

/// Reports a failed write. A closed standard output is not an error.
fn ended(error: &io::Error) -> ExitCode {
    if error.kind() == ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("search: standard output: {error}");
    ExitCode::FAILURE
}
