//! The home of a job: sends chunks, and receives replies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use pipeline::cluster::{Chunk, HomeEnd, Reply};
use redis::Client;
use redis::streams::{StreamId, StreamReadReply};

use crate::broker::milliseconds;
use crate::entry::{self, BYTES, FAILURE, NUMBER, STAGE};
use crate::keys::Keys;
use crate::line::{Line, lock};

/// How long the text stays that says how a job has ended.
const END_STAYS: u64 = 600;
/// How many replies are received at a time.
const AT_ONCE: usize = 100;

pub(crate) struct RedisHome {
    keys: Keys,
    lease: Duration,
    sending: Line,
    /// It may wait for a reply.
    receiving: Line,
    received: Mutex<Received>,
    /// The stages that have a stream.
    stages: Mutex<BTreeSet<String>>,
    /// The chunks that have no reply yet, by stage and number.
    unanswered: Mutex<BTreeMap<(String, u64), Chunk>>,
}

struct Received {
    /// The last entry that was received.
    last: String,
    /// What the server calls itself since its start, if it tells.
    server: Option<String>,
    /// When the lease was renewed, and the time to live of all keys.
    renewed: Option<Instant>,
}

impl RedisHome {
    pub(crate) fn new(client: &Client, keys: Keys, lease: Duration) -> Self {
        RedisHome {
            keys,
            lease,
            sending: Line::new(client),
            receiving: Line::new(client),
            received: Mutex::new(Received {
                last: "0".to_owned(),
                server: None,
                renewed: None,
            }),
            stages: Mutex::default(),
            unanswered: Mutex::default(),
        }
    }

    /// Renews the lease, if it is time for that.
    fn renew(&self, received: &mut Received) -> Result<(), BoxError> {
        let is_fresh = |renewed: Instant| renewed.elapsed() < self.lease / 4;
        if received.renewed.is_some_and(is_fresh) {
            return Ok(());
        }
        let lease = milliseconds(self.lease);
        let owner: Option<String> = self.receiving.call(|server| {
            redis::cmd("SET")
                .arg(self.keys.home())
                .arg(self.keys.token())
                .arg("XX")
                .arg("GET")
                .arg("PX")
                .arg(lease)
                .query(server)
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

    /// If the server was started again, or if another server has taken its place, it may lack the last entries. So the home
    /// sends all chunks again that have no reply, and reads all replies again. A second reply to a chunk is not used.
    fn look_at_the_server(&self, received: &mut Received) -> Result<(), BoxError> {
        let server = self.receiving.call(run_id)?;
        let before = received.server.take();
        let is_new = before.is_some() && server != before;
        received.server = server;
        if !is_new {
            return Ok(());
        }
        "0".clone_into(&mut received.last);
        for stage in &*lock(&self.stages) {
            let stream = self.keys.chunks(stage);
            self.receiving.call(|server| make_group(server, &stream))?;
        }
        let unanswered: Vec<Chunk> = lock(&self.unanswered).values().cloned().collect();
        unanswered.iter().try_for_each(|chunk| self.put(chunk))
    }

    fn put(&self, chunk: &Chunk) -> Result<(), BoxError> {
        // If it is sent twice, there are two replies, of which the first counts.
        self.sending
            .call(|server| {
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
            })?
            .map(drop)
            .ok_or_else(|| "the server has lost the chunks of the job".into())
    }

    /// The keys that have chunks, replies and what is declared.
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

    /// Makes the stream of a stage before its first chunk.
    fn make(&self, stage: &str) -> Result<(), BoxError> {
        if lock(&self.stages).contains(stage) {
            return Ok(());
        }
        let lease = milliseconds(self.lease);
        self.sending.call(|server| {
            make_group(server, &self.keys.chunks(stage))?;
            redis::pipe()
                .cmd("SADD")
                .arg(self.keys.stages())
                .arg(stage)
                .ignore()
                .cmd("PEXPIRE")
                .arg(self.keys.chunks(stage))
                .arg(lease * 10)
                .ignore()
                .query::<()>(server)
        })?;
        lock(&self.stages).insert(stage.to_owned());
        Ok(())
    }
}

/// The group of the processes that read a stream of chunks.
pub(crate) const GROUP: &str = "place";

/// Makes the group, and the stream if there is none, unless they are there.
pub(crate) fn make_group(server: &mut redis::Connection, stream: &str) -> redis::RedisResult<()> {
    let made = redis::cmd("XGROUP")
        .arg("CREATE")
        .arg(stream)
        .arg(GROUP)
        .arg("0")
        .arg("MKSTREAM")
        .query::<()>(server);
    match made {
        Err(error) if error.code() == Some("BUSYGROUP") => Ok(()),
        made => made,
    }
}

impl HomeEnd for RedisHome {
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError> {
        self.make(&chunk.stage)?;
        let place = (chunk.stage.clone(), chunk.number);
        lock(&self.unanswered).insert(place, chunk.clone());
        self.put(chunk)
    }

    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError> {
        let mut received = lock(&self.received);
        self.renew(&mut received)?;
        let read: Option<StreamReadReply> = self.receiving.call(|server| {
            redis::cmd("XREAD")
                .arg("COUNT")
                .arg(AT_ONCE)
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
        // Who joins late compares it, before it learns how the job has ended.
        keys.retain(|key| *key != self.keys.declaration());
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
                .arg(self.keys.last())
                .arg(self.keys.token())
                .arg("EX")
                .arg(END_STAYS)
                .ignore()
                .cmd("EXPIRE")
                .arg(self.keys.declaration())
                .arg(END_STAYS)
                .ignore()
                .cmd("UNLINK")
                .arg(&keys)
                .ignore();
            pipe.query::<()>(server)
        })?;
        self.sending.call(|server| {
            let owner: Option<String> = redis::cmd("GET").arg(self.keys.home()).query(server)?;
            if owner.as_deref() == Some(self.keys.token()) {
                redis::cmd("DEL")
                    .arg(self.keys.home())
                    .query::<()>(server)?;
            }
            Ok(())
        })
    }
}

/// What the server calls itself since its start; `None` if it does not tell.
fn run_id(server: &mut redis::Connection) -> redis::RedisResult<Option<String>> {
    let told = redis::cmd("INFO").arg("server").query::<String>(server);
    match told {
        Ok(told) => {
            let id = told.lines().find_map(|line| line.strip_prefix("run_id:"));
            Ok(id.map(|id| id.trim().to_owned()))
        }
        Err(error) if error.is_io_error() || error.is_connection_dropped() => Err(error),
        Err(_) => Ok(None),
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
