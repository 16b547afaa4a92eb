//! How a thread of a model waits for one of several events.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shuttle::rand::{Rng, thread_rng};
use shuttle::thread::{self, Thread, ThreadId};

use super::thread::Instant;

/// How a waiting thread is notified of an event.
pub(crate) enum Notice {
    /// The thread is in this list, and is woken when something changes.
    Listed(Arc<Sleepers>),
    /// The event comes at this time.
    At(Instant),
    /// The event never comes.
    Never,
    /// There is no notification: the thread has to look again.
    Unknown,
}

/// Threads that sleep until something changes. Shuttle does not see the list, because it is not
/// part of the model.
#[derive(Default)]
pub(crate) struct Sleepers(Mutex<Vec<Thread>>);

impl Sleepers {
    pub(super) fn wake(&self) {
        let sleepers = std::mem::take(&mut *self.list());
        for sleeper in sleepers {
            sleeper.unpark();
        }
    }

    fn add(&self) {
        self.list().push(thread::current());
    }

    fn remove(&self, me: ThreadId) {
        self.list().retain(|sleeper| sleeper.id() != me);
    }

    fn list(&self) -> MutexGuard<'_, Vec<Thread>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread's wait for several events, which it looks at itself between two sleeps.
pub(crate) struct Wait<'n> {
    notices: &'n [Notice],
    is_listed: bool,
}

impl<'n> Wait<'n> {
    pub(crate) fn new(notices: &'n [Notice]) -> Self {
        Wait {
            notices,
            is_listed: false,
        }
    }

    /// Called each time that there was no event. Puts the thread into the lists the first time, so
    /// that it looks again before it sleeps. Sleeps the next time.
    pub(crate) fn go_on(&mut self) {
        if self.is_listed {
            sleep(self.notices);
            self.leave();
        } else {
            self.listed().for_each(Sleepers::add);
            self.is_listed = true;
        }
    }

    fn leave(&mut self) {
        if std::mem::take(&mut self.is_listed) {
            let me = thread::current().id();
            self.listed().for_each(|sleepers| sleepers.remove(me));
        }
    }

    fn listed(&self) -> impl Iterator<Item = &Sleepers> {
        self.notices.iter().filter_map(|notice| match notice {
            Notice::Listed(sleepers) => Some(&**sleepers),
            _ => None,
        })
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Calls `look` until it finds something. Sleeps in between until one of `notices` comes.
pub(crate) fn until<R>(notices: &[Notice], mut look: impl FnMut() -> Option<R>) -> R {
    let mut wait = Wait::new(notices);
    loop {
        if let Some(found) = look() {
            return found;
        }
        wait.go_on();
    }
}

fn sleep(notices: &[Notice]) {
    let end = notices.iter().filter_map(|notice| match notice {
        Notice::At(end) => Some(*end),
        _ => None,
    });
    match end.min() {
        Some(end) => park_until(end),
        None if notices
            .iter()
            .any(|notice| matches!(notice, Notice::Unknown)) =>
        {
            thread::yield_now();
        }
        None => thread::park(),
    }
}

/// Yields to other threads. Sometimes also advances the clock to `end`.
pub(super) fn park_until(end: Instant) {
    thread::yield_now();
    if thread_rng().gen_bool(0.3) {
        end.come();
    }
}
