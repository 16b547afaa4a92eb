//! A run: its workers, what each thread works for, and what ends it. The same on both engines.

pub(crate) mod budget;
pub(crate) mod current;
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
