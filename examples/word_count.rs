//! Counts how often each word occurs in some files: blocks of text, a fan-out that counts, and a
//! fold that merges.
//!
//! ```text
//! cargo run --release --example word_count [FILE…]
//! ```
//!
//! The program prints each word after its count, as `uniq -c` does, the most frequent first. Words
//! with the same count are sorted by their bytes. Words are separated by ASCII white space. The
//! text is not decoded, so it may have any encoding. Without a FILE, the program reads `README.md`,
//! or `Cargo.toml` if there is no `README.md`.
//!
//! Memory grows with the number of different words, not with the size of the files. The files are
//! read in blocks, and the number of blocks in flight is bounded. A block ends at white space, so
//! no word is cut in two. For a word longer than a block, the block grows up to [`LONGEST_WORD`]. A
//! longer word is an error, because the file is hardly text.
//!
//! On a terminal, the program shows how many bytes were counted so far. A slow terminal does not
//! slow the count down: lengths that the terminal has no time to show are added up while they wait.
//!
//! What to look at: the generator has `?` and `yield` in its loops. The fan-out does the work. The
//! merge is `fold`, with the name and the meaning of `Iterator::fold`. The edge of the stream
//! `read` merges items with `full = merge(…)`, so it loses no byte and delays no other stage.

use std::collections::HashMap;
use std::env;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use pipeline::pipeline;

/// Number of bytes to read at once: large compared to the cost of an item, small compared to
/// memory.
const BLOCK: u64 = 64 * 1024;

/// The longest sequence of bytes without white space that is accepted, approximately.
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
        // The reader of standard output may have closed it: not an error.
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
                // The end of a file ends a word, so no rest goes from one file to the next.
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

/// Shows on standard error how many bytes were counted, in one line that is rewritten.
fn show_progress(lengths: impl Iterator<Item = usize>) {
    let mut terminal = io::stderr();
    let is_shown = terminal.is_terminal();
    let mut read = 0;
    for length in lengths {
        read += length;
        if is_shown {
            // A failed write to the terminal is ignored.
            let _ = write!(terminal, "\r{read} bytes");
        }
    }
    if is_shown {
        let _ = writeln!(terminal);
    }
}

/// Returns the next bytes of `file`, up to the end of a word. Keeps the bytes after that word in
/// `rest`.
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

/// Prefixes the message of `error` with `path`.
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
            // Only the first occurrence of a word is copied.
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
