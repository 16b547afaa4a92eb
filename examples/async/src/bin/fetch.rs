//! Fetches pages side by side, asks again where that failed, and is done by a deadline.
//!
//! ```text
//! cargo run --release -p async-examples --bin fetch -- [--progress] [--report FILE] [--within MS] [URL…]
//! ```
//!
//! prints the status, the bytes and the URL of each page as it comes, and on standard error who
//! could not be asked, and why, and who had not answered in MS milliseconds (5000). Without URLs it
//! starts a server on loopback with 2000 pages that answer at once, one that is slow, one that fails
//! twice before it answers, one that is not there, one that always fails and one that never answers,
//! and fetches those, and from a port where nobody listens. `http://` only.
//!
//! It exits with 0 if all answered well, 1 if some did not, and 2 if it could not go on. `--progress` and `--report` show
//! how far it is, and what each stage has done: see `examples/watch/mod.rs`.
//!
//! What to look at: `pipeline!(async || …)` runs in the task that awaits it. So its bodies borrow the
//! URLs, the client and a counter from the function around: no `Arc`, no `clone` and no `spawn`, as
//! many as there are that wait at the same time. The deadline ends every body at the `.await` where it
//! waits, also that for a server which never answers. `let (pages, failures) = …` makes what still
//! fails after the last attempt a stream of its own; behind the two, one stage owns the report,
//! without a lock. A run that is out of time has no value, so the report is a variable that it
//! borrows too.

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

/// How many pages are waited for at the same time: a future each, so they may be many.
const WORKERS: usize = 64;

/// How many pages the server on loopback has that answer at once.
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

/// Whether all pages answered, and well.
async fn run(watch: &Watch, limit: Duration, mut urls: Vec<String>) -> Result<bool, BoxError> {
    if urls.is_empty() {
        urls = sample_urls(&serve(sample_pages()).await?);
    }
    for url in &urls {
        Url::parse(url).map_err(|error| format!("{url}: {error}"))?;
    }
    // A server on loopback is not to be looked for by a proxy.
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

/// How long to wait after attempt number `attempt` has failed.
fn backoff(attempt: u32) -> Duration {
    Duration::from_millis(25) * 2_u32.pow(attempt)
}

struct Page {
    status: StatusCode,
    bytes: usize,
}

/// An answer that says the server failed is none: it may be another one the next time.
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

/// A page that gave no answer, after all attempts.
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

/// What came of each page.
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

    /// Says what is missing, and how much there was; whether all answered well.
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

/// Not `println!`, which would panic if nobody reads.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "fetch: {line}");
}

/// What a server may do to who asks it.
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

/// Answers from the third time on.
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
    // Nobody listens there.
    urls.push("http://127.0.0.1:1/".to_owned());
    urls
}
