//! A fence of which one side costs nothing.
//!
//! A sleeper and the thread that wakes it each write one variable and then read the other's: the sleeper says
//! that it sleeps and then looks whether there is anything; the other publishes something and then looks
//! whether somebody sleeps. At least one of them must see what the other wrote, or the sleeper sleeps for ever.
//! That needs a full fence between the write and the read on both sides, hence one for each item.
//!
//! Linux can do it for one side: `membarrier(2)` executes a full fence on every running thread of the process.
//! The sleeper calls it ([`heavy_fence`]), and the other side needs only to keep the compiler from reordering
//! ([`LightFence`]). Where there is no such call, both sides execute a real fence. (Dice, Huang and Yang,
//! "Asymmetric Dekker Synchronization", 2001; liburcu does the same.)

#![expect(unsafe_code, reason = "a system call that std does not have")]

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering, compiler_fence};

use super::{IS_MODEL, fence};

/// Whether the kernel executes the fence of the light side. Set before there are edges, and never changed.
static BY_KERNEL: AtomicBool = AtomicBool::new(false);

/// Asks the kernel for its barrier, the first time.
///
/// That takes some microseconds in a process of one thread, else some ten milliseconds: call it before the
/// threads of a run are started.
pub(crate) fn prepare_fences() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| BY_KERNEL.store(!IS_MODEL && kernel::register(), Ordering::Relaxed));
}

/// The side that is executed for each item.
#[derive(Clone, Copy)]
pub(crate) struct LightFence {
    by_kernel: bool,
}

impl LightFence {
    #[inline(always)]
    pub(crate) fn get() -> Self {
        LightFence {
            by_kernel: BY_KERNEL.load(Ordering::Relaxed),
        }
    }

    /// Loads after this call cannot be reordered before stores in front of it, as seen by a thread that executes
    /// [`heavy_fence`].
    #[inline(always)]
    pub(crate) fn pass(self) {
        if self.by_kernel {
            compiler_fence(Ordering::SeqCst);
        } else {
            fence(Ordering::SeqCst);
        }
    }
}

/// The side that is executed before a sleep, between the store that says so and the last look.
pub(crate) fn heavy_fence() {
    fence(Ordering::SeqCst);
    if LightFence::get().by_kernel {
        kernel::barrier();
    }
}

/// membarrier(2). std links the C library; a crate for its names would be a sixth of this crate's build.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod kernel {
    use std::ffi::{c_int, c_long, c_uint};

    // As in linux/membarrier.h and asm/unistd.h.
    const PRIVATE_EXPEDITED: c_int = 1 << 3;
    const REGISTER_PRIVATE_EXPEDITED: c_int = 1 << 4;
    const MEMBARRIER: c_long = if cfg!(target_arch = "x86_64") {
        324
    } else {
        283
    };

    unsafe extern "C" {
        fn syscall(number: c_long, ...) -> c_long;
    }

    /// Whether this process may ask for barriers.
    pub(super) fn register() -> bool {
        command(REGISTER_PRIVATE_EXPEDITED)
    }

    /// A full fence in each running thread of the process.
    pub(super) fn barrier() {
        let done = command(PRIVATE_EXPEDITED);
        // A process that was registered is not refused, unless it locks itself in later.
        assert!(
            done,
            "membarrier(2) was taken away from a process that had it"
        );
    }

    fn command(command: c_int) -> bool {
        let none: c_uint = 0;
        // SAFETY: the call takes three integers, and touches no memory.
        unsafe { syscall(MEMBARRIER, command, none, 0 as c_int) == 0 }
    }
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
mod kernel {
    pub(super) fn register() -> bool {
        false
    }

    pub(super) fn barrier() {}
}
