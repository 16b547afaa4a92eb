//! A job, as a pipeline is told it.

use std::fmt;

use super::broker::Broker;
use crate::sync::Arc;

/// A job on a broker, for [`run_on`](crate::Pipeline::run_on) and [`serve_on`](crate::Pipeline::serve_on).
#[derive(Clone)]
pub struct Job(Arc<dyn Broker>);

impl Job {
    /// The job that `broker` is about.
    pub fn new(broker: impl Broker + 'static) -> Self {
        Job(Arc::new(broker))
    }

    /// The broker, for tests of a broker.
    #[must_use]
    pub fn broker(&self) -> &dyn Broker {
        &*self.0
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").finish_non_exhaustive()
    }
}
