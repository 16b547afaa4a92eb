//! The runtime's `sync` as it ships, except that threads sleep as soon as they may.

#[path = "../../../pipeline-runtime/src/sync/cache_padded.rs"]
mod cache_padded;
#[path = "../../../pipeline-runtime/src/sync/fence.rs"]
mod fence;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/sync/signal.rs"]
mod signal;
#[path = "../../../pipeline-runtime/src/sync/slot.rs"]
mod slot;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/sync/stack.rs"]
pub(crate) mod stack;
#[allow(
    dead_code,
    unused_imports,
    unexpected_cfgs,
    reason = "what is not tried"
)]
#[path = "../../../pipeline-runtime/src/sync/system/mod.rs"]
mod system;

pub(crate) use self::cache_padded::CachePadded;
pub(crate) use self::fence::{LightFence, heavy_fence, prepare_fences};
pub(crate) use self::signal::{Listener, Signal};
pub(crate) use self::slot::Slot;
pub(crate) use self::system::{
    AtomicBool, AtomicU8, AtomicU64, AtomicUsize, IS_MODEL, Mutex, Ordering, channel, fence, lock,
    try_lock,
};
pub(crate) use std::sync::{Arc, OnceLock, Weak};

pub(crate) mod thread {
    use std::time::Duration;

    pub(crate) use super::system::thread::{Instant, park_until, waker, yield_now};

    /// Never looks again before a sleep.
    pub(crate) struct Patience;

    #[allow(clippy::unused_self, reason = "the signatures are the runtime's")]
    impl Patience {
        pub(crate) fn of_one() -> Self {
            Patience
        }

        pub(crate) fn of_many() -> Self {
            Patience
        }

        pub(crate) fn none() -> Self {
            Patience
        }

        pub(crate) fn after(self, _: Duration) -> Self {
            self
        }

        pub(crate) fn is_young(&self) -> bool {
            false
        }

        pub(crate) fn pause(&mut self) -> bool {
            false
        }
    }

    /// Always returns false, so that senders rely on the kernel's barrier.
    pub(crate) fn is_long(_: Duration) -> bool {
        false
    }
}
