//! Sleeps that no time ends: no model gives them an end.

use crate::sync::thread;

pub(crate) enum End {}

pub(crate) struct Sleep;

impl Sleep {
    pub(crate) fn until(_: Option<&End>) -> Self {
        Sleep
    }

    pub(crate) fn is_late(&self) -> bool {
        false
    }

    pub(crate) fn park(&self) {
        thread::park_until(None);
    }
}
