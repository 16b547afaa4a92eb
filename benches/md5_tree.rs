//! A real job: the md5 of every file in a folder, with `pipeline!` as in `examples/digest_tree.rs`,
//! by hand on `crossbeam-channel`, and with `find` and `md5sum`.
//! ```text
//! cargo bench --bench md5_tree [-- DIR]
//! ```
//!
//! The default of DIR is the documentation that comes with Rust, or the current folder if there is
//! none. All files are read once before the measurement, so that the disk does not matter. Then the
//! programs run in turns. The results are medians. The first two programs have four workers, and
//! use the same functions to walk, read, digest and print. All programs print to `/dev/null`.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

#[path = "../examples/digest_tree.rs"]
#[expect(dead_code, reason = "its `main` is not this one's")]
mod digest_tree;
use digest_tree::{BUFFER, Digest, Digests};

const WORKERS: usize = 4;

const ROUNDS: usize = 9;

/// The initial capacity of an edge without a declared capacity.
const CAPACITY: usize = 64;

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    // Without the `--bench` that `cargo bench` passes, only check that everything works.
    let is_bench = env::args().any(|argument| argument == "--bench");
    let folder = env::args_os()
        .skip(1)
        .find(|argument| argument != "--bench")
        .map_or_else(|| default_folder(is_bench), PathBuf::from);
    let rounds = if is_bench { ROUNDS } else { 1 };
    check(&folder)?;
    let programs: [(&str, Program); 4] = [
        ("pipeline!", with_pipeline),
        ("by hand", on_channels),
        ("xargs md5sum", |folder| {
            with_xargs(folder, "xargs -0 md5sum")
        }),
        ("xargs -P 2 md5sum", |folder| {
            with_xargs(folder, "xargs -0 -P 2 md5sum")
        }),
    ];
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        for ((_, run), times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            run(&folder)?;
            times.push(start.elapsed());
        }
    }
    println!("medians of {rounds} rounds");
    let medians = times.map(median);
    for ((name, _), seconds) in programs.iter().zip(medians) {
        let ratio = medians[0] / seconds;
        println!("{name:18} {seconds:7.3} s, pipeline! / this = {ratio:.2}");
    }
    Ok(())
}

type Program = fn(&Path) -> Outcome;

fn default_folder(is_bench: bool) -> PathBuf {
    let documentation = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map(|sysroot| Path::new(sysroot.trim()).join("share/doc"));
    documentation
        .filter(|folder| is_bench && folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("examples"))
}

/// Reads all files, and checks that both programs find the same digests.
fn check(folder: &Path) -> Outcome {
    let found = digest_tree::digest_tree(folder.to_owned(), WORKERS).run()?;
    assert!(found == by_hand(folder)?, "two programs, two results");
    println!("{} files in {}", found.len(), folder.display());
    Ok(())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

fn with_pipeline(folder: &Path) -> Outcome {
    let digests = digest_tree::digest_tree(folder.to_owned(), WORKERS).run()?;
    Ok(digest_tree::print(&digests, File::create("/dev/null")?)?)
}

fn on_channels(folder: &Path) -> Outcome {
    let digests = by_hand(folder)?;
    Ok(digest_tree::print(&digests, File::create("/dev/null")?)?)
}

fn with_xargs(folder: &Path, xargs: &str) -> Outcome {
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!(
            r#"find "$0" -type f -print0 | {xargs} > /dev/null"#
        ))
        .arg(folder)
        .status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{xargs}: {status}").into())
}

fn by_hand(folder: &Path) -> io::Result<Digests> {
    let (to_files, files) = bounded(CAPACITY);
    let (to_digests, digests) = bounded(CAPACITY);
    thread::scope(|scope| {
        let walker = scope.spawn(move || walk(folder.to_owned(), &to_files));
        for _ in 0..WORKERS {
            let (files, to_digests) = (files.clone(), to_digests.clone());
            scope.spawn(move || digest_all(&files, &to_digests));
        }
        drop((files, to_digests));
        // An error ends the iterator. Dropping the iterator ends the workers, and these end the
        // walker.
        let digests = digests.into_iter().collect::<io::Result<Digests>>();
        walker.join().expect("the walker does not panic")?;
        digests
    })
}

fn walk(folder: PathBuf, to_files: &Sender<PathBuf>) -> io::Result<()> {
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && to_files.send(entry.path()).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

type Digested = io::Result<(OsString, Digest)>;

fn digest_all(files: &Receiver<PathBuf>, to_digests: &Sender<Digested>) {
    let mut buffer = vec![0; BUFFER];
    for path in files {
        let digest = digest_tree::digest(&path, &mut buffer);
        let digested = digest.map(|digest| (path.into_os_string(), digest));
        if to_digests.send(digested).is_err() {
            return;
        }
    }
}
