//! A stream gets its name from a `let` only.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers = numbers >> stage(|n| n + 1);
        numbers >> count()
    })
    .run();
}
