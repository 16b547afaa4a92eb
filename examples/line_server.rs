//! A TCP server that answers each user's requests in order, and the requests of different users
//! concurrently.
//!
//! ```text
//! cargo run --release --example line_server -- [ADDRESS]
//! ```
//!
//! The server listens on ADDRESS (`127.0.0.1:0` picks a free port and prints it). A client sends
//! lines. To `ada add 5` the server answers `ada 5`, the sum of all numbers added for `ada` so far.
//! `ada sleep 100` keeps the worker of `ada` busy for 100 ms. `workers 8` changes the number of
//! workers. Any client may send requests for any user, and gets the answers to its own requests.
//! The first Ctrl-C drains the server: it ends when all requests that it has read are answered. A
//! second Ctrl-C ends it at once.
//!
//! Without ADDRESS, the program starts clients of its own, changes the number of workers while they
//! send, and checks the answers: each request is answered once, to the client that sent it, and
//! each user's requests are answered in order. The exit code is 0 if the answers are right, 1 if
//! not, 2 on an error.
//!
//! What to look at: `by = |request| &request.user` sends all requests of a user to one worker, in
//! order. So a worker keeps the sums of its users in a map of its own, without a lock. The answers
//! are partitioned `by` client. So each client gets its answers in order, and several clients are
//! written to at once. A client that does not read its answers delays others by two seconds at
//! most, because the server then disconnects it.
//!
//! The number of workers is fixed for a run. A line `workers 8` therefore ends the stream of the
//! current run. The requests before it are answered, the sums are saved, and the next run receives
//! from the same channel with 8 workers. No request is lost, and none overtakes another. A drain
//! ends only the pipeline that reads from clients. When that pipeline ends, the channel is closed,
//! and the answering run ends after the last answer.

use std::collections::HashMap;
use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::{BoxError, Context, Error, Pipeline, pipeline};

/// The largest number of clients that are read at the same time. Others wait until one has left.
const READERS: usize = 64;

/// Number of workers that write answers.
const WRITERS: usize = 8;

/// Number of workers that answer requests, before a client changes it.
const WORKERS: usize = 4;

/// The longest line, in bytes.
const LONGEST: u64 = 64 * 1024;

/// How often a thread that waits for a client or a line checks whether to stop.
const LOOK: Duration = Duration::from_millis(50);

