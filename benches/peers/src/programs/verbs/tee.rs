//! Each item to two branches: into two sums, or through a stage each into a `zip`.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{apply, generate};
use super::super::{Run, both, first, second, timed};
use super::{add_up_both, one_of, zip};

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (a, b) = numbers >> tee($(capacity = $capacity)?);
                (a >> sink(Iterator::sum), b >> sink(Iterator::sum))
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

pub(in super::super) fn into_zip(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (a, b) = numbers >> tee($(capacity = $capacity)?);
                let a = a >> stage($(capacity = $capacity,)? first);
                let b = b >> stage($(capacity = $capacity,)? second);
                zip(a, b) >> sink(zip::add_products)
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| declared!(task.items).expect("nothing in it fails")),
        |task| timed(|| declared!(task.items, task.size).expect("nothing in it fails")),
        |task| timed(|| into_zip_by_hand(task.items, task.size)),
    )
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || tee(&numbers, &to_a, &to_b));
        add_up_both(a, b)
    })
}

fn into_zip_by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    let (to_first, firsts) = bounded(capacity);
    let (to_second, seconds) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || tee(&numbers, &to_a, &to_b));
        scope.spawn(move || apply::<Crossbeam>(first, a, to_first));
        scope.spawn(move || apply::<Crossbeam>(second, b, to_second));
        let sum = scope.spawn(move || zip::add_products(firsts.iter().zip(&seconds)));
        sum.join().expect("nothing in it panics")
    })
}

fn tee(numbers: &Receiver<u64>, to_a: &Sender<u64>, to_b: &Sender<u64>) {
    for number in numbers {
        if to_a.send(number).is_err() || to_b.send(number).is_err() {
            break;
        }
    }
}
