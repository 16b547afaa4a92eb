//! A channel for one signal at a time, whose receiver sleeps until it comes.

use loom::sync::{Arc, Notify};

use super::{Mutex, lock};

struct Shared<T> {
    item: Mutex<Option<T>>,
    comes: Notify,
}

pub(crate) struct Sender<T>(Arc<Shared<T>>);

pub(crate) struct Receiver<T>(Arc<Shared<T>>);

/// # Panics
///
/// If that is not for one.
pub(crate) fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    assert_eq!(capacity, 1, "it has one place");
    let shared = Arc::new(Shared {
        item: Mutex::new(None),
        comes: Notify::new(),
    });
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

impl<T> Sender<T> {
    /// Gives back what there is no room for.
    pub(crate) fn try_send(&self, item: T) -> Result<(), T> {
        let mut place = lock(&self.0.item);
        if place.is_some() {
            return Err(item);
        }
        *place = Some(item);
        drop(place);
        self.0.comes.notify();
        Ok(())
    }
}

impl<T> Receiver<T> {
    /// What comes, if ever: a sender that is gone without a word is none of this channel's.
    pub(crate) fn recv(&self) -> Result<T, ()> {
        loop {
            if let Some(item) = lock(&self.0.item).take() {
                return Ok(item);
            }
            self.0.comes.wait();
        }
    }
}