/// The timeout of a write to a client.
const PATIENCE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let stop = Stop::default();
    let on_ctrl_c = {
        let stop = stop.clone();
        move || stop.now_or_soon()
    };
    let ended = match (&arguments[..], ctrlc::set_handler(on_ctrl_c)) {
        (_, Err(error)) => Err(error.into()),
        ([], _) => check(&stop),
        ([address], _) => listen(address, &stop).map(|()| true),
        _ => {
            eprintln!("usage: line_server [ADDRESS]");
            return ExitCode::from(2);
        }
    };
    match ended {
        Ok(is_well) => ExitCode::from(u8::from(!is_well)),
        Err(error) => {
            eprintln!("line_server: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Stops the server: first a drain of `reading`, then a cancel of `all`.
#[derive(Clone)]
struct Stop {
    all: Context,
    reading: Context,
}

impl Default for Stop {
    fn default() -> Self {
        let all = Context::new();
        let reading = all.child();
        Stop { all, reading }
    }
}

impl Stop {
    fn now_or_soon(&self) {
        if self.reading.is_draining() {
            self.all.cancel();
        } else {
            self.reading.drain();
        }
    }
}

fn listen(address: &str, stop: &Stop) -> Result<(), BoxError> {
    let listener = TcpListener::bind(address);
    let listener = listener.map_err(|error| format!("{address}: {error}"))?;
    eprintln!("line_server: listening on {}", listener.local_addr()?);
    let answered = serve(listener, stop)?;
    println!("{answered} requests answered");
    Ok(())
}

/// Answers requests until the server is stopped. Returns how many it answered.
fn serve(listener: TcpListener, stop: &Stop) -> Result<usize, BoxError> {
    listener.set_nonblocking(true)?;
    let (to_messages, messages) = bounded(64);
    let reading = read_clients(listener, to_messages).spawn_with(&stop.reading);
    let answered = answer_all(&messages, &stop.all);
    if answered.is_err() {
        reading.cancel();
    }
    // A reader that waits for space in the channel must not wait forever.
    drop(messages);
    let read = reading.join();
    let answered = answered?;
    read?;
    Ok(answered)
}

/// A connection.
struct Client {
    number: usize,
    socket: TcpStream,
    is_gone: AtomicBool,
}

impl Client {
    /// Sends a line. Disconnects a client that does not make room for it in time.
    fn send(&self, line: &str) {
        if self.is_gone.load(Ordering::Relaxed) {
            return;
        }
        let line = format!("{line}\n");
        // `write` returns a smaller number if the timeout passes before the socket takes all bytes.
        let written = (&self.socket).write(line.as_bytes());
        if !matches!(written, Ok(bytes) if bytes == line.len()) {
            self.is_gone.store(true, Ordering::Relaxed);
            let _ = self.socket.shutdown(Shutdown::Both);
        }
    }
}

/// Reads and ignores what the client has sent since the server stopped reading. Closing a socket
/// with unread input resets the connection, and the client could lose answers.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.socket.shutdown(Shutdown::Write);
        let (start, mut rest) = (Instant::now(), [0; 4096]);
        while start.elapsed() < PATIENCE && matches!(self.socket.read(&mut rest), Ok(1..)) {}
    }
}

/// A line from a client.
struct Message {
    client: Arc<Client>,
    says: Says,
}

enum Says {
    Workers(usize),
    Request { user: String, command: Command },
    Nonsense(String),
}

enum Command {
    Add(i64),
    Sleep(Duration),
}

impl Says {
    fn parse(line: &str) -> Self {
        let words: Vec<&str> = line.split_whitespace().collect();
        let says = match words[..] {
            ["workers", count] => count
                .parse()
                .ok()
                .filter(|count| (1..=1000).contains(count))
                .map(Says::Workers),
            [user, "add", number] => number
                .parse()
                .ok()
                .map(|number| request(user, Command::Add(number))),
            [user, "sleep", time] => time
                .parse()
                .ok()
                .map(|time| request(user, Command::Sleep(Duration::from_millis(time)))),
            _ => None,
        };
        says.unwrap_or_else(|| Says::Nonsense(line.trim_end().to_owned()))
    }
}

fn request(user: &str, command: Command) -> Says {
    let user = user.to_owned();
    Says::Request { user, command }
}

/// Sends the lines of all clients to the channel, until a drain.
fn read_clients(
    listener: TcpListener,
    to_messages: Sender<Message>,
) -> Pipeline<'static, (), io::Error> {
    pipeline!(move |ctx| -> Result<(), io::Error> {
        let clients = generator({
            let mut number = 0;
            while !is_to_stop(ctx) {
                match listener.accept() {
                    Ok((socket, _)) => {
                        number += 1;
                        yield (number, socket);
                    }
                    Err(error) => {
                        if error.kind() != ErrorKind::WouldBlock {
                            eprintln!("line_server: a client did not get in: {error}");
                        }
                        thread::sleep(LOOK);
                    }
                }
            }
        });
        let (messages, broken) = clients
            >> fan_out(
                READERS,
                name = "reader",
                |(number, socket): (usize, TcpStream)| {
                    socket.set_nonblocking(false)?;
                    socket.set_read_timeout(Some(LOOK))?;
                    socket.set_write_timeout(Some(PATIENCE))?;
                    let mut lines = BufReader::new(socket.try_clone()?);
                    let is_gone = AtomicBool::new(false);
                    let client = Arc::new(Client {
                        number,
                        socket,
                        is_gone,
                    });
                    while let Some(line) = next_line(&mut lines, ctx)? {
                        let says = Says::parse(&line);
                        let client = Arc::clone(&client);
                        yield Message { client, says };
                    }
                },
            );
        broken >> for_each(|failure| eprintln!("line_server: a client left: {}", failure.cause));
        // The channel is closed if nobody answers any more.
        messages >> for_each(|message| _ = to_messages.send(message));
    })
}

