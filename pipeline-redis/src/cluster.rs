//! The public handle of a server.

use std::fmt;
use std::time::Duration;

use pipeline::BoxError;
use pipeline::cluster::Job;
use redis::{Client, Connection};

use crate::broker::Redis;
use crate::jobs::{self, JobState};
use crate::line::Line;

/// The first major version that has all commands.
const LEAST_VERSION: u32 = 7;

/// The most bytes that a value may have, if the server does not tell: Redis's default.
const MOST_BYTES: usize = 512 << 20;

const LONGEST_LEASE: Duration = Duration::from_hours(24);

/// A Redis server that holds the chunks of jobs.
#[derive(Clone)]
pub struct Cluster {
    client: Client,
    lease: Duration,
    has_file: bool,
    most_bytes: usize,
}

impl Cluster {
    /// Connects to the server, and checks whether it can hold jobs.
    ///
    /// # Errors
    ///
    /// If the URL is not valid, if the server cannot be reached or refuses the password, if it is
    /// older than 7.0, or if it may evict keys.
    pub fn open(url: &str) -> Result<Self, BoxError> {
        // The error's own message contains the URL, which may contain a password.
        let client = Client::open(url).map_err(|error| match error.detail() {
            Some(detail) if !detail.contains('@') => format!("no URL of a Redis server: {detail}"),
            _ => "no URL of a Redis server: `redis://HOST:PORT` is one".to_owned(),
        })?;
        let line = Line::new(&client);
        let (version, policy, has_file, most_bytes) = line.call(|server| {
            let version = of_server(server, "redis_version")?;
            let policy = setting(server, "maxmemory-policy")?;
            let has_file = setting(server, "appendonly")?;
            let most_bytes = setting(server, "proto-max-bulk-len")?;
            Ok((version, policy, has_file, most_bytes))
        })?;
        let major = version
            .as_deref()
            .and_then(|version| version.split('.').next()?.parse::<u32>().ok());
        if major.is_some_and(|major| major < LEAST_VERSION) {
            let version = version.unwrap_or_default();
            let message =
                format!("the server is Redis {version}; jobs need {LEAST_VERSION}.0 or later");
            return Err(message.into());
        }
        if let Some(policy) = policy.filter(|policy| policy != "noeviction") {
            let message = format!(
                "the server may evict keys, and so lose chunks: its `maxmemory-policy` is `{policy}`, and has to be `noeviction`"
            );
            return Err(message.into());
        }
        Ok(Cluster {
            client,
            lease: Duration::from_secs(10),
            has_file: has_file.as_deref() == Some("yes"),
            most_bytes: most_bytes
                .and_then(|bytes| bytes.parse().ok())
                .unwrap_or(MOST_BYTES),
        })
    }

    /// Sets the lease: a process that was not seen for this time is taken for dead. All processes
    /// of a job must have the same lease.
    ///
    /// A lease need not be longer than the work on a chunk, because a process renews it. It has to
    /// be longer than a process may be suspended, and longer than the server may be unreachable. A
    /// lease is at most a day. A longer one is cut to a day.
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        Cluster {
            lease: lease.min(LONGEST_LEASE),
            ..self
        }
    }

    /// Returns whether the server writes an append-only file, so that a restart of the server does
    /// not end jobs.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.has_file
    }

    /// Returns the job with this name. Give each run a name of its own: two homes at the same time
    /// are an error.
    #[must_use]
    pub fn job(&self, name: &str) -> Job {
        Job::new(Redis::new(&self.client, name, self.lease, self.most_bytes))
    }

    /// Returns the jobs that are on the server now, sorted by name.
    ///
    /// # Errors
    ///
    /// If the server cannot be reached.
    pub fn jobs(&self) -> Result<Vec<JobState>, BoxError> {
        jobs::all(&Line::new(&self.client), self.lease)
    }
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

/// Returns a field of the server's `INFO`. `None` if the server does not tell.
pub(crate) fn of_server(
    server: &mut Connection,
    field: &str,
) -> redis::RedisResult<Option<String>> {
    match redis::cmd("INFO").arg("server").query::<String>(server) {
        Ok(told) => {
            let mut pairs = told.lines().filter_map(|line| line.split_once(':'));
            let value = pairs.find(|(name, _)| *name == field);
            Ok(value.map(|(_, value)| value.trim().to_owned()))
        }
        Err(error) if error.is_io_error() || error.is_connection_dropped() => Err(error),
        Err(_) => Ok(None),
    }
}

/// Returns a setting of the server. `None` if the server does not tell, as some hosted servers do
/// not.
fn setting(server: &mut Connection, name: &str) -> redis::RedisResult<Option<String>> {
    let told = redis::cmd("CONFIG").arg("GET").arg(name).query(server);
    match told {
        Ok(told) => {
            let told: Vec<String> = told;
            Ok(told.into_iter().nth(1))
        }
        Err(error) if error.is_io_error() || error.is_connection_dropped() => Err(error),
        Err(_) => Ok(None),
    }
}
