//! A fan-out has at least one worker.

use pipeline::pipeline;

fn zero() {
    let _ = pipeline!({ generator(0..3) >> fan_out(0, |n| n + 1) >> count() }).run();
}

fn zero_with_a_suffix() {
    let _ = pipeline!({ generator(0..3) >> fan_out(0usize, |n| n + 1) >> count() }).run();
}

fn main() {}
