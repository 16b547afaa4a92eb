//! The programs in Rust. Each run is a process of its own, which measures itself.

mod async_light;
mod batches;
mod buffered;
mod channels;
mod fans;
mod fetch_ordered;
mod heavy;
mod latency;
mod light;
mod lines;
mod one_to_one;
mod ordered;
mod ring;
mod sixteen;
mod tasks;
mod verbs;
mod workers;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};

use crate::sample::{Sample, nanoseconds};

/// The parameters of a program.
pub(crate) struct Task {
    pub(crate) items: u64,
    /// The capacity of each channel, or the size of a batch.
    pub(crate) size: usize,
    /// The folder that `heavy_tree` reads.
    pub(crate) tree: PathBuf,
}

pub(crate) type Run = fn(&Task) -> Sample;

/// Returns the program for a kind of work in one of its variants.
pub(crate) fn find(work: &str, variant: &str) -> Option<Run> {
    match work {
        "light" => light::program(variant),
        "one_to_one" => one_to_one::program(variant),
        "fan_in_2" => fans::two_into_one(variant),
        "fan_in_4" => fans::four_into_one(variant),
        "fan_out" => fans::out(variant),
        "ordered" => ordered::program(variant),
        "latency" => latency::program(variant),
        "sixteen" => sixteen::program(variant),
        "tee" => verbs::tee::program(variant),
        "split" => verbs::split::program(variant),
        "route" => verbs::route::program(variant),
        "zip" => verbs::zip::program(variant),
        "tee_zip" => verbs::tee::into_zip(variant),
        "by_key_4" => verbs::by_key::program::<4>(variant),
        "by_key_32" => verbs::by_key::program::<32>(variant),
        "dead_letters_0" => verbs::dead_letters::program::<0>(variant),
        "dead_letters_10" => verbs::dead_letters::program::<1>(variant),
        "yields" => verbs::yields::program(variant),
        "feedback_1" => verbs::feedback::program::<1>(variant),
        "feedback_1000" => verbs::feedback::program::<1000>(variant),
        "receive" => verbs::receive::program(variant),
        "throttle" => verbs::throttle::program(variant),
        "batch_within" => verbs::batch_within::program(variant),
        "start_stop" => verbs::start_stop::program(variant),
        "lines" => lines::program(variant),
        "fetch_ordered" => fetch_ordered::program(variant),
        "heavy_tree" => heavy::tree(variant),
        "heavy_blocks" => heavy::blocks(variant),
        "async_task" => async_light::in_one_task(variant),
        "async_spawned" => async_light::spawned(variant),
        "buffered_ready" => buffered::in_order::<0>(variant),
        "buffered_yielding" => buffered::in_order::<1>(variant),
        "unordered_ready" => buffered::unordered::<0>(variant),
        "unordered_yielding" => buffered::unordered::<1>(variant),
        _ => in_one_task(work.strip_prefix("task_")?, variant),
    }
}

fn in_one_task(verb: &str, variant: &str) -> Option<Run> {
    match verb {
        "one_to_one" => tasks::one_to_one::program(variant),
        "fan_in_2" => tasks::fan_in::program(variant),
        "tee" => tasks::tee::program(variant),
        "split" => tasks::split::program(variant),
        "route" => tasks::route::program(variant),
        "zip" => tasks::zip::program(variant),
        "tee_zip" => tasks::tee::into_zip(variant),
        "dead_letters_0" => tasks::dead_letters::program::<0>(variant),
        "dead_letters_10" => tasks::dead_letters::program::<1>(variant),
        "yields" => tasks::yields::program(variant),
        "feedback_1" => tasks::feedback::program::<1>(variant),
        "feedback_1000" => tasks::feedback::program::<1000>(variant),
        "receive" => tasks::receive::program(variant),
        "throttle" => tasks::throttle::program(variant),
        "batch_within" => tasks::batch_within::program(variant),
        "start_stop" => tasks::start_stop::program(variant),
        _ => None,
    }
}

/// Measures `work`, without the preparations before it.
fn timed(work: impl FnOnce() -> u64) -> Sample {
    let cpu = cpu_time();
    let start = Instant::now();
    let result = work();
    let time = start.elapsed();
    Sample {
        cpu: Some(nanoseconds(cpu_time().saturating_sub(cpu))),
        ..Sample::of(time, result)
    }
}

/// Returns the CPU time of all threads of this process, including those that have ended.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID);
    time.expect("the kernel counts it").into()
}

/// Combines items to a result that depends on their order.
fn mix(hash: u64, item: u64) -> u64 {
    hash.wrapping_mul(31).wrapping_add(item)
}

/// Combines two values to one result.
fn both((a, b): (u64, u64)) -> u64 {
    mix(a, b)
}

/// Cheap enough not to matter. The two functions together have no closed formula that the compiler
/// could use.
fn first(x: u64) -> u64 {
    x.wrapping_mul(3)
}

fn second(x: u64) -> u64 {
    x ^ (x >> 1)
}
