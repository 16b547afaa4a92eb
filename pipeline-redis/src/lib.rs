//! A broker for [`pipeline`]s in several processes: Redis Streams. Valkey has the same commands.
//!
//! ```no_run
//! use pipeline_redis::Cluster;
//! # use pipeline::{Pipeline, pipeline};
//! # fn totals(files: Vec<String>) -> Pipeline<'static, usize> {
//! #     pipeline!(move || {
//! #         let files = generator(files);
//! #         files >> stage(at = "workers", |file: String| file.len()) >> sum::<usize>()
//! #     })
//! # }
//! # fn main() -> Result<(), pipeline::BoxError> {
//! # let files = Vec::new();
//! let job = Cluster::open("redis://queue.internal")?.job("words-2026-12-01");
//!
//! let is_home = std::env::args().len() == 1;
//! if is_home {
//!     println!("{}", totals(files).run_on(&job)?);
//! } else {
//!     totals(Vec::new()).serve_on(&job, "workers")?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The server
//!
//! Redis 7.0 or later, or Valkey. [`Cluster::open`] refuses a server that may evict keys, because a lost chunk would be waited
//! for: its `maxmemory-policy` has to be `noeviction`. Whether a job survives a restart of the server is the server's
//! matter: it does with an append-only file, and surely with `appendfsync always`.
//! [`has_file`](Cluster::has_file) says whether there is one. A server that comes back without the job ends the run,
//! with that cause.
//!
//! A call that finds no connection connects again, for up to five seconds, and a call without an answer is given up after
//! five seconds. Then the call fails, and so does the run.
//!
//! The home keeps the chunks that have no reply. If the server was started again and lacks some of them, the home sends them
//! once more.
//!
//! # What is kept there
//!
//! All keys of a job begin with `pipeline:{NAME}`. They are removed when the home has ended, except for a text that tells the other
//! processes how, and all of them expire by themselves after ten leases without a home. A lease is ten seconds, unless
//! [`with_lease`](Cluster::with_lease) says otherwise.
//!
//! Passwords and users are part of the URL, `redis://USER:PASSWORD@HOST:PORT/DATABASE`. They are in no error and no `Debug`.
//! `rediss://` is for TLS, with the feature `tls`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod broker;
mod cluster;
mod entry;
mod home;
mod jobs;
mod keys;
mod line;
mod place;

pub use self::cluster::Cluster;
pub use self::jobs::{JobState, WorkerLoad};
