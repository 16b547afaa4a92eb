//! A pipeline on live input that stops on request and still reports what it has done.
//!
//! ```text
//! cargo run --release --example quit
//! ```
//!
//! The program answers each line of standard input with the number of its words, until the input
//! ends, a line is `quit`, or Ctrl-C is pressed. Then it prints how many lines, words and bytes it
//! has read, and how many lines it has answered. A second Ctrl-C stops without waiting for answers.
//!
//! What to look at: there are two ways to stop a run. A drain means "take no more input": all lines
//! that were read are answered, and `run_with` returns as if the input had ended. The first Ctrl-C
//! drains by a call of `drain`. A line `quit` drains by a channel on which the [`Context`] listens.
//! A cancel means "stop now": lines in flight are dropped, so fewer lines may be answered than were
//! read, and `run_with` returns no value. The second Ctrl-C cancels. The tally is therefore kept in
//! variables of the enclosing function, which the stages borrow.
//!
//! The program installs the signal handler itself: a pipeline never listens for signals. Nothing
//! interrupts a write while the reader of standard output is slow.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Write};
use std::process::ExitCode;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::{Context, Error, pipeline};

/// Counts lines, words and bytes as `wc` does, except that a last line without a line end counts
/// too.
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
    // A context also drains when its channel is closed. So this function keeps a sender until the
    // run has ended.
    let (to_quit, quit) = bounded(0);
    context.drain_on(quit);
    let lines = read_lines(to_quit.clone());
    let reason = match answer_lines(&context, lines, &mut seen, &mut answered) {
        Ok(()) if context.is_draining() => "told to quit",
        Ok(()) => "the input ended",
        Err(error) if error.is_cancelled() => "told to stop",
        // The reader of standard output has closed it: not an error.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("quit: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    // `println!` would panic if standard output is closed.
    let _ = writeln!(
        io::stdout(),
        "{reason}: {seen} seen, {answered} lines answered"
    );
    ExitCode::SUCCESS
}

/// Handles Ctrl-C: the first drains, the second cancels.
fn stop(context: &Context) {
    let message = if context.is_draining() {
        context.cancel();
        "stopping"
    } else {
        context.drain();
        "answering what was read; Ctrl-C again stops at once"
    };
    // `eprintln!` would panic if standard error is closed.
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

/// Returns a channel with the lines of standard input, up to a line `quit`. Sends to `to_quit` when
/// that line is read.
///
/// A read of standard input cannot be interrupted. If a stage read, the pipeline could not end
/// before the next line. So a thread outside the pipeline reads, and nobody joins it. The pipeline
/// receives from the thread's channel, and a receive can be interrupted.
fn read_lines(to_quit: Sender<()>) -> Receiver<io::Result<Vec<u8>>> {
    // A rendezvous channel: a line is in the tally before the next line is read.
    let (to_lines, lines) = bounded(0);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line);
            let is_sent = match read {
                Ok(0) => false,
                Ok(_) if line.trim_ascii() == b"quit" => {
                    // This send waits until the context has received it. Otherwise the end of the
                    // lines could come first.
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
