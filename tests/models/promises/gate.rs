//! The promise of a gate: no receiver sleeps while there is an item for it.

use crate::edge::wait::{Asleep, Gate, Seat, published};
use crate::sync::thread::{park_until, spawn, waker};
use crate::sync::{Arc, AtomicU64, AtomicUsize, LightFence, Mutex, Ordering, lock, without_fences};
use crate::{Size, check};

/// Numbered items without a content, and the gate of their receivers.
struct Pile {
    gate: Gate,
    /// How many items each sender has put in.
    put: [AtomicU64; 2],
    taken: Mutex<u64>,
    open: AtomicUsize,
}

/// Speed of the items, as a receiver announces it to senders.
#[derive(Clone, Copy)]
enum Pace {
    /// Nothing, so senders execute fences.
    Unknown,
    /// Items come slowly, so senders change the word.
    Slow,
    /// Items came slowly, and come quickly again.
    Quick,
}

impl Pile {
    fn new(is_counted: bool) -> Arc<Self> {
        Arc::new(Pile {
            gate: Gate::new(is_counted),
            put: [AtomicU64::new(0), AtomicU64::new(0)],
            taken: Mutex::new(0),
            open: AtomicUsize::new(1),
        })
    }

    /// Puts item `number` in. Returns whether a receiver is there for it.
    fn put(&self, sender: usize, number: u64) -> bool {
        self.put[sender].store(number, Ordering::Release);
        !published(LightFence::get(), &self.gate) || self.gate.attend()
    }

    fn all(&self) -> u64 {
        self.put.iter().map(|put| put.load(Ordering::Acquire)).sum()
    }

    fn find(&self) -> bool {
        let mut taken = lock(&self.taken);
        let found = self.all() > *taken;
        *taken += u64::from(found);
        found
    }

    fn has_items(&self) -> bool {
        self.all() > *lock(&self.taken)
    }

    /// Waits for an item and takes it. Returns false at the end.
    fn take(&self, pace: Pace) -> bool {
        let waker = waker();
        let mut seat = None;
        let found = loop {
            let is_at_end = self.open.load(Ordering::Acquire) == 0;
            if self.find() {
                break true;
            }
            if is_at_end {
                break false;
            }
            let asleep = match pace {
                Pace::Unknown => Asleep::Quickly,
                Pace::Slow | Pace::Quick => Asleep::Slowly,
            };
            self.gate.register(&mut seat, &waker, asleep);
            let is_at_end = self.open.load(Ordering::Acquire) == 0;
            if self.find() {
                break true;
            }
            if is_at_end {
                break false;
            }
            park_until(None);
        };
        self.leave(&mut seat, found);
        if let Pace::Quick = pace {
            self.gate.is_quick();
        }
        found
    }

    fn leave(&self, seat: &mut Seat, found: bool) {
        let was_woken = self.gate.leave(seat);
        if found || was_woken {
            self.gate.pass_on(|| self.has_items());
        }
    }
}

/// One receiver takes all items.
fn one_that_sleeps_is_woken(size: Size, is_counted: bool, pace: Pace, items: u64) {
    check(size, move || {
        if is_counted {
            // A thread that changes the word sees what others did before they changed it.
            without_fences();
        }
        let pile = Pile::new(is_counted);
        let putting = {
            let pile = Arc::clone(&pile);
            spawn(move || assert!((1..=items).all(|number| pile.put(0, number))))
        };
        assert!((0..items).all(|_| pile.take(pace)));
        putting.join().expect("it puts all in");
    });
}

#[test]
fn one_that_sleeps_is_woken_where_fences_are() {
    one_that_sleeps_is_woken(Size::Small, false, Pace::Unknown, 2);
}

#[test]
fn one_that_sleeps_is_woken_where_items_come_slowly() {
    one_that_sleeps_is_woken(Size::Small, false, Pace::Slow, 2);
}

#[test]
fn one_that_sleeps_is_woken_while_the_pace_changes() {
    one_that_sleeps_is_woken(Size::Small, false, Pace::Quick, 3);
}

