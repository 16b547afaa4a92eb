//! A server for a test, and processes that serve a place.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A server on a free port of loopback. Dropping it removes its folder.
pub(crate) struct Server {
    port: u16,
    folder: PathBuf,
    arguments: Vec<String>,
    /// The largest file that the server may write, in KiB.
    most: Option<usize>,
    process: Option<Child>,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Server::start_limited(None, arguments)
    }

    /// Starts a server that can write at most `bytes` bytes to a file, as if the disk were full.
    pub(crate) fn start_with_files_of(bytes: usize, arguments: &[&str]) -> Self {
        Server::start_limited(Some(bytes >> 10), arguments)
    }

    fn start_limited(most: Option<usize>, arguments: &[&str]) -> Self {
        static SERVERS: AtomicUsize = AtomicUsize::new(0);
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let number = SERVERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("pipeline-redis-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let mut server = Server {
            port,
            folder,
            arguments: arguments.iter().map(ToString::to_string).collect(),
            most,
            process: None,
        };
        server.restart();
        server
    }

    /// Restarts the server, with the data in its file.
    pub(crate) fn restart(&mut self) {
        let most = self
            .most
            .map_or("unlimited".to_owned(), |most| most.to_string());
        let mut command = Command::new("bash");
        // A write that is too long is an error then, and not a signal.
        command.args([
            "-c",
            "trap '' XFSZ; ulimit -f $0; exec redis-server \"$@\"",
            &most,
        ]);
        command
            .args([
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--port",
                &self.port.to_string(),
            ])
            .arg("--dir")
            .arg(&self.folder)
            .args(&self.arguments)
            .stdout(Stdio::null());
        self.process = Some(command.spawn().unwrap());
        let began = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "the server does not start"
            );
            thread::yield_now();
        }
    }

    /// Kills the server with SIGKILL.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn connection(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_connection().unwrap()
    }

    /// Returns the append-only file, which contains all commands since the server's start.
    pub(crate) fn file(&self) -> PathBuf {
        let folder = fs::read_dir(self.folder.join("appendonlydir")).unwrap();
        let mut files = folder.map(|file| file.unwrap().path());
        let is_it = |file: &PathBuf| file.to_string_lossy().ends_with(".incr.aof");
        files.find(is_it).unwrap()
    }

    /// Kills the server and restarts it with `bytes` as its file.
    pub(crate) fn restart_with(&mut self, bytes: &[u8]) {
        self.kill();
        fs::write(self.file(), bytes).unwrap();
        self.restart();
    }

    /// Stops the process of the server with SIGSTOP, so that it does not answer.
    pub(crate) fn stop(&self) {
        let id = self.process.as_ref().unwrap().id().to_string();
        assert!(
            Command::new("kill")
                .args(["-STOP", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Returns the keys that never expire.
    pub(crate) fn keys_without_an_end(&self) -> Vec<String> {
        let mut connection = self.connection();
        let mut has_no_end = |key: &String| {
            let left: i64 = redis::cmd("PTTL").arg(key).query(&mut connection).unwrap();
            left == -1
        };
        self.keys().into_iter().filter(&mut has_no_end).collect()
    }

    /// Returns all keys on the server.
    pub(crate) fn keys(&self) -> Vec<String> {
        redis::cmd("KEYS")
            .arg("*")
            .query(&mut self.connection())
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A process of this test's binary that serves a job.
pub(crate) struct Worker(Child);

impl Worker {
    pub(crate) fn start(url: &str, job: &str) -> Self {
        let process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_process_of_a_place", "--include-ignored"])
            .env("PIPELINE_JOB", job)
            .env("PIPELINE_URL", url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Worker(process)
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.0.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the end of the process. Returns whether it ended well.
    pub(crate) fn join(mut self) -> bool {
        let status = self.0.wait().unwrap();
        status.success()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
