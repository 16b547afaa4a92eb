//! Code that several test packages share: counted items, fault injection, the threads of this
//! process, and a runner for cases that must run alone. The threads are read from `/proc`, so the
//! tests that count them need Linux.

pub mod support {
    pub mod baseline;
    pub mod cases;
    pub mod executor;
    /// Fault injection, and checks of the run's end.
    pub mod faults {
        pub mod cause;
        pub mod joined;
        pub mod known;
        pub mod left_out;
        pub mod probe;
        pub mod shape;
        pub mod waiting;
    }
    pub mod items;
    pub mod laws;
    /// The fault matrix: each shape, in each size, with each engine and each strike.
    pub mod matrix {
        pub mod case;
        pub mod engine;
        pub mod plan;
        pub mod run;
        pub mod strikes;
    }
    pub mod memory;
    pub mod threads;
    pub mod watchdog;
}

/// Checks promise 7, conservation, on a report.
pub use pipeline::testing::assert_conserved as conserves;

pub use support::baseline::{self, Baseline, Outcome, Reported};
pub use support::cases::{Cases, panics};
pub use support::executor::{self, Hand, until, yields};
pub use support::faults::{cause, joined, known, left_out, probe, shape};
pub use support::items::{Item, Ledger};
pub use support::laws::is_as_declared;
pub use support::matrix::case::{self, Case, Strike};
pub use support::matrix::engine::{Act, By, Engine, From, Order, Way};
pub use support::matrix::plan::Plan;
pub use support::matrix::strikes;
pub use support::memory::Counting;
pub use support::threads::{threads, wait_until};
pub use support::watchdog::Watchdog;
