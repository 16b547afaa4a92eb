//! `receive`: takes items from channels that the pipeline did not make.

use std::sync::mpsc;
use std::time::Duration;

use crossbeam_channel::{Receiver, TryRecvError};

use crate::edge::supply::Supply;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::Source;
use crate::run::worker::Worker;
use crate::sync::channel::select_biased;
use crate::sync::thread::Patience;

/// The receiver of a channel from which a pipeline can [`receive`](crate::private::Scope::receive).
///
/// Implemented for the receivers of `crossbeam-channel`, owned or borrowed (they can be shared),
/// and for the owned receiver of `std::sync::mpsc`.
#[diagnostic::on_unimplemented(
    message = "`receive` cannot read from `{Self}`",
    label = "not the receiver of a known channel",
    note = "it takes the `Receiver` of `crossbeam_channel` 0.5, owned or as `&`, or that of `std::sync::mpsc`, owned",
    note = "other sources that iterate go into `generator(...)`"
)]
pub trait Inbox: Send {
    /// The type of the items.
    type Item;
    /// Always `Receive<Self>`. A type that is no receiver has no such associated type, so rustc
    /// reports that mistake once and not wherever the items are used.
    type Source;

    /// Blocks until the next item. Returns `None` at the end of the channel, or if `worker` must
    /// stop or its run is drained. `last_wait` is the duration of the wait before this one.
    #[doc(hidden)]
    fn next<E>(&mut self, worker: &Worker<E>, last_wait: &mut Duration) -> Option<Self::Item>;
}

impl<T: Send> Inbox for crossbeam_channel::Receiver<T> {
    type Item = T;
    type Source = Receive<Self>;

    fn next<E>(&mut self, worker: &Worker<E>, last_wait: &mut Duration) -> Option<T> {
        receive(self, worker, last_wait)
    }
}

impl<T: Send> Inbox for &crossbeam_channel::Receiver<T> {
    type Item = T;
    type Source = Receive<Self>;

    fn next<E>(&mut self, worker: &Worker<E>, last_wait: &mut Duration) -> Option<T> {
        receive(self, worker, last_wait)
    }
}

fn receive<T, E>(items: &Receiver<T>, worker: &Worker<E>, last_wait: &mut Duration) -> Option<T> {
    let look = || match items.try_recv() {
        Ok(item) => Some(Some(item)),
        Err(TryRecvError::Disconnected) => Some(None),
        Err(TryRecvError::Empty) => None,
    };
    if let Some(found) = look() {
        return found;
    }
    let is_over = || worker.must_stop() || worker.context().is_drained();
    let look = || if is_over() { Some(None) } else { look() };
    worker
        .counters()
        .waited_for_input
        .time(|| Patience::of_one().look_or_wait(last_wait, look, || select(items, worker)))
}

fn select<T, E>(items: &Receiver<T>, worker: &Worker<E>) -> Option<T> {
    let hung_up = worker.hung_up();
    // The stop signals come first. With a random choice, half of the selects after a cancel would
    // still take an item.
    select_biased! {
        recv(worker.context().quit()) -> _ => {
            worker.must_stop();
            None
        },
        recv(worker.context().drain_signal()) -> _ => None,
        recv(hung_up) -> _ => None,
        recv(items) -> item => item.ok(),
    }
}

/// How long a receive on a `std` channel may block after a cancel. These channels have no select,
/// so the receive polls.
const STD_POLL: Duration = Duration::from_millis(10);

impl<T: Send> Inbox for mpsc::Receiver<T> {
    type Item = T;
    type Source = Receive<Self>;

    fn next<E>(&mut self, worker: &Worker<E>, _: &mut Duration) -> Option<T> {
        while !worker.must_stop() && !worker.context().is_drained() {
            let received = self.try_recv().map_err(|_| ()).or_else(|()| {
                let waited = &worker.counters().waited_for_input;
                waited.time(|| self.recv_timeout(STD_POLL))
            });
            match received {
                Ok(item) => return Some(item),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Returns a source with the items that arrive on `channel`. The worker that reads them also
    /// receives them.
    pub fn receive<C: Inbox<Source = S>, S: From<Receive<C>>>(&self, channel: C) -> S {
        Receive(channel).into()
    }
}

/// See [`Scope::receive`](crate::private::Scope::receive).
pub struct Receive<C>(pub(crate) C);

impl<C: Inbox, E> Source<E> for Receive<C> {
    type Item = C::Item;
    type Crossing = ();
    type Iter = Received<C, E>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Received {
            channel: self.0,
            worker: worker.clone(),
            last_wait: Duration::ZERO,
        })
    }
}

/// A channel of the user's, on the worker that reads it.
pub struct Received<C, E> {
    channel: C,
    worker: Worker<E>,
    last_wait: Duration,
}

impl<C: Inbox, E> Supply for Received<C, E> {}

impl<C: Inbox, E> Iterator for Received<C, E> {
    type Item = C::Item;

    fn next(&mut self) -> Option<C::Item> {
        if self.worker.context().is_drained() {
            return None;
        }
        let item = self.channel.next(&self.worker, &mut self.last_wait)?;
        self.worker.counters().taken[0].add(1);
        Some(item)
    }
}