#[test]
fn one_that_sleeps_is_woken_without_fences() {
    one_that_sleeps_is_woken(Size::Small, true, Pace::Unknown, 2);
}

/// One sender, two receivers, an item for each.
fn two_that_sleep_are_woken(is_counted: bool, paces: [Pace; 2]) {
    check(Size::Small, move || {
        let pile = Pile::new(is_counted);
        let [own, other] = paces;
        let taking = {
            let pile = Arc::clone(&pile);
            spawn(move || pile.take(other))
        };
        let putting = {
            let pile = Arc::clone(&pile);
            spawn(move || assert!((1..=2).all(|number| pile.put(0, number))))
        };
        assert!(pile.take(own));
        assert!(taking.join().expect("it takes"));
        putting.join().expect("it puts all in");
    });
}

#[test]
fn two_that_sleep_are_woken_where_fences_are() {
    two_that_sleep_are_woken(false, [Pace::Unknown, Pace::Unknown]);
}

#[test]
fn two_that_sleep_are_woken_where_items_come_slowly() {
    two_that_sleep_are_woken(false, [Pace::Slow, Pace::Slow]);
}

#[test]
fn two_that_sleep_are_woken_though_one_is_slow() {
    two_that_sleep_are_woken(false, [Pace::Unknown, Pace::Slow]);
}

#[test]
fn two_that_sleep_are_woken_though_one_gets_quick() {
    two_that_sleep_are_woken(false, [Pace::Quick, Pace::Slow]);
}

#[test]
fn two_that_sleep_are_woken_without_speed() {
    two_that_sleep_are_woken(true, [Pace::Unknown, Pace::Unknown]);
}

/// Two senders, two receivers, an item for each.
fn two_that_sleep_are_woken_by_two(is_counted: bool, paces: [Pace; 2]) {
    check(Size::Large, move || {
        let pile = Pile::new(is_counted);
        let [own, other] = paces;
        let taking = {
            let pile = Arc::clone(&pile);
            spawn(move || pile.take(other))
        };
        let putting = [0, 1].map(|sender| {
            let pile = Arc::clone(&pile);
            spawn(move || assert!(pile.put(sender, 1)))
        });
        assert!(pile.take(own));
        assert!(taking.join().expect("it takes"));
        for sender in putting {
            sender.join().expect("it puts one in");
        }
    });
}

#[test]
fn two_senders_wake_two() {
    two_that_sleep_are_woken_by_two(false, [Pace::Unknown, Pace::Quick]);
}

#[test]
fn two_senders_of_tasks_wake_two() {
    two_that_sleep_are_woken_by_two(true, [Pace::Unknown, Pace::Unknown]);
}

/// A receiver gives up its wait. It may have been woken for an item that is for the other.
fn who_leaves_passes_on(is_counted: bool) {
    check(Size::Small, move || {
        let pile = Pile::new(is_counted);
        let leaving = {
            let pile = Arc::clone(&pile);
            spawn(move || {
                let mut seat = None;
                pile.gate.register(&mut seat, &waker(), Asleep::Quickly);
                pile.leave(&mut seat, false);
            })
        };
        let putting = {
            let pile = Arc::clone(&pile);
            spawn(move || assert!(pile.put(0, 1)))
        };
        assert!(pile.take(Pace::Unknown));
        for thread in [leaving, putting] {
            thread.join().expect("it ends well");
        }
    });
}

#[test]
fn a_receiver_that_leaves_passes_on() {
    who_leaves_passes_on(false);
}

#[test]
fn a_task_that_leaves_passes_on() {
    who_leaves_passes_on(true);
}

