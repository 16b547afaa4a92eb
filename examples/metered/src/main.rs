//! Exports a pipeline's live report as metrics for Prometheus.
//!
//! ```text
//! cargo run --release -p metered -- [ADDRESS]
//! curl http://127.0.0.1:9464/metrics
//! ```
//!
//! The program runs a pipeline until Ctrl-C, which drains it. It answers each request at ADDRESS
//! (`127.0.0.1:9464`) with the current metrics.
//!
//! What to look at: the function [`record`] is the whole export. A live report is made from
//! counters that a run keeps anyway. So the program asks for a report once per request to ADDRESS,
//! and there is no cost per item. If a stage reads several streams, give each stream another label,
//! such as its `writers`.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use metrics::{counter, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use pipeline::{Context, Report, pipeline};

fn main() -> ExitCode {
    let address = env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:9464".to_owned());
    match metered(&address) {
        Ok(checked) => {
            println!("{checked} numbers were checked");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("metered: {error}");
            ExitCode::FAILURE
        }
    }
}

fn metered(address: &str) -> Result<usize, Box<dyn std::error::Error>> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    metrics::set_global_recorder(recorder)?;
    let listener = TcpListener::bind(address)?;
    println!(
        "metrics at http://{}/metrics, until Ctrl-C",
        listener.local_addr()?
    );
    let context = Context::new();
    let on_ctrl_c = context.clone();
    ctrlc::set_handler(move || on_ctrl_c.drain())?;
    let asked = context.clone();
    // This thread runs until the process ends, so it is not joined.
    thread::spawn(move || answer_all(&listener, &asked, &metrics));
    Ok(check(&context)?)
}

/// Checks numbers until a drain. Returns how many.
fn check(context: &Context) -> Result<usize, pipeline::Error> {
    pipeline!({
        let numbers = generator(1_u64..) >> throttle(even, 2_000, Duration::from_secs(1));
        let checked = numbers >> fan_out(2, |n| (n, is_prime(n)));
        let (primes, others) = checked >> split(|(_, is_prime)| *is_prime);
        let (primes, view) = primes >> tee(capacity = 8, full = drop_oldest(view));
        // A slow view of the primes, which may miss some.
        let seen = view >> for_each(|_| thread::sleep(Duration::from_millis(10)));
        (primes >> count(), others >> count(), seen)
    })
    .run_with(context)
    .map(|(primes, others, ())| primes + others)
}

fn is_prime(n: u64) -> bool {
    n > 1
        && (2..n)
            .take_while(|divisor| divisor * divisor <= n)
            .all(|divisor| !n.is_multiple_of(divisor))
}

/// Sets all metrics from `report`.
fn record(report: &Report) {
    for stage in &report.stages {
        counter!("pipeline_items_total", "stage" => stage.name).absolute(stage.completed());
        counter!("pipeline_failed_total", "stage" => stage.name).absolute(stage.failed);
        gauge!("pipeline_busy_ratio", "stage" => stage.name).set(stage.load());
    }
    for stream in &report.streams {
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        gauge!("pipeline_waiting", "to" => stream.reader).set(stream.waiting as f64);
        counter!("pipeline_lost_total", "to" => stream.reader).absolute(stream.lost);
    }
}

fn answer_all(listener: &TcpListener, context: &Context, metrics: &PrometheusHandle) {
    for client in listener.incoming().flatten() {
        record(&context.report());
        if let Err(error) = answer(client, &metrics.render()) {
            eprintln!("metered: {error}");
        }
    }
}

/// Answers any HTTP request with `text`.
fn answer(mut client: TcpStream, text: &str) -> io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = BufReader::new(client.try_clone()?).lines();
    while request
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    write!(
        client,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
}
