//! `fan_in` takes names.

use pipeline::pipeline;

fn call() {
    let _ = pipeline!({
        let a = generator(0..3);
        fan_in(a, generator(3..6)) >> count()
    })
    .run();
}

fn chain() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        fan_in(a, b >> map(|n| n + 1)) >> count()
    })
    .run();
}

fn array() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        fan_in([a, b]) >> count()
    })
    .run();
}

fn main() {}
