//! How threads wait at the ends of an edge: they look for a while, and then sleep.
//!
//! Items are published one by one, and a sleeping receiver is woken for the first: no item is held
//! back to save wake-ups. Wake-ups are saved in the other direction: a sender that found no room
//! sleeps until a good part of the room is free again. Before a thread sleeps, it yields to other
//! threads a few times, which costs less where stages share a core.

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

/// A receiver that always finds items, but no more than this, is too close to its sender: each of
/// them waits for cache lines that the other has.
const FEW: u64 = 256;

/// If more items than this come between two waits, the stream is busy: the receiver waits for the
/// next burst.
pub(crate) const BURST: u64 = 32;

/// Minimum and maximum time that a sender waits for more room than one item's, before it looks
/// whether anybody takes items. Within these limits, the time that its window took last.
const FOR_MORE_ROOM: (Duration, Duration) = (Duration::from_micros(100), Duration::from_millis(2));

/// Maximum number of such looks.
const LOOKS: u32 = 4;

/// Polls until `poll` is ready: looks for a while, then sleeps between two polls. Returns `None` if
/// the worker must stop, or if `end` comes first.
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
    // Look at the clock before each poll, not after it: the poll must find all items that were put
    // in before a test advanced its clock.
    let mut is_late = sleep.is_late();
    loop {
        if let Poll::Ready(ready) = poll(Some(&waker)) {
            return Some(ready);
        }
        if stopper.must_stop() || is_late {
            return None;
        }
        sleep.park();
        is_late = sleep.is_late();
    }
}

/// Speed of a receiver's items, which decides how it waits the next time.
#[derive(Default)]
pub(crate) struct ReceiverPace {
    /// Number of items claimed since the last wait.
    claimed: u64,
    /// Duration of the last wait.
    last: Duration,
    /// Whether senders were told that items come slowly.
    is_slow: bool,
    /// Whether the receiver is so close to its sender that the sender should get ahead.
    is_close: bool,
    /// Whether the thread sleeps until it may claim the first item further ahead.
    pub(super) sleeps_long: bool,
}

impl ReceiverPace {
    /// From now on, tells senders that items come slowly, whatever their speed is.
    pub(super) fn stay_slow(&mut self) {
        self.is_slow = true;
    }

    /// Returns whether to tell senders that items come slowly.
    pub(super) fn is_slow(&mut self) -> bool {
        self.is_slow |= thread::is_long(self.last);
        self.is_slow
    }
}

impl<T> Receiver<T> {
    /// Claims items, and waits for them, but not beyond `end`. Returns whether there are any.
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
            // However long a window takes to fill, its stream is not slow.
            self.pace.last = Duration::ZERO;
            Patience::of_many()
        } else {
            Patience::of_one().after(self.pace.last)
        };
        // For waits of some 100 ns, looks at the clock cost too much.
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

    /// Waits as the worker of an ordered fan-out, which may have to wait until it may claim further
    /// ahead. It first waits until a good part of the window is free, but not for long, because the
    /// next stage may be busy with one item.
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

    /// Takes the next item; `None` at the end of the stream, at `end`, or when the worker must
    /// stop.
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
    /// Claims items, and waits for them. Dispatches items of other workers meanwhile. Returns
    /// whether there are any. Calls `count_failure` if the key function panics.
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

    /// Waits for the next step; `None` if the worker must stop. If a queue is full while the worker
    /// dispatches, it first waits for more than one place, but not for long.
    fn wait(&mut self, stopper: &Stopper, waited: &Stopwatch) -> Option<NextItem> {
        let mut listener = mem::take(&mut self.listener);
        let next = waited.time(|| {
            let start = Instant::now();
            // The other workers take items, too, so the stream may be busy although this worker got
            // one item only.
            let mut patience = if self.passed_since_last_wait() > BURST {
                Patience::of_many()
            } else {
                Patience::of_one().after(self.last_wait)
            };
            let mut next = None;
            if self.waits_for_room() {
                let (least, most) = FOR_MORE_ROOM;
                let end = End::of_patience(self.last_wait.clamp(least, most));
                let patience = mem::replace(&mut patience, Patience::none());
                next = block(patience, Some(&end), stopper, &mut listener, |waker| {
                    self.poll(u64::MAX, waker, false)
                });
            }
            if next.is_none() && !stopper.must_stop() {
                next = block(patience, None, stopper, &mut listener, |waker| {
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
    /// Puts an item in, and blocks until there is room.
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

    /// Waits for room, and puts the item in. It first waits for more room than one item's, but not
    /// for long: the receiver, or a reader of another output of this worker, may need this very
    /// item to continue.
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
    /// Sends one output of the item in hand.
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

    /// Finishes the item in hand.
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
