// The facade documents this module, with examples that need the macro.
#![allow(missing_docs)]

mod beside;
pub(crate) mod clock;
mod conserved;
mod each_fault;
mod faults;
#[cfg(target_os = "linux")]
pub(crate) mod leaks;
mod schedules;

pub use self::beside::{beside, block_on};
pub use self::clock::Clock;
pub use self::conserved::assert_conserved;
pub use self::each_fault::{each_fault, some_faults};
pub use self::faults::{Fault, Faults, Injected};
#[cfg(target_os = "linux")]
pub use self::leaks::assert_no_leaks;
pub use self::schedules::schedules;
