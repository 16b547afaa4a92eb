//! A fan-out by key: equal numbers go to the same of `WORKERS` workers.

use std::hash::{BuildHasher, RandomState};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::{add_up, apply, generate};
use super::super::{Run, first, second, timed};
use super::one_of;

pub(in super::super) fn program<const WORKERS: usize>(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                let done = numbers
                    >> fan_out(WORKERS, $(capacity = $capacity,)? by = |number| *number, work);
                done >> sink(|numbers| numbers.fold(0, u64::wrapping_add))
            })
            .run()
        };
    }
    one_of(
        variant,
        |task| timed(|| declared!(task.items).expect("nothing in it fails")),
        |task| timed(|| declared!(task.items, task.size).expect("nothing in it fails")),
        |task| timed(|| by_hand::<WORKERS>(task.items, task.size)),
    )
}

fn work(number: u64) -> u64 {
    second(first(number))
}

fn by_hand<const WORKERS: usize>(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_done, done) = bounded(capacity);
    let queues = [(); WORKERS].map(|()| bounded(capacity));
    let to_queues = queues.each_ref().map(|(to, _)| to.clone());
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        scope.spawn(move || dispatch(&numbers, &to_queues));
        for (_, queue) in queues {
            let to_done = to_done.clone();
            scope.spawn(move || apply::<Crossbeam>(work, queue, to_done));
        }
        drop(to_done);
        let sum = scope.spawn(move || add_up::<Crossbeam>(done));
        sum.join().expect("nothing in it panics")
    })
}

fn dispatch(numbers: &Receiver<u64>, to: &[Sender<u64>]) {
    let hasher = RandomState::new();
    for number in numbers {
        let worker = hasher.hash_one(number) % to.len() as u64;
        let to = usize::try_from(worker).ok().and_then(|at| to.get(at));
        if to.is_none_or(|to| to.send(number).is_err()) {
            break;
        }
    }
}
