//! The two engines. An engine decides what runs a stage's workers and how they wait. In `threads`,
//! each worker is a thread that blocks. In `task`, each worker is a future.

pub(crate) mod header;
pub(crate) mod hints;
#[cfg(feature = "cluster")]
mod on_job;
mod outcome;
pub(crate) mod task;
pub(crate) mod threads;
mod wiring;
