//! A pipeline on live input that ends when it is told to, and still says what it had done.
//!
//! ```text
//! cargo run --release --example quit
//! ```
//!
//! answers each line of standard input with the number of its words, until the input ends, or the
//! line is `quit`, or Ctrl-C is pressed. Then it prints how many lines, words and bytes it has seen,
//! and how many lines it had answered by then. If that takes too long, a second Ctrl-C ends it.
//!
//! What to look at: two ways to stop a run. A drain means "take nothing more": what was read is
//! answered, and `run_with` returns as if the input had ended. The first Ctrl-C drains, by a call; so
//! does `quit`, by a channel that the [`Context`] listens to. A cancel means "stop now", and is what a
//! second Ctrl-C does: a line on its way from one stage to the next is dropped, so that fewer may be
//! answered than were seen, and `run_with` returns no value. So the tally is kept in variables of the
//! function around, which the stages borrow.
//!
//! The handler is the program's: no pipeline listens to signals by itself. And nothing interrupts a
//! write that waits for whoever reads the output.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Write};
use std::process::ExitCode;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::{Context, Error, pipeline};

/// As `wc` counts, but a last line counts even if nothing ends it.
#[derive(Default)]
struct Tally {
    lines: u64,
    words: usize,
    bytes: usize,
}

fn main() -> ExitCode {
    let context = Context::new();
    let on_ctrl_c = {
        let context = context.clone();
        move || stop(&context)
    };
    if let Err(error) = ctrlc::set_handler(on_ctrl_c) {
        eprintln!("quit: {error}");
        return ExitCode::FAILURE;
    }
    let mut seen = Tally::default();
    let mut answered = 0;
    // The end of a channel that a context listens to stops it too, so a sender stays here.
    let (to_quit, quit) = bounded(0);
    context.drain_on(quit);
    let lines = read_lines(to_quit.clone());
    let reason = match answer_lines(&context, lines, &mut seen, &mut answered) {
        Ok(()) if context.is_draining() => "told to quit",
        Ok(()) => "the input ended",
        Err(error) if error.is_cancelled() => "told to stop",
        // Whoever read the output has seen enough.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("quit: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    // Not `println!`, which would panic if nobody reads.
    let _ = writeln!(
        io::stdout(),
        "{reason}: {seen} seen, {answered} lines answered"
    );
    ExitCode::SUCCESS
}

/// What Ctrl-C does: a drain at first, a cancel if that was not enough.
fn stop(context: &Context) {
    let message = if context.is_draining() {
        context.cancel();
        "stopping"
    } else {
        context.drain();
        "answering what was read; Ctrl-C again stops at once"
    };
    // Not `eprintln!`, which would panic if nobody reads.
    let _ = writeln!(io::stderr(), "quit: {message}");
}

fn answer_lines(
    context: &Context,
    lines: Receiver<io::Result<Vec<u8>>>,
    seen: &mut Tally,
    answered: &mut u64,
) -> Result<(), Error<io::Error>> {
    pipeline!(|| -> Result<(), io::Error> {
        let typed = receive(lines) >> inspect(|line| seen.add(line));
        let counts = typed >> stage(|line| count_words(&line?));
        counts
            >> sink(|counts| {
                let mut out = io::stdout().lock();
                for words in counts {
                    writeln!(out, "words: {words}")?;
                    *answered += 1;
                }
            })
    })
    .run_with(context)
}

impl Tally {
    fn add(&mut self, line: &io::Result<Vec<u8>>) {
        if let Ok(line) = line {
            self.lines += 1;
            self.words += count_words(line);
            self.bytes += line.len();
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            lines,
            words,
            bytes,
        } = self;
        write!(f, "{lines} lines, {words} words, {bytes} bytes")
    }
}

/// The lines of standard input up to a line `quit`, of which it tells `to_quit`.
///
/// A read of standard input cannot be interrupted: if a stage did it, the pipeline could not end
/// before the next line. So a thread of no pipeline reads, which nobody waits for; the pipeline
/// receives from its channel, and a receive can be interrupted.
fn read_lines(to_quit: Sender<()>) -> Receiver<io::Result<Vec<u8>>> {
    // Each line is handed over in person, so it is in the tally before the next is read.
    let (to_lines, lines) = bounded(0);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line);
            let is_sent = match read {
                Ok(0) => false,
                Ok(_) if line.trim_ascii() == b"quit" => {
                    // Waits until it is heard: the end of the lines must not come first.
                    let _ = to_quit.send(());
                    false
                }
                read => to_lines.send(read.map(|_| line)).is_ok(),
            };
            if !is_sent {
                // Dropping the sender ends the stream.
                return;
            }
        }
    });
    lines
}

fn count_words(line: &[u8]) -> usize {
    line.split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .count()
}
