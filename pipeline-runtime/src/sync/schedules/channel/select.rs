//! Waits for several events at once.

use crossbeam_channel::{self as foreign, RecvError, TryRecvError};
use shuttle::rand::{Rng, thread_rng};

use super::super::thread::Instant;
use super::super::wait::{Notice, until};

/// An event that a thread can wait for together with others.
pub(crate) trait Event {
    type Item;

    /// Takes the item that has arrived, if there is one.
    fn look(&self) -> Option<Result<Self::Item, RecvError>>;

    /// Returns whether an item has arrived, without taking it.
    fn is_ready(&self) -> bool;

    fn notice(&self) -> Notice;
}

impl<E: Event> Event for &E {
    type Item = E::Item;

    fn look(&self) -> Option<Result<E::Item, RecvError>> {
        (**self).look()
    }

    fn is_ready(&self) -> bool {
        (**self).is_ready()
    }

    fn notice(&self) -> Notice {
        (**self).notice()
    }
}

/// A channel of the user's, which the model does not observe.
impl<T> Event for foreign::Receiver<T> {
    type Item = T;

    fn look(&self) -> Option<Result<T, RecvError>> {
        match self.try_recv() {
            Ok(item) => Some(Ok(item)),
            Err(TryRecvError::Disconnected) => Some(Err(RecvError)),
            Err(TryRecvError::Empty) => None,
        }
    }

    fn is_ready(&self) -> bool {
        let mut select = foreign::Select::new();
        select.recv(self);
        select.try_ready().is_ok()
    }

    fn notice(&self) -> Notice {
        Notice::Unknown
    }
}

/// Returns whether an event is ready.
type Look<'a> = Box<dyn Fn() -> bool + 'a>;

/// Waits for the first of several events, and returns its index.
pub(crate) struct Select<'a> {
    events: Vec<(Look<'a>, Notice)>,
}

impl<'a> Select<'a> {
    pub(crate) fn new() -> Self {
        Select { events: Vec::new() }
    }

    pub(crate) fn recv<E: Event>(&mut self, event: &'a E) -> usize {
        let is_ready = Box::new(|| event.is_ready());
        self.events.push((is_ready, event.notice()));
        self.events.len() - 1
    }

    pub(crate) fn ready(&mut self) -> usize {
        let (looks, notices) = self.parts();
        until(&notices, || ready(&looks))
    }

    pub(crate) fn ready_deadline(&mut self, end: Instant) -> Result<usize, ()> {
        let (looks, mut notices) = self.parts();
        notices.push(Notice::At(end));
        until(&notices, || {
            ready(&looks)
                .map(Ok)
                .or_else(|| end.is_over().then_some(Err(())))
        })
    }

    fn parts(&mut self) -> (Vec<Look<'a>>, Vec<Notice>) {
        std::mem::take(&mut self.events).into_iter().unzip()
    }
}

/// Returns the index of a ready event, chosen at random.
fn ready(looks: &[Look<'_>]) -> Option<usize> {
    let ready: Vec<_> = (0..looks.len()).filter(|&place| looks[place]()).collect();
    if ready.is_empty() {
        return None;
    }
    Some(ready[thread_rng().gen_range(0..ready.len())])
}

/// Waits for the first of several events. If several are ready, takes the one that is listed first.
#[allow(unused_macros, reason = "not all models have a use for it")]
macro_rules! select_biased {
    ($(recv($from:expr) -> $got:pat => $then:expr),+ $(,)?) => {{
        let notices = [$($crate::sync::channel::Event::notice(&$from)),+];
        let mut wait = $crate::sync::channel::Wait::new(&notices);
        loop {
            $(
                if let Some(came) = $crate::sync::channel::Event::look(&$from) {
                    drop(wait);
                    let $got = came;
                    break $then;
                }
            )+
            wait.go_on();
        }
    }};
}
pub(crate) use select_biased;
