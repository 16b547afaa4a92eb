//! `receive`: items from channels that the pipeline did not make.

use std::sync::mpsc;
use std::time::Duration;

use crossbeam_channel::{Receiver, TryRecvError};

use crate::edge::supply::Supply;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::Source;
use crate::run::worker::Worker;
use crate::sync::channel::select_biased;
use crate::sync::thread::Patience;

/// A channel's receiver that a pipeline can [`receive`](crate::private::Scope::receive) from.
///
/// Receivers of `crossbeam-channel` (owned, or borrowed as it can be shared) and of `std`.
#[diagnostic::on_unimplemented(
    message = "`receive` cannot read from `{Self}`",
    label = "not the receiver of a known channel",
    note = "it takes the `Receiver` of `crossbeam_channel` 0.5, owned or as `&`, or that of `std::sync::mpsc`, owned",
    note = "other sources that iterate go into `generator(...)`"
)]
pub trait Inbox: Send {
    /// What arrives.
    type Item;
    /// `Receive<Self>`. Of what is no receiver, rustc knows no such type: so it tells of it once, and not again
    /// wherever the items go.
    type Source;

    /// Waits for the next item; `None` at the end of the channel, or once `worker` must stop or
    /// its run is drained. `last_wait` is how long the wait before this one took.
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
    // The quit signals come first, or half of the selects after a cancel would take one item more.
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

/// How long a receive on a `std` channel may go on after a cancel: these channels know no select.
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
    /// What arrives on `channel`, received by the worker that reads it.
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

/// A foreign channel, on the worker that reads it.
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
