//! Timed sleeps whose end has always come already: models have no others.

use std::marker::PhantomData;
use std::time::Duration;

use crate::sync::thread;

/// A moment that has come already.
pub(crate) struct End;

impl End {
    pub(crate) fn of_patience(_: Duration) -> Self {
        End
    }
}

pub(crate) struct ThreadSleep<'e> {
    is_late: bool,
    end: PhantomData<&'e End>,
}

impl<'e> ThreadSleep<'e> {
    pub(crate) fn until(end: Option<&'e End>) -> Self {
        ThreadSleep {
            is_late: end.is_some(),
            end: PhantomData,
        }
    }

    pub(crate) fn is_late(&self) -> bool {
        self.is_late
    }

    pub(crate) fn park(&self) {
        thread::park_until(None);
    }
}
