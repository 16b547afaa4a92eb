//! Measures the CPU time that a job costs on its server, in the home and in a worker, per item and
//! per chunk, for several item sizes.
//!
//! ```text
//! cargo bench -p pipeline-redis
//! ```
//!
//! The stage does no work, so this is the cost of the transport. From the CPU times one can compute
//! which of the three reaches its limit first: there is one server and one home, but any number of
//! workers.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::{Pipeline, pipeline};
use pipeline_redis::Cluster;

/// Numbers of items, and their sizes in bytes.
const CASES: [(u64, usize); 3] = [(2_000_000, 8), (200_000, 1 << 10), (5_000, 64 << 10)];

const ROUNDS: usize = 5;
const JOB: &str = "limits";

fn carried(items: u64, bytes: usize) -> Pipeline<'static, usize> {
    pipeline!(move || {
        let items = generator((0..items).map(|_| "x".repeat(bytes)));
        let carried = items >> fan_out(2, at = "workers", |item: String| item);
        carried >> count()
    })
}

fn main() {
    if let Ok(url) = std::env::var("PIPELINE_URL") {
        let job = std::env::var("PIPELINE_JOB").expect("the name of the job");
        let cluster = Cluster::open(&url).expect("a server");
        carried(0, 0)
            .serve_on(&cluster.job(&job), "workers")
            .expect("it serves");
        return;
    }
    // `cargo test` runs this program too.
    if !std::env::args().any(|word| word == "--bench") {
        return;
    }
    println!(
        "bytes  items/s   µs CPU for an item: server  home  worker   µs CPU for a chunk: server   items in a chunk"
    );
    for (items, bytes) in CASES {
        let mut rows: Vec<Row> = (0..ROUNDS)
            .map(|round| measure(items, bytes, round))
            .collect();
        rows.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
        print(&rows[ROUNDS / 2], items, bytes);
    }
}

struct Row {
    seconds: f64,
    server: Duration,
    home: Duration,
    worker: Duration,
    chunks: u64,
}

fn measure(items: u64, bytes: usize, round: usize) -> Row {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let url = format!("redis://127.0.0.1:{port}");
    let mut server = start(Command::new("redis-server").args([
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--port",
        &port.to_string(),
    ]));
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        thread::sleep(Duration::from_millis(10));
    }
    let job = format!("{JOB}-{round}");
    let program = std::env::current_exe().expect("this program");
    let mut worker = start(
        Command::new(program)
            .env("PIPELINE_URL", &url)
            .env("PIPELINE_JOB", &job),
    );
    thread::sleep(Duration::from_millis(300));
    let cpu = |process: &Child| cpu_of(&process.id().to_string());
    let before = [cpu(&server), cpu_of("self"), cpu(&worker)];
    let began = Instant::now();
    let cluster = Cluster::open(&url).expect("a server");
    let count = carried(items, bytes)
        .run_on(&cluster.job(&job))
        .expect("it runs");
    assert_eq!(count as u64, items);
    let seconds = began.elapsed().as_secs_f64();
    let after = [cpu(&server), cpu_of("self"), cpu(&worker)];
    let chunks = calls(&url, "xadd") / 2;
    worker.wait().expect("it ends with the job");
    server.kill().expect("it runs");
    server.wait().expect("it was killed");
    Row {
        seconds,
        server: after[0].saturating_sub(before[0]),
        home: after[1].saturating_sub(before[1]),
        worker: after[2].saturating_sub(before[2]),
        chunks,
    }
}

fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).spawn().expect("it starts")
}

/// Returns how often the server has executed a command. A chunk and its answer are one `XADD` each.
fn calls(url: &str, command: &str) -> u64 {
    let client = redis::Client::open(url).expect("a URL");
    let mut connection = client.get_connection().expect("a server");
    let told: String = redis::cmd("INFO")
        .arg("commandstats")
        .query(&mut connection)
        .expect("it tells");
    let start = format!("cmdstat_{command}:calls=");
    let calls = told.lines().find_map(|line| line.strip_prefix(&start));
    let calls = calls
        .and_then(|rest| rest.split(',').next())
        .expect("it was called");
    calls.parse().expect("a number")
}

/// Returns the CPU time of all threads of a process.
fn cpu_of(process: &str) -> Duration {
    const TICKS_IN_A_SECOND: u64 = 100;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("it lives");
    // The name is in parentheses and may contain spaces.
    let (_, rest) = stat.rsplit_once(')').expect("a name");
    let ticks = rest.split(' ').skip(12).take(2);
    let ticks: u64 = ticks
        .map(|ticks| ticks.parse::<u64>().expect("a number"))
        .sum();
    Duration::from_millis(ticks * 1000 / TICKS_IN_A_SECOND)
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
fn print(row: &Row, items: u64, bytes: usize) {
    let each = |time: Duration, count: u64| time.as_secs_f64() * 1e6 / count as f64;
    println!(
        "{bytes:>5}  {:>7.0}   {:>26.2}  {:>4.2}  {:>6.2}   {:>26.0}   {:>16.0}",
        items as f64 / row.seconds,
        each(row.server, items),
        each(row.home, items),
        each(row.worker, items),
        each(row.server, row.chunks),
        items as f64 / row.chunks as f64,
    );
}
