//! The runtime's `sync`, simulated by shuttle: all threads see all operations in one order.

#[path = "../../../pipeline-runtime/src/sync/cache_padded.rs"]
mod cache_padded;
#[allow(dead_code, reason = "a model has no kernel")]
#[path = "../../../pipeline-runtime/src/sync/fence.rs"]
mod fence;
#[allow(
    dead_code,
    unused_imports,
    unexpected_cfgs,
    reason = "what needs no model"
)]
#[path = "../../../pipeline-runtime/src/sync/schedules/mod.rs"]
mod schedules;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/sync/signal.rs"]
mod signal;
#[path = "../../../pipeline-runtime/src/sync/slot.rs"]
mod slot;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/sync/stack.rs"]
pub(crate) mod stack;

pub(crate) use self::cache_padded::CachePadded;
pub(crate) use self::fence::{LightFence, heavy_fence, prepare_fences};
pub(crate) use self::schedules::{
    AtomicBool, AtomicU8, AtomicU64, AtomicUsize, IS_MODEL, Mutex, Ordering, channel, fence, lock,
    try_lock,
};
pub(crate) use self::signal::{Listener, Signal};
pub(crate) use self::slot::Slot;
pub(crate) use std::sync::{Arc, OnceLock, Weak};

/// Threads, started as models of any checker start them.
pub(crate) mod thread {
    pub(crate) use super::schedules::thread::{
        Instant, Patience, is_long, park_until, waker, yield_now,
    };
    pub(crate) use shuttle::thread::{JoinHandle, spawn};
}

/// Does nothing, because fences do nothing here.
pub(crate) fn without_fences() {}
