//! The home of a job. It sends chunks, and receives replies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use pipeline::cluster::{Chunk, HomeEnd, Reply};
use redis::streams::{StreamId, StreamRangeReply, StreamReadReply};
use redis::{Client, Connection, Pipeline, RedisError, RedisResult};

use crate::broker::{check_size, milliseconds};
use crate::cluster::of_server;
use crate::entry::{self, BYTES, FAILURE, NUMBER, STAGE};
use crate::keys::Keys;
use crate::line::{Line, lock};

/// Number of seconds for which the keys stay that say how a job has ended.
const END_STAYS: u64 = 600;
/// The most replies that one read receives, and the most bytes, if the replies are as large as
/// those before. The home renews its lease between two reads.
const AT_ONCE: usize = 100;
const BYTES_AT_ONCE: usize = 8 << 20;

pub(crate) struct RedisHome {
    keys: Keys,
    declaration: String,
    lease: Duration,
    most_bytes: usize,
    sending: Line,
    /// A connection of its own, because it may wait for a reply.
    receiving: Line,
    received: Mutex<Received>,
    /// Stages that have a stream.
    stages: Mutex<BTreeSet<String>>,
    /// Chunks that have no reply yet, by stage and number.
    unanswered: Mutex<BTreeMap<(String, u64), Sent>>,
}

struct Sent {
    chunk: Chunk,
    /// The id of the chunk's entry on the server. `None` until the server has answered.
    entry: Option<String>,
}

struct Received {
    /// Number of replies that the next read receives at most.
    at_once: usize,
    /// Id of the last entry that was received.
    last: String,
    /// The id that the server has given itself at its start. `None` if it does not tell.
    server: Option<String>,
    /// When the lease, and the expiry of all keys, were last renewed.
    renewed: Option<Instant>,
}

impl RedisHome {
    pub(crate) fn new(
        client: &Client,
        keys: Keys,
        declaration: String,
        lease: Duration,
        most_bytes: usize,
    ) -> Self {
        RedisHome {
            keys,
            declaration,
            lease,
            most_bytes,
            sending: Line::new(client),
            receiving: Line::new(client),
            received: Mutex::new(Received {
                at_once: 1,
                last: "0".to_owned(),
                server: None,
                renewed: None,
            }),
            stages: Mutex::default(),
            unanswered: Mutex::default(),
        }
    }

    /// Makes the stream of replies, and then tells processes what the home runs, so that they can
    /// join. Without that stream, they could not answer.
    pub(crate) fn declare(&self) -> Result<(), BoxError> {
        self.receiving.call(|server| {
            make_group(server, &self.keys.replies(), self.lease)?;
            redis::cmd("SET")
                .arg(self.keys.declaration())
                .arg(&self.declaration)
                .arg("PX")
                .arg(milliseconds(self.lease) * 10)
                .exec(server)
        })
    }

    /// Renews the lease, if a quarter of it has passed.
    fn renew(&self, received: &mut Received) -> Result<(), BoxError> {
        let is_fresh = |renewed: Instant| renewed.elapsed() < self.lease / 4;
        if received.renewed.is_some_and(is_fresh) {
            return Ok(());
        }
        let lease = milliseconds(self.lease);
        let owner = self.receiving.call(|server| {
            unless_replaced(server, &self.keys, |then, _| {
                then.cmd("PEXPIRE")
                    .arg(self.keys.home())
                    .arg(lease)
                    .ignore();
            })
        })?;
        match owner {
            Some(owner) if owner == self.keys.token() => {}
            Some(_) => return Err("another home has taken over the job".into()),
            None => {
                return Err("the server has lost the job: it was restarted without its file, or this process was held up for longer than the lease".into());
            }
        }
        let keys = self.all_keys();
        self.receiving.call(|server| {
            let mut pipe = redis::pipe();
            for key in &keys {
                pipe.cmd("PEXPIRE").arg(key).arg(lease * 10).ignore();
            }
            pipe.query::<()>(server)
        })?;
        self.look_at_the_server(received)?;
        received.renewed = Some(Instant::now());
        Ok(())
    }

    /// Checks whether the server was restarted, or replaced by another server. Such a server may
    /// lack the last entries. So the home sends those chunks again that have no reply and that the
    /// server does not have, and reads all replies again. A second reply to a chunk is not used.
    fn look_at_the_server(&self, received: &mut Received) -> Result<(), BoxError> {
        let server = self.receiving.call(|server| of_server(server, "run_id"))?;
        let before = received.server.take();
        let is_new = before.is_some() && server != before;
        received.server = server;
        if !is_new {
            return Ok(());
        }
        "0".clone_into(&mut received.last);
        self.declare()?;
        let stages = lock(&self.stages).clone();
        for stage in stages {
            self.make(&self.receiving, &stage)?;
        }
        for chunk in self.lost()? {
            self.put(&chunk)?;
        }
        Ok(())
    }

