//! The words of the language as templates: sources, methods, verbs, meetings and consumers.
//!
//! In a template, `#1`, `#2`, … are places of the case, and `@|n| BODY@` is a closure that may be
//! async in a pipeline of futures. `~` becomes `.await` in an async closure. `OPTIONS` becomes a
//! capacity or nothing.

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

/// Whether a word depends on the order of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Each,
    Row,
    /// It depends on the order, and may end before its input ends.
    Early,
}

/// Returns all verbs from one stream to one stream.
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
