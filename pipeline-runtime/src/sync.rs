//! Every synchronisation primitive of the runtime, in one place.
//!
//! It has two sides. The [system](self::system)'s is what ships. With `--cfg pipeline_schedules` it
//! is that of a model checker, under which every pipeline runs in as many schedules as one likes: see
//! `tests/schedules`, where a test holds that both sides behave alike.

mod apart;
mod patience;
#[cfg(pipeline_schedules)]
mod schedules;
mod signal;
mod slot;
#[cfg(not(pipeline_schedules))]
mod system;

pub(crate) use self::apart::Apart;
#[cfg(pipeline_schedules)]
pub(crate) use self::schedules::*;
pub(crate) use self::signal::{Listener, Signal};
pub(crate) use self::slot::Slot;
#[cfg(not(pipeline_schedules))]
pub(crate) use self::system::*;

pub(crate) use std::sync::{Arc, OnceLock, PoisonError, Weak};
