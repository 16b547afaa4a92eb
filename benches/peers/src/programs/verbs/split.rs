//! Divides even and odd numbers, with a stage for each, and merges them again.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, apply, generate};
use super::super::{Run, first, second, timed};
use super::one_of;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (even, odd) = numbers >> split($(capacity = $capacity,)? is_even);
                let even = even >> stage(first);
                let odd = odd >> stage(second);
                fan_in(even, odd $(, capacity = $capacity)?) >> sink(Iterator::sum)
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "`split` shows its predicate the item by reference"
)]
pub(in super::super) fn is_even(number: &u64) -> bool {
    number.is_multiple_of(2)
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_even, even) = bounded(capacity);
    let (to_odd, odd) = bounded(capacity);
    let (to_all, all) = bounded(capacity);
    let to_all_too = to_all.clone();
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || split(&numbers, &to_even, &to_odd));
        scope.spawn(move || apply::<Crossbeam>(first, even, to_all));
        scope.spawn(move || apply::<Crossbeam>(second, odd, to_all_too));
        let sum = scope.spawn(move || add_up::<Crossbeam>(all));
        sum.join().expect("nothing in it panics")
    })
}

fn split(numbers: &Receiver<u64>, to_even: &Sender<u64>, to_odd: &Sender<u64>) {
    for number in numbers {
        let to = if is_even(&number) { to_even } else { to_odd };
        if to.send(number).is_err() {
            break;
        }
    }
}