/// The end wakes both sleepers.
fn all_hear_of_the_end(is_counted: bool) {
    check(Size::Small, move || {
        without_fences();
        let pile = Pile::new(is_counted);
        let [taking, ending] = [true, false].map(|takes| {
            let pile = Arc::clone(&pile);
            spawn(move || {
                if takes {
                    assert!(!pile.take(Pace::Unknown));
                } else {
                    pile.open.store(0, Ordering::Release);
                    pile.gate.wake_all();
                }
            })
        });
        assert!(!pile.take(Pace::Slow));
        for thread in [taking, ending] {
            thread.join().expect("it ends well");
        }
    });
}

#[test]
fn all_that_sleep_hear_of_the_end() {
    all_hear_of_the_end(false);
}

#[test]
fn all_tasks_that_sleep_hear_of_the_end() {
    all_hear_of_the_end(true);
}

/// Each of two senders puts an item in while the last receiver leaves. If the receiver does not see
/// an item, its sender does.
fn what_is_put_in_at_last_is_seen(is_counted: bool) {
    check(Size::Small, move || {
        let pile = Pile::new(is_counted);
        let putting = [0, 1].map(|sender| {
            let pile = Arc::clone(&pile);
            spawn(move || {
                if !pile.put(sender, 1) {
                    while pile.find() {}
                }
            })
        });
        pile.gate.close();
        while pile.find() {}
        for sender in putting {
            sender.join().expect("it puts one in");
        }
        assert_eq!(*lock(&pile.taken), 2);
    });
}

#[test]
fn an_item_that_the_last_receiver_misses_is_seen_by_its_sender() {
    what_is_put_in_at_last_is_seen(false);
}

#[test]
fn an_item_that_the_last_task_misses_is_seen_by_its_sender() {
    what_is_put_in_at_last_is_seen(true);
}

/// A worker waits until another has done the item before its own. A receiver waits for both.
#[test]
fn a_worker_hears_of_its_turn() {
    check(Size::Small, || {
        let pile = Pile::new(false);
        // The worker's own item is that of sender 1, and comes after the item of sender 0.
        let waiting = {
            let pile = Arc::clone(&pile);
            spawn(move || {
                let has_turn = || pile.put[0].load(Ordering::Acquire) > 0;
                let mut seat = None;
                while !has_turn() {
                    pile.gate.register_for_turn(&mut seat, &waker());
                    if has_turn() {
                        break;
                    }
                    park_until(None);
                }
                pile.gate.leave_turn(&mut seat);
                assert!(pile.put(1, 1));
            })
        };
        let putting = {
            let pile = Arc::clone(&pile);
            spawn(move || assert!(pile.put(0, 1)))
        };
        assert!(pile.take(Pace::Unknown) && pile.take(Pace::Unknown));
        for thread in [waiting, putting] {
            thread.join().expect("it ends well");
        }
    });
}

/// The outputs of two workers are read in order. A worker wakes the receiver for the next output,
/// and leaves it asleep for any other.
#[test]
fn the_next_output_wakes_its_receiver() {
    check(Size::Small, || {
        let pile = Pile::new(false);
        let read = Arc::new(AtomicUsize::new(0));
        let working = [0, 1].map(|worker: usize| {
            let (pile, read) = (Arc::clone(&pile), Arc::clone(&read));
            spawn(move || {
                pile.put[worker].store(1, Ordering::Release);
                if published(LightFence::get(), &pile.gate) {
                    let has_next = || {
                        let next = read.load(Ordering::Acquire);
                        pile.put
                            .get(next)
                            .is_some_and(|put| put.load(Ordering::Acquire) > 0)
                    };
                    assert!(pile.gate.attend_unless(|| !has_next()));
                }
            })
        });
        let (waker, mut seat) = (waker(), None);
        for (next, output) in pile.put.iter().enumerate() {
            read.store(next, Ordering::Release);
            while output.load(Ordering::Acquire) == 0 {
                pile.gate.register(&mut seat, &waker, Asleep::Quickly);
                if output.load(Ordering::Acquire) > 0 {
                    break;
                }
                park_until(None);
            }
            pile.gate.leave(&mut seat);
        }
        for worker in working {
            worker.join().expect("it ends well");
        }
    });
}
