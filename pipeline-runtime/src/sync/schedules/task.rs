//! Tasks of shuttle's executor.

pub(crate) use shuttle::future::{JoinHandle, spawn};
