//! A loop in which `IN_FLIGHT` items go round until their trips add up to the given number. Each
//! trip is two hops: from the start of the loop to the stage that sends back, and from there to the
//! start.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::add_up;
use super::super::{Run, first, second, timed};
use super::one_of;

pub(in super::super) fn program<const IN_FLIGHT: usize>(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($travellers:expr $(, $capacity:expr)?) => {
            pipeline!({
                let seeds = generator($(capacity = $capacity,)? $travellers);
                let open = seeds
                    >> feedback($(capacity = $capacity,)? back, bound = IN_FLIGHT, full = fail);
                let (back, done) = open
                    >> route($(capacity = $capacity,)? |traveller| {
                        let traveller = Traveller::go(traveller);
                        if traveller.trips > 0 {
                            back(traveller);
                        } else {
                            done(traveller.number);
                        }
                    });
                done >> sink(|numbers| numbers.fold(0, u64::wrapping_add))
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| {
            let travellers = travellers(task.items, IN_FLIGHT);
            timed(|| declared!(travellers).expect("the loop has room for all"))
        },
        |task| {
            let travellers = travellers(task.items, IN_FLIGHT);
            timed(|| declared!(travellers, task.size).expect("the loop has room for all"))
        },
        |task| {
            let travellers = travellers(task.items, IN_FLIGHT);
            timed(|| by_hand(travellers, task.size))
        },
    )
}

/// An item, and the number of trips that it still has to make.
pub(in super::super) struct Traveller {
    pub(in super::super) number: u64,
    pub(in super::super) trips: u64,
}

impl Traveller {
    pub(in super::super) fn go(self) -> Self {
        Traveller {
            number: second(first(self.number)),
            trips: self.trips - 1,
        }
    }
}

/// Divides the trips evenly. The first traveller also makes the remaining ones.
pub(in super::super) fn travellers(
    trips: u64,
    in_flight: usize,
) -> impl Iterator<Item = Traveller> + Send {
    let in_flight = in_flight as u64;
    let rest = trips % in_flight;
    (1..=in_flight).map(move |number| Traveller {
        number,
        trips: trips / in_flight + if number == 1 { rest } else { 0 },
    })
}

/// The number of travellers that have not arrived, plus one as long as there may be more seeds.
type InFlight = AtomicU64;

/// A traveller, or `None` to end the loop.
pub(in super::super) type Message = Option<Traveller>;

fn by_hand(travellers: impl Iterator<Item = Traveller> + Send, capacity: usize) -> u64 {
    // A send into the loop must not wait. Otherwise the loop could deadlock.
    let (to_open, open) = unbounded();
    let (to_there, there) = bounded(capacity);
    let (to_done, done) = bounded(capacity);
    let back = to_open.clone();
    let in_flight = &InFlight::new(1);
    thread::scope(|scope| {
        scope.spawn(move || seed(travellers, &to_open, in_flight));
        scope.spawn(move || forward(&open, &to_there));
        scope.spawn(move || go_and_send_back(&there, &back, &to_done, in_flight));
        let sum = scope.spawn(move || add_up::<Crossbeam>(done));
        sum.join().expect("nothing in it panics")
    })
}

fn seed(
    travellers: impl Iterator<Item = Traveller>,
    to_open: &Sender<Message>,
    in_flight: &InFlight,
) {
    for traveller in travellers {
        in_flight.fetch_add(1, Ordering::Relaxed);
        if to_open.send(Some(traveller)).is_err() {
            return;
        }
    }
    leave(to_open, in_flight);
}

fn leave(to_open: &Sender<Message>, in_flight: &InFlight) {
    if in_flight.fetch_sub(1, Ordering::AcqRel) == 1 {
        // If the reader has panicked, the scope reports it.
        let _ = to_open.send(None);
    }
}

fn forward(open: &Receiver<Message>, to_there: &Sender<Traveller>) {
    while let Ok(Some(traveller)) = open.recv() {
        if to_there.send(traveller).is_err() {
            return;
        }
    }
}

fn go_and_send_back(
    there: &Receiver<Traveller>,
    back: &Sender<Message>,
    to_done: &Sender<u64>,
    in_flight: &InFlight,
) {
    for traveller in there.iter().map(Traveller::go) {
        let is_received = if traveller.trips > 0 {
            back.send(Some(traveller)).is_ok()
        } else {
            let is_received = to_done.send(traveller.number).is_ok();
            leave(back, in_flight);
            is_received
        };
        if !is_received {
            return;
        }
    }
}
