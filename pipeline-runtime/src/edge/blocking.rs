//! The ends of an edge as threads use them: they wait by looking for a while, and then sleep.
//!
//! Items are published one by one, and a receiver that sleeps is woken for the first: nobody holds items back to
//! save wake-ups. What is saved is the other direction: a sender that found no room sleeps until a good part of
//! it is free again. Before anybody sleeps it lets other threads run a few times, which costs less where stages
//! share a core.

use std::mem;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::flow::Wanted;
use super::hang_up::{Closed, Unsent};
use super::partition::{KeyedReceiver, NextItem};
use super::reorder::OrderedSender;
use super::sender::Patience as SenderPatience;
use super::{Receiver, Sender};
use crate::context::time::{End, ThreadSleep};
use crate::report::counters::Stopwatch;
use crate::run::stopper::Stopper;
use crate::sync::Listener;
use crate::sync::thread::{self, Instant, Patience};

/// A receiver that finds no more items than this, and always some, is right behind its sender: each waits for
/// cache lines that the other has.
const FEW: u64 = 256;

/// More items than this between two waits are a stream that goes on: the receiver waits for its next burst.
pub(crate) const BURST: u64 = 32;

/// How long at least and at most a sender waits for more room than one item's, before it looks whether anybody
/// takes anything: as long as its window took the last time.
const FOR_MORE_ROOM: (Duration, Duration) = (Duration::from_micros(100), Duration::from_millis(2));

/// How often it does so.
const LOOKS: u32 = 4;

/// Polls until it is ready: looks for a while, then sleeps between two polls. `None` if the worker must stop or
/// `end` has come before.
pub(crate) fn block<R>(
    mut patience: Patience,
    end: Option<&End>,
    stopper: &Stopper,
    listener: &mut Listener,
    mut poll: impl FnMut(Option<&Waker>) -> Poll<R>,
) -> Option<R> {
    loop {
        if let Poll::Ready(ready) = poll(None) {
            return Some(ready);
        }
        if stopper.must_stop() {
            return None;
        }
        if !patience.pause() {
            break;
        }
    }
    let sleep = ThreadSleep::until(end);
    let waker = thread::waker();
    stopper.listen(listener, &waker);
    loop {
        if let Poll::Ready(ready) = poll(Some(&waker)) {
            return Some(ready);
        }
        if stopper.must_stop() || sleep.is_late() {
            return None;
        }
        sleep.park();
    }
}

/// How fast a receiver's items came, for its next wait.
#[derive(Default)]
pub(crate) struct ReceiverPace {
    /// How many items it claimed since it last waited.
    claimed: u64,
    /// How long it waited then.
    last: Duration,
    /// It told senders that items come slowly.
    is_slow: bool,
    /// It is right behind its sender, which is to get ahead.
    is_close: bool,
    /// Its thread sleeps until it is woken, however little it can go ahead then.
    pub(super) sleeps_long: bool,
}

impl ReceiverPace {
    /// Whether to tell senders that items come slowly.
    pub(super) fn is_slow(&mut self) -> bool {
        self.is_slow |= thread::is_long(self.last);
        self.is_slow
    }
}

