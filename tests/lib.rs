//! What several tests need.
//!
//! Counted items, gates, the threads of this process, and a runner for cases that must not run
//! beside others. Threads are read from `/proc`, so the tests that count them need Linux.

pub mod support {
    pub mod cases;
    pub mod items;
    pub mod laws;
    pub mod memory;
    pub mod threads;
    pub mod watchdog;
}

pub use support::cases::Cases;
pub use support::items::{Item, Ledger};
pub use support::laws::conserves;
pub use support::memory::Counting;
pub use support::threads::{threads, wait_until};
pub use support::watchdog::Watchdog;
