//! The interface of a broker, such as Redis: it carries chunks of items between the processes of a
//! job.
//!
//! The runtime cuts streams into numbered chunks, sends each chunk once, and counts each reply
//! once. So a broker may deliver a chunk or a reply several times, late, and in any order. It must
//! not lose any: see [`HomeEnd`] and [`PlaceEnd`].
//!
//! Each method is called from a thread that does nothing else. It returns, or fails, within some
//! seconds, because the end of a run waits for the current call. An error ends the run: a broker
//! that wants to try again does so within the call.

use std::time::Duration;

use crate::run::error::BoxError;

/// A job on a broker: where its processes meet.
///
/// One process is the home of the job and [opens](Broker::open) it. Any number of other processes
/// [join](Broker::join) it, before or after that. They may leave it at any time, also by a crash.
pub trait Broker: Send + Sync {
    /// Opens the job, as its home. `declaration` says what the home runs. Each process that joins
    /// gets it.
    ///
    /// Removes what an earlier home has left of a job with this name. From then on, nothing that a
    /// process does for the earlier home affects this one. Such a process learns that its [home is
    /// gone](Claim::HomeIsGone).
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached, or if the job has another home.
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError>;

    /// Joins the job. Returns `None` if the job has no home yet; the runtime then calls this method
    /// again. A job that has ended can be joined for some time: the process then learns from
    /// [`claim`](PlaceEnd::claim) how the job has ended.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn join(&self) -> Result<Option<Membership>, BoxError>;
}

/// A job that a process has joined.
pub struct Membership {
    /// The declaration of the home, as the job was [opened](Broker::open) with it.
    pub declaration: String,
    /// The broker, as this process sees it.
    pub end: Box<dyn PlaceEnd>,
}

/// Some items of a stream to a stage at another place, or the outputs of that stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The name of the stage.
    pub stage: String,
    /// Number of the chunk. The chunks to a stage are numbered from 0, and a reply has the number
    /// of its chunk.
    pub number: u64,
    /// The content, which the broker does not look at.
    pub bytes: Vec<u8>,
}

/// A message from a process that serves a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The outputs for a chunk.
    Made {
        /// The outputs, with the number of the chunk.
        chunk: Chunk,
        /// Identifies the reply for [`forget`](HomeEnd::forget).
        ticket: String,
    },
    /// A process failed. This ends the job.
    Failed {
        /// The cause, which the broker does not look at.
        failure: Vec<u8>,
        /// Identifies the reply for [`forget`](HomeEnd::forget).
        ticket: String,
    },
}

/// The broker, as the home of a job sees it.
///
/// Two threads call it: one calls [`send`](HomeEnd::send), the other [`receive`](HomeEnd::receive)
/// and [`forget`](HomeEnd::forget). [`end`](HomeEnd::end) is called after both have returned.
pub trait HomeEnd: Send + Sync {
    /// Stores `chunk` for the process that claims it. From then on, the broker keeps the chunk, and
    /// delivers it again and again until a process has [answered](PlaceEnd::answer) it.
    ///
    /// # Errors
    ///
    /// If the broker has not stored the chunk.
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError>;

    /// Returns the replies that have arrived. Waits up to `wait` for the first. Each reply is
    /// returned at least once, and may be returned again until it is [forgotten](HomeEnd::forget).
    ///
    /// Called repeatedly while the home lives, more often than every second. A broker that has not
    /// seen such a call for some time considers the home dead.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached, or has lost the job.
    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError>;

    /// Removes the replies with these tickets, which were used or not needed.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached. The run continues, and calls this method again.
    fn forget(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// Ends the job, and removes everything but what tells the other processes of the end.
    /// `failure` is the cause, unless the job has ended well.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached. What it has of the job then has to expire.
    fn end(&self, failure: Option<&str>) -> Result<(), BoxError>;
}

/// A chunk that is delivered to a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The chunk.
    pub chunk: Chunk,
    /// Identifies the delivery.
    pub ticket: String,
}

/// The answer to a process that asks for work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Chunks to work on. Empty if there were none while the process waited.
    Chunks(Vec<Delivery>),
    /// The job has ended. The text is the cause, unless the job has ended well.
    Ended(Option<String>),
    /// The home was not seen for so long that it is considered dead.
    HomeIsGone,
}

/// What the broker did with the reply to a chunk.
#[derive(Debug)]
pub enum Answered {
    /// It stored the reply, or the job has ended.
    Stored,
    /// It does not accept this reply, from any process: the reply is too large, for example. This
    /// ends the job. The chunk stays claimed.
    Refused(BoxError),
}

/// The broker, as a process that serves a place sees it.
///
/// When a process dies, the broker gives its chunks to another one, after some time without a
/// [`renew`](PlaceEnd::renew).
///
/// Several threads call it: one for each stage calls [`claim`](PlaceEnd::claim), and another one
/// calls [`answer`](PlaceEnd::answer) and [`renew`](PlaceEnd::renew). [`fail`](PlaceEnd::fail) or
/// [`leave`](PlaceEnd::leave) is called after all of them have returned.
pub trait PlaceEnd: Send + Sync {
    /// Claims up to `most` chunks for the stage. Waits up to `wait` for the first. If `most` is 0,
    /// only returns whether the job has ended.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn claim(&self, stage: &str, most: usize, wait: Duration) -> Result<Claim, BoxError>;

    /// Renews the lease of these deliveries: of all chunks that this process has claimed and not
    /// answered. Called every quarter of a [`lease`](PlaceEnd::lease).
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn renew(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// Returns the time without [`renew`](PlaceEnd::renew) after which a chunk may be given to
    /// another process.
    fn lease(&self) -> Duration;

    /// Stores the reply to a chunk, and only then removes the chunk: if the call stops midway, the
    /// chunk is at worst done again. Does nothing after the job has ended.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached, so that it may not have stored the reply. The chunk then
    /// stays claimed, and another process does it. A reply that no process could store is not an
    /// error, but [refused](Answered::Refused).
    fn answer(&self, ticket: &str, reply: &Chunk) -> Result<Answered, BoxError>;

    /// Reports that this process failed. This ends the job.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn fail(&self, failure: &[u8]) -> Result<(), BoxError>;

    /// Leaves the job. Others may have the chunks of these tickets at once.
    ///
    /// # Errors
    ///
    /// If the broker cannot be reached.
    fn leave(&self, tickets: &[String]) -> Result<(), BoxError>;

    /// Returns the name of this process in reports of its failures: its host, and what
    /// distinguishes it from other processes there.
    fn name(&self) -> String;
}
