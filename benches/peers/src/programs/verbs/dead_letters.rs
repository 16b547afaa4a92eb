//! A stage whose failures are a stream of their own. `TENTHS` tenths of the items fail.

use std::error::Error;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, generate};
use super::super::{Run, both, first, timed};
use super::one_of;

pub(in super::super) fn program<const TENTHS: u64>(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let (passed, failed) = numbers
                    >> stage($(capacity = $capacity,)? |number| checked::<TENTHS>(number)?);
                (passed >> sink(Iterator::sum), failed >> sink(count))
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| both(declared!(task.items).expect("failures do not end it"))),
        |task| timed(|| both(declared!(task.items, task.size).expect("failures do not end it"))),
        |task| timed(|| by_hand::<TENTHS>(task.items, task.size)),
    )
}

pub(in super::super) fn checked<const TENTHS: u64>(number: u64) -> Result<u64, &'static str> {
    if number % 10 < TENTHS {
        Err("the number is one of those that fail")
    } else {
        Ok(first(number))
    }
}

fn count(failures: impl Iterator) -> u64 {
    failures.fold(0, |count, _| count + 1)
}

/// The same as `pipeline::Failure`: the stage, and the boxed cause.
pub(in super::super) type Failure = (&'static str, Box<dyn Error + Send + Sync>);

fn by_hand<const TENTHS: u64>(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_passed, passed) = bounded(capacity);
    let (to_failed, failed) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || check::<TENTHS>(&numbers, &to_passed, &to_failed));
        let passed = scope.spawn(move || add_up::<Crossbeam>(passed));
        let failed = scope.spawn(move || count(failed.into_iter()));
        let results = [passed.join(), failed.join()];
        let [passed, failed] = results.map(|result| result.expect("nothing in it panics"));
        both((passed, failed))
    })
}

fn check<const TENTHS: u64>(
    numbers: &Receiver<u64>,
    to_passed: &Sender<u64>,
    to_failed: &Sender<Failure>,
) {
    for number in numbers {
        let is_received = match checked::<TENTHS>(number) {
            Ok(number) => to_passed.send(number).is_ok(),
            Err(cause) => to_failed.send(("passed+failed", cause.into())).is_ok(),
        };
        if !is_received {
            break;
        }
    }
}
