//! The site that `crawl_async` crawls, as the routes of a server.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Name, State};
use axum::http::header::LOCATION;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

/// Number of pages of the made-up site, in addition to `index.html`.
const PAGES: usize = 3000;

/// A source of pages.
pub enum Site {
    /// Contents of pages, by name.
    MadeUp(HashMap<String, String>),
    /// The files of a folder.
    Folder(PathBuf),
}

impl Site {
    /// Makes up a binary tree of pages: page `i` links to its children `2i` and `2i + 1` and back
    /// to its parent `i / 2`. The links of the last level are broken.
    #[must_use]
    pub fn made_up() -> Self {
        let name = |page: usize| format!("d{}/p{page}.html", page % 7);
        let pages = (1..=PAGES).map(|page| {
            let links = [2 * page, 2 * page + 1, (page / 2).max(1)];
            let links = links.map(|link| format!("<a href='../{}'>", name(link)));
            (name(page), links.concat())
        });
        let first = ("index.html".to_owned(), format!("<a href={}>", name(1)));
        Site::MadeUp(pages.chain([first]).collect())
    }

    /// Returns the routes that serve the site.
    pub fn pages(self) -> Router {
        Router::new()
            .route("/{*name}", get(answer))
            .with_state(Arc::new(self))
    }

    async fn get(&self, name: &str) -> io::Result<File> {
        match self {
            Site::MadeUp(pages) => match pages.get(name) {
                Some(page) => Ok(File::Page(page.clone().into_bytes())),
                None => Err(ErrorKind::NotFound.into()),
            },
            Site::Folder(root) => look(root, name).await,
        }
    }
}

enum File {
    Page(Vec<u8>),
    Folder,
    /// A file that exists, but is neither a page nor a folder. Its contents are not served.
    Other,
}

async fn look(root: &Path, name: &str) -> io::Result<File> {
    let name = Path::new(name);
    let is_below = |part| matches!(part, Component::Normal(_));
    if !name.components().all(is_below) {
        return Err(ErrorKind::NotFound.into());
    }
    let path = root.join(name);
    let kind = tokio::fs::metadata(&path).await?;
    let extension = name.extension().unwrap_or_default().to_ascii_lowercase();
    if kind.is_dir() {
        Ok(File::Folder)
    } else if kind.is_file() && (extension == "html" || extension == "htm") {
        Ok(File::Page(tokio::fs::read(path).await?))
    } else {
        Ok(File::Other)
    }
}

async fn answer(State(site): State<Arc<Site>>, uri: Uri, Name(name): Name<String>) -> Response {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    match site.get(&name).await {
        Ok(File::Page(page)) => Html(page).into_response(),
        Ok(File::Folder) => {
            let page = format!("{}/index.html", uri.path());
            (StatusCode::PERMANENT_REDIRECT, [(LOCATION, page)]).into_response()
        }
        Ok(File::Other) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => match error.kind() {
            NotFound | NotADirectory | InvalidFilename | InvalidInput => {
                StatusCode::NOT_FOUND.into_response()
            }
            _ => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        },
    }
}
