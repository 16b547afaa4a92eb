//! The promises of a loop: it ends when nothing is in flight, never earlier, and no more items than
//! its bound come back.

use std::ops::Range;
use std::task::{Poll, Waker};

use pipeline_models::{Item, Ledger};

use super::{Books, By, Put, Take, ends_in};
use crate::edge::flow::Bound;
use crate::edge::in_flight::{Cycle, Full, InFlightGuard, Share};
use crate::sync::thread::{park_until, spawn, waker};
use crate::sync::{Arc, Listener};
use crate::{Size, check};

/// Two senders put items into the edge that closes a loop, which takes one at a time.
#[test]
fn no_more_than_the_bound_come_back() {
    check(Size::Small, || {
        let (ledger, books) = (Ledger::of(3), Arc::new(Books::default()));
        let cycle = Cycle::new();
        let share = Cycle::back_share(&cycle, 1, Full::Drop);
        let (put, mut take) = ends_in(Bound::Nothing, Some(share), By::Threads);
        let edge = Arc::clone(take.from.edge());
        let sending = [vec![0, 1], vec![2]].map(|numbers| {
            let (mut put, ledger, books) = (put.another(), ledger.clone(), Arc::clone(&books));
            spawn(move || {
                let mut come_back = |number: &usize| put.put(ledger.item(*number));
                let came = numbers.iter().filter(|number| come_back(number));
                came.inspect(|_| books.put(1)).count() as u64
            })
        });
        drop(put);
        let mut taken = 0;
        loop {
            books.ask();
            if take.next().is_none() {
                break;
            }
            taken += 1;
        }
        let sent = sending.map(|thread| thread.join().expect("it ends well"));
        assert_eq!(sent.iter().sum::<u64>(), taken);
        let refused = edge.share().map(Share::refused);
        assert_eq!(refused, Some(3 - taken), "the others are refused");
    });
}

/// Two items go round, and the edge that closes the loop takes two. One sender looks for room while
/// the other item goes round and round.
#[test]
fn what_finds_room_is_never_refused() {
    check(Size::Large, || {
        let ledger = Ledger::of(4);
        let share = Cycle::back_share(&Cycle::new(), 2, Full::Drop);
        let (mut put, mut take) = ends_in(Bound::Nothing, Some(share), By::Threads);
        let edge = Arc::clone(take.from.edge());
        let (mut another, made) = (put.another(), ledger.clone());
        let going = spawn(move || assert!(another.put(made.item(3))));
        for number in 0..3 {
            assert!(put.put(ledger.item(number)));
            assert!(take.next().is_some());
        }
        going.join().expect("it is not refused");
        assert_eq!(edge.share().map(Share::refused), Some(0));
    });
}

#[test]
fn exactly_the_bound_comes_back() {
    check(Size::Small, || {
        let ledger = Ledger::of(9);
        let share = Cycle::back_share(&Cycle::new(), 2, Full::Drop);
        let (mut put, mut take) = ends_in(Bound::Nothing, Some(share), By::Threads);
        let mut come_back = |numbers: Range<usize>| {
            let come = numbers.filter(|number| put.put(ledger.item(*number)));
            come.collect::<Vec<_>>()
        };
        assert_eq!(come_back(0..3), [0, 1]);
        assert_eq!(take.next(), Some(0));
        assert_eq!(come_back(3..6), [3]);
        assert_eq!((take.next(), take.next()), (Some(1), Some(3)));
        assert_eq!(come_back(6..9), [6, 7]);
    });
}

/// The head of a loop, as `feedback` has it.
struct Head {
    back: Take,
    to: Put,
    cycle: Arc<Cycle>,
    listener: Listener,
}

impl Head {
    fn poll(&mut self, waker: Option<&Waker>) -> Poll<Option<Item>> {
        if let Poll::Ready(Some(item)) = self.back.from.poll_receive(u64::MAX, waker) {
            return Poll::Ready(Some(item));
        }
        let over = self.cycle.over();
        if let Some(waker) = waker {
            self.listener.listen(waker, |waker| {
                let _ = over.wake(waker);
            });
        }
        if over.is_raised() {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }

    fn next(&mut self) -> Option<Item> {
        let waker = waker();
        let mut polled = self.poll(None);
        loop {
            match polled {
                Poll::Ready(next) => return next,
                Poll::Pending => polled = self.poll(Some(&waker)),
            }
            if polled.is_pending() {
                park_until(None);
            }
        }
    }

    /// Takes the items that come back, until nothing is in flight. After item `n` comes item
    /// `n + step`, as long as the ledger has `all` items. Returns how many came back.
    fn turn(&mut self, ledger: &Ledger, step: usize, all: usize) -> usize {
        let mut hand = InFlightGuard::new(self.back.from.share());
        let mut rounds = 0;
        loop {
            hand.empty();
            let Some(item) = self.next() else {
                return rounds;
            };
            hand.take();
            rounds += 1;
            let next = item.number() + step;
            if next < all {
                hand.pass_on();
                self.to.to.sends_launched();
                let _ = self.to.put(ledger.item(next));
            }
        }
    }
}

/// A worker of a loop puts each item that it takes back, and leaves after `most` items. Items that
/// it is done with count as in flight until it waits.
fn go_round(mut from: Take, mut back: Put, most: usize) {
    let mut hand = InFlightGuard::new(from.from.share());
    for _ in 0..most {
        hand.finish();
        let item = from.from.try_take().or_else(|| {
            hand.land();
            from.item()
        });
        let Some(item) = item else {
            break;
        };
        hand.take();
        let _ = back.put(item);
    }
}

/// Sends `first` items into a loop of `workers` workers, each of which leaves after `most` items.
/// Others follow, up to `all`. Returns how many came back to the head.
fn rounds((first, all): (usize, usize), workers: usize, most: usize) -> usize {
    let ledger = Ledger::of(all);
    let cycle = Cycle::new();
    let share = Cycle::back_share(&cycle, 2, Full::Fail);
    let mut entry = InFlightGuard::of_entry(&cycle);
    let (to_back, back) = ends_in(Bound::Nothing, Some(share), By::Threads);
    let share = Cycle::open_share(&cycle);
    let (mut to, from) = ends_in(Bound::Items(2), Some(share), By::Threads);
    let members: Vec<Take> = match workers {
        1 => vec![from],
        _ => from.share::<2>(None).into(),
    };
    let going = members.into_iter().map(|from| {
        let back = to_back.another();
        spawn(move || go_round(from, back, most))
    });
    let going: Vec<_> = going.collect();
    drop(to_back);
    to.fill(&ledger, 0..first);
    entry.empty();
    let mut head = Head {
        back,
        to,
        cycle,
        listener: Listener::default(),
    };
    let rounds = head.turn(&ledger, first, all);
    drop(head);
    for thread in going {
        thread.join().expect("it ends well");
    }
    assert_eq!(ledger.live(), 0, "each item is dropped");
    rounds
}

#[test]
fn a_loop_ends_with_the_last_round_and_not_before() {
    check(Size::Small, || assert_eq!(rounds((2, 3), 1, usize::MAX), 3));
}

#[test]
fn a_loop_of_two_workers_ends_with_the_last_round_and_not_before() {
    check(Size::Large, || assert_eq!(rounds((1, 2), 2, usize::MAX), 2));
}

/// What the worker leaves behind is no longer in flight, so the loop ends.
#[test]
fn a_loop_whose_worker_leaves_ends() {
    check(Size::Small, || assert!(rounds((2, 2), 1, 1) <= 1));
}
