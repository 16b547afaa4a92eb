//! Sleeps whose end has come, if they have one: no model knows another.

use crate::sync::thread;

/// A moment that has come.
pub(crate) struct End;

pub(crate) struct Sleep {
    is_late: bool,
}

impl Sleep {
    pub(crate) fn until(end: Option<&End>) -> Self {
        Sleep {
            is_late: end.is_some(),
        }
    }

    pub(crate) fn is_late(&self) -> bool {
        self.is_late
    }

    pub(crate) fn park(&self) {
        thread::park_until(None);
    }
}
