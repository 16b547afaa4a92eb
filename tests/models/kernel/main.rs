//! What no model knows: the barrier that the kernel puts into other threads, by trying on this machine.
//!
//! What a missing one breaks is rare, and here made likely: two threads meet at the same place again and
//! again, each time a little earlier or later.

mod sync;

#[allow(dead_code, clippy::unused_self, reason = "what is not tried")]
#[path = "../beside/edge.rs"]
mod edge;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/foreign.rs"]
mod foreign;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/lanes.rs"]
mod lanes;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/ring.rs"]
mod ring;
#[allow(dead_code, unreachable_pub, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/stack.rs"]
mod stack;
#[allow(dead_code, unreachable_pub, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/supply.rs"]
mod supply;
#[allow(dead_code, clippy::unused_self, reason = "what is not tried")]
#[path = "../beside/tally.rs"]
mod tally;
#[allow(clippy::unused_self, reason = "the signature is the runtime's")]
#[path = "../beside/time.rs"]
mod time;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/window.rs"]
mod window;

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{process, thread};

use crate::edge::Edge;
use crate::lanes::{Bound, Inlet, Outlet, lanes};
use crate::ring::{prepare, ring, settle};
use crate::sync::{Apart, Mutex, lock};
use crate::tally::Stopwatch;

/// How often they meet at a time.
const ROUNDS: u32 = 20_000;

/// They meet again for so long, which is often where two cores have nothing else to do.
const TIME: Duration = Duration::from_secs(1);

fn again_and_again(meet: impl Fn()) {
    let end = Instant::now() + TIME;
    while Instant::now() < end {
        meet();
    }
}

/// Looks of some seconds: who waits so long for the other waits for ever.
const LIMIT: u32 = 1 << 31;

/// Waits without a sleep, whose end would come too late.
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

/// Lets some nanoseconds pass, each time others.
fn linger(round: u32, most: u32) {
    (0..round.wrapping_mul(7) % most).for_each(|step| {
        black_box(step);
    });
}

/// Of a put and what its thread looks at then, and of what a sleeper says and its look at the ring, one
/// is seen by the other.
#[test]
fn a_put_and_a_sleeper_see_each_other() {
    again_and_again(puts_and_sleeps);
}

fn puts_and_sleeps() {
    let (writer, reader) = ring(ROUNDS as usize, prepare());
    assert!(writer.look(ROUNDS) >= ROUNDS);
    let said = Apart(AtomicU32::new(0));
    thread::scope(|threads| {
        let putting = threads.spawn(|| {
            let writer = writer;
            let rounds = (1..=ROUNDS).map(|round| {
                writer.put(round).expect("there is room");
                let is_heard = said.load(Ordering::Relaxed) >= round;
                wait_until(|| said.load(Ordering::Relaxed) >= round);
                is_heard
            });
            rounds.collect::<Vec<bool>>()
        });
        let rounds = (1..=ROUNDS).map(|round| {
            said.store(round, Ordering::Relaxed);
            settle();
            let is_found = reader.waiting() >= round;
            wait_until(|| reader.waiting() >= round);
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

/// An edge that was used.
fn used_edge() -> (Inlet<u32>, Outlet<u32>) {
    let (inlet, mut outlet) = lanes(Bound::Exact(2), Edge::new());
    inlet.put(0, &Stopwatch).expect("it is read");
    assert_eq!(outlet.take(None, &Stopwatch), Some(0));
    (inlet, outlet)
}

/// From the first sleep on: it is a long one, from which on writers have barriers of their own.
#[test]
fn a_reader_that_goes_to_sleep_is_woken() {
    again_and_again(sleeps_and_is_woken);
}

fn sleeps_and_is_woken() {
    let given = Mutex::new(None);
    let [begun, ended] = [0, 0].map(|round| Apart(AtomicU32::new(round)));
    thread::scope(|threads| {
        threads.spawn(|| {
            for round in 1..=ROUNDS {
                wait_until(|| begun.load(Ordering::Acquire) == round);
                let inlet: Inlet<u32> = lock(&given).take().expect("it is given");
                ended.store(round, Ordering::Release);
                linger(round, 1024);
                inlet.put(round, &Stopwatch).expect("it is read");
                wait_until(|| ended.load(Ordering::Acquire) == 0);
            }
        });
        for round in 1..=ROUNDS {
            let (inlet, mut outlet) = used_edge();
            *lock(&given) = Some(inlet);
            begun.store(round, Ordering::Release);
            wait_until(|| ended.load(Ordering::Acquire) == round);
            assert_eq!(outlet.take(None, &Stopwatch), Some(round));
            ended.store(0, Ordering::Release);
        }
    });
}
