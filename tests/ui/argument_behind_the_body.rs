//! The body is the last argument.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({ generator(0, 1, 2) >> count() }).run();
}

fn stage() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1, 4) >> count() }).run();
}

fn main() {}
