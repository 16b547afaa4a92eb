//! Hands that belong to no loop.

pub(crate) struct Share;

pub(crate) struct Hand;

impl Hand {
    pub(crate) fn new(_: Option<&Share>) -> Self {
        Hand
    }

    pub(crate) fn take(&mut self) {}

    pub(crate) fn empty(&mut self) {}
}
