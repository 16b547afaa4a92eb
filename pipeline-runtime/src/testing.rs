//! What a test of a pipeline needs.

mod beside;
mod schedules;

pub use self::beside::{beside, block_on};
pub use self::schedules::schedules;
