//! Without the feature `cluster`, one process does all of a run.

/// The part of a run that this process does.
#[derive(Clone)]
pub(crate) enum Role {
    /// All stages.
    Alone,
}

#[expect(
    clippy::unused_self,
    reason = "with the feature `cluster` there is something to do"
)]
impl Role {
    /// Returns whether the process does only the work of stages at a place.
    pub(crate) fn is_of_a_place(&self) -> bool {
        false
    }

    /// Called when all stages are started.
    pub(crate) fn begin(&self) {}
}