fn is_to_stop(ctx: &Context) -> bool {
    ctx.is_draining() || ctx.is_cancelled()
}

/// Returns the client's next line, or `None` at the end of its input or when the server stops.
fn next_line(lines: &mut BufReader<TcpStream>, ctx: &Context) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    // Check before each read. Otherwise a client that never pauses would keep the server running.
    while !is_to_stop(ctx) {
        let left = LONGEST - line.len() as u64;
        match lines.by_ref().take(left).read_until(b'\n', &mut line) {
            Ok(_) if line.len() as u64 == LONGEST => {
                return Err(io::Error::new(
                    ErrorKind::InvalidData,
                    "its line is too long",
                ));
            }
            Ok(_) if line.is_empty() => return Ok(None),
            Ok(_) => return Ok(Some(String::from_utf8_lossy(&line).into_owned())),
            // After a timeout, `line` holds the part of the line that has arrived.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The sum of each user.
type Sums = HashMap<String, i64>;

/// Answers all messages, in one run for each number of workers. Returns the number of answers.
fn answer_all(messages: &Receiver<Message>, context: &Context) -> Result<usize, Error> {
    let sums = Mutex::new(Sums::new());
    let (mut workers, mut answered) = (WORKERS, 0);
    loop {
        let mut change = None;
        answered += answer(messages, workers, &sums, &mut change).run_with(context)?;
        let Some((count, client)) = change else {
            return Ok(answered);
        };
        workers = count;
        client.send(&format!("{workers} workers"));
    }
}

struct Request {
    client: Arc<Client>,
    user: String,
    command: Command,
}

struct Answer {
    client: Arc<Client>,
    text: String,
}

/// Answers requests until a message sets `change`, or until the channel is closed. Returns the
/// number of answers.
fn answer<'p>(
    messages: &'p Receiver<Message>,
    workers: usize,
    sums: &'p Mutex<Sums>,
    change: &'p mut Option<(usize, Arc<Client>)>,
) -> Pipeline<'p, usize> {
    pipeline!(move || {
        // `map_while` runs in the worker that receives. So the message that ends the stream is the
        // last one that this run takes from the channel.
        let messages = receive(messages.clone())
            >> map_while(|Message { client, says }| match says {
                Says::Workers(count) => {
                    *change = Some((count, client));
                    None
                }
                says => Some((client, says)),
            });
        let (requests, nonsense) = messages
            >> route(|(client, says)| match says {
                Says::Request { user, command } => requests(Request {
                    client,
                    user,
                    command,
                }),
                Says::Nonsense(line) => nonsense(Answer {
                    client,
                    text: format!("what is {line:?}?"),
                }),
                Says::Workers(_) => {}
            });
        let answers = requests
            >> fan_out(
                workers,
                by = |request| &request.user,
                transform,
                |requests| {
                    let mut own = Sums::new();
                    for Request {
                        client,
                        user,
                        command,
                    } in requests
                    {
                        let sum = own
                            .entry(user.clone())
                            .or_insert_with(|| taken(sums, &user));
                        match command {
                            Command::Add(number) => *sum = sum.saturating_add(number),
                            Command::Sleep(time) => thread::sleep(time),
                        }
                        yield Answer {
                            client,
                            text: format!("{user} {sum}"),
                        };
                    }
                    put_aside(sums, own);
                },
            );
        let all = fan_in(answers, nonsense);
        let sent = all
            >> fan_out(
                WRITERS,
                by = |answer| answer.client.number,
                |answer: Answer| answer.client.send(&answer.text),
            );
        sent >> count()
    })
}

