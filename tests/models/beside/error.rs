//! The error of a loop that is full. Models only count the items that find no room.

use std::marker::PhantomData;

pub(crate) struct Error<E>(PhantomData<E>);

impl<E> Error<E> {
    pub(crate) fn feedback_full(_: &'static str, _: &'static str, _: usize) -> Self {
        Error(PhantomData)
    }
}
