//! Finds or starts the Redis server to which all processes connect.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use pipeline_redis::Cluster;

/// The server that `home` starts and that `work` looks for. The port is not the usual one of Redis,
/// which may belong to another server.
pub(crate) const URL: &str = "redis://127.0.0.1:6390";
const ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 6390);

/// How long to wait for a server to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Within this time, all workers have seen the end of the job.
const FAREWELL: Duration = Duration::from_secs(2);

/// A Redis server. If this process has started the server, dropping `Server` ends it.
pub(crate) struct Server {
    url: String,
    process: Option<Child>,
}

impl Server {
    /// Returns the server at `url`, or the one at [`URL`]. Starts the latter if it is not running.
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
            // An error means that the server has ended already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Starts a server that writes nothing to disk and accepts connections from this machine only.
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

/// Connects to the server at `url`, waiting until it answers.
pub(crate) fn wait_for(url: &str) -> Result<Cluster, BoxError> {
    let began = Instant::now();
    loop {
        match Cluster::open(url) {
            Err(_) if began.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(100)),
            opened => return opened,
        }
    }
}
