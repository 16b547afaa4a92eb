//! Channels like those of crossbeam, made of shuttle's primitives, so that shuttle sees them.
//!
//! A send never waits. A waiting thread looks at everything that it waits for, each time that some
//! of it changes.

mod select;

use std::collections::VecDeque;
use std::sync::Arc;

pub(crate) use crossbeam_channel::{RecvError, TryRecvError, TrySendError};

pub(crate) use self::select::{Event, Select, select_biased};
use super::thread::Instant;
use super::wait::Sleepers;
pub(crate) use super::wait::{Notice, Wait, until};
use super::{Mutex, lock};

/// Creates a channel for `capacity` items.
pub(crate) fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State {
            capacity,
            queue: VecDeque::new(),
            senders: 1,
            receivers: 1,
        }),
        sleepers: Arc::default(),
    });
    let receiver = Receiver(From::Channel(Arc::clone(&shared)));
    (Sender(shared), receiver)
}

/// Creates a channel on which nothing ever arrives.
pub(crate) fn never<T>() -> Receiver<T> {
    Receiver(From::Never)
}

/// Creates a channel on which `end` arrives when that time has come.
pub(crate) fn at(end: Instant) -> Receiver<Instant> {
    Receiver(From::Time(end, |end| end))
}

struct Shared<T> {
    state: Mutex<State<T>>,
    sleepers: Arc<Sleepers>,
}

struct State<T> {
    capacity: usize,
    queue: VecDeque<T>,
    senders: usize,
    receivers: usize,
}

impl<T> Shared<T> {
    /// Tries to change the state. Wakes those that wait for a change if it succeeds.
    fn change<R, E>(&self, change: impl FnOnce(&mut State<T>) -> Result<R, E>) -> Result<R, E> {
        let result = change(&mut lock(&self.state));
        if result.is_ok() {
            self.sleepers.wake();
        }
        result
    }
}

impl<T> State<T> {
    fn take(&mut self) -> Result<T, TryRecvError> {
        match self.queue.pop_front() {
            Some(item) => Ok(item),
            None if self.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }

    fn put(&mut self, item: T) -> Result<(), TrySendError<T>> {
        if self.receivers == 0 {
            return Err(TrySendError::Disconnected(item));
        }
        if self.queue.len() >= self.capacity {
            return Err(TrySendError::Full(item));
        }
        self.queue.push_back(item);
        Ok(())
    }
}

pub(crate) struct Sender<T>(Arc<Shared<T>>);

impl<T> Sender<T> {
    pub(crate) fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        self.0.change(|state| state.put(item))
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        lock(&self.0.state).senders += 1;
        Sender(Arc::clone(&self.0))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        lock(&self.0.state).senders -= 1;
        self.0.sleepers.wake();
    }
}

pub(crate) struct Receiver<T>(From<T>);

enum From<T> {
    Channel(Arc<Shared<T>>),
    /// The function makes the item from the time.
    Time(Instant, fn(Instant) -> T),
    Never,
}

impl<T> Receiver<T> {
    pub(crate) fn try_recv(&self) -> Result<T, TryRecvError> {
        match &self.0 {
            From::Channel(shared) => shared.change(State::take),
            From::Time(end, make) if end.is_over() => Ok(make(*end)),
            From::Time(..) | From::Never => Err(TryRecvError::Empty),
        }
    }
}

impl<T> Event for Receiver<T> {
    type Item = T;

    fn look(&self) -> Option<Result<T, RecvError>> {
        match self.try_recv() {
            Ok(item) => Some(Ok(item)),
            Err(TryRecvError::Disconnected) => Some(Err(RecvError)),
            Err(TryRecvError::Empty) => None,
        }
    }

    fn is_ready(&self) -> bool {
        match &self.0 {
            From::Channel(shared) => {
                let state = lock(&shared.state);
                !state.queue.is_empty() || state.senders == 0
            }
            From::Time(end, _) => end.is_over(),
            From::Never => false,
        }
    }

    fn notice(&self) -> Notice {
        match &self.0 {
            From::Channel(shared) => Notice::Listed(Arc::clone(&shared.sleepers)),
            From::Time(end, _) => Notice::At(*end),
            From::Never => Notice::Never,
        }
    }
}

/// Iterator over the items of a receiver, until all senders are gone.
pub(crate) struct Items<'r, T>(&'r Receiver<T>);

impl<T> Iterator for Items<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        until(&[self.0.notice()], || self.0.look()).ok()
    }
}

impl<'r, T> IntoIterator for &'r Receiver<T> {
    type Item = T;
    type IntoIter = Items<'r, T>;

    fn into_iter(self) -> Items<'r, T> {
        Items(self)
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Receiver(match &self.0 {
            From::Channel(shared) => {
                lock(&shared.state).receivers += 1;
                From::Channel(Arc::clone(shared))
            }
            From::Time(end, make) => From::Time(*end, *make),
            From::Never => From::Never,
        })
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        // As in crossbeam, items in the queue stay there until the senders are gone.
        if let From::Channel(shared) = &self.0 {
            lock(&shared.state).receivers -= 1;
        }
    }
}
