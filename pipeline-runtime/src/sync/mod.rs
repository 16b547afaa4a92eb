//! Every synchronisation primitive of the runtime, in one place.
//!
//! It has two sides. The [system](self::system)'s is what ships. With `--cfg pipeline_schedules` it
//! is that of a model checker, under which every pipeline runs in as many schedules as one likes: see
//! `tests/schedules`, where a test holds that both sides behave alike.

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
