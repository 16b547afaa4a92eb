//! An asymmetric fence: one side of it costs almost nothing.
//!
//! A sleeper and the thread that wakes it each store one variable and then load the other's. The
//! sleeper stores that it sleeps, and then looks whether there is an item. The other thread
//! publishes an item, and then looks whether somebody sleeps. At least one of them must see what
//! the other stored, or the sleeper sleeps for ever. That takes a full fence between the store and
//! the load on both sides, hence one for each item.
//!
//! Linux can execute the fences of both sides from one side: `membarrier(2)` executes a full fence
//! on every running thread of the process. The sleeper calls it ([`heavy_fence`]), and the other
//! side only has to keep the compiler from reordering ([`LightFence`]). Where there is no such
//! call, both sides execute a real fence. (Dice, Huang and Yang, "Asymmetric Dekker
//! Synchronization", 2001; liburcu does the same.)

#![expect(unsafe_code, reason = "a system call that std does not have")]

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering, compiler_fence};

use super::{IS_MODEL, fence};

/// Whether the kernel executes the fence of the light side. Set at most once, before the first edge
/// that relies on it is made. An older [`LightFence`] keeps its real fence, which is never wrong.
static BY_KERNEL: AtomicBool = AtomicBool::new(false);

/// Registers the process for the kernel's barrier, when called for the first time.
///
/// Takes some microseconds in a process of one thread, and otherwise some ten milliseconds. So call
/// it before the threads of a run are started.
pub(crate) fn prepare_fences() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| BY_KERNEL.store(!IS_MODEL && kernel::register(), Ordering::Relaxed));
}

/// The light side of the fence, which is executed for each item.
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

    /// Loads after this call cannot be reordered before stores in front of it, as seen by a thread
    /// that executes [`heavy_fence`].
    #[inline(always)]
    pub(crate) fn pass(self) {
        if self.by_kernel {
            compiler_fence(Ordering::SeqCst);
        } else {
            fence(Ordering::SeqCst);
        }
    }
}

/// Executes the heavy side of the fence: before a sleep, between the store that announces the sleep
/// and the last look.
pub(crate) fn heavy_fence() {
    fence(Ordering::SeqCst);
    if LightFence::get().by_kernel {
        kernel::barrier();
    }
}

/// Calls membarrier(2) through the C library, which std links anyway. A crate with its constants
/// would be a sixth of this crate's build.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod kernel {
    use std::ffi::{c_int, c_long, c_uint};

    // Values from linux/membarrier.h and asm/unistd.h.
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

    /// Registers the process for barriers. Returns whether it may execute them.
    pub(super) fn register() -> bool {
        command(REGISTER_PRIVATE_EXPEDITED)
    }

    /// Executes a full fence in each running thread of the process.
    pub(super) fn barrier() {
        let done = command(PRIVATE_EXPEDITED);
        // A registered process is not refused, unless it enters a sandbox later.
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
