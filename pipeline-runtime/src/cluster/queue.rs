//! A queue between workers and the threads that call the broker.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use crate::sync::thread::{self, Instant};
use crate::sync::{Mutex, lock};

/// Items for a thread that calls the broker. Only one thread takes them.
pub(super) struct CallQueue<T>(Mutex<QueueState<T>>);

struct QueueState<T> {
    items: VecDeque<T>,
    is_closed: bool,
    /// Wakes the thread that waits for an item.
    waker: Option<Waker>,
}

/// Result of [`CallQueue::take`].
pub(super) enum FromQueue<T> {
    Item(T),
    Nothing,
    /// The queue is empty, and nothing will come.
    Closed,
}

impl<T> CallQueue<T> {
    pub(super) fn new() -> Self {
        CallQueue(Mutex::new(QueueState {
            items: VecDeque::new(),
            is_closed: false,
            waker: None,
        }))
    }

    pub(super) fn push(&self, item: T) {
        self.change(|state| state.items.push_back(item));
    }

    /// Puts the item in, unless another one waits already.
    pub(super) fn push_if_empty(&self, item: T) {
        self.change(|state| {
            if state.items.is_empty() {
                state.items.push_back(item);
            }
        });
    }

    pub(super) fn len(&self) -> usize {
        lock(&self.0).items.len()
    }

    /// Closes the queue. Items that wait in it can still be taken.
    pub(super) fn close(&self) {
        self.change(|state| state.is_closed = true);
    }

    fn change(&self, change: impl FnOnce(&mut QueueState<T>)) {
        let waker = {
            let mut state = lock(&self.0);
            change(&mut state);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Takes the next item. Waits up to `wait` for one.
    pub(super) fn take(&self, wait: Duration) -> FromQueue<T> {
        let end = Instant::now() + wait;
        loop {
            {
                let mut state = lock(&self.0);
                if let Some(item) = state.items.pop_front() {
                    return FromQueue::Item(item);
                }
                if state.is_closed {
                    return FromQueue::Closed;
                }
                state.waker = Some(thread::waker());
            }
            if Instant::now() >= end {
                return FromQueue::Nothing;
            }
            thread::park_until(Some(end));
        }
    }
}
