//! `crawl` over HTTP: follows a site's links and finds the broken ones, many pages at a time.
//!
//! ```text
//! cargo run --release -p async-examples --bin crawl_async -- [FILE.html | DIR]
//! ```
//!
//! The program serves the folder of FILE, or DIR, on loopback. It asks that server for FILE, or for
//! `index.html`, and for every page that can be reached from there. Without an argument, the server
//! makes up a site of 3000 pages, with cycles and some broken links. The output and the exit code
//! are those of the `crawl` example: 0 if all links resolve, 1 if some are broken, 2 on an error.
//! Then the program checks itself: a sequential crawl must find the same. If it does not, the exit
//! code is 2.
//!
//! What to look at: the loop is the one of `crawl`, except that the body which asks the server is
//! `async`. An open request costs a future instead of a thread, so there can be many more of them.
//! The loop ends by itself when no request is open and no new link was found. The stages borrow
//! what they share: the client with the server's URL, and the map of the files found so far.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use async_examples::serve;
use async_examples::site::Site;
use pipeline::{BoxError, pipeline};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

#[path = "../../../crawl/found.rs"]
mod found;
#[path = "../../../crawl/html.rs"]
mod html;
#[path = "../../../crawl/site.rs"]
mod site;

use found::{Found, Name, State, note, print, report_on};

/// The largest number of open requests.
const WORKERS: usize = 64;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let start = match &arguments[..] {
        [] => None,
        [start] => Some(Path::new(start)),
        _ => {
            eprintln!("usage: crawl_async [FILE.html | DIR]");
            return ExitCode::from(2);
        }
    };
    match run(start).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crawl_async: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Serves and crawls the site, prints the report, and returns the number of broken links.
async fn run(start: Option<&Path>) -> Result<usize, BoxError> {
    let (site, first) = match start {
        None => (Site::made_up(), Name::from("index.html")),
        Some(start) => {
            let (root, first) = site::root_of(start).map_err(|error| error.to_string())?;
            (Site::Folder(root), first)
        }
    };
    let server = Server::ask(&serve(site.pages()).await?)?;
    let (report, broken) = report_on(&crawl(&server, first.clone()).await?);
    print(&report)?;
    let (expected, _) = report_on(&crawl_one_by_one(&server, first).await?);
    if report != expected {
        return Err("a sequential crawl finds something else".into());
    }
    Ok(broken)
}

async fn crawl(server: &Server, first: Name) -> Result<Found, pipeline::Error> {
    let mut found = Found::new();
    pipeline!(async {
        let names = generator([first]) >> feedback(new, bound = 1_000_000, full = fail);
        let read = names
            >> fan_out(WORKERS, async |name: Name| {
                let seen = server.look(&name).await?;
                (name, seen)
            });
        let new = read
            >> stage(|(name, seen)| {
                for link in note(&mut found, &name, seen) {
                    yield link;
                }
            });
    })
    .run()
    .await?;
    Ok(found)
}

async fn crawl_one_by_one(server: &Server, first: Name) -> Result<Found, BoxError> {
    let mut found = Found::new();
    let mut open = vec![first];
    while let Some(name) = open.pop() {
        let seen = server.look(&name).await?;
        open.extend(note(&mut found, &name, seen));
    }
    Ok(found)
}

/// An HTTP client and the URL of the site's server.
struct Server {
    client: Client,
    url: Url,
}

impl Server {
    fn ask(url: &str) -> Result<Self, BoxError> {
        // Loopback needs no proxy. Redirects are not followed, because `look` reports a redirect as
        // a link.
        let client = Client::builder().no_proxy().redirect(Policy::none());
        Ok(Server {
            client: client.build()?,
            url: Url::parse(url)?,
        })
    }

    /// Returns the kind of the file `name` and its links, or `None` if there is no file of that
    /// name.
    async fn look(&self, name: &str) -> Result<Option<(State, Vec<String>)>, BoxError> {
        let mut url = self.url.clone();
        url.path_segments_mut()
            .map_err(|()| "the server's URL has no path")?
            .clear()
            .extend(name.split('/'));
        let answer = self.client.get(url).send().await?;
        if matches!(answer.status(), StatusCode::NOT_FOUND) {
            return Ok(None);
        }
        let answer = answer.error_for_status()?;
        if let Some(location) = answer.headers().get(LOCATION) {
            let link = html::resolve(name, location.as_bytes());
            return Ok(Some((State::Other, link.into_iter().collect())));
        }
        if !is_page(&answer) {
            return Ok(Some((State::Other, Vec::new())));
        }
        let page = answer.bytes().await?;
        Ok(Some((State::Page, html::links(name, &page))))
    }
}

fn is_page(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
