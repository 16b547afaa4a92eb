//! A job, as it is passed to a pipeline.

use std::fmt;

use super::broker::Broker;
use crate::sync::Arc;

/// A job on a broker, for [`run_on`](crate::Pipeline::run_on) and
/// [`serve_on`](crate::Pipeline::serve_on).
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::cluster::{Job, Memory};
///
/// let job = Job::new(Memory::new()); // for `run_on` and `serve_on`
/// let same = job.clone(); // a clone is the same job
/// # drop(same);
/// ```
#[doc(alias = "queue")]
#[derive(Clone)]
pub struct Job(Arc<dyn Broker>);

impl Job {
    /// Creates the job that `broker` carries.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::cluster::{Job, Memory};
    ///
    /// let job = Job::new(Memory::new()); // for `run_on` and `serve_on`
    /// # drop(job);
    /// ```
    pub fn new(broker: impl Broker + 'static) -> Self {
        Job(Arc::new(broker))
    }

    /// Returns the broker, for tests of a broker.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::cluster::{Broker, Job, Memory};
    ///
    /// let job = Job::new(Memory::new());
    /// let broker: &dyn Broker = job.broker();
    /// # let _ = broker;
    /// ```
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
