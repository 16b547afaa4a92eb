//! Every synchronisation primitive of the runtime, in one place.
//!
//! There are two implementations. The [system](self::system) one ships. The other one is used with
//! `--cfg pipeline_schedules`: there, a model checker runs each pipeline in as many schedules as
//! wanted. See `tests/schedules`, where a test ensures that both behave alike.

mod cache_padded;
mod fence;
mod patience;
#[cfg(pipeline_schedules)]
mod schedules;
mod signal;
mod slot;
pub(crate) mod stack;
#[cfg(not(pipeline_schedules))]
mod system;

pub(crate) use self::cache_padded::CachePadded;
pub(crate) use self::fence::{LightFence, heavy_fence, prepare_fences};
#[cfg(pipeline_schedules)]
pub(crate) use self::schedules::*;
pub(crate) use self::signal::{Listener, Signal};
pub(crate) use self::slot::Slot;
#[cfg(not(pipeline_schedules))]
pub(crate) use self::system::*;

pub(crate) use std::sync::{Arc, OnceLock, PoisonError, Weak};
