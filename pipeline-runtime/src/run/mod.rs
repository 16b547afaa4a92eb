//! Code of a run that is the same on both engines: its workers, the thread-local state of their
//! threads, and the signals that stop them.

pub(crate) mod budget;
pub(crate) mod current;
pub(crate) mod error;
pub(crate) mod foreign;
pub(crate) mod joins;
pub(crate) mod orphans;
pub(crate) mod registry;
pub(crate) mod stop_token;
pub(crate) mod stopper;
pub(crate) mod trace;
pub(crate) mod value;
pub(crate) mod wiring;
pub(crate) mod worker;
