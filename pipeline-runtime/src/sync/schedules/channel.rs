//! Channels as crossbeam's, of shuttle's primitives: these are what it sees.
//!
//! A thread that waits looks at all that it waits for each time that one of them changes. Of a
//! rendezvous the sender makes an offer, which it withdraws if it gives up.

mod select;

use std::collections::VecDeque;
use std::sync::Arc;

pub(crate) use crossbeam_channel::{
    RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError,
};

pub(crate) use self::select::{Event, Select, select_biased};
use super::thread::Instant;
use super::wait::Sleepers;
pub(crate) use super::wait::{Notice, Wait, until};
use super::{Mutex, lock};

pub(crate) fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    channel(Some(capacity))
}

pub(crate) fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    channel(None)
}

/// A channel on which nothing ever comes.
pub(crate) fn never<T>() -> Receiver<T> {
    Receiver(From::Never)
}

/// A channel on which that moment comes, once.
pub(crate) fn at(end: Instant) -> Receiver<Instant> {
    Receiver(From::Time(end, |end| end))
}

fn channel<T>(capacity: Option<usize>) -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State {
            capacity,
            queue: VecDeque::new(),
            offers: VecDeque::new(),
            next_offer: 0,
            senders: 1,
            receivers: 1,
        }),
        sleepers: Arc::default(),
    });
    let receiver = Receiver(From::Channel(Arc::clone(&shared)));
    (Sender(shared), receiver)
}

struct Shared<T> {
    state: Mutex<State<T>>,
    sleepers: Arc<Sleepers>,
}

struct State<T> {
    capacity: Option<usize>,
    queue: VecDeque<T>,
    /// What senders at a rendezvous hold out, each with its number.
    offers: VecDeque<(u64, T)>,
    next_offer: u64,
    senders: usize,
    receivers: usize,
}

impl<T> Shared<T> {
    /// Tries to change the state, and wakes whoever waits for that if it was.
    fn change<R, E>(&self, change: impl FnOnce(&mut State<T>) -> Result<R, E>) -> Result<R, E> {
        let result = change(&mut lock(&self.state));
        if result.is_ok() {
            self.sleepers.wake();
        }
        result
    }

    fn notice(&self) -> Notice {
        Notice::Listed(Arc::clone(&self.sleepers))
    }
}

impl<T> State<T> {
    fn take(&mut self) -> Result<T, TryRecvError> {
        let offered = || self.offers.pop_front().map(|(_, item)| item);
        match self.queue.pop_front().or_else(offered) {
            Some(item) => Ok(item),
            None if self.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }

    fn put(&mut self, item: T) -> Result<(), TrySendError<T>> {
        if self.receivers == 0 {
            return Err(TrySendError::Disconnected(item));
        }
        if self.capacity.is_some_and(|most| self.queue.len() >= most) {
            return Err(TrySendError::Full(item));
        }
        self.queue.push_back(item);
        Ok(())
    }

    fn offer(&mut self, item: T) -> u64 {
        let number = self.next_offer;
        self.next_offer += 1;
        self.offers.push_back((number, item));
        number
    }

    /// The item, if nobody has taken it.
    fn withdraw(&mut self, number: u64) -> Option<T> {
        let place = self.offers.iter().position(|(other, _)| *other == number)?;
        self.offers.remove(place).map(|(_, item)| item)
    }
}

pub(crate) struct Sender<T>(Arc<Shared<T>>);

impl<T> Sender<T> {
    pub(crate) fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        self.0.change(|state| state.put(item))
    }

    pub(crate) fn send(&self, item: T) -> Result<(), SendError<T>> {
        let mut sending = Sending::new(self, item);
        until(&[self.0.notice()], || sending.look())
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.0.state).queue.len()
    }

    /// How many items it has room for; none, if for any number.
    pub(crate) fn capacity(&self) -> Option<usize> {
        lock(&self.0.state).capacity
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

/// A send that waits.
pub(crate) struct Sending<'s, T> {
    sender: &'s Sender<T>,
    /// Until it is handed over, or offered.
    item: Option<T>,
    offer: Option<u64>,
}

