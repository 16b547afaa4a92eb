//! An option that is given twice contradicts itself.

use pipeline::pipeline;

fn capacity() {
    let _ = pipeline!({ generator(capacity = 4, capacity = 8, 0..3) >> count() }).run();
}

fn name() {
    let _ =
        pipeline!({ generator(0..3) >> stage(name = "a", name = "b", |n| n + 1) >> count() }).run();
}

fn main() {}
