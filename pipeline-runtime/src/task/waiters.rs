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
    /// Waits, or goes on to: again at the end, if it was woken in vain.
    pub(super) fn wait(&mut self, place: &mut Option<u64>, task: &Waker) {
        if let Some(at) = place.and_then(|place| self.find(place)) {
            self.asleep[at].1.clone_from(task);
            return;
        }
        if place.replace(self.next).is_none() {
            self.count += 1;
        }
        self.asleep.push_back((self.next, task.clone()));
        self.next += 1;
    }

    /// Waits no more; whether it had been woken.
    pub(super) fn leave(&mut self, place: &mut Option<u64>) -> bool {
        let Some(place) = place.take() else {
            return false;
        };
        self.count -= sabotage!(WaiterCountsOn, 1, 0);
        match self.find(place) {
            Some(at) => self.asleep.remove(at).is_none(),
            None => true,
        }
    }

    /// Where it is among those to be woken.
    fn find(&self, place: u64) -> Option<usize> {
        let by_number = self
            .asleep
            .binary_search_by_key(&place, |(place, _)| *place);
        by_number.ok()
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
