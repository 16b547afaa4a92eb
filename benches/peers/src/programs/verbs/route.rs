//! Even numbers into a sum, odd numbers as pairs into a sum of products.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, generate};
use super::super::{Run, both, first, timed};
use super::one_of;
use super::zip::add_products;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (even, odd) = numbers
                    >> route($(capacity = $capacity,)? |number: u64| {
                        if number.is_multiple_of(2) {
                            even(number);
                        } else {
                            odd((number, first(number)));
                        }
                    });
                (even >> sink(Iterator::sum), odd >> sink(add_products))
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| both(declared!(task.items).expect("nothing in it fails"))),
        |task| timed(|| both(declared!(task.items, task.size).expect("nothing in it fails"))),
        |task| timed(|| by_hand(task.items, task.size)),
    )
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_even, even) = bounded(capacity);
    let (to_odd, odd) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || route(&numbers, &to_even, &to_odd));
        let even = scope.spawn(move || add_up::<Crossbeam>(even));
        let odd = scope.spawn(move || add_products(odd.into_iter()));
        let [even, odd] = [even.join(), odd.join()].map(|sum| sum.expect("nothing in it panics"));
        both((even, odd))
    })
}

fn route(numbers: &Receiver<u64>, to_even: &Sender<u64>, to_odd: &Sender<(u64, u64)>) {
    for number in numbers {
        let is_received = if number.is_multiple_of(2) {
            to_even.send(number).is_ok()
        } else {
            to_odd.send((number, first(number))).is_ok()
        };
        if !is_received {
            break;
        }
    }
}
