//! Two long streams, one on threads and one as futures.

use std::thread;
use std::time::{Duration, Instant};

use pipeline::{Error, Report, pipeline};
use pipeline_tests::{Watchdog, conserves};
use tokio::runtime::Builder;

use crate::gauge::{Gauge, Held};
use crate::parcel::{self, Parcel};

/// Number of rows that are printed.
const ROWS: u32 = 20;

/// Number of items in a round. The pauses repeat in each round.
const ROUND: u64 = 400_000;

/// From this number of items on, a fifth of them has several rounds of each stream.
const LONG: u64 = 40 * ROUND;

/// Returns the pause before an item is made. In each round, most items come in a rush, so that the
/// windows grow. Then they come in bursts with pauses in between. Then they trickle, and the
/// windows shrink.
fn pause(number: u64) -> Duration {
    match number % ROUND {
        ..300_000 => Duration::ZERO,
        300_000..399_000 if !number.is_multiple_of(1_000) => Duration::ZERO,
        300_000..399_000 => Duration::from_millis(20),
        _ => Duration::from_millis(1),
    }
}

/// Sleeps on threads.
mod at_once {
    use super::Duration;

    pub(super) fn sleep(time: Duration) {
        std::thread::sleep(time);
    }
}

/// Sleeps in async pipelines.
mod in_time {
    use super::Duration;

    pub(super) async fn sleep(time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// The body of the stages. Takes longer for some items than for others.
fn work(parcel: Parcel) -> Parcel {
    for _ in 0..=parcel.number % 16 {
        parcel.check();
    }
    parcel
}

/// Declares the stream, with `async` and `.await` where bodies wait, or without.
macro_rules! declare {
    ({$($header:tt)*} {$($async:tt)*} {$($await:tt)*} $by:ident) => {
        pipeline!($($header)* {
            let made = generator({
                for number in 0.. {
                    if !pause(number).is_zero() {
                        $by::sleep(pause(number)) $($await)*;
                    }
                    yield Parcel::new(number);
                }
            });
            let checked = made >> stage(work);
            let (quick, slow) = checked >> split(|parcel| parcel.number % 1_000 != 7);
            let quick = quick >> fan_out(3, ordered, work);
            let slow = slow >> throttle(100, Duration::from_millis(50))
                >> stage($($async)* |parcel| {
                    $by::sleep(Duration::from_micros(100)) $($await)*;
                    work(parcel)
                });
            let all = fan_in(quick, slow) >> map(|parcel| (parcel, 0));
            let open = all >> feedback(again, bound = 100_000, full = fail);
            let stepped = open >> fan_out(2, |(parcel, round)| (work(parcel), round + 1));
            let (again, done) = stepped
                >> split(|(parcel, round): &(Parcel, u64)| *round < parcel.number % 3);
            let batches = done >> batch_within(100, Duration::from_millis(2));
            batches >> flatten() >> map(|(parcel, _)| parcel) >> inspect(Parcel::arrive) >> count()
        })
    };
}

/// Runs both streams for `time`. Returns whether the process holds no more resources afterwards.
pub(crate) fn run(time: Duration) -> bool {
    let watchdog = Watchdog::new();
    let before = Held::now();
    let is_flat = {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_time()
            .build();
        let runtime = runtime.expect("a runtime starts");
        let futures = {
            let _inside = runtime.enter();
            declare!({async move} {async} {.await} in_time).spawn()
        };
        let threads = declare!({move ||} {} {} at_once).spawn();

        let is_flat = watch(time, &watchdog);

        threads.drain();
        futures.drain();
        ended_well("threads", threads.join_reported());
        ended_well("futures", runtime.block_on(futures.join_reported()));
        is_flat
    };
    assert_eq!(parcel::live(), 0, "items outlive their pipeline");
    is_flat & before.is_all()
}

/// Prints the resources of the process until `time` has passed.
fn watch(time: Duration, watchdog: &Watchdog) -> bool {
    let begin = Instant::now();
    let mut gauge = Gauge::of("items");
    let mut arrived = 0;
    for row in 0..=ROWS {
        while begin.elapsed() < time * row / ROWS {
            if parcel::arrived() > arrived {
                arrived = parcel::arrived();
                watchdog.begin(format!("a stream after {arrived} items"));
            }
            thread::sleep(Duration::from_millis(50));
            gauge.look(begin.elapsed().as_millis(), time.as_millis());
        }
        gauge.print(parcel::arrived());
    }
    gauge.is_flat(arrived > LONG)
}

fn ended_well(which: &str, (outcome, report): (Result<usize, Error>, Report)) {
    let arrived = outcome.unwrap_or_else(|error| panic!("{error:#}\n{report}"));
    println!("\nof {which}, {arrived} items came through:\n{report}");
    conserves(&report);
}