impl<'s, T> Sending<'s, T> {
    pub(crate) fn new(sender: &'s Sender<T>, item: T) -> Self {
        Sending {
            sender,
            item: Some(item),
            offer: None,
        }
    }

    /// How it ended, if it has.
    pub(crate) fn look(&mut self) -> Option<Result<(), SendError<T>>> {
        let shared = &self.sender.0;
        if let Some(number) = self.offer {
            let mut state = lock(&shared.state);
            if state.receivers > 0 && state.offers.iter().any(|(other, _)| *other == number) {
                return None;
            }
            let refused = state.withdraw(number);
            self.offer = None;
            return Some(refused.map_or(Ok(()), |item| Err(SendError(item))));
        }
        let item = self.item.take()?;
        match shared.change(|state| state.put(item)) {
            Ok(()) => Some(Ok(())),
            Err(TrySendError::Disconnected(item)) => Some(Err(SendError(item))),
            Err(TrySendError::Full(item)) => {
                self.item = Some(item);
                self.hold_out();
                None
            }
        }
    }

    /// Offers the item, where that is what a sender waits with.
    fn hold_out(&mut self) {
        let shared = &self.sender.0;
        {
            let mut state = lock(&shared.state);
            if state.capacity != Some(0) {
                return;
            }
            self.offer = self.item.take().map(|item| state.offer(item));
        }
        shared.sleepers.wake();
    }

    /// Gives up; or not, if the item was taken meanwhile.
    pub(crate) fn give_up(&mut self) -> bool {
        match self.offer.take() {
            None => true,
            Some(number) => lock(&self.sender.0.state).withdraw(number).is_some(),
        }
    }

    pub(crate) fn notice(&self) -> Notice {
        self.sender.0.notice()
    }
}

pub(crate) struct Receiver<T>(From<T>);

enum From<T> {
    Channel(Arc<Shared<T>>),
    /// What comes then is made of the moment.
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

    pub(crate) fn recv(&self) -> Result<T, RecvError> {
        until(&[self.notice()], || self.look())
    }

    pub(crate) fn recv_deadline(&self, end: Instant) -> Result<T, RecvTimeoutError> {
        until(&[self.notice(), Notice::At(end)], || match self.look() {
            Some(Ok(item)) => Some(Ok(item)),
            Some(Err(RecvError)) => Some(Err(RecvTimeoutError::Disconnected)),
            None => end.is_over().then_some(Err(RecvTimeoutError::Timeout)),
        })
    }

    #[allow(
        dead_code,
        reason = "the comparison with the other side has a use for it"
    )]
    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            From::Channel(shared) => lock(&shared.state).queue.len(),
            From::Time(..) | From::Never => 0,
        }
    }

    pub(crate) fn try_iter(&self) -> impl Iterator<Item = T> {
        std::iter::from_fn(|| self.try_recv().ok())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = T> {
        std::iter::from_fn(|| self.recv().ok())
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
                !state.queue.is_empty() || !state.offers.is_empty() || state.senders == 0
            }
            From::Time(end, _) => end.is_over(),
            From::Never => false,
        }
    }

    fn notice(&self) -> Notice {
        match &self.0 {
            From::Channel(shared) => shared.notice(),
            From::Time(end, _) => Notice::At(*end),
            From::Never => Notice::Never,
        }
    }
}

impl<'r, T> IntoIterator for &'r Receiver<T> {
    type Item = T;
    type IntoIter = Box<dyn Iterator<Item = T> + 'r>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
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
        let From::Channel(shared) = &self.0 else {
            return;
        };
        let unread = {
            let mut state = lock(&shared.state);
            state.receivers -= 1;
            match (state.receivers, state.capacity) {
                (0, None) => std::mem::take(&mut state.queue),
                // As crossbeam does: what is in a bounded queue stays there until its senders go.
                (0, Some(_)) => VecDeque::new(),
                _ => return,
            }
        };
        shared.sleepers.wake();
        // Foreign code, outside of the lock.
        drop(unread);
    }
}
