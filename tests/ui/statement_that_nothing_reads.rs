//! A statement ends in a consumer.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({
        generator(0..3);
    })
    .run();
}

fn stage() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> stage(|n| n + 1);
    })
    .run();
}

fn name() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers;
    })
    .run();
}

fn main() {}
