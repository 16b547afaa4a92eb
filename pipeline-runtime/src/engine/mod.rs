//! The two engines: how a worker of a stage waits, and what runs it. On threads a worker blocks; as a task it is a future.

pub(crate) mod header;
pub(crate) mod hints;
#[cfg(feature = "cluster")]
mod on_job;
pub(crate) mod task;
pub(crate) mod threads;
mod wiring;
