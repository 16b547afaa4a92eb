//! A call at the head of a chain makes a stream.

use pipeline::pipeline;

fn numbers() -> Vec<u32> {
    vec![1, 2, 3]
}

fn function() {
    let _ = pipeline!({ numbers() >> count() }).run();
}

fn method() {
    let _ = pipeline!({ map(|n: u32| n + 1) >> count() }).run();
}

fn main() {}
