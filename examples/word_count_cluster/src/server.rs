//! The Redis server on which the processes meet.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use pipeline_redis::Cluster;

/// The server that `home` starts, and that `work` looks for: not on the usual port, which may be another server's.
pub(crate) const URL: &str = "redis://127.0.0.1:6390";
const ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 6390);

/// How long `work` waits for a server, and `home` for the one that it has started.
const PATIENCE: Duration = Duration::from_secs(30);

/// After this time, all workers have heard of the end of the job.
const FAREWELL: Duration = Duration::from_secs(2);

/// A server; if this process has started it, it ends with this process.
pub(crate) struct Server {
    url: String,
    process: Option<Child>,
}

impl Server {
    /// The user's server, or the one on this machine, which is started if it is not there.
    pub(crate) fn find_or_start(url: Option<&str>) -> Result<Self, BoxError> {
        if let Some(url) = url {
            return Ok(Server {
                url: url.to_owned(),
                process: None,
            });
        }
        if TcpStream::connect(ADDRESS).is_ok() {
            return Ok(Server {
                url: URL.to_owned(),
                process: None,
            });
        }
        let server = Server {
            url: URL.to_owned(),
            process: Some(start()?),
        };
        wait_for(&server.url)?;
        Ok(server)
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            thread::sleep(FAREWELL);
            // It may have ended already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A server that keeps nothing on disk, and that only this machine reaches.
fn start() -> Result<Child, BoxError> {
    let port = ADDRESS.port().to_string();
    let mut command = Command::new("redis-server");
    command
        .args([
            "--bind",
            "127.0.0.1",
            "--port",
            &port,
            "--save",
            "",
            "--appendonly",
            "no",
        ])
        .stdout(Stdio::null());
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            "there is no `redis-server` on this machine: install one, or say `--redis URL`".into()
        }
        _ => error.into(),
    })
}

/// The server, once it answers.
pub(crate) fn wait_for(url: &str) -> Result<Cluster, BoxError> {
    let began = Instant::now();
    loop {
        match Cluster::open(url) {
            Err(_) if began.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(100)),
            opened => return opened,
        }
    }
}
