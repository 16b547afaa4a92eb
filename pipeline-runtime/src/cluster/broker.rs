//! What a broker has to do, such as Redis: it carries chunks of items between the processes of a job.
//!
//! The runtime cuts streams into numbered chunks, sends each once, and counts each reply once. So a broker may deliver a
//! chunk or a reply several times, late, and in any order. It must not lose one: see [`HomeEnd`] and [`PlaceEnd`].

use std::time::Duration;

use crate::error::BoxError;

/// A job on a broker: where its processes meet.
///
/// One process is the home of the job: it [opens](Broker::open) it. Any number of others [join](Broker::join) it, before
/// or after that, and leave it at any time, also by a crash.
pub trait Broker: Send + Sync {
    /// Opens the job, as its home. `declaration` says what the home runs; whoever joins is given it.
    ///
    /// What an earlier home has left of a job of this name is removed.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached, or another home has the job.
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError>;

    /// Joins the job. None if it has no home yet; it is asked again then.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn join(&self) -> Result<Option<Membership>, BoxError>;
}

/// A job that a process has joined.
pub struct Membership {
    /// What the home runs, as it was [opened](Broker::open).
    pub declaration: String,
    /// What the process works by.
    pub end: Box<dyn PlaceEnd>,
}

/// Some items of a stream that leads to a stage at another place, or what that stage made of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The name of the stage.
    pub stage: String,
    /// The chunks to a stage are numbered from 0. The reply to a chunk has its number.
    pub number: u64,
    /// What the broker carries and does not look at.
    pub bytes: Vec<u8>,
}

/// What came from another process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// What was made of a chunk.
    Made {
        /// The reply to the chunk.
        chunk: Chunk,
        /// What [`forget`](HomeEnd::forget) knows it by.
        ticket: String,
    },
    /// A process cannot go on. This ends the job.
    Failed(Vec<u8>),
}

/// The broker, as the home of a job sees it.
///
/// No method waits much longer than it is told to, also when the broker is out of reach: then it fails, and the run ends. An
/// implementation that connects again does so within a method's time.
pub trait HomeEnd: Send + Sync {
    /// Gives `chunk` to whoever claims it. When this has returned, the chunk is delivered until it is
    /// [answered](PlaceEnd::answer).
    ///
    /// # Errors
    ///
    /// If the broker does not have it.
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError>;

    /// The replies that came; waits up to `wait` for the first. A reply is given until it is [forgotten](HomeEnd::forget),
    /// at least once.
    ///
    /// It is called again and again while the home lives, more often than every second. A broker that has not seen that for
    /// some time takes the home for dead.
    ///
    /// # Errors
    ///
    /// If the broker cannot be asked, or has lost the job.
    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError>;

    /// The replies of these tickets were used, or were not needed.
    ///
    /// # Errors
    ///
    /// If the broker cannot be told.
    fn forget(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// The job has ended: all is removed but what tells the other processes. `failure` says why, unless it has ended well.
    ///
    /// # Errors
    ///
    /// If the broker cannot be told. What it has of the job then goes by its own expiry.
    fn end(&self, failure: Option<&str>) -> Result<(), BoxError>;
}

/// A chunk that a process works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The chunk.
    pub chunk: Chunk,
    /// What the broker knows the delivery by.
    pub ticket: String,
}

/// What a process that asks for work is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is to do these. None: there was nothing to do while it waited.
    Chunks(Vec<Delivery>),
    /// The job has ended; the text says why, unless it has ended well.
    Ended(Option<String>),
    /// The home was not seen for so long that it is taken for dead.
    HomeIsGone,
}

/// The broker, as a process that does the work of a place sees it.
///
/// Of a process that dies, the broker gives its chunks to another: after some time without a [`renew`](PlaceEnd::renew).
pub trait PlaceEnd: Send + Sync {
    /// Up to `most` chunks for these stages; waits up to `wait` for the first.
    ///
    /// # Errors
    ///
    /// If the broker cannot be asked.
    fn claim(&self, stages: &[&str], most: usize, wait: Duration) -> Result<Claim, BoxError>;

    /// This process still works on these. It is called for them some times in each
    /// [`lease`](PlaceEnd::lease).
    ///
    /// # Errors
    ///
    /// If the broker cannot be told.
    fn renew(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// After this time without [`renew`](PlaceEnd::renew), a chunk may be given to another process.
    fn lease(&self) -> Duration;

    /// What was made of a chunk. Any prefix of what it does must be safe: first the reply is there, then the
    /// chunk is taken from the process, then it is deleted.
    ///
    /// # Errors
    ///
    /// If the broker does not have the reply. The chunk then stays claimed.
    fn answer(&self, ticket: &str, reply: &Chunk) -> Result<(), BoxError>;

    /// This process fails, and so the job does.
    ///
    /// # Errors
    ///
    /// If the broker cannot be told.
    fn fail(&self, failure: &[u8]) -> Result<(), BoxError>;

    /// The process leaves; others may have the chunks of these tickets at once.
    ///
    /// # Errors
    ///
    /// If the broker cannot be told.
    fn leave(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// How this process is named where its failures are told: its host, and what tells it from others there.
    fn name(&self) -> String;
}
