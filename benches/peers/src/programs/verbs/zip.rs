//! The items of two generators in pairs.

use std::thread;

use crossbeam_channel::bounded;
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::generate;
use super::super::{Run, timed};
use super::one_of;

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let a = generator($(capacity = $capacity,)? 0..$items);
                let b = generator($(capacity = $capacity,)? 1..=$items);
                zip(a, b) >> sink(add_products)
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

pub(super) fn add_products(pairs: impl Iterator<Item = (u64, u64)>) -> u64 {
    pairs.fold(0, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(b)))
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_a, a) = bounded(capacity);
    let (to_b, b) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_a));
        scope.spawn(move || generate::<Crossbeam>(1..=items, to_b));
        let sum = scope.spawn(move || add_products(a.iter().zip(&b)));
        sum.join().expect("nothing in it panics")
    })
}
