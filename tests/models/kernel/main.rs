//! Tries on this machine what no model has: the barrier that the kernel executes in other threads.
//!
//! A missing barrier rarely shows. Here it is made likely to show: two threads meet at the same
//! place again and again, each time a little earlier or later.

mod sync;

#[allow(dead_code, clippy::unused_self, reason = "what is not tried")]
#[path = "../beside/counters.rs"]
mod counters;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "what is not tried"
)]
#[path = "../../../pipeline-runtime/src/edge/mod.rs"]
mod edge;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../beside/error.rs"]
mod error;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/run/foreign.rs"]
mod foreign;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../beside/stopper.rs"]
mod stopper;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/time.rs"]
mod time;

/// Modules at the paths where the runtime has them.
mod context {
    pub(crate) use super::time;
}
mod report {
    pub(crate) use super::counters;
}
mod run {
    pub(crate) use super::{error, foreign, stopper};
}

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{process, thread};

use crate::counters::Stopwatch;
use crate::edge::flow::Bound;
use crate::edge::memory::{Owner, lane};
use crate::edge::{Ends, Receiver, Sender, edge};
use crate::stopper::Stopper;
use crate::sync::{Arc, CachePadded, LightFence, Mutex, heavy_fence, lock, prepare_fences};

/// Number of rounds in which two threads meet.
const ROUNDS: u32 = 20_000;

/// How long the rounds are repeated. Two cores with nothing else to do repeat them often.
const TIME: Duration = Duration::from_secs(1);

fn again_and_again(meet: impl Fn()) {
    let end = Instant::now() + TIME;
    while Instant::now() < end {
        meet();
    }
}

/// Number of looks that take some seconds. A thread that waits longer for the other waits for ever.
const LIMIT: u32 = 1 << 31;

/// Waits without a sleep, because a wake-up would come too late.
#[inline(always)]
fn wait_until(is_so: impl Fn() -> bool) {
    let mut looks = 0_u32;
    while !is_so() {
        looks += 1;
        if looks.is_multiple_of(1 << 12) {
            thread::yield_now();
        }
        if looks == LIMIT {
            eprintln!("one of the threads sleeps, and is not woken");
            process::abort();
        }
    }
}

/// Lets some nanoseconds pass, in each round a different number.
fn linger(round: u32, most: u32) {
    (0..round.wrapping_mul(7) % most).for_each(|step| {
        black_box(step);
    });
}

/// A sender puts an item in and then looks for a sleeper. A sleeper announces its sleep and then
/// looks at the lane. At least one of them sees the other.
#[test]
fn a_put_and_a_sleeper_see_each_other() {
    again_and_again(puts_and_sleeps);
}

fn puts_and_sleeps() {
    prepare_fences();
    let (mut writer, reader) = lane(ROUNDS as usize);
    assert!(writer.make_room(u64::from(ROUNDS)) >= u64::from(ROUNDS));
    let (lane, _reader) = (Arc::clone(writer.lane()), reader);
    let said = CachePadded(AtomicU32::new(0));
    thread::scope(|threads| {
        let putting = threads.spawn(|| {
            let fence = LightFence::get();
            let rounds = (1..=ROUNDS).map(|round| {
                writer.put(round).expect("there is room");
                fence.pass();
                let is_heard = said.load(Ordering::Relaxed) >= round;
                wait_until(|| said.load(Ordering::Relaxed) >= round);
                is_heard
            });
            rounds.collect::<Vec<bool>>()
        });
        let rounds = (1..=ROUNDS).map(|round| {
            said.store(round, Ordering::Relaxed);
            heavy_fence();
            let is_found = lane.waiting() >= u64::from(round);
            wait_until(|| lane.waiting() >= u64::from(round));
            is_found
        });
        let found: Vec<bool> = rounds.collect();
        let heard = putting.join().expect("it puts all in");
        let missed = found
            .iter()
            .zip(&heard)
            .filter(|(found, heard)| !**found && !**heard);
        assert_eq!(missed.count(), 0);
    });
}

/// Two threads that meet in each round. One gives a value, and waits until the other has done its
/// part with it.
struct Meeting<T> {
    given: Mutex<Option<T>>,
    /// The rounds that each thread has begun, and those that the second one has ended.
    begun: [CachePadded<AtomicU32>; 2],
    ended: CachePadded<AtomicU32>,
}

