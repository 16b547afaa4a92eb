//! A process of a place. It claims chunks, and answers them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use pipeline::cluster::{Answered, Chunk, Claim, Delivery, PlaceEnd};
use redis::streams::{StreamAutoClaimReply, StreamId, StreamReadReply};
use redis::{Client, Connection, RedisResult};

use crate::broker::{check_size, milliseconds, process, token};
use crate::entry::{self, BYTES, FAILURE, NUMBER, STAGE};
use crate::home::{GROUP, is_gone};
use crate::keys::Keys;
use crate::line::{Line, lock};

/// How often a process checks for a stream that the home has not made yet.
const SHORT: Duration = Duration::from_millis(50);

/// A script that adds the failure of a process to the replies, although the memory of the server may
/// be full: that may be why the process failed.
const ADD_FAILURE: &str = "#!lua flags=allow-oom
redis.call('XADD', KEYS[1], 'NOMKSTREAM', '*', ARGV[1], ARGV[2])";

pub(crate) struct RedisPlace {
    keys: Keys,
    lease: Duration,
    most_bytes: usize,
    /// The name of this process in the consumer groups.
    consumer: String,
    client: Client,
    /// The connection that waits for chunks of a stage, for each stage.
    claiming: Mutex<BTreeMap<String, Arc<Claiming>>>,
    answering: Line,
}

struct Claiming {
    line: Line,
    /// When this process last looked for chunks of dead processes.
    looked: Mutex<Option<Instant>>,
}

impl RedisPlace {
    pub(crate) fn new(client: &Client, keys: Keys, lease: Duration, most_bytes: usize) -> Self {
        RedisPlace {
            keys,
            lease,
            most_bytes,
            consumer: token(),
            client: client.clone(),
            claiming: Mutex::default(),
            answering: Line::new(client),
        }
    }

    fn claiming(&self, stage: &str) -> Arc<Claiming> {
        let mut claiming = lock(&self.claiming);
        let made = claiming.entry(stage.to_owned()).or_insert_with(|| {
            Arc::new(Claiming {
                line: Line::new(&self.client),
                looked: Mutex::default(),
            })
        });
        Arc::clone(made)
    }

    /// Returns how the job has ended, if it has.
    fn end(&self, line: &Line) -> Result<Option<Claim>, BoxError> {
        let (end, owner): (Option<String>, Option<String>) = line.call(|server| {
            redis::pipe()
                .cmd("GET")
                .arg(self.keys.end())
                .cmd("GET")
                .arg(self.keys.home())
                .query(server)
        })?;
        Ok(match end {
            Some(end) => Some(Claim::Ended(end.strip_prefix('-').map(str::to_owned))),
            None if owner.as_deref() != Some(self.keys.token()) => Some(Claim::HomeIsGone),
            None => None,
        })
    }

    /// Claims chunks of dead processes, or else new ones.
    fn claim_now(
        &self,
        claiming: &Claiming,
        stage: &str,
        most: usize,
        wait: Duration,
    ) -> Result<Vec<StreamId>, BoxError> {
        let stream = self.keys.chunks(stage);
        let taken = self.take_over(claiming, &stream, most)?;
        if taken.is_empty() {
            return self.read(&claiming.line, &stream, most, wait);
        }
        Ok(taken)
    }

    /// Takes over chunks whose process was not seen for a lease. Looks for them four times in a
    /// lease.
    fn take_over(
        &self,
        claiming: &Claiming,
        stream: &str,
        most: usize,
    ) -> Result<Vec<StreamId>, BoxError> {
        let mut looked = lock(&claiming.looked);
        if looked.is_some_and(|looked| looked.elapsed() < self.lease / 4) {
            return Ok(Vec::new());
        }
        let mut start = "0-0".to_owned();
        loop {
            let claimed: StreamAutoClaimReply = claiming.line.call(|server| {
                let claimed = redis::cmd("XAUTOCLAIM")
                    .arg(stream)
                    .arg(GROUP)
                    .arg(&self.consumer)
                    .arg(milliseconds(self.lease))
                    .arg(&start)
                    .arg("COUNT")
                    .arg(most)
                    .query(server);
                or_none_yet(claimed)
            })?;
            // Each call checks only some of the claimed chunks.
            let is_last = claimed.next_stream_id.is_empty() || claimed.next_stream_id == "0-0";
            if claimed.claimed.is_empty() && !is_last {
                start = claimed.next_stream_id;
                continue;
            }
            // If it found some, the next call looks again at once.
            if claimed.claimed.is_empty() {
                *looked = Some(Instant::now());
            }
            return Ok(claimed.claimed);
        }
    }

