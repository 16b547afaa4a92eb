//! Several processes run one declaration: stages with `at = "place"` run where the place is.
//!
//! One process is the home of a job: it runs all stages that are not at a place, and returns the
//! value of the run. Any number of other processes serve a place: they run its stages, and nothing
//! else. A stream to a stage at a place is cut into numbered chunks. The home sends each chunk to a
//! `broker`, a worker of the place claims it, and its reply comes back to the home. All processes
//! talk only to the broker.
//!
//! # What is promised
//!
//! If a process dies, the broker gives its chunks to another one. So two processes may work on one
//! chunk, and two replies may arrive. The home uses the first reply and drops further ones: each
//! item's output counts once, whatever processes die. The side effects of a body may happen more
//! often.
//!
//! The report of a home counts each item once, as in a run in one process. The report of a process
//! of a place has the stages there. The readers of their outputs are at home, so these outputs are
//! [left](crate::StreamReport::left) in their streams.
//!
//! # How it ends
//!
//! Some threads of each process call the broker, to send messages or to wait for them. No call
//! waits long, so these threads end soon after the run. The home then ends the job. The other
//! processes learn this when they claim chunks, or within half a second if all their workers are
//! busy. If the home dies, they learn that it is gone.

mod broker;
mod home;
mod job;
mod memory;
mod message;
mod place;
mod process;
mod queue;
mod role;
mod trouble;

pub use self::broker::{
    Answered, Broker, Chunk, Claim, Delivery, HomeEnd, Membership, PlaceEnd, Reply,
};
pub(crate) use self::home::HomePort;
pub use self::job::Job;
pub use self::memory::Memory;
pub(crate) use self::message::Summary;
pub(crate) use self::place::PlacePort;
pub(crate) use self::role::EndOfRole;
pub(crate) use self::role::Role;
