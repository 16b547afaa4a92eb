//! Fetches pages concurrently, retries the requests that fail, and stops at a deadline.
//!
//! ```text
//! cargo run --release -p async-examples --bin fetch -- [--progress] [--report FILE] [--within MS] [URL…]
//! ```
//!
//! The program prints the status, the size in bytes and the URL of each page when it arrives. On
//! standard error it prints the error of each request that failed, and the URLs that had not
//! answered after MS milliseconds (5000). Only `http://` is supported. Without URLs, the program
//! starts a server on loopback and fetches from it: 2000 pages that answer at once, and one page
//! each that is slow, that fails twice before it answers, that is missing, that always fails, and
//! that never answers. It also tries a port on which nobody listens.
//!
//! The exit code is 0 if all pages answered with success, 1 if some did not, and 2 on an error.
//! `--progress` and `--report` show how far the run is and what each stage has done: see
//! `examples/watch/mod.rs`.
//!
//! What to look at: `pipeline!(async || …)` runs in the task that awaits it. So its bodies borrow
//! the URLs, the client and a counter from the enclosing function. 64 requests can be open at once
//! without an `Arc`, a `clone` or a `spawn`. The deadline ends every body at the `.await` where it
//! waits, even if the server never answers. `let (pages, failures) = …` makes a stream of the
//! requests that still fail after the last attempt. One stage downstream of both streams owns the
//! report, without a lock. A run that reaches its deadline returns no value. The report is
//! therefore a variable of the caller, which the pipeline borrows.

use std::env;
use std::ffi::OsString;
use std::fmt::{self, Display};
use std::future::pending;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use async_examples::serve;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use pipeline::{BoxError, Context, Error, pipeline};
use reqwest::{Client, Url};

#[path = "../../../watch/mod.rs"]
mod watch;

use watch::Watch;

/// The largest number of open requests. Each is a future, so there can be many.
const WORKERS: usize = 64;

/// Number of pages of the sample server that answer at once.
const SAMPLES: usize = 2000;

