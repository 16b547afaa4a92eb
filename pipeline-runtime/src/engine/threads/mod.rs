//! The engine of threads: each worker of a stage is a thread, which blocks while it waits.

pub(crate) mod batch;
pub(crate) mod body;
pub(crate) mod by_key;
pub(crate) mod fan_out;
pub(crate) mod feed;
mod feedback;
pub(crate) mod generator;
pub(crate) mod inbox;
pub(crate) mod inline;
pub(crate) mod output;
pub(crate) mod pipeline;
#[cfg(feature = "cluster")]
pub(crate) mod placed;
pub(crate) mod policy;
pub(crate) mod route;
pub(crate) mod run;
pub(crate) mod scope;
pub(crate) mod segment;
pub(crate) mod sink;
pub(crate) mod source;
pub(crate) mod split;
pub(crate) mod stage;
mod tee;
pub(crate) mod throttle;
pub(crate) mod transform;
pub(crate) mod until_stopped;
