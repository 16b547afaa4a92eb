//! A throttle that never has to wait, before a sum.

use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use pipeline::pipeline;

use super::super::channels::Crossbeam;
use super::super::workers::generate;
use super::super::{Run, timed};
use super::one_of;

/// 1000 items per microsecond.
pub(in super::super) const MOST: usize = 1000;
pub(in super::super) const TIME: Duration = Duration::from_micros(1);

pub(in super::super) fn program(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!({
                let numbers = generator($(capacity = $capacity,)? 0..$items);
                numbers >> throttle(MOST, TIME) >> sink(Iterator::sum)
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
    thread::scope(|scope| {
        scope.spawn(move || generate::<Crossbeam>(0..items, to_numbers));
        let sum = scope.spawn(move || {
            let mut throttle = Throttle::default();
            numbers.iter().inspect(|_| throttle.wait()).sum()
        });
        sum.join().expect("nothing in it panics")
    })
}

/// A sliding-window log: the times at which the last items passed.
#[derive(Default)]
pub(in super::super) struct Throttle(VecDeque<Instant>);

impl Throttle {
    pub(in super::super) fn wait(&mut self) {
        let mut now = Instant::now();
        if self.0.len() == MOST
            && let Some(first) = self.0.pop_front()
        {
            let rest = (first + TIME).saturating_duration_since(now);
            if !rest.is_zero() {
                thread::sleep(rest);
                now = Instant::now();
            }
        }
        self.0.push_back(now);
    }
}
