//! A body that yields three items for each item.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, generate};
use super::super::{Run, timed};
use super::one_of;

pub(in super::super) const YIELDS: u64 = 3;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let multiples = numbers
                    >> stage($(capacity = $capacity,)? |number| {
                        for factor in 0..YIELDS {
                            yield number * factor;
                        }
                    });
                multiples >> sink(Iterator::sum)
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| declared!(task.items).expect("nothing in it fails")),
        |task| timed(|| declared!(task.items, task.size).expect("nothing in it fails")),
        |task| timed(|| by_hand(task.items, task.size)),
    )
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_multiples, multiples) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || multiply(&numbers, &to_multiples));
        let sum = scope.spawn(move || add_up::<Crossbeam>(multiples));
        sum.join().expect("nothing in it panics")
    })
}

fn multiply(numbers: &Receiver<u64>, to_multiples: &Sender<u64>) {
    for number in numbers {
        for factor in 0..YIELDS {
            if to_multiples.send(number * factor).is_err() {
                return;
            }
        }
    }
}
