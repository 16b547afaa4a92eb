//! The pipeline's value is not a stream.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({ generator(0..3) }).run();
}

fn chain() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1) >> filter(|n| *n > 1) }).run();
}

fn name() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers
    })
    .run();
}

fn tuple() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        (a, b >> map(|n| n + 1))
    })
    .run();
}

fn main() {}