    /// Returns the chunks without a reply that the server does not have.
    fn lost(&self) -> Result<Vec<Chunk>, BoxError> {
        let sent: Vec<_> = lock(&self.unanswered)
            .iter()
            .map(|(place, sent)| (place.clone(), sent.entry.clone()))
            .collect();
        let mut lost = Vec::new();
        for (place, entry) in sent {
            // Without an entry, it is not known yet whether the server has the chunk.
            let is_there = match entry {
                Some(entry) => self.has(&place.0, &entry)?,
                None => false,
            };
            // A chunk is no longer in the map if its reply has arrived in the meantime.
            let unanswered = lock(&self.unanswered);
            lost.extend(
                unanswered
                    .get(&place)
                    .filter(|_| !is_there)
                    .map(|sent| sent.chunk.clone()),
            );
        }
        Ok(lost)
    }

    /// Returns whether the server has this entry in the stream of chunks for `stage`.
    fn has(&self, stage: &str, entry: &str) -> Result<bool, BoxError> {
        let stream = self.keys.chunks(stage);
        let found: StreamRangeReply = self.receiving.call(|server| {
            redis::cmd("XRANGE")
                .arg(&stream)
                .arg(entry)
                .arg(entry)
                .query(server)
        })?;
        Ok(!found.ids.is_empty())
    }

    fn put(&self, chunk: &Chunk) -> Result<(), BoxError> {
        // If a chunk is sent twice, there are two replies, and only the first is used.
        let entry = self.sending.call(|server| {
            redis::cmd("XADD")
                .arg(self.keys.chunks(&chunk.stage))
                .arg("NOMKSTREAM")
                .arg("*")
                .arg(STAGE)
                .arg(&chunk.stage)
                .arg(NUMBER)
                .arg(chunk.number)
                .arg(BYTES)
                .arg(&chunk.bytes)
                .query::<Option<String>>(server)
        })?;
        let Some(entry) = entry else {
            return Err("the server has lost the chunks of the job".into());
        };
        let place = (chunk.stage.clone(), chunk.number);
        if let Some(sent) = lock(&self.unanswered).get_mut(&place) {
            sent.entry = Some(entry);
        }
        Ok(())
    }

    /// Returns the keys of the chunks, the replies and the declaration.
    fn all_keys(&self) -> Vec<String> {
        let stages = lock(&self.stages);
        let chunks = stages.iter().map(|stage| self.keys.chunks(stage));
        let others = [
            self.keys.declaration(),
            self.keys.stages(),
            self.keys.replies(),
        ];
        chunks.chain(others).collect()
    }

    /// Makes the stream of a stage.
    fn make(&self, line: &Line, stage: &str) -> Result<(), BoxError> {
        line.call(|server| {
            make_group(server, &self.keys.chunks(stage), self.lease)?;
            redis::pipe()
                .atomic()
                .cmd("SADD")
                .arg(self.keys.stages())
                .arg(stage)
                .ignore()
                .cmd("PEXPIRE")
                .arg(self.keys.stages())
                .arg(milliseconds(self.lease) * 10)
                .ignore()
                .exec(server)
        })
    }
}

/// The consumer group of the processes that read a stream of chunks.
pub(crate) const GROUP: &str = "place";

/// Makes a stream that expires, and its consumer group, unless they exist.
pub(crate) fn make_group(
    server: &mut Connection,
    stream: &str,
    lease: Duration,
) -> RedisResult<()> {
    // In one transaction, so that no stream can remain without an expiry.
    let made = redis::pipe()
        .atomic()
        .cmd("XGROUP")
        .arg("CREATE")
        .arg(stream)
        .arg(GROUP)
        .arg("0")
        .arg("MKSTREAM")
        .ignore()
        .cmd("PEXPIRE")
        .arg(stream)
        .arg(milliseconds(lease) * 10)
        .ignore()
        .exec(server);
    match made {
        Err(error) if error.code() == Some("BUSYGROUP") => Ok(()),
        made => made,
    }
}

/// Returns whether the error says that a stream or its group does not exist.
pub(crate) fn is_gone(error: &RedisError) -> bool {
    let is_no_key = || {
        error
            .detail()
            .is_some_and(|detail| detail.contains("no such key"))
    };
    // The stream was deleted while the call waited for its next entry.
    let is_going = error.code() == Some("UNBLOCKED");
    error.code() == Some("NOGROUP") || is_going || is_no_key()
}

/// Executes the commands that `then` adds for the current home, as one transaction: if this is still
/// the home of the job, or if the job has none. Returns the token of the current home.
fn unless_replaced(
    server: &mut Connection,
    keys: &Keys,
    then: impl FnOnce(&mut Pipeline, Option<&str>),
) -> RedisResult<Option<String>> {
    let owner = |server: &mut Connection| redis::cmd("GET").arg(keys.home()).query(server);
    redis::cmd("WATCH").arg(keys.home()).exec(server)?;
    let found: Option<String> = owner(server)?;
    if found.as_deref().is_some_and(|owner| owner != keys.token()) {
        redis::cmd("UNWATCH").exec(server)?;
        return Ok(found);
    }
    let mut pipe = redis::pipe();
    then(pipe.atomic(), found.as_deref());
    match pipe.query::<Option<()>>(server)? {
        Some(()) => Ok(found),
        None => owner(server),
    }
}

