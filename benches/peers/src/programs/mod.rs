//! The programs in Rust. Each run of one is a process of its own, which times itself.

mod async_light;
mod batches;
mod channels;
mod fans;
mod heavy;
mod latency;
mod light;
mod one_to_one;
mod ordered;
mod ring;
mod sixteen;
mod workers;

use std::path::PathBuf;
use std::time::Instant;

use crate::sample::Sample;

/// What a program is to do.
pub(crate) struct Task {
    pub(crate) items: u64,
    /// Of each channel, or of a batch.
    pub(crate) size: usize,
    /// What `heavy_tree` reads.
    pub(crate) tree: PathBuf,
}

pub(crate) type Run = fn(&Task) -> Sample;

/// The program of a kind of work in one of its variants.
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
        "heavy_tree" => heavy::tree(variant),
        "heavy_blocks" => heavy::blocks(variant),
        "async_task" => async_light::in_one_task(variant),
        "async_spawned" => async_light::spawned(variant),
        _ => None,
    }
}

/// Times `work`, and not what was made for it before.
fn timed(work: impl FnOnce() -> u64) -> Sample {
    let start = Instant::now();
    let result = work();
    Sample::of(start.elapsed(), result)
}

/// Too cheap to matter, too odd for a closed formula.
fn first(x: u64) -> u64 {
    x.wrapping_mul(3)
}

fn second(x: u64) -> u64 {
    x ^ (x >> 1)
}
