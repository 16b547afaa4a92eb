//! `at` without the feature `cluster`: its error message says what to write.

use crate::stage::builder::{Shared, Stage};

/// No type implements this trait: its error message asks for the feature `cluster`.
#[diagnostic::on_unimplemented(
    message = "`at` needs the feature `cluster` of `pipeline`",
    label = "in Cargo.toml: pipeline = {{ …, features = [\"cluster\"] }}"
)]
#[doc(hidden)]
pub trait Cluster {}

impl<R, I, O, E, A, D> Stage<'_, R, Shared<I>, O, E, A, D> {
    /// Needs the feature `cluster`. The bound is higher-ranked because rustc rejects any other
    /// unfulfillable bound at its declaration.
    #[doc(hidden)]
    pub fn at(self, _: &'static str) -> Self
    where
        for<'l> &'l (): Cluster,
    {
        self
    }
}
