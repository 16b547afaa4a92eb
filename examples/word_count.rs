//! How often each word stands in some files: blocks of text, a fan-out that counts them, a merge.
//!
//! ```text
//! cargo run --release --example word_count [FILE…]
//! ```
//!
//! prints each word behind its count, as `uniq -c` does: the most frequent first, words of one count
//! in the order of their bytes. A word is what stands between ASCII white space. Nothing is decoded,
//! so text in any encoding passes unharmed. Without a FILE it reads `README.md`, or `Cargo.toml` if
//! there is none.
//!
//! Memory grows with the number of different words, not with the files: they are read in blocks,
//! of which a bounded number is under way, and cut at white space, so that no word is cut in two. A
//! block grows to hold a word longer than itself, up to [`LONGEST_WORD`]: what is longer than that
//! is hardly text, and is refused rather than counted wrong.
//!
//! On a terminal it shows how much it has read so far. The terminal may be slow: the lengths that it has no time to show
//! are added up, so the count goes on at its own speed.
//!
//! What to look at: a generator with `?` and `yield` in its loops; a fan-out that does the work; the
//! merge is `Iterator::fold`, by its name; the stream `read` loses no byte and holds up nobody.

use std::collections::HashMap;
use std::env;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use pipeline::pipeline;

/// What is read at once: large against the cost of handing it over, small against memory.
const BLOCK: u64 = 64 * 1024;

/// More than this without white space is refused.
const LONGEST_WORD: usize = 1024 * 1024;

type Counts = HashMap<Vec<u8>, u64>;

fn main() -> ExitCode {
    let mut files: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        let readme = PathBuf::from("README.md");
        files.push(if readme.exists() {
            readme
        } else {
            "Cargo.toml".into()
        });
    }
    let counts = match count_words(&files) {
        Ok(counts) => counts,
        Err(error) => {
            eprintln!("word_count: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    match print(counts) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("word_count: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn count_words(files: &[PathBuf]) -> Result<Counts, pipeline::Error> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    pipeline!({
        let blocks = generator(capacity = workers, {
            for path in files {
                let mut file = File::open(path).map_err(|error| at(path, &error))?;
                // A file's last word ends with the file.
                let mut rest = Vec::new();
                while let Some(block) =
                    next_block(&mut file, &mut rest).map_err(|error| at(path, &error))?
                {
                    yield block;
                }
            }
        });
        let counted = blocks
            >> fan_out(workers, capacity = workers, |block| {
                (count_block(&block), block.len())
            });
        let (counts, read) = counted
            >> route(
                capacity = workers,
                full = merge(read, |old, new| old + new),
                |(words, length)| {
                    counts(words);
                    read(length);
                },
            );
        read >> sink(show_progress);
        counts >> fold(Counts::new(), merge)
    })
    .run()
}

/// Shows how many bytes were read, over and over in one line.
fn show_progress(lengths: impl Iterator<Item = usize>) {
    let mut terminal = io::stderr();
    let is_shown = terminal.is_terminal();
    let mut read = 0;
    for length in lengths {
        read += length;
        if is_shown {
            // What cannot be shown is no reason to stop.
            let _ = write!(terminal, "\r{read} bytes");
        }
    }
    if is_shown {
        let _ = writeln!(terminal);
    }
}

/// The next bytes of `file`, up to the end of a word. What was read behind it stays in `rest`.
fn next_block(file: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut block = mem::take(rest);
    loop {
        let old = block.len();
        if file.by_ref().take(BLOCK).read_to_end(&mut block)? == 0 {
            return Ok((!block.is_empty()).then_some(block));
        }
        if let Some(space) = block[old..].iter().rposition(u8::is_ascii_whitespace) {
            *rest = block.split_off(old + space + 1);
            return Ok(Some(block));
        }
        if block.len() > LONGEST_WORD {
            let message = format!("a word of more than {LONGEST_WORD} bytes: this is no text");
            return Err(io::Error::new(ErrorKind::InvalidData, message));
        }
    }
}

/// `error`, saying where.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn count_block(block: &[u8]) -> Counts {
    let mut counts = Counts::new();
    for word in block
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
    {
        match counts.get_mut(word) {
            Some(count) => *count += 1,
            // Only the first of each is copied.
            None => drop(counts.insert(word.to_owned(), 1)),
        }
    }
    counts
}

fn merge(mut all: Counts, block: Counts) -> Counts {
    for (word, count) in block {
        *all.entry(word).or_default() += count;
    }
    all
}

fn print(counts: Counts) -> io::Result<()> {
    let mut words: Vec<(Vec<u8>, u64)> = counts.into_iter().collect();
    words.sort_unstable_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    let mut out = BufWriter::new(io::stdout().lock());
    for (word, count) in words {
        write!(out, "{count:>7} ")?;
        out.write_all(&word)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
