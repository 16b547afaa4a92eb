//! Without the feature `cluster`, a process does all of a run.

/// What a process does for a run.
#[derive(Clone)]
pub(crate) enum Role {
    /// All of it.
    Alone,
}

#[expect(
    clippy::unused_self,
    reason = "with the feature `cluster` there is something to do"
)]
impl Role {
    /// Whether it does only the work of stages at a place.
    pub(crate) fn is_of_a_place(&self) -> bool {
        false
    }

    /// To be called when all stages are started.
    pub(crate) fn begin(&self) {}
}
