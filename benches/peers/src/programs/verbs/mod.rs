//! Each verb with `pipeline!`, and by hand on crossbeam channels. Both programs have the same
//! number of threads.
//!
//! Each file declares its pipeline once, in a macro with an optional capacity.

pub(super) mod batch_within;
pub(super) mod by_key;
pub(super) mod dead_letters;
pub(super) mod feedback;
pub(super) mod receive;
pub(super) mod route;
pub(super) mod split;
pub(super) mod start_stop;
pub(super) mod tee;
pub(super) mod throttle;
pub(super) mod yields;
pub(super) mod zip;

use std::thread;

use crossbeam_channel::Receiver;

use super::channels::Crossbeam;
use super::workers::add_up;
use super::{Run, both};

/// Returns the program of a verb in one of its variants.
fn one_of(variant: &str, default: Run, bounded: Run, by_hand: Run) -> Option<Run> {
    match variant {
        "default" => Some(default),
        "bounded" => Some(bounded),
        "crossbeam" => Some(by_hand),
        _ => None,
    }
}

/// Returns the sums of two channels as one result. Each channel has a thread that reads it.
fn add_up_both(a: Receiver<u64>, b: Receiver<u64>) -> u64 {
    thread::scope(|scope| {
        let a = scope.spawn(|| add_up::<Crossbeam>(a));
        let b = scope.spawn(|| add_up::<Crossbeam>(b));
        let [a, b] = [a, b].map(|sum| sum.join().expect("nothing in it panics"));
        both((a, b))
    })
}
