//! A stream is not a variable.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let mut numbers = generator(0..3);
        numbers >> count()
    })
    .run();
}
