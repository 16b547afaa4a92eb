//! A chat's log: what all clients of a TCP server say goes into one log, each client's lines in order.
//!
//! ```text
//! cargo run --release -p async-examples --bin chat_fan_in -- [ADDRESS]
//! ```
//!
//! listens on ADDRESS (`127.0.0.1:0` takes a port that is free, and says which) and prints every line
//! that a client sends, with that client's number before it. When a client has said all, it is told
//! how many of its lines are in the log. Ctrl-C ends the server: clients that still talk are told so
//! too, and what was accepted is printed before it ends; a second Ctrl-C does not wait for that.
//!
//! Without ADDRESS it starts 200 clients that say 100 lines each, and checks the log: are the lines
//! of each there that it was told of, in order? It exits with 0 if they are, 1 if not, 2 on an error.
//!
//! What to look at: connections are a stream. The generator waits in `accept().await`, and a drain
//! ends it right there; each worker of the `fan_out` reads one connection at a time and `yield`s its
//! lines, so a slow log slows the clients down, and nothing piles up. A connection that breaks, or
//! sends no text, is a failure of its own, and the others go on. Workers are futures in one task, so
//! there may be many of them. A drain ends no body, so one that waits for what may never come, as for
//! the next line, waits for `ctx.drained()` beside it. Nothing interrupts a write that waits for whoever
//! reads the log.

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use pipeline::{BoxError, Context, Error, pipeline};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How many clients may talk at the same time; others wait until one has left.
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
        // Whoever read the output has seen enough.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        ended => Ok(ended?),
    }
}

/// Logs what clients say until it is told to stop.
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

/// The client's next line, without its end; `None` when it has said all, or the server is to stop.
async fn next_line(client: &mut BufReader<TcpStream>, ctx: &Context) -> io::Result<Option<String>> {
    let mut line = String::new();
    let mut rest = client.take(LONGEST);
    tokio::select! {
        // First, or one who talks without a pause would not hear of it.
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

/// Serves clients of its own; whether the log has what they were told.
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
    // If one fails, the other is dropped, and ends with that.
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

/// How many of its lines each client was told are in the log, if it was told.
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

/// Says all that the client has to say, or what the server listens to.
async fn talk(server: SocketAddr, client: usize) -> io::Result<Option<usize>> {
    let mut server = BufReader::new(TcpStream::connect(server).await?);
    for number in 0..LINES {
        let line = format!("client {client} says {number}\n");
        if server.write_all(line.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = String::new();
    // A server that was told to stop may have closed already.
    let _ = server.shutdown().await;
    let _ = server.read_line(&mut answer).await;
    Ok(answer
        .split(' ')
        .next()
        .and_then(|count| count.parse().ok()))
}

/// The numbers of the lines that each client has in `log`.
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
