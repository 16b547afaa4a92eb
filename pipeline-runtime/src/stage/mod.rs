//! The parts of stages that both engines share: their inputs, the handling of their failures, and
//! the measuring of items.

#[cfg_attr(not(feature = "cluster"), path = "at/without.rs")]
pub(crate) mod at;
pub(crate) mod awaited;
pub(crate) mod builder;
pub(crate) mod by_key;
pub(crate) mod distinct;
pub(crate) mod feed;
pub(crate) mod filling;
pub(crate) mod policy;
pub(crate) mod rate;
pub(crate) mod timed_out;
pub(crate) mod words;
