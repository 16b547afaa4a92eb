//! How a run that has a handle ended.

use crate::report::Report;
use crate::run::error::Error;
use crate::run::foreign;
use crate::sync::{Mutex, lock};

pub(super) type Reported<T, E> = (Result<T, Error<E>>, Report);

/// The outcome of a run, shared by the handle and whatever ends the run. The last owner also drops
/// a result that was not taken.
///
/// The lock is only held for a moment, and never while code of the user runs. So such code may ask
/// for a report of the run.
pub(super) struct Outcome<T, E>(Mutex<Option<Reported<T, E>>>);

impl<T, E> Outcome<T, E> {
    /// The outcome of a run that has not ended.
    pub(super) fn open() -> Self {
        Outcome(Mutex::new(None))
    }

    /// To be called once.
    pub(super) fn set(&self, reported: Reported<T, E>) {
        *lock(&self.0) = Some(reported);
    }

    #[cfg(feature = "tokio")]
    pub(super) fn is_set(&self) -> bool {
        lock(&self.0).is_some()
    }

    pub(super) fn take(&self) -> Option<Reported<T, E>> {
        lock(&self.0).take()
    }

    /// Drops the result, and swallows a panic of that drop: see [`foreign`].
    pub(super) fn drop_quietly(&self) {
        match self.take() {
            Some((Ok(value), _)) => foreign::drop_quietly(value),
            Some((Err(error), _)) => error.drop_quietly(),
            None => {}
        }
    }

    /// Returns the report of the whole run, if the run has ended.
    pub(super) fn report(&self) -> Option<Report> {
        lock(&self.0).as_ref().map(|(_, report)| report.clone())
    }
}

impl<T, E> Drop for Outcome<T, E> {
    fn drop(&mut self) {
        self.drop_quietly();
    }
}