    /// Reads new chunks. Waits up to `wait` for the first.
    fn read(
        &self,
        line: &Line,
        stream: &str,
        most: usize,
        wait: Duration,
    ) -> Result<Vec<StreamId>, BoxError> {
        let began = Instant::now();
        let mut is_there = true;
        let read: Option<StreamReadReply> = line.call(|server| {
            let read = redis::cmd("XREADGROUP")
                .arg("GROUP")
                .arg(GROUP)
                .arg(&self.consumer)
                .arg("COUNT")
                .arg(most)
                .arg("BLOCK")
                .arg(milliseconds(wait))
                .arg("STREAMS")
                .arg(stream)
                .arg(">")
                .query(server);
            is_there = !read.as_ref().is_err_and(is_gone);
            or_none_yet(read)
        })?;
        if !is_there {
            // The home makes the stream with its first chunk.
            thread::sleep(wait.saturating_sub(began.elapsed()).min(SHORT));
        }
        let streams = read.map_or(Vec::new(), |read| read.keys);
        Ok(streams.into_iter().flat_map(|stream| stream.ids).collect())
    }
}

/// Replaces the error for a stream that does not exist yet with an empty result.
fn or_none_yet<T: Default>(told: RedisResult<T>) -> RedisResult<T> {
    match told {
        Err(error) if is_gone(&error) => Ok(T::default()),
        told => told,
    }
}

/// Makes a ticket, which contains the entry's id and the stage.
fn ticket(id: &str, stage: &str) -> String {
    format!("{id} {stage}")
}

fn parts(ticket: &str) -> (&str, &str) {
    ticket.split_once(' ').unwrap_or((ticket, ""))
}

fn delivery(entry: &StreamId) -> Option<Delivery> {
    let chunk = entry::chunk(entry)?;
    let ticket = ticket(&entry.id, &chunk.stage);
    Some(Delivery { chunk, ticket })
}

impl PlaceEnd for RedisPlace {
    fn claim(&self, stage: &str, most: usize, wait: Duration) -> Result<Claim, BoxError> {
        let claiming = self.claiming(stage);
        if let Some(end) = self.end(&claiming.line)? {
            return Ok(end);
        }
        if most == 0 {
            return Ok(Claim::Chunks(Vec::new()));
        }
        // The streams are deleted when the job ends.
        match self.claim_now(&claiming, stage, most, wait) {
            Err(error) => self.end(&claiming.line)?.ok_or(error),
            Ok(entries) => Ok(Claim::Chunks(entries.iter().filter_map(delivery).collect())),
        }
    }

    fn renew(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.set_idle(tickets, Duration::ZERO)
    }

    fn lease(&self) -> Duration {
        self.lease
    }

    fn answer(&self, ticket: &str, reply: &Chunk) -> Result<Answered, BoxError> {
        if let Err(why) = check_size(reply.bytes.len(), self.most_bytes) {
            return Ok(Answered::Refused(why));
        }
        let (id, stage) = parts(ticket);
        let stream = self.keys.chunks(stage);
        // The reply is added before the chunk is removed, so that a server that has saved only a
        // part of this has not lost the chunk. Doing it twice is harmless: only the first reply is
        // used.
        let stored = self.answering.call_or_refused(|server| {
            redis::pipe()
                .atomic()
                .cmd("XADD")
                .arg(self.keys.replies())
                // After the end of the job, this stream does not exist.
                .arg("NOMKSTREAM")
                .arg("*")
                .arg(STAGE)
                .arg(&reply.stage)
                .arg(NUMBER)
                .arg(reply.number)
                .arg(BYTES)
                .arg(&reply.bytes)
                .ignore()
                .cmd("XACK")
                .arg(&stream)
                .arg(GROUP)
                .arg(id)
                .ignore()
                .cmd("XDEL")
                .arg(&stream)
                .arg(id)
                .ignore()
                .query::<()>(server)
        })?;
        Ok(stored.map_or_else(Answered::Refused, |()| Answered::Stored))
    }

    fn fail(&self, failure: &[u8]) -> Result<(), BoxError> {
        self.answering.call(|server| {
            redis::cmd("EVAL")
                .arg(ADD_FAILURE)
                .arg(1)
                .arg(self.keys.replies())
                .arg(FAILURE)
                .arg(failure)
                .exec(server)
        })
    }

    fn leave(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.set_idle(tickets, self.lease * 2)
    }

    fn name(&self) -> String {
        process()
    }
}

impl RedisPlace {
    /// Sets how long ago this process was last seen working on these chunks.
    fn set_idle(&self, tickets: &[String], idle: Duration) -> Result<(), BoxError> {
        let mut by_stage: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for ticket in tickets {
            let (id, stage) = parts(ticket);
            by_stage.entry(stage).or_default().push(id);
        }
        self.answering.call(|server| {
            for (stage, ids) in &by_stage {
                claim_again(server, &self.keys.chunks(stage), &self.consumer, ids, idle)?;
            }
            Ok(())
        })
    }
}

fn claim_again(
    server: &mut Connection,
    stream: &str,
    consumer: &str,
    ids: &[&str],
    idle: Duration,
) -> RedisResult<()> {
    let claimed = redis::cmd("XCLAIM")
        .arg(stream)
        .arg(GROUP)
        .arg(consumer)
        .arg(0)
        .arg(ids)
        .arg("IDLE")
        .arg(u64::try_from(idle.as_millis()).unwrap_or(u64::MAX / 2))
        .arg("JUSTID")
        .query::<redis::Value>(server);
    match claimed {
        // The job has ended.
        Err(error) if error.code() == Some("NOGROUP") => Ok(()),
        claimed => claimed.map(drop),
    }
}