impl<T: Send> Meeting<T> {
    /// `other` does its part of each round at about the same time as `own`.
    fn hold(make: impl Fn() -> (T, T), own: impl Fn(u32, T), other: impl Fn(u32, T) + Sync) {
        let meeting = Meeting {
            given: Mutex::new(None),
            begun: [0, 0].map(|round| CachePadded(AtomicU32::new(round))),
            ended: CachePadded(AtomicU32::new(0)),
        };
        let reached =
            |rounds: &AtomicU32, round| wait_until(|| rounds.load(Ordering::Acquire) >= round);
        thread::scope(|threads| {
            threads.spawn(|| (1..=ROUNDS).for_each(|round| meeting.join(round, &other)));
            for round in 1..=ROUNDS {
                let (mine, given) = make();
                *lock(&meeting.given) = Some(given);
                meeting.begun[0].store(round, Ordering::Release);
                reached(&meeting.begun[1], round);
                own(round, mine);
                reached(&meeting.ended, round);
            }
        });
    }

    fn join(&self, round: u32, part: &impl Fn(u32, T)) {
        wait_until(|| self.begun[0].load(Ordering::Acquire) >= round);
        let given = lock(&self.given).take().expect("it is given");
        self.begun[1].store(round, Ordering::Release);
        linger(round, 1024);
        part(round, given);
        self.ended.store(round, Ordering::Release);
    }
}

/// An end of an edge of threads.
enum Of {
    Sender(Sender<u32>),
    Receiver(Receiver<u32>),
}

impl Of {
    fn put(self, item: u32) -> Self {
        let Of::Sender(mut to) = self else {
            return self;
        };
        let item = to.try_put(item).err();
        let put = item.map_or(Ok(()), |item| {
            to.send(item, &Stopper::default(), &Stopwatch)
        });
        assert!(put.is_ok(), "it is read");
        Of::Sender(to)
    }

    fn take(self, item: u32) -> Self {
        let Of::Receiver(mut from) = self else {
            return self;
        };
        let taken = from.receive(None, &Stopper::default(), &Stopwatch);
        assert_eq!(taken, Some(item));
        Of::Receiver(from)
    }
}

/// Returns the ends of an edge that was used already.
fn used_edge() -> (Of, Of) {
    let (to, from) = edge(Bound::Items(1), None, Ends::Threads);
    let to = Of::Sender(to).put(0);
    (Of::Receiver(from).take(0), to)
}

#[test]
fn a_receiver_that_goes_to_sleep_is_woken() {
    again_and_again(|| {
        Meeting::hold(
            used_edge,
            |round, end| drop(end.take(round)),
            |round, end| drop(end.put(round)),
        );
    });
}

/// The receiver takes an item, and then does nothing until the sender has put in another.
#[test]
fn a_sender_that_goes_to_sleep_is_woken_by_a_take() {
    again_and_again(|| {
        let done = CachePadded(AtomicU32::new(0));
        Meeting::hold(
            || {
                let (from, to) = used_edge();
                (to.put(0), from)
            },
            |round, end| {
                let end = end.put(round);
                done.store(round, Ordering::Release);
                drop(end);
            },
            |round, end| {
                let end = end.take(0);
                wait_until(|| done.load(Ordering::Acquire) == round);
                drop(end);
            },
        );
    });
}

/// The owner takes the items that it claimed, while another receiver steals.
#[test]
fn what_is_stolen_is_taken_once() {
    again_and_again(|| {
        prepare_fences();
        let taken = CachePadded(AtomicU64::new(0));
        let take_all = |owner: &mut Owner<u64>| {
            while let Some((_, item)) = owner.take() {
                taken.fetch_add(item, Ordering::Relaxed);
            }
        };
        Meeting::hold(
            || {
                let mut owner = Owner::new(2);
                owner.fill(0, [1, 1 << 32]);
                let queue = Arc::clone(owner.queue());
                ((Some(owner), None), (None, Some(queue)))
            },
            |_, (owner, _)| take_all(&mut owner.expect("it is the owner's part")),
            |_, (_, queue)| {
                let mut thief = Owner::new(2);
                if thief.steal_from(&queue.expect("it is the thief's part")) {
                    take_all(&mut thief);
                }
            },
        );
        let rounds = u64::from(ROUNDS);
        assert_eq!(taken.load(Ordering::Relaxed), rounds | rounds << 32);
    });
}
