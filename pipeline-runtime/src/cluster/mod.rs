//! Several processes run one declaration: stages with `at = "place"` run where the place is.
//!
//! One process is the home of a job: it runs all stages but those at a place, and gives the value. Any number of others
//! serve a place: they run its stages, and nothing else. A stream to a stage at a place is cut into numbered chunks.
//! Home sends each chunk to a `broker`, a worker of the place claims it, and its
//! reply comes back to home. All processes talk to the broker only.
//!
//! # What is promised
//!
//! If a process dies, the broker gives its chunks to another. So two processes may work on one chunk, and two replies may
//! come. Home uses the first, and drops further ones: each item's output counts once, whatever processes die. The side
//! effects of a body may happen more often.
//!
//! # How it ends
//!
//! Some threads of each process call the broker: they wait for what comes, or send. No call waits long, so they end
//! soon after the run. Home then ends the job, and the others are told of it when they claim chunks, or twice a second
//! if all their workers are busy. If home dies, they are told that it is gone.

#[cfg(feature = "cluster")]
mod broker;
#[cfg(feature = "cluster")]
mod home;
#[cfg(feature = "cluster")]
mod job;
#[cfg(feature = "cluster")]
mod memory;
#[cfg(feature = "cluster")]
mod message;
#[cfg(feature = "cluster")]
mod place;
#[cfg(feature = "cluster")]
mod process;
#[cfg(feature = "cluster")]
mod queue;
#[cfg(feature = "cluster")]
mod trouble;

#[cfg_attr(feature = "cluster", path = "role.rs")]
#[cfg_attr(not(feature = "cluster"), path = "off.rs")]
mod role;

#[cfg(feature = "cluster")]
pub use self::broker::{Broker, Chunk, Claim, Delivery, HomeEnd, Membership, PlaceEnd, Reply};
#[cfg(feature = "cluster")]
pub(crate) use self::home::HomePort;
#[cfg(feature = "cluster")]
pub use self::job::Job;
#[cfg(feature = "cluster")]
pub use self::memory::Memory;
#[cfg(feature = "cluster")]
pub(crate) use self::message::Summary;
#[cfg(feature = "cluster")]
pub(crate) use self::place::PlacePort;
#[cfg(feature = "cluster")]
pub(crate) use self::role::EndOfRole;
pub(crate) use self::role::Role;