impl HomeEnd for RedisHome {
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError> {
        let bytes = chunk.bytes.len();
        check_size(bytes, self.most_bytes)
            .map_err(|why| format!("`{}` has a chunk of {bytes} bytes: {why}", chunk.stage))?;
        if !lock(&self.stages).contains(&chunk.stage) {
            self.make(&self.sending, &chunk.stage)?;
            lock(&self.stages).insert(chunk.stage.clone());
        }
        let place = (chunk.stage.clone(), chunk.number);
        let sent = Sent {
            chunk: chunk.clone(),
            entry: None,
        };
        lock(&self.unanswered).insert(place, sent);
        self.put(chunk)
    }

    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError> {
        let mut received = lock(&self.received);
        self.renew(&mut received)?;
        let read: Option<StreamReadReply> = self.receiving.call(|server| {
            redis::cmd("XREAD")
                .arg("COUNT")
                .arg(received.at_once)
                .arg("BLOCK")
                .arg(milliseconds(wait))
                .arg("STREAMS")
                .arg(self.keys.replies())
                .arg(&received.last)
                .query(server)
        })?;
        let streams = read.map_or(Vec::new(), |read| read.keys);
        let entries: Vec<StreamId> = streams.into_iter().flat_map(|stream| stream.ids).collect();
        if let Some(last) = entries.last() {
            received.last.clone_from(&last.id);
        }
        let replies: Vec<Reply> = entries.iter().filter_map(reply).collect();
        let bytes: usize = replies.iter().map(size).sum();
        if let Some(each) = bytes.checked_div(replies.len()) {
            let most = (received.at_once * 2).min(AT_ONCE);
            received.at_once = (BYTES_AT_ONCE / each.max(1)).clamp(1, most);
        }
        let mut unanswered = lock(&self.unanswered);
        for reply in &replies {
            if let Reply::Made { chunk, .. } = reply {
                unanswered.remove(&(chunk.stage.clone(), chunk.number));
            }
        }
        Ok(replies)
    }

    fn forget(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.receiving.call(|server| {
            redis::cmd("XDEL")
                .arg(self.keys.replies())
                .arg(tickets)
                .query::<()>(server)
        })
    }

    fn end(&self, failure: Option<&str>) -> Result<(), BoxError> {
        let text = failure.map_or_else(|| "+".to_owned(), |why| format!("-{why}"));
        let mut keys = self.all_keys();
        // The declaration stays: a process that joins late compares it before it learns how the job
        // has ended.
        keys.retain(|key| *key != self.keys.declaration());
        let tell = || {
            self.sending.call(|server| {
                let mut pipe = redis::pipe();
                pipe.atomic()
                    .cmd("SET")
                    .arg(self.keys.end())
                    .arg(&text)
                    .arg("EX")
                    .arg(END_STAYS)
                    .ignore()
                    .cmd("SET")
                    .arg(self.keys.declaration())
                    .arg(&self.declaration)
                    .arg("EX")
                    .arg(END_STAYS)
                    .ignore();
                pipe.exec(server)
            })
        };
        // Written before the streams are deleted, because processes look for it when the streams
        // are gone. A server whose memory is full may refuse this write, so it is repeated after
        // the streams are deleted.
        let told = tell();
        self.sending
            .call(|server| redis::cmd("UNLINK").arg(&keys).exec(server))?;
        told.or_else(|_| tell())?;
        self.sending.call(|server| {
            unless_replaced(server, &self.keys, |then, home| {
                then.cmd("SET")
                    .arg(self.keys.last())
                    .arg(self.keys.token())
                    .arg("EX")
                    .arg(END_STAYS);
                // The lease of this home is over, so a later home may have come and ended.
                if home.is_none() {
                    then.arg("NX");
                }
                then.ignore().cmd("DEL").arg(self.keys.home()).ignore();
            })
        })?;
        Ok(())
    }
}

fn size(reply: &Reply) -> usize {
    match reply {
        Reply::Made { chunk, .. } => chunk.bytes.len(),
        Reply::Failed { failure, .. } => failure.len(),
    }
}

fn reply(entry: &StreamId) -> Option<Reply> {
    if let Some(failure) = entry::bytes(entry, FAILURE) {
        let ticket = entry.id.clone();
        return Some(Reply::Failed { failure, ticket });
    }
    Some(Reply::Made {
        chunk: entry::chunk(entry)?,
        ticket: entry.id.clone(),
    })
}
