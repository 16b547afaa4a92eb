//! How a thread of a model waits for one of several things.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shuttle::rand::{Rng, thread_rng};
use shuttle::thread::{self, Thread, ThreadId};

use super::thread::Instant;

/// How a thread is told of what it waits for.
pub(crate) enum Notice {
    /// It is in a list, and woken by whoever changes something.
    Listed(Arc<Sleepers>),
    /// By the time.
    At(Instant),
    /// Never.
    Never,
    /// Not at all: it has to look again.
    Unknown,
}

/// Who sleeps until something changes. Shuttle does not see the list: it is none of the model's.
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

/// A thread's wait, which looks at everything in between.
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

    /// To be called each time that there was nothing: it sleeps, unless what changed meanwhile would
    /// not have woken it.
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

/// Looks until there is something, and sleeps in between until one of `notices` comes.
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

/// Lets others go on, or the time come.
pub(super) fn park_until(end: Instant) {
    thread::yield_now();
    if thread_rng().gen_bool(0.3) {
        end.come();
    }
}
