//! What a broker has to do, such as Redis: it carries chunks of items between the processes of a job.
//!
//! The runtime cuts streams into numbered chunks, sends each once, and counts each reply once. So a broker may deliver a
//! chunk or a reply several times, late, and in any order. It must not lose one: see [`HomeEnd`] and [`PlaceEnd`].
//!
//! Each method is called from a thread that does nothing else. It returns, or fails, within some seconds, because a run that
//! ends waits for the call that is under way. After an error the run ends: whoever wants to try again does so within the call.

use std::time::Duration;

use crate::error::BoxError;

/// A job on a broker: where its processes meet.
///
/// One process is the home of the job: it [opens](Broker::open) it. Any number of others [join](Broker::join) it, before
/// or after that, and leave it at any time, also by a crash.
pub trait Broker: Send + Sync {
    /// Opens the job, as its home. `declaration` says what the home runs; whoever joins is given it.
    ///
    /// What an earlier home has left of a job of this name is removed. From then on, nothing that a process does for the
    /// earlier home has an effect on this one, and such a process is told that its [home is gone](Claim::HomeIsGone).
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached, or another home has the job.
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError>;

    /// Joins the job. None if it has no home yet; it is asked again then. A job that has ended can be joined for some time:
    /// the process then learns from [`claim`](PlaceEnd::claim) how it has ended.
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
    Failed {
        /// Why; the broker does not look at it.
        failure: Vec<u8>,
        /// What [`forget`](HomeEnd::forget) knows it by.
        ticket: String,
    },
}

/// The broker, as the home of a job sees it.
///
/// Two threads call it: one calls [`send`](HomeEnd::send), the other [`receive`](HomeEnd::receive) and
/// [`forget`](HomeEnd::forget). [`end`](HomeEnd::end) is called when both have returned.
pub trait HomeEnd: Send + Sync {
    /// Takes `chunk` for whoever claims it. From then on the broker keeps the chunk, and gives it to a process again and
    /// again, until one has [answered](PlaceEnd::answer) it.
    ///
    /// # Errors
    ///
    /// If the broker does not have it.
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError>;

    /// The replies that came; waits up to `wait` for the first. Each reply is given at least once, and may be given again until it
    /// is [forgotten](HomeEnd::forget).
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
    /// If the broker cannot be told. The run goes on, and tells it again.
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
/// When a process dies, the broker gives its chunks to another, after some time without a [`renew`](PlaceEnd::renew).
///
/// Several threads call it: one for each stage calls [`claim`](PlaceEnd::claim), and another [`answer`](PlaceEnd::answer) and
/// [`renew`](PlaceEnd::renew). [`fail`](PlaceEnd::fail) or [`leave`](PlaceEnd::leave) is called when all have returned.
pub trait PlaceEnd: Send + Sync {
    /// Up to `most` chunks for the stage; waits up to `wait` for the first. If `most` is 0, it only says whether the job has
    /// ended.
    ///
    /// # Errors
    ///
    /// If the broker cannot be asked.
    fn claim(&self, stage: &str, most: usize, wait: Duration) -> Result<Claim, BoxError>;

    /// This process still works on these: all chunks that it has claimed and not answered. It is called every quarter of a
    /// [`lease`](PlaceEnd::lease).
    ///
    /// # Errors
    ///
    /// If the broker cannot be told.
    fn renew(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// After this time without [`renew`](PlaceEnd::renew), a chunk may be given to another process.
    fn lease(&self) -> Duration;

    /// What was made of a chunk. It first stores the reply, and only then removes the chunk: if it stops midway, the chunk is
    /// at worst done again. When the job has ended it does nothing.
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
