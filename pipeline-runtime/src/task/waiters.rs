//! Tasks that wait at one end of a queue.

use std::collections::VecDeque;
use std::task::Waker;

/// Those that wait for an item, or for room.
///
/// Each is woken once for each item, or for each room, that somebody made. One that is dropped after
/// it was woken passes that on.
#[derive(Default)]
pub(super) struct Waiters {
    /// Those to be woken, in the order in which they came: so are their numbers.
    asleep: VecDeque<(u64, Waker)>,
    next: u64,
    /// How many wait, those that were woken and did not look yet among them.
    count: usize,
}

impl Waiters {
    /// Waits, or goes on to: if it was woken in vain, before all that came later. Or the first to be woken
    /// would have what there is each time, and the others never any of it.
    pub(super) fn wait(&mut self, place: &mut Option<u64>, task: &Waker) {
        let number = *place.get_or_insert_with(|| {
            self.count += 1;
            self.next += 1;
            self.next
        });
        match self.search(number) {
            Ok(at) => self.asleep[at].1.clone_from(task),
            Err(at) => self.asleep.insert(at, (number, task.clone())),
        }
    }

    /// Waits no more; whether it had been woken.
    pub(super) fn leave(&mut self, place: &mut Option<u64>) -> bool {
        let Some(place) = place.take() else {
            return false;
        };
        self.count -= 1;
        match self.search(place) {
            Ok(at) => self.asleep.remove(at).is_none(),
            Err(_) => true,
        }
    }

    /// Where it is among those to be woken, or would be.
    fn search(&self, number: u64) -> Result<usize, usize> {
        self.asleep
            .binary_search_by_key(&number, |(number, _)| *number)
    }

    /// Whether somebody is to be woken.
    pub(super) fn are_asleep(&self) -> bool {
        !self.asleep.is_empty()
    }

    /// How many wait.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    #[must_use]
    #[inline]
    pub(super) fn one(&mut self) -> Option<Waker> {
        self.asleep.pop_front().map(|(_, task)| task)
    }

    /// Those that came first, at most `most` of them.
    #[must_use]
    pub(super) fn some(&mut self, most: usize) -> Vec<Waker> {
        let some = self.asleep.drain(..most.min(self.asleep.len()));
        some.map(|(_, task)| task).collect()
    }

    #[must_use]
    pub(super) fn all(&mut self) -> Vec<Waker> {
        self.some(usize::MAX)
    }
}

/// To be called without a lock: a waker is foreign code.
pub(super) fn wake(tasks: impl IntoIterator<Item = Waker>) {
    tasks.into_iter().for_each(Waker::wake);
}
