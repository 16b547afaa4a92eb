//! Half-typed code for which rustc's error is enough: it is at the user's code, and not at the
//! whole pipeline.

use pipeline::pipeline;

fn a_method() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n.) >> count() });
}

fn main() {}
