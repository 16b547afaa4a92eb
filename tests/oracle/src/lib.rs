//! Random declarations, compared with plain iterators.
//!
//! [`mod@write`] writes declarations from seeds: each as a `pipeline!` on threads, as a `pipeline!`
//! of futures, and as plain iterators. When it is compiled, it is a [`Declaration`], which runs
//! cases. A case has its own numbers (the number of items, the capacities, the results of closures,
//! a place that panics). It is run in several ways, all of which must end as the plain iterators
//! do.
//!
//! If the items or their order depend on the schedule, the items are compared as a bag, or as a
//! subsequence of the items of the plain iterators. [`racing`] checks what else holds, during the
//! run.

pub mod case;
pub mod dice;
pub mod flow;
pub mod item;
pub mod own;
pub mod racing;
pub mod run;
pub mod write;

pub use run::Declaration;

/// The names that the written declarations use.
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
