//! A TCP chat server that writes one log of everything its clients say, with each client's lines in
//! order.
//!
//! ```text
//! cargo run --release -p async-examples --bin chat_fan_in -- [ADDRESS]
//! ```
//!
//! The server listens on ADDRESS (`127.0.0.1:0` picks a free port and prints it). It prints every
//! line that a client sends, with the client's number in front. When a client closes its side, the
//! server tells it how many of its lines are in the log. The first Ctrl-C drains the server:
//! clients that are still connected get that answer too, and all accepted lines are printed before
//! the program ends. A second Ctrl-C ends it at once.
//!
//! Without ADDRESS, the program starts 200 clients that send 100 lines each, and checks the log:
//! for each client, the log must have as many lines as the client was told, in order. It exits with
//! 0 if the log is right, 1 if not, and 2 on an error.
//!
//! What to look at: the connections are a stream. The generator waits in `accept().await`, and a
//! drain ends that wait at once. Each worker of the `fan_out` reads one connection at a time and
//! `yield`s its lines. So a slow log slows the clients down, and no queue grows without a limit. A
//! connection that breaks, or that sends bytes that are not text, becomes an item of the stream
//! `broken`; the other connections are not affected. The workers are futures in one task, so there
//! can be hundreds of them. A drain does not end a body. A body that may wait forever, here for a
//! client's next line, therefore also waits for `ctx.drained()`. Nothing interrupts a write to the
//! log while its reader is slow.

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use pipeline::{BoxError, Context, Error, pipeline};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The largest number of clients that are read at the same time. Others wait until one has left.
const READERS: usize = 256;

/// The longest line, in bytes.
const LONGEST: u64 = 64 * 1024;

const CLIENTS: usize = 200;
const LINES: usize = 100;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let stop = Context::new();
    tokio::spawn(stop_on_ctrl_c(stop.clone()));
    let ended = match &arguments[..] {
        [] => check(&stop).await,
        [address] => listen(address, &stop).await.map(|()| true),
        _ => {
            eprintln!("usage: chat_fan_in [ADDRESS]");
            return ExitCode::from(2);
        }
    };
    match ended {
        Ok(is_well) => ExitCode::from(u8::from(!is_well)),
        Err(error) => {
            eprintln!("chat_fan_in: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn stop_on_ctrl_c(stop: Context) {
    while tokio::signal::ctrl_c().await.is_ok() {
        if stop.is_draining() {
            stop.cancel();
        } else {
            stop.drain();
        }
    }
}

async fn listen(address: &str, stop: &Context) -> Result<(), BoxError> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("{address}: {error}"))?;
    eprintln!("chat_fan_in: listening on {}", listener.local_addr()?);
    match serve(&listener, stop, tokio::io::stdout()).await {
        // The reader of standard output has closed it: not an error.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        ended => Ok(ended?),
    }
}

/// Writes what clients say to `log`, until `stop` is drained or cancelled.
async fn serve(
    listener: &TcpListener,
    stop: &Context,
    mut log: impl AsyncWrite + Unpin + Send,
) -> Result<(), Error<io::Error>> {
    pipeline!(async |ctx| -> Result<(), io::Error> {
        let connections = generator({
            let mut number = 0_usize;
            loop {
                let (socket, _) = listener.accept().await?;
                number += 1;
                yield (number, socket);
            }
        });
        let (lines, broken) = connections
            >> fan_out(READERS, name = "reader", async |(number, socket)| {
                let mut client = BufReader::new(socket);
                let mut accepted = 0;
                while let Some(line) = next_line(&mut client, ctx).await? {
                    yield format!("{number} {line}\n");
                    accepted += 1;
                }
                let answer = format!("{accepted} lines\n");
                client.write_all(answer.as_bytes()).await?;
            });
        broken
            >> for_each(|failure| {
                let _ = writeln!(
                    io::stderr(),
                    "chat_fan_in: a client left: {}",
                    failure.cause
                );
            });
        lines
            >> sink(async |mut lines| {
                while let Some(line) = lines.next().await {
                    log.write_all(line.as_bytes()).await?;
                    log.flush().await?;
                }
            })
    })
    .run_with(stop)
    .await
}

/// Returns the client's next line, without the line end. Returns `None` at the end of the client's
/// input and after a drain.
async fn next_line(client: &mut BufReader<TcpStream>, ctx: &Context) -> io::Result<Option<String>> {
    let mut line = String::new();
    let mut rest = client.take(LONGEST);
    tokio::select! {
        // The drain must be polled first. Otherwise a client that never pauses would keep its
        // worker reading.
        biased;
        () = ctx.drained() => return Ok(None),
        read = rest.read_line(&mut line) => read?,
    };
    if line.len() as u64 == LONGEST {
        return Err(io::Error::new(
            ErrorKind::InvalidData,
            "its line is too long",
        ));
    }
    let has_more = !line.is_empty();
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(has_more.then_some(line))
}

/// Serves clients of its own and returns whether the log agrees with the answers that they got.
async fn check(stop: &Context) -> Result<bool, BoxError> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let mut log = Vec::new();
    let server = async { Ok::<_, BoxError>(serve(&listener, stop, &mut log).await?) };
    let clients = async {
        let told = run_clients(address).await?;
        stop.drain();
        Ok(told)
    };
    // If one of the two fails, `try_join!` drops the other future, which ends its pipeline.
    let ((), told) = tokio::try_join!(server, clients)?;
    let log = String::from_utf8(log)?;
    let logged = lines_of_each(&log);
    let is_well = |(client, told): &(usize, Option<usize>)| {
        let lines = logged.get(client).map_or(&[][..], |lines| lines);
        told.is_none_or(|told| told == lines.len()) && lines.iter().copied().eq(0..lines.len())
    };
    let well = told.iter().filter(|told| is_well(told)).count();
    println!(
        "{} lines logged, {well} of {CLIENTS} clients in order",
        log.lines().count()
    );
    Ok(well == CLIENTS)
}

/// Runs all clients. Returns, for each client that got an answer, how many of its lines are in the
/// log according to the server.
async fn run_clients(server: SocketAddr) -> Result<Vec<(usize, Option<usize>)>, Error> {
    pipeline!(async {
        let clients = generator(0..CLIENTS);
        let told = clients
            >> fan_out(CLIENTS, async |client| {
                (client, talk(server, client).await?)
            });
        told >> collect()
    })
    .run()
    .await
}

/// Sends the client's lines, as far as the server reads them, and returns the number in the
/// server's answer.
async fn talk(server: SocketAddr, client: usize) -> io::Result<Option<usize>> {
    let mut server = BufReader::new(TcpStream::connect(server).await?);
    for number in 0..LINES {
        let line = format!("client {client} says {number}\n");
        if server.write_all(line.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = String::new();
    // A draining server may have closed the connection already.
    let _ = server.shutdown().await;
    let _ = server.read_line(&mut answer).await;
    Ok(answer
        .split(' ')
        .next()
        .and_then(|count| count.parse().ok()))
}

/// Returns the numbers of each client's lines, in the order in which `log` has them.
fn lines_of_each(log: &str) -> HashMap<usize, Vec<usize>> {
    let mut lines: HashMap<usize, Vec<usize>> = HashMap::new();
    for line in log.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        if let [_, "client", client, "says", number] = words[..]
            && let (Ok(client), Ok(number)) = (client.parse(), number.parse())
        {
            lines.entry(client).or_default().push(number);
        }
    }
    lines
}
