//! The loopback server of the examples `fetch` and `crawl_async`.

pub mod site;

use std::io;

use axum::Router;
use tokio::net::TcpListener;

/// Starts a task that serves `pages` on a free port of loopback until the tokio runtime ends.
/// Returns the server's URL, without a slash at its end.
///
/// # Errors
///
/// Returns an error if no port can be bound.
pub async fn serve(pages: Router) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, pages).await });
    Ok(url)
}
