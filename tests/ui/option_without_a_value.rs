//! An option without its value.

use pipeline::pipeline;

fn capacity() {
    let _ = pipeline!({ generator(capacity = , 0..3) >> count() }).run();
}

fn name() {
    let _ = pipeline!({ generator(0..3) >> stage(name =, |n| n + 1) >> count() }).run();
}

fn main() {}
