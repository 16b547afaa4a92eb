//! The cost of a start and a stop: pipelines of three stages with one item each, one after the
//! other.

use std::iter;
use std::thread;

use crossbeam_channel::bounded;
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, apply, generate};
use super::super::{Run, first, timed};
use super::one_of;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($number:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? iter::once($number));
                let numbers = numbers >> stage($(capacity = $capacity,)? first);
                numbers >> sink(Iterator::sum::<u64>)
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| {
            let run = |number| declared!(number).expect("nothing in it fails");
            timed(|| (0..task.items).map(run).sum())
        },
        |task| {
            let run = |number| declared!(number, task.size).expect("nothing in it fails");
            timed(|| (0..task.items).map(run).sum())
        },
        |task| {
            timed(|| {
                (0..task.items)
                    .map(|number| by_hand(number, task.size))
                    .sum()
            })
        },
    )
}

fn by_hand(number: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_first, firsts) = bounded(capacity);
    thread::scope(|scope| {
        let threads = [
            scope.spawn(move || generate::<Crossbeam>(iter::once(number), to_numbers)),
            scope.spawn(move || apply::<Crossbeam>(first, numbers, to_first)),
        ];
        let sum = scope.spawn(move || add_up::<Crossbeam>(firsts));
        let sum = sum.join().expect("nothing in it panics");
        for thread in threads {
            thread.join().expect("nothing in it panics");
        }
        sum
    })
}
