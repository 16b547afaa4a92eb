//! The state of the jobs on a server: who works, who is late, and what waits.

use std::time::Duration;

use pipeline::BoxError;
use redis::{Connection, RedisResult, Value};

use crate::home::{GROUP, is_gone};
use crate::keys::{self, Keys};
use crate::line::Line;

/// A job that has a home.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobState {
    /// The name of the job.
    pub name: String,
    /// Chunks that no process works on yet.
    pub waiting: u64,
    /// Replies that the home has not read yet.
    pub replies: u64,
    /// Processes that have chunks.
    pub workers: Vec<WorkerLoad>,
}

/// A process that has chunks of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerLoad {
    /// Its host, its process id and the time when it joined.
    pub name: String,
    /// The stage that the chunks are for.
    pub stage: String,
    /// Number of chunks that the process works on.
    pub chunks: u64,
    /// Whether the process was not seen for longer than a lease, so that other processes take over
    /// its chunks.
    pub is_late: bool,
}

pub(crate) fn all(line: &Line, lease: Duration) -> Result<Vec<JobState>, BoxError> {
    line.call(|server| {
        let mut jobs = Vec::new();
        for key in homes(server)? {
            let Some(name) = keys::job_of_home(&key) else {
                continue;
            };
            let owner: Option<String> = redis::cmd("GET").arg(&key).query(server)?;
            if let Some(owner) = owner {
                jobs.push(state(server, name.to_owned(), owner, lease)?);
            }
        }
        jobs.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(jobs)
    })
}

/// Returns the keys of all homes.
fn homes(server: &mut Connection) -> RedisResult<Vec<String>> {
    let mut found = Vec::new();
    let mut cursor = 0_u64;
    loop {
        let (next, keys): (u64, Vec<String>) = redis::cmd("SCAN")
            .arg(cursor)
            .arg("MATCH")
            .arg(format!("{}*:home", keys::PREFIX))
            .arg("COUNT")
            .arg(1000)
            .query(server)?;
        found.extend(keys);
        cursor = next;
        if cursor == 0 {
            found.sort();
            found.dedup();
            return Ok(found);
        }
    }
}

fn state(
    server: &mut Connection,
    name: String,
    owner: String,
    lease: Duration,
) -> RedisResult<JobState> {
    let keys = Keys::new(&name, owner);
    let stages: Vec<String> = redis::cmd("SMEMBERS").arg(keys.stages()).query(server)?;
    let mut job = JobState {
        replies: redis::cmd("XLEN").arg(keys.replies()).query(server)?,
        name,
        waiting: 0,
        workers: Vec::new(),
    };
    for stage in stages {
        let stream = keys.chunks(&stage);
        let all: u64 = redis::cmd("XLEN").arg(&stream).query(server)?;
        let before = job.workers.len();
        job.workers.extend(workers(server, &stream, &stage, lease)?);
        let claimed: u64 = job.workers[before..]
            .iter()
            .map(|worker| worker.chunks)
            .sum();
        job.waiting += all.saturating_sub(claimed);
    }
    Ok(job)
}

/// Returns the processes that have chunks of `stream`.
fn workers(
    server: &mut Connection,
    stream: &str,
    stage: &str,
    lease: Duration,
) -> RedisResult<Vec<WorkerLoad>> {
    let told = redis::cmd("XINFO")
        .arg("CONSUMERS")
        .arg(stream)
        .arg(GROUP)
        .query::<Value>(server);
    let told = match told {
        // The job has ended in the meantime.
        Err(error) if is_gone(&error) => return Ok(Vec::new()),
        told => told?,
    };
    let consumers: Vec<std::collections::HashMap<String, Value>> = redis::from_redis_value(&told)?;
    let mut workers = Vec::new();
    for consumer in consumers {
        let number = |field: &str| match consumer.get(field) {
            Some(Value::Int(number)) => u64::try_from(*number).unwrap_or(0),
            _ => 0,
        };
        let Some(Value::BulkString(name)) = consumer.get("name") else {
            continue;
        };
        let chunks = number("pending");
        if chunks > 0 {
            workers.push(WorkerLoad {
                name: String::from_utf8_lossy(name).into_owned(),
                stage: stage.to_owned(),
                chunks,
                is_late: u128::from(number("idle")) > lease.as_millis(),
            });
        }
    }
    Ok(workers)
}
