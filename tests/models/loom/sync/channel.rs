//! Channels on which no thread of a model waits.

use std::marker::PhantomData;

pub(crate) struct Sender<T>(PhantomData<T>);

pub(crate) struct Receiver<T>(PhantomData<T>);

pub(crate) fn bounded<T>(_: usize) -> (Sender<T>, Receiver<T>) {
    (Sender(PhantomData), Receiver(PhantomData))
}
