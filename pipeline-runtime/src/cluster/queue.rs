//! A queue between workers and the threads that call the broker.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use crate::sync::thread::{self, Instant};
use crate::sync::{Mutex, lock};

/// What waits for a thread that calls the broker. One thread takes.
pub(super) struct CallQueue<T>(Mutex<QueueState<T>>);

struct QueueState<T> {
    items: VecDeque<T>,
    is_closed: bool,
    /// Wakes the thread that waits for an item.
    waker: Option<Waker>,
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
        CallQueue(Mutex::new(QueueState {
            items: VecDeque::new(),
            is_closed: false,
            waker: None,
        }))
    }

    pub(super) fn push(&self, item: T) {
        self.change(|state| state.items.push_back(item));
    }

    /// Puts it in unless another one waits.
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

    /// What waits in it is still taken.
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

    /// The next item; waits up to `wait` for one.
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
