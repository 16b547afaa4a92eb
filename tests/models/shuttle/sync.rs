//! The runtime's `sync`, as shuttle plays it: every operation is in one order for all threads.

#[path = "../../../pipeline-runtime/src/sync/apart.rs"]
mod apart;
#[allow(
    dead_code,
    unused_imports,
    unexpected_cfgs,
    reason = "what needs no model"
)]
#[path = "../../../pipeline-runtime/src/sync/schedules/mod.rs"]
mod schedules;
#[path = "../../../pipeline-runtime/src/sync/slot.rs"]
mod slot;

pub(crate) use self::apart::Apart;
pub(crate) use self::schedules::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, IS_MODEL, Mutex, MutexGuard, Ordering,
    channel, fence, lock, try_lock,
};
pub(crate) use self::slot::Slot;
pub(crate) use std::sync::Arc;

/// As models of any checker start them.
pub(crate) mod thread {
    pub(crate) use super::schedules::thread::{
        Instant, Patience, Thread, current, is_long, park_until, yield_now,
    };
    pub(crate) use shuttle::thread::{JoinHandle, spawn};
}

/// They do nothing here anyway.
pub(crate) fn without_fences() {}
