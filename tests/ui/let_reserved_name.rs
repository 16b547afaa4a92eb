//! Words that can name nothing in Rust can name no stream.

use pipeline::pipeline;

fn self_() {
    let _ = pipeline!({
        let self = generator(0..3);
        self >> count()
    })
    .run();
}

fn crate_() {
    let _ = pipeline!({
        let crate = generator(0..3);
        crate >> count()
    })
    .run();
}

fn main() {}
