//! Follows the links of a site in a folder and finds the broken ones: a loop that finds its own end.
//!
//! ```text
//! cargo run --release --example crawl -- [--progress] [--report FILE] [FILE.html | DIR]
//! ```
//!
//! begins at FILE, or at `index.html` of DIR (the current folder), and reads every page below that
//! folder to which links lead from there. It prints the pages, then who links to what is missing, as
//! `page -> file`, and how many there are of each: in sorted order, whoever was read first. It exits
//! with 0 if all links resolve, 1 if some are broken, 2 on an error. Without arguments, if there is no `index.html`, it makes
//! a small site to try it on. The options show how far it is, and what each stage
//! has done: see `watch/mod.rs`.
//!
//! A link is a `href` or `src` in a tag. Fragments and queries are cut; a link with a scheme or a
//! host, or to above the folder, is passed over, and `&amp;` and its like are left as they are. Of
//! what is not HTML it is only seen whether it is there.
//!
//! What to look at: `feedback` closes a loop, and the loop ends by itself when nothing is in flight.
//! Many workers read; the one stage behind them has the `found` files for itself, so that each goes
//! round once, without a lock. A send back into the loop never waits, as all could then wait for each
//! other, so there must be an end to what waits there. That is the files found and not yet read: for
//! each a name, so `bound` may be far above any real site and is still a limit of memory. Beyond it
//! the crawl fails: with `full = drop` it would go on, and report files that it never looked for.

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

/// Crawls from `start`, from the current folder, or in a sample if there is nothing here.
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
    // More than the cores, as a worker may wait for the disk.
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

/// What the file `name` is, and links to; `None` if there is none of that name.
fn look(root: &Path, name: &str, buffer: &mut Vec<u8>) -> io::Result<Option<(State, Vec<String>)>> {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    let path = root.join(name);
    match read(&path, buffer) {
        Ok(State::Page) => Ok(Some((State::Page, html::links(name, buffer)))),
        // A link to a folder is one to its page.
        Ok(state) if path.is_dir() => Ok(Some((state, vec![format!("{name}/index.html")]))),
        Ok(state) => Ok(Some((state, Vec::new()))),
        Err(error) => match error.kind() {
            NotFound | NotADirectory | InvalidFilename | InvalidInput => Ok(None),
            _ => Err(at(&path, &error)),
        },
    }
}

/// Reads a page into `buffer`, and nothing else.
fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<State> {
    // Not a pipe or a device either: that read might never end.
    let is_file = fs::metadata(path)?.is_file();
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if !is_file || (extension != "html" && extension != "htm") {
        return Ok(State::Other);
    }
    buffer.clear();
    File::open(path)?.read_to_end(buffer)?;
    Ok(State::Page)
}
