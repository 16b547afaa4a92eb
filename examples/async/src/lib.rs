//! The server on loopback that examples talk to when nobody names another.

pub mod site;

use std::io;

use axum::Router;
use tokio::net::TcpListener;

/// Serves `pages` beside the caller, until its runtime ends, on a port that is free: the server's
/// URL, without a slash at its end.
///
/// # Errors
///
/// If there is no such port.
pub async fn serve(pages: Router) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, pages).await });
    Ok(url)
}
