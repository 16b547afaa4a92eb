//! Like `half_typed_rustc`, for paths.

use pipeline::pipeline;

fn a_path() {
    let _ = pipeline!({ generator(std::fs::) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(std::thread::, |n| n) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(capcity = std::thread::, |n| n) >> count() });
}

fn main() {}
