//! A queue between workers and the threads that call the broker.

use std::collections::VecDeque;
use std::sync::Condvar;
use std::time::Duration;

use crate::sync::{Mutex, PoisonError, lock};

/// What waits for a thread that calls the broker.
pub(super) struct CallQueue<T> {
    waiting: Mutex<QueueState<T>>,
    changed: Condvar,
}

struct QueueState<T> {
    items: VecDeque<T>,
    is_closed: bool,
}

/// What a [`CallQueue`] gives.
pub(super) enum FromQueue<T> {
    Item(T),
    Nothing,
    /// There is nothing, and nothing will come.
    Closed,
}

impl<T> CallQueue<T> {
    pub(super) fn new() -> Self {
        CallQueue {
            waiting: Mutex::new(QueueState {
                items: VecDeque::new(),
                is_closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    pub(super) fn push(&self, item: T) {
        lock(&self.waiting).items.push_back(item);
        self.changed.notify_one();
    }

    /// Puts it in unless another one waits.
    pub(super) fn push_if_empty(&self, item: T) {
        let mut waiting = lock(&self.waiting);
        if waiting.items.is_empty() {
            waiting.items.push_back(item);
            self.changed.notify_one();
        }
    }

    pub(super) fn len(&self) -> usize {
        lock(&self.waiting).items.len()
    }

    /// What waits in it is still taken.
    pub(super) fn close(&self) {
        lock(&self.waiting).is_closed = true;
        self.changed.notify_all();
    }

    /// The next item; waits up to `wait` for one.
    pub(super) fn take(&self, wait: Duration) -> FromQueue<T> {
        let waiting = lock(&self.waiting);
        let is_idle = |waiting: &mut QueueState<T>| waiting.items.is_empty() && !waiting.is_closed;
        let waited = self.changed.wait_timeout_while(waiting, wait, is_idle);
        let (mut waiting, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match waiting.items.pop_front() {
            Some(item) => FromQueue::Item(item),
            None if waiting.is_closed => FromQueue::Closed,
            None => FromQueue::Nothing,
        }
    }
}
