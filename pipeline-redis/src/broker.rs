//! A job on a server: how the home opens it, and how other processes join it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pipeline::BoxError;
use pipeline::cluster::{Broker, HomeEnd, Membership};
use redis::Client;

use crate::home::RedisHome;
use crate::keys::{self, Keys};
use crate::line::Line;
use crate::place::RedisPlace;

pub(crate) struct Redis {
    client: Client,
    job: String,
    lease: Duration,
    /// The most bytes of a chunk or a reply that the server stores.
    most_bytes: usize,
    line: Line,
}

impl Redis {
    pub(crate) fn new(client: &Client, job: &str, lease: Duration, most_bytes: usize) -> Self {
        Redis {
            client: client.clone(),
            job: job.to_owned(),
            lease,
            most_bytes,
            line: Line::new(client),
        }
    }
}

impl Broker for Redis {
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError> {
        let keys = Keys::new(&self.job, token());
        let lease = milliseconds(self.lease);
        let opened: Option<String> = self.line.call(|server| {
            redis::cmd("SET")
                .arg(keys.home())
                .arg(keys.token())
                .arg("NX")
                .arg("PX")
                .arg(lease)
                .query(server)
        })?;
        // If the connection broke, the first attempt may have succeeded without an answer.
        let owner: Option<String> = self
            .line
            .call(|server| redis::cmd("GET").arg(keys.home()).query(server))?;
        if opened.is_none() && owner.as_deref() != Some(keys.token()) {
            let message = format!(
                "the job `{}` has another home, or had one within the last {:?}",
                self.job, self.lease
            );
            return Err(message.into());
        }
        // A process that joins learns of the end of this job, and of no earlier one.
        self.line
            .call(|server| redis::cmd("DEL").arg(keys::last(&self.job)).exec(server))?;
        let home = RedisHome::new(
            &self.client,
            keys,
            declaration.to_owned(),
            self.lease,
            self.most_bytes,
        );
        home.declare()?;
        Ok(Box::new(home))
    }

    fn join(&self) -> Result<Option<Membership>, BoxError> {
        let (home, last): (Option<String>, Option<String>) = self.line.call(|server| {
            redis::pipe()
                .cmd("GET")
                .arg(keys::home(&self.job))
                .cmd("GET")
                .arg(keys::last(&self.job))
                .query(server)
        })?;
        let Some(token) = home.or(last) else {
            return Ok(None);
        };
        let keys = Keys::new(&self.job, token);
        let declaration: Option<String> = self
            .line
            .call(|server| redis::cmd("GET").arg(keys.declaration()).query(server))?;
        Ok(declaration.map(|declaration| Membership {
            declaration,
            end: Box::new(RedisPlace::new(
                &self.client,
                keys,
                self.lease,
                self.most_bytes,
            )),
        }))
    }
}

pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis())
        .unwrap_or(u64::MAX / 100)
        .max(1)
}

/// Returns an error if a value of `bytes` bytes is larger than the server's limit. The server would
/// cut the connection, and not say why.
pub(crate) fn check_size(bytes: usize, most_bytes: usize) -> Result<(), BoxError> {
    if bytes <= most_bytes {
        return Ok(());
    }
    let message =
        format!("a value on the server has at most {most_bytes} bytes, its `proto-max-bulk-len`");
    Err(message.into())
}

/// Returns a name that no other process uses, nor another run in this process.
pub(crate) fn token() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.unwrap_or_default().as_nanos();
    format!("{}-{}-{now}", host(), std::process::id())
}

/// Returns the host of this process.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = name.or_else(|| std::env::var("HOSTNAME").ok());
    let name = name.or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map_or_else(|| "host".to_owned(), |name| name.trim().to_owned())
}

/// Returns the name of this process for messages about its failures.
pub(crate) fn process() -> String {
    format!("{}, process {}", host(), std::process::id())
}
