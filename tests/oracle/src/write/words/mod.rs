//! The words of the language: sources, methods, verbs, meetings and consumers, as templates.
//!
//! In a template `#1`, `#2`, … are places of the case, `@|n| BODY@` is a closure that futures may await,
//! `~` stands for `.await` in one that is awaited, and `OPTIONS` for a capacity or nothing.

mod consumers;
mod fan_outs;
mod forks;
mod lossy;
mod meetings;
mod methods;
mod newest;
mod sources;
mod stages;
mod timeouts;
mod verb;

pub use consumers::CONSUMERS;
pub use forks::FORKS;
pub use meetings::{Before, MEETINGS, Meeting};
pub use methods::{METHODS, Method};
pub use sources::SOURCES;
pub use stages::FREE;
pub use verb::Verb;

/// Whether the order of a stream's items matters to what a word makes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Each,
    Row,
    /// And it may end before its stream does.
    Early,
}

/// All verbs with a stream before and after them.
#[must_use]
pub fn verbs() -> Vec<Verb> {
    [
        stages::STAGES,
        stages::SEGMENTS,
        fan_outs::FAN_OUTS,
        newest::NEWEST,
        lossy::LOSSY,
        timeouts::TIMEOUTS,
    ]
    .concat()
}
