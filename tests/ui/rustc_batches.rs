//! Batches and throttles of the wrong types: rustc points at the argument.

use pipeline::pipeline;

fn wrong_types() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch("three");
        let b = generator(0..3) >> batch_within(3, "soon");
        let c = generator(0..3) >> throttle(3, "soon");
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn main() {}