/// Removes the sum of `user` from the saved sums.
fn taken(sums: &Mutex<Sums>, user: &str) -> i64 {
    sums.lock()
        .expect("no worker panics")
        .remove(user)
        .unwrap_or(0)
}

fn put_aside(sums: &Mutex<Sums>, own: Sums) {
    sums.lock().expect("no worker panics").extend(own);
}

const CLIENTS: usize = 20;
const USERS: usize = 7;
const REQUESTS: usize = 500;
/// The first client changes the number of workers each time it has sent this many requests.
const CHANGE: usize = 50;

/// Serves clients of its own, prints a summary, and returns whether they got the right answers.
fn check(stop: &Stop) -> Result<bool, BoxError> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::scope(|scope| {
        let server = scope.spawn(|| serve(listener, stop).map_err(|error| error.to_string()));
        let told = run_clients(address);
        stop.reading.drain();
        server.join().expect("it does not panic")?;
        let told = told?;
        let is_well = each_in_order(&told) && each_once(&told);
        let answers = told.iter().flatten().filter(|line| parse(line).is_some());
        let changes = told
            .iter()
            .flatten()
            .filter(|line| line.ends_with(" workers"));
        println!(
            "{} requests of {USERS} users answered{}, {} changes of the number of workers",
            answers.count(),
            if is_well {
                " in order"
            } else {
                ", not in order"
            },
            changes.count()
        );
        Ok(is_well)
    })
}

/// Runs all clients. Returns the lines that each of them received.
fn run_clients(server: SocketAddr) -> Result<Vec<Vec<String>>, Error> {
    pipeline!({
        let clients = generator(0..CLIENTS);
        let told = clients >> fan_out(CLIENTS, |client| talk(server, client)?);
        told >> collect()
    })
    .run()
}

/// Sends requests for each user in turn, and returns the answers. Client 1 leaves without reading
/// an answer.
fn talk(server: SocketAddr, client: usize) -> io::Result<Vec<String>> {
    let socket = TcpStream::connect(server)?;
    let mut lines = Vec::new();
    for number in 0..REQUESTS {
        match client {
            0 if number % CHANGE == 0 => writeln!(lines, "workers {}", 1 + number / CHANGE)?,
            1 => writeln!(lines, "nobody add 1")?,
            _ => writeln!(lines, "user{} add 1", (client + number) % USERS)?,
        }
    }
    (&socket).write_all(&lines)?;
    if client == 1 {
        return Ok(Vec::new());
    }
    socket.shutdown(Shutdown::Write)?;
    BufReader::new(socket).lines().collect()
}

/// Returns the user and the sum of an answer.
fn parse(answer: &str) -> Option<(&str, usize)> {
    let (user, sum) = answer.split_once(' ')?;
    Some((user, sum.parse().ok()?))
}

/// Returns whether each client got the answers for each user with growing sums.
fn each_in_order(told: &[Vec<String>]) -> bool {
    told.iter().all(|answers| {
        let mut last = HashMap::new();
        let mut answers = answers.iter().filter_map(|answer| parse(answer));
        answers.all(|(user, sum)| last.insert(user, sum) < Some(sum))
    })
}

/// Returns whether the sums of each user are 1, 2, 3 and so on, each once.
fn each_once(told: &[Vec<String>]) -> bool {
    let mut sums: HashMap<&str, Vec<usize>> = HashMap::new();
    for (user, sum) in told.iter().flatten().filter_map(|answer| parse(answer)) {
        sums.entry(user).or_default().push(sum);
    }
    sums.len() == USERS
        && sums.into_values().all(|mut sums| {
            sums.sort_unstable();
            (1..=sums.len()).eq(sums)
        })
}
