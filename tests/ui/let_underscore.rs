//! A stream without a name would have no reader.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let _ = generator(0..3);
    })
    .run();
}
