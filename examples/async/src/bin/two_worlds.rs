//! Threads compute and futures do I/O: prints each distinct line of the FILEs once. A server
//! remembers the lines' digests.
//!
//! ```text
//! cargo run --release -p async-examples --bin two_worlds -- [--hang-up N] [FILE…]
//! ```
//!
//! The program prints every line the first time that it occurs, as `awk '!seen[$0]++'` does.
//! Without a FILE it reads `README.md`. It sends the digest of each line to a server on loopback.
//! The server remembers all digests and answers `new` or `known` to each. With `--hang-up N`, the
//! server closes the connection after N answers. The exit code is 0, or 2 on an error. After an
//! error, the lines that were answered before it are still printed.
//!
//! What to look at: there are three pipelines. The first runs on threads and digests the lines on
//! all cores. The second is a future, which sends the digests and waits for the answers. The third
//! runs on a thread and prints. A pipeline ends when the channel from which it receives is closed,
//! and it ends early when nobody receives what it sends. So if one of the three fails, or stops
//! early (`two_worlds FILE | head`), the other two end as well, without any code for it. The
//! channel from threads to futures is one of tokio's, whose `blocking_send` is for threads. The
//! channel from futures to threads is one of crossbeam's. Its `send` may block, so it is called in
//! a stage with the option `blocking`, which runs on a thread of its own. Both channels are
//! bounded, so the number of lines in flight is bounded too.

use std::collections::HashSet;
use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use crossbeam_channel as threads;
use pipeline::{AsyncPipeline, BoxError, Error, Pipeline, pipeline};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc as futures;

/// Capacity of the channels between the pipelines.
const BETWEEN: usize = 64;

/// Number of digests that are sent before their answers are read.
const BATCH: usize = 100;

struct Digested {
    line: Vec<u8>,
    digest: String,
}

struct Answered {
    line: Vec<u8>,
    is_new: bool,
}

fn main() -> ExitCode {
    let Some((answers, files)) = arguments() else {
        eprintln!("usage: two_worlds [--hang-up N] [FILE…]");
        return ExitCode::from(2);
    };
    match run(files, answers) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("two_worlds: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns how many answers the server gives, and the files.
fn arguments() -> Option<(usize, Vec<String>)> {
    let mut files: Vec<String> = env::args().skip(1).collect();
    let mut answers = usize::MAX;
    if files.first().is_some_and(|first| first == "--hang-up") {
        answers = files.get(1)?.parse().ok()?;
        files.drain(..2);
    }
    if files.is_empty() {
        files.push("README.md".to_owned());
    }
    Some((answers, files))
}

fn run(files: Vec<String>, answers: usize) -> Result<(), BoxError> {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(serve(answers))?;
    let (to_send, digested) = futures::channel(BETWEEN);
    let (to_print, answered) = threads::bounded(BETWEEN);
    let digesting = digest_lines(files, to_send).spawn();
    let printing = print_new(answered).spawn();
    let asked = runtime.block_on(ask(server, digested, to_print).run());
    // When `ask` has returned, its ends of both channels are dropped, so the other two pipelines
    // end too. Join both before any `?`.
    let (digested, printed) = (digesting.join(), printing.join());
    match printed {
        // The reader of standard output has closed it: not an error.
        Err(error) if is_broken_pipe(&error) => {}
        ended => ended?,
    }
    digested?;
    Ok(asked?)
}

fn is_broken_pipe(error: &Error) -> bool {
    let Error::Failed { source, .. } = error else {
        return false;
    };
    let source = source.downcast_ref::<io::Error>();
    source.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Runs on threads: reads the files and digests their lines on all cores.
fn digest_lines(files: Vec<String>, to_send: futures::Sender<Digested>) -> Pipeline<'static, ()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    pipeline!(move || {
        let lines = generator({
            for file in &files {
                let input = File::open(file).map_err(|error| format!("{file}: {error}"))?;
                for line in BufReader::new(input).split(b'\n') {
                    yield line.map_err(|error| format!("{file}: {error}"))?;
                }
            }
        });
        let digested = lines
            >> fan_out(cores, ordered, |line| {
                let digest = u128::from_be_bytes(fast_md5::digest(&line));
                let digest = format!("{digest:032x}");
                Digested { line, digest }
            });
        digested
            >> sink(|lines| {
                for line in lines {
                    // Nobody receives the digests any more. The pipeline that stopped receiving
                    // reports why.
                    if to_send.blocking_send(line).is_err() {
                        break;
                    }
                }
            })
    })
}

/// Runs as futures: asks the server which lines are new.
fn ask(
    server: SocketAddr,
    digested: futures::Receiver<Digested>,
    to_print: threads::Sender<Answered>,
) -> AsyncPipeline<'static, ()> {
    pipeline!(async move {
        let batches = receive(digested) >> batch_within(BATCH, Duration::from_millis(1));
        let answers = batches
            >> stage(name = "ask", {
                let server = TcpStream::connect(server).await?;
                // The next step waits for the answer, so the request must be sent without delay.
                server.set_nodelay(true)?;
                let mut server = BufStream::new(server);
                async move |lines: Vec<Digested>| {
                    for line in &lines {
                        server.write_all(line.digest.as_bytes()).await?;
                        server.write_all(b"\n").await?;
                    }
                    server.flush().await?;
                    for Digested { line, .. } in lines {
                        let is_new = read_answer(&mut server).await?;
                        yield Answered { line, is_new };
                    }
                }
            });
        let printed = answers >> stage(blocking, |answer| to_print.send(answer).is_ok());
        printed >> take_while(|is_wanted| *is_wanted) >> for_each(drop)
    })
}

async fn read_answer(server: &mut BufStream<TcpStream>) -> io::Result<bool> {
    let mut answer = String::new();
    server.read_line(&mut answer).await?;
    match answer.trim_end() {
        "new" => Ok(true),
        "known" => Ok(false),
        "" => Err(io::Error::new(
            ErrorKind::UnexpectedEof,
            "the server hung up",
        )),
        other => Err(io::Error::new(
            ErrorKind::InvalidData,
            format!("not an answer: {other}"),
        )),
    }
}

/// Runs on a thread: prints the lines that are new.
fn print_new(answered: threads::Receiver<Answered>) -> Pipeline<'static, ()> {
    pipeline!(move || {
        let new = receive(answered) >> filter(|answer| answer.is_new);
        new >> sink(|new| {
            let mut out = io::stdout().lock();
            for Answered { mut line, .. } in new {
                line.push(b'\n');
                out.write_all(&line)?;
            }
        })
    })
}

/// Starts a server on loopback that remembers digests and closes the connection after `answers`
/// answers.
async fn serve(answers: usize) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let (client, _) = listener.accept().await?;
        client.set_nodelay(true)?;
        let mut client = BufStream::new(client);
        let mut seen = HashSet::new();
        for _ in 0..answers {
            let mut digest = String::new();
            if client.read_line(&mut digest).await? == 0 {
                break;
            }
            let answer: &[u8] = if seen.insert(digest) {
                b"new\n"
            } else {
                b"known\n"
            };
            client.write_all(answer).await?;
            client.flush().await?;
        }
        io::Result::Ok(())
    });
    Ok(address)
}