impl<T> Receiver<T> {
    /// Claims items, and waits for them, but not beyond `end`; whether there are any.
    pub(crate) fn claim(
        &mut self,
        end: Option<&End>,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> bool {
        if mem::take(&mut self.pace.is_close) {
            thread::yield_now();
        }
        if let Poll::Ready(found) = self.poll_claim(u64::MAX, None) {
            self.pace.is_close = found && !self.is_exact() && self.is_close_to_its_sender(FEW);
            self.note_claimed();
            return found;
        }
        let found = self.wait(end, stopper, waited);
        self.note_claimed();
        found
    }

    fn note_claimed(&mut self) {
        self.pace.claimed = self.pace.claimed.saturating_add(self.claimed());
        if self.pace.claimed > BURST && mem::take(&mut self.pace.is_slow) {
            self.shared.gate.is_quick();
        }
    }

    fn wait(&mut self, end: Option<&End>, stopper: &Stopper, waited: &Stopwatch) -> bool {
        let mut patience = if mem::take(&mut self.pace.claimed) > BURST {
            // However long it takes to fill a window: that is no slow stream.
            self.pace.last = Duration::ZERO;
            Patience::of_many()
        } else {
            Patience::of_one().after(self.pace.last)
        };
        // Waits of some 100 ns are not worth the looks at the clock.
        while patience.is_young() {
            patience.pause();
            if let Poll::Ready(found) = self.poll_claim(u64::MAX, None) {
                self.pace.last = Duration::ZERO;
                return found;
            }
        }
        waited.time(|| {
            let start = Instant::now();
            let mut listener = mem::take(&mut self.listener);
            let found = if self.is_ordered() {
                self.wait_in_order(patience, stopper, &mut listener)
            } else {
                block(patience, end, stopper, &mut listener, |waker| {
                    self.poll_claim(u64::MAX, waker)
                })
            };
            self.listener = listener;
            self.pace.last = start.elapsed();
            if found.is_none() {
                self.leave();
            }
            found == Some(true)
        })
    }

    /// For the worker of an ordered fan-out: it may wait until it may claim further ahead. At first it waits until
    /// that is a good part of the window, but not for long: the next stage may be busy with one item.
    fn wait_in_order(
        &mut self,
        patience: Patience,
        stopper: &Stopper,
        listener: &mut Listener,
    ) -> Option<bool> {
        let (least, most) = FOR_MORE_ROOM;
        let end = End::of_patience(self.pace.last.clamp(least, most));
        let found = block(patience, Some(&end), stopper, listener, |waker| {
            self.poll_claim(u64::MAX, waker)
        });
        if found.is_some() || stopper.must_stop() {
            return found;
        }
        self.pace.sleeps_long = true;
        let found = block(Patience::none(), None, stopper, listener, |waker| {
            self.poll_claim(u64::MAX, waker)
        });
        self.pace.sleeps_long = false;
        found
    }

    /// The next item; `None` at the end of the stream or at `end`, or when the worker must stop.
    pub(crate) fn receive(
        &mut self,
        end: Option<&End>,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> Option<T> {
        loop {
            if let Some(item) = self.try_take() {
                return Some(item);
            }
            if !self.claim(end, stopper, waited) {
                return None;
            }
        }
    }

    /// [`receive`](Receiver::receive) with the item's number, for the worker of an ordered fan-out.
    pub(crate) fn receive_numbered(
        &mut self,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> Option<(u64, T)> {
        loop {
            if let Some(taken) = self.try_take_numbered() {
                return Some(taken);
            }
            if !self.claim(None, stopper, waited) {
                return None;
            }
        }
    }
}

impl<T> KeyedReceiver<'_, T> {
    /// Claims items, dispatches those of other workers meanwhile, and waits; whether there are any. Calls
    /// `count_failure` if the key function panics.
    pub(crate) fn claim(
        &mut self,
        stopper: &Stopper,
        waited: &Stopwatch,
        count_failure: impl Fn(),
    ) -> bool {
        loop {
            let next = match self.poll(u64::MAX, None, false) {
                Poll::Ready(next) => Some(next),
                Poll::Pending => self.wait(stopper, waited),
            };
            match next {
                Some(NextItem::Take) => return true,
                Some(NextItem::Dispatch) => {
                    self.dispatch(u64::MAX, &count_failure);
                    if stopper.must_stop() {
                        return false;
                    }
                }
                Some(NextItem::End) | None => return false,
            }
        }
    }

    /// Waits for what to do next; not if the worker must stop. If it dispatches and a queue is full, it waits for
    /// more than one place at first, but not for long.
    fn wait(&mut self, stopper: &Stopper, waited: &Stopwatch) -> Option<NextItem> {
        let mut listener = mem::take(&mut self.listener);
        let next = waited.time(|| {
            let start = Instant::now();
            let patience = Patience::of_one().after(self.last_wait);
            let (least, most) = FOR_MORE_ROOM;
            let end = End::of_patience(self.last_wait.clamp(least, most));
            let mut next = block(patience, Some(&end), stopper, &mut listener, |waker| {
                self.poll(u64::MAX, waker, false)
            });
            if next.is_none() && !stopper.must_stop() {
                next = block(Patience::none(), None, stopper, &mut listener, |waker| {
                    self.poll(u64::MAX, waker, true)
                });
            }
            self.last_wait = start.elapsed();
            next
        });
        self.listener = listener;
        next
    }
}

impl<T> Sender<T> {
    /// Puts an item in, when there is room.
    pub(crate) fn send(
        &mut self,
        item: T,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> Result<(), Unsent> {
        let mut item = Some(item);
        let quarter = SenderPatience::None(Wanted::Quarter);
        if let Poll::Ready(sent) = self.poll_put(&mut item, quarter) {
            return sent;
        }
        waited.time(|| {
            let sent = self.wait_and_put(&mut item, stopper);
            sent.unwrap_or_else(|| {
                self.give_up();
                Err(Unsent::Closed)
            })
        })
    }

    /// At first it waits for more room than one item's, but not for long: the receiver may be waiting for what comes
    /// when there is no room, or other readers of its worker's for theirs.
    fn wait_and_put(
        &mut self,
        item: &mut Option<T>,
        stopper: &Stopper,
    ) -> Option<Result<(), Unsent>> {
        let mut listener = mem::take(&mut self.listener);
        let of_each = self.note_full();
        let mut patience = Patience::of_many().after(of_each);
        let (least, most) = FOR_MORE_ROOM;
        let time = of_each.clamp(least, most);
        let mut sent = None;
        for _ in 0..LOOKS {
            let taken = self.taken_so_far();
            let end = End::of_patience(time);
            sent = block(patience, Some(&end), stopper, &mut listener, |waker| {
                let quarter = SenderPatience::None(Wanted::Quarter);
                self.poll_put(item, waker.map_or(quarter, SenderPatience::Timed))
            });
            patience = Patience::none();
            let nothing_taken = self.taken_so_far() == taken;
            if sent.is_some() || stopper.must_stop() || nothing_taken {
                break;
            }
        }
        if sent.is_none() && !stopper.must_stop() {
            sent = block(Patience::none(), None, stopper, &mut listener, |waker| {
                let one = SenderPatience::None(Wanted::One);
                self.poll_put(item, waker.map_or(one, SenderPatience::Long))
            });
        }
        self.listener = listener;
        sent
    }
}

impl<T> OrderedSender<T> {
    /// Sends one of the outputs of the item in hand.
    pub(crate) fn send(
        &mut self,
        item: T,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> Result<(), Unsent> {
        let mut item = Some(item);
        self.wait(stopper, waited, |this, waker| {
            this.poll_send(&mut item, waker)
        })
        .unwrap_or(Err(Unsent::Closed))
    }

    /// The item in hand is done.
    pub(crate) fn finish(&mut self, stopper: &Stopper, waited: &Stopwatch) -> Result<(), Closed> {
        self.wait(stopper, waited, Self::poll_finish)
            .unwrap_or(Err(Closed))
    }

    /// Waits for the turn of the item in hand.
    pub(crate) fn reach_turn(
        &mut self,
        stopper: &Stopper,
        waited: &Stopwatch,
    ) -> Result<(), Closed> {
        self.wait(stopper, waited, Self::poll_turn).ok_or(Closed)
    }

    fn wait<R>(
        &mut self,
        stopper: &Stopper,
        waited: &Stopwatch,
        mut poll: impl FnMut(&mut Self, Option<&Waker>) -> Poll<R>,
    ) -> Option<R> {
        if let Poll::Ready(ready) = poll(self, None) {
            return Some(ready);
        }
        let mut listener = mem::take(&mut self.listener);
        let ready = waited.time(|| {
            let patience = Patience::of_one();
            block(patience, None, stopper, &mut listener, |waker| {
                poll(self, waker)
            })
        });
        self.listener = listener;
        ready
    }
}
