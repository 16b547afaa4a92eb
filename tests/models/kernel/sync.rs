//! The runtime's `sync`, as it ships; but threads sleep as soon as they may.

#[path = "../../../pipeline-runtime/src/sync/apart.rs"]
mod apart;
#[path = "../../../pipeline-runtime/src/sync/slot.rs"]
mod slot;
#[allow(
    dead_code,
    unused_imports,
    unexpected_cfgs,
    reason = "what is not tried"
)]
#[path = "../../../pipeline-runtime/src/sync/system/mod.rs"]
mod system;

pub(crate) use self::apart::Apart;
pub(crate) use self::slot::Slot;
pub(crate) use self::system::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, IS_MODEL, Mutex, MutexGuard, Ordering,
    fence, lock,
};
pub(crate) use std::sync::Arc;

pub(crate) mod thread {
    use std::time::Duration;

    pub(crate) use super::system::thread::{Instant, Thread, current, park_until, yield_now};

    /// None at all.
    pub(crate) struct Patience;

    #[allow(clippy::unused_self, reason = "the signatures are the runtime's")]
    impl Patience {
        pub(crate) fn of_one() -> Self {
            Patience
        }

        pub(crate) fn of_many() -> Self {
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

    /// Always.
    pub(crate) fn is_long(_: Duration) -> bool {
        true
    }
}
