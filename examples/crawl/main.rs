//! Follows the links of a site in a folder and finds the broken ones, with a feedback loop.
//!
//! ```text
//! cargo run --release --example crawl -- [--progress] [--report FILE] [FILE.html | DIR]
//! ```
//!
//! The crawl begins at FILE, or at `index.html` of DIR (the current folder). It reads every page in
//! that folder that can be reached by links. The program prints the pages, then each broken link as
//! `page -> file`, then how many there are of each. The output is sorted, so it does not depend on
//! the order of the reads. The exit code is 0 if all links resolve, 1 if some are broken, 2 on an
//! error. Without arguments, and without an `index.html` in the current folder, the program makes a
//! small sample site. `--progress` and `--report` show how far the crawl is and what each stage has
//! done: see `watch/mod.rs`.
//!
//! A link is a `href` or `src` in a tag. Fragments and queries are removed. Links with a scheme or
//! a host, and links out of the folder, are ignored. Entities such as `&amp;` are not decoded.
//! Files that are not HTML are not read; the crawl only checks that they exist.
//!
//! What to look at: `feedback` closes the loop, and the loop ends by itself when nothing is in
//! flight. Many workers read pages. The one stage downstream of them owns the map `found`, so each
//! file goes round the loop once, and no lock is needed. A send back into the loop never waits: if
//! all stages of a loop waited for each other, the loop would deadlock. Instead, `bound` limits how
//! many items may wait there. These items are names of files that were found and are not read yet.
//! A name is small, so `bound` can be far above the size of any real site and still limit the
//! memory. Above the bound the crawl fails. With `full = drop` it would continue, and report files
//! that it never looked for as missing.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use pipeline::{BoxError, Context, pipeline};

mod found;
mod html;
mod sample;
mod site;
#[path = "../watch/mod.rs"]
mod watch;

use found::{Found, Name, State, note, print, report_on};
use sample::Sample;
use site::{at, root_of};
use watch::Watch;

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (Some(watch), [] | [_]) = (Watch::take_from(&mut arguments), &arguments[..]) else {
        eprintln!("usage: crawl [--progress] [--report FILE] [FILE.html | DIR]");
        return ExitCode::from(2);
    };
    let found = find(arguments.pop(), &watch);
    let printed = found.and_then(|found| {
        let (report, broken) = report_on(&found);
        print(&report)?;
        Ok(broken)
    });
    match printed {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crawl: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Crawls from `start`, or from the current folder. Crawls a sample site if there is no `start` and
/// the current folder has no `index.html`.
fn find(start: Option<OsString>, watch: &Watch) -> Result<Found, BoxError> {
    let is_missing = start.is_none() && !Path::new("index.html").exists();
    let sample = is_missing.then(Sample::write).transpose()?;
    let start = match &sample {
        Some(sample) => sample.folder().to_owned(),
        None => start.map_or_else(|| ".".into(), PathBuf::from),
    };
    let (root, first) = root_of(&start)?;
    crawl(&root, first, watch)
}

fn crawl(root: &Path, first: Name, watch: &Watch) -> Result<Found, BoxError> {
    // At least four, because a worker may wait for the disk.
    let workers = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let mut found = Found::new();
    let pipeline = pipeline!({
        let names = generator([first]) >> feedback(new, bound = 1_000_000, full = fail);
        let read = names
            >> fan_out(workers, {
                let mut buffer = Vec::new();
                move |name: Name| {
                    let seen = look(root, &name, &mut buffer)?;
                    (name, seen)
                }
            });
        let new = read
            >> stage(|(name, seen)| {
                for link in note(&mut found, &name, seen) {
                    yield link;
                }
            });
    });
    let (context, graph) = (Context::new(), pipeline.graph());
    let watching = watch.begin(&context);
    let (outcome, report) = pipeline.run_reported_with(&context);
    watching.end(outcome, graph, &report)?;
    Ok(found)
}

/// Returns the kind of the file `name` and its links, or `None` if there is no file of that name.
fn look(root: &Path, name: &str, buffer: &mut Vec<u8>) -> io::Result<Option<(State, Vec<String>)>> {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    let path = root.join(name);
    match read(&path, buffer) {
        Ok(State::Page) => Ok(Some((State::Page, html::links(name, buffer)))),
        // A link to a folder is a link to its `index.html`.
        Ok(state) if path.is_dir() => Ok(Some((state, vec![format!("{name}/index.html")]))),
        Ok(state) => Ok(Some((state, Vec::new()))),
        Err(error) => match error.kind() {
            NotFound | NotADirectory | InvalidFilename | InvalidInput => Ok(None),
            _ => Err(at(&path, &error)),
        },
    }
}

/// Reads `path` into `buffer` if it is a page. Does not read other files.
fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<State> {
    // Do not open a pipe or a device: the read might never end.
    let is_file = fs::metadata(path)?.is_file();
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if !is_file || (extension != "html" && extension != "htm") {
        return Ok(State::Other);
    }
    buffer.clear();
    File::open(path)?.read_to_end(buffer)?;
    Ok(State::Page)
}
