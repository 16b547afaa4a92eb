//! Tasks of an executor.

pub(crate) use tokio::task::{JoinHandle, spawn};
