//! A stream that goes into a `fan_in` has no queue of its own.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let a = generator(capacity = 4, 0..3);
        let b = generator(0..3) >> stage(capacity = 4, |n| n + 1);
        fan_in(a, b) >> count()
    })
    .run();
}