#[tokio::main]
async fn main() -> ExitCode {
    let Some((watch, limit, urls)) = arguments() else {
        eprintln!("usage: fetch [--progress] [--report FILE] [--within MS] [URL…]");
        return ExitCode::from(2);
    };
    match run(&watch, limit, urls).await {
        Ok(is_well) => ExitCode::from(u8::from(!is_well)),
        Err(error) => {
            eprintln!("fetch: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Option<(Watch, Duration, Vec<String>)> {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let watch = Watch::take_from(&mut arguments)?;
    let urls = arguments.into_iter().map(|url| url.into_string().ok());
    let mut urls: Vec<String> = urls.collect::<Option<_>>()?;
    let mut limit = 5000;
    if urls.first().is_some_and(|first| first == "--within") {
        limit = urls.get(1)?.parse().ok()?;
        urls.drain(..2);
    }
    Some((watch, Duration::from_millis(limit), urls))
}

/// Fetches all pages and returns whether all of them answered with success.
async fn run(watch: &Watch, limit: Duration, mut urls: Vec<String>) -> Result<bool, BoxError> {
    if urls.is_empty() {
        urls = sample_urls(&serve(sample_pages()).await?);
    }
    for url in &urls {
        Url::parse(url).map_err(|error| format!("{url}: {error}"))?;
    }
    // A server on loopback is not reached through a proxy.
    let client = Client::builder().no_proxy().build()?;
    let mut report = Report::new(&urls);
    match fetch_all(&client, &urls, limit, watch, &mut report).await? {
        Ok(()) | Err(Error::DeadlineExceeded { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(report.close(limit))
}

async fn fetch_all(
    client: &Client,
    urls: &[String],
    limit: Duration,
    watch: &Watch,
    report: &mut Report<'_>,
) -> Result<Result<(), Error<Unanswered>>, BoxError> {
    let requests = AtomicUsize::new(0);
    let run = pipeline!(async || -> Result<(), Unanswered> {
        let urls = generator(urls.iter().enumerate());
        let (pages, failures) = urls
            >> fan_out(
                WORKERS,
                name = "fetch",
                on_error = retry(3, backoff),
                async |(index, url)| {
                    requests.fetch_add(1, Relaxed);
                    let page = fetch(client, url).await;
                    (index, page.map_err(|source| Unanswered { index, source })?)
                },
            );
        let pages = pages >> map(Ok);
        let failures = failures >> map(|failure| Err(failure.cause));
        fan_in(pages, failures) >> for_each(|answer| report.add(answer))
    });
    let (context, graph) = (Context::new().with_deadline(limit), run.graph());
    let watching = watch.begin(&context);
    let (ended, seen) = run.run_reported_with(&context).await;
    report.requests = requests.into_inner();
    watching.end(Ok::<_, BoxError>(ended), graph, &seen)
}

/// Returns the pause after the failed attempt number `attempt`.
fn backoff(attempt: u32) -> Duration {
    Duration::from_millis(25) * 2_u32.pow(attempt)
}

struct Page {
    status: StatusCode,
    bytes: usize,
}

/// Fetches one page. A server error (5xx) is a failure, so that the request is tried again.
async fn fetch(client: &Client, url: &str) -> reqwest::Result<Page> {
    let mut response = client.get(url).send().await?;
    let status = response.status();
    if status.is_server_error() {
        response.error_for_status_ref()?;
    }
    let mut bytes = 0;
    while let Some(chunk) = response.chunk().await? {
        bytes += chunk.len();
    }
    Ok(Page { status, bytes })
}

/// A request that still failed after the last attempt.
#[derive(Debug)]
struct Unanswered {
    index: usize,
    source: reqwest::Error,
}

impl Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}", self.index + 1)
    }
}

impl std::error::Error for Unanswered {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The results so far.
struct Report<'u> {
    urls: &'u [String],
    is_done: Vec<bool>,
    pages: usize,
    bytes: usize,
    failures: usize,
    requests: usize,
}

impl<'u> Report<'u> {
    fn new(urls: &'u [String]) -> Self {
        Report {
            urls,
            is_done: vec![false; urls.len()],
            pages: 0,
            bytes: 0,
            failures: 0,
            requests: 0,
        }
    }

    fn add(&mut self, answer: Result<(usize, Page), Unanswered>) {
        match answer {
            Ok((index, page)) => {
                self.is_done[index] = true;
                self.pages += 1;
                self.bytes += page.bytes;
                self.failures += usize::from(!page.status.is_success());
                let (status, bytes) = (page.status.as_u16(), page.bytes);
                say(&format!("{status} {bytes} {}", self.urls[index]));
            }
            Err(Unanswered { index, source }) => {
                self.is_done[index] = true;
                self.failures += 1;
                complain(&format!("{:#}", BoxError::from(source)));
            }
        }
    }

    /// Prints the URLs that did not answer and the totals. Returns whether all pages answered with
    /// success.
    fn close(self, limit: Duration) -> bool {
        let late = self.urls.iter().zip(&self.is_done);
        let late: Vec<&String> = late
            .filter_map(|(url, done)| (!done).then_some(url))
            .collect();
        for url in &late {
            complain(&format!("no answer in {limit:?} from {url}"));
        }
        say(&format!(
            "{} pages, {} bytes, {} failed, {} late, {} requests",
            self.pages,
            self.bytes,
            self.failures,
            late.len(),
            self.requests
        ));
        self.failures + late.len() == 0
    }
}

/// `println!` would panic if standard output is closed.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "fetch: {line}");
}

/// The pages of the sample server. Each shows another way in which a server may behave.
fn sample_pages() -> Router {
    Router::new()
        .route(
            "/page/{length}",
            get(async |Path(length): Path<usize>| "x".repeat(length)),
        )
        .route(
            "/slow",
            get(async || {
                tokio::time::sleep(Duration::from_millis(300)).await;
                "at last"
            }),
        )
        .route("/flaky", get(flaky))
        .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route("/stuck", get(pending::<()>))
}

/// Fails twice, then answers.
async fn flaky() -> Result<&'static str, StatusCode> {
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    if TRIES.fetch_add(1, Relaxed) < 2 {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    Ok("now")
}

fn sample_urls(server: &str) -> Vec<String> {
    let others = ["slow", "flaky", "missing", "broken", "stuck"];
    let mut urls: Vec<String> = others.map(|name| format!("{server}/{name}")).into();
    urls.extend((0..SAMPLES).map(|length| format!("{server}/page/{length}")));
    // Nobody listens on this port.
    urls.push("http://127.0.0.1:1/".to_owned());
    urls
}
