//! A broker for [`pipeline`]s in several processes, on Redis Streams. It also works with Valkey,
//! which has the same commands.
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
//! Redis 7.0 or later, or Valkey. The server's `maxmemory-policy` has to be `noeviction`.
//! [`Cluster::open`] refuses a server that may evict keys, because the run would wait for an
//! evicted chunk forever. Whether a job survives a restart of the server depends on the server.
//! With an append-only file it does, and with `appendfsync always` no chunk is lost.
//! [`has_file`](Cluster::has_file) returns whether there is such a file. If a server comes back
//! without the job, the run ends with an error that says so.
//!
//! A call that finds no connection tries to connect again for up to five seconds. A call that gets
//! no answer is given up after five seconds. Then the call fails, and so does the run.
//!
//! An item, or the outputs for a chunk, may be as large as a value on the server: 512 MiB, unless
//! the server's `proto-max-bulk-len` is another. If the server refuses the outputs for a chunk,
//! because they are too large or its memory is full, then the job ends with an error that says so.
//!
//! The home keeps the chunks that have no reply. If the server was restarted and lacks some of
//! them, the home sends them again.
//!
//! # What is kept there
//!
//! All keys of a job begin with `pipeline:{NAME}`. They are removed when the home has ended, except
//! for the keys that tell the other processes how it ended. All keys expire by themselves after ten
//! leases without a home. A lease is ten seconds, unless [`with_lease`](Cluster::with_lease) sets
//! another.
//!
//! Users and passwords are part of the URL, `redis://USER:PASSWORD@HOST:PORT/DATABASE`. They are
//! not shown in errors or in `Debug` output. `rediss://` is for TLS, with the feature `tls`.

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
