//! Random declarations, beside plain iterators.
//!
//! [`mod@write`] writes declarations from seeds: `pipeline!` as threads and as futures, and the same as
//! plain iterators. Compiled, each is a [`Declaration`], which runs cases: each has numbers
//! of its own (how many items, which capacity, what closures make, where one panics) and is run in
//! several ways, which must all end as the plain iterators do.
//!
//! Where it is up to the stages which items come through, or in which order, the items are compared as a bag, or as some
//! of those of the plain iterators; [`racing`] checks the rest while a run goes on.

pub mod case;
pub mod dice;
pub mod flow;
pub mod item;
pub mod own;
pub mod racing;
pub mod run;
pub mod write;

pub use run::Declaration;

/// What the written declarations name.
pub mod prelude {
    pub use std::cmp::Ordering;
    pub use std::time::Duration;

    pub use pipeline::{pipeline, segment};

    pub use crate::case::{Case, Refused};
    pub use crate::flow::{Expected, Flow, Seen, Value};
    pub use crate::item::N;
    pub use crate::racing::{InTurn, Newest, Rising, pile};
    pub use crate::run::{Declaration, Ended, Run};
}
