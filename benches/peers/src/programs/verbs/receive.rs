//! An existing crossbeam channel, which holds all items, into a sum.

use std::thread;

use crossbeam_channel::{Receiver, bounded, unbounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, generate};
use super::super::{Run, timed};
use super::one_of;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($numbers:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = receive($(capacity = $capacity,)? $numbers);
                numbers >> sink(Iterator::sum)
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| {
            let numbers = filled(task.items);
            timed(|| declared!(&numbers).expect("nothing in it fails"))
        },
        |task| {
            let numbers = filled(task.items);
            timed(|| declared!(&numbers, task.size).expect("nothing in it fails"))
        },
        |task| {
            let numbers = filled(task.items);
            timed(|| by_hand(&numbers, task.size))
        },
    )
}

fn filled(items: u64) -> Receiver<u64> {
    let (to_numbers, numbers) = unbounded();
    generate::<Crossbeam>(0..items, to_numbers);
    numbers
}

fn by_hand(from: &Receiver<u64>, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(from, to_numbers));
        let sum = scope.spawn(move || add_up::<Crossbeam>(numbers));
        sum.join().expect("nothing in it panics")
    })
}
